"""What the demo shows, loaded once: every word and figure is as the files say it."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import orjson
import pytest
import pytest_asyncio
import yaml

from demo.load import load
from demo.records import DATA, people, read
from matching.fits import service as fits
from registry.search.postgres import PostgresIndex
from schema.context import Context
from schema.contract import SCHEMA
from store.actor import Actor
from store.database import Database
from store.refusal import Refused
from tests.conftest import copied, named

NOW = datetime.now(UTC)  # services look at the real clock, so the demo is loaded at the real time


@pytest_asyncio.fixture(scope="module")
async def database(server: str, template: str) -> AsyncIterator[Database]:
    """The demo, for tests that read it."""
    async with copied(server, template) as name:
        shown = Database(named(server, name))
        await load(shown, NOW)
        yield shown
        await shown.close()


async def test_every_declared_licence_is_kept_word_for_word(database: Database) -> None:
    declared = {
        (facts := yaml.safe_load(path.read_text(encoding="utf-8")))["name"]: facts["legal"]["license"]
        for path in (DATA / "catalogue").glob("*.yml")
    }
    async with database.read() as connection:
        rows = await connection.fetch("select name, declared_licence from software")
    told = {row["name"]: row["declared_licence"] for row in rows}
    assert {name: told.pop(name) for name in declared} == declared
    assert (
        list(told.values()) == [None] * 4
    )  # of the recorded repositories that no entry is about, none is declared


async def test_each_wrong_licence_comes_with_what_was_probably_meant(database: Database) -> None:
    async with database.read() as connection:
        rows = await connection.fetch(
            """
            select declared_licence, licence_suggestion from software
            where findings @> '[{"code": "NOT_AN_EXPRESSION", "key": "legal.license"}]'
            """
        )
    assert len(rows) == 17
    assert {row["declared_licence"]: row["licence_suggestion"] for row in rows} == {
        "MIT License": "MIT",
        "CC0 v1.0": "CC0-1.0",
        "GPL v3": "GPL-3.0-only",
        "AGPL-3": "AGPL-3.0-only",
        "LGPL-3.0、MPL-2.0": "LGPL-3.0-only AND MPL-2.0",
        "「網頁文字圖片採取 CC0 授權方式，程式碼採取 MIT 的授權方式」": "MIT AND CC0-1.0",
        "除另有標示外，內容以創用 CC BY 4.0 授權條款釋出。": "CC-BY-4.0",
    }


async def test_ten_entries_have_health_as_of_the_recording_and_the_others_say_not_observed(
    database: Database,
) -> None:
    async with database.read() as connection:
        rows = await connection.fetch("select health_band, health_score, observed_at from software")
    observed = [row for row in rows if row["observed_at"] is not None]
    assert len(observed) == 10
    assert {row["observed_at"].date() for row in observed} == {date(2026, 8, 21)}
    assert all(row["health_score"] is not None for row in observed)
    others = [row["health_band"] for row in rows if row["observed_at"] is None]
    assert others == ["NOT_OBSERVED"] * 16


async def test_each_of_the_ten_has_its_past_since_its_first_commit(database: Database) -> None:
    async with database.read() as connection:
        rows = await connection.fetch(
            """
            select url, count(*) filter (where score is not null) as scores, min(taken_at) as first
            from software join health_snapshot on software_id = software.id
            where not is_example group by url
            """
        )
    known = {
        row["url"].removeprefix("https://github.com/"): (row["scores"], row["first"].year) for row in rows
    }
    assert len(known) == 10
    assert min(scores for scores, _ in known.values()) >= 9
    assert known["DemocracyLab/CivicTechExchange"] == (37, 2017)
    assert known["italia/publiccode-editor"][1] == 2019


async def test_a_missing_licence_file_is_told(database: Database) -> None:
    async with database.read() as connection:
        row = await connection.fetchrow(
            """
            select verdict, declared_licence, licence, verdict_detail from software
            where name = 'civic-tech-experimental-field-find-babycare-backend'
            """
        )
    assert row is not None
    assert (row["verdict"], row["declared_licence"], row["licence"]) == ("DECLARED_ONLY", "MIT License", None)
    assert "NO_FILE" in {piece["kind"] for piece in row["verdict_detail"]["evidence"]}


async def test_an_identified_licence_file_confirms_what_was_meant(database: Database) -> None:
    async with database.read() as connection:
        row = await connection.fetchrow(
            "select verdict, licence from software where name = 'civic-tech-experimental-field-dengue-backend'"
        )
    assert row is not None
    assert dict(row) == {"verdict": "AGREE", "licence": "MIT"}


async def test_nothing_is_fetched(database: Database) -> None:
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from job where queue = 'observe'") == 0


async def test_an_outcome_that_is_not_reported_stays_unknown(database: Database) -> None:
    async with database.read() as connection:
        rows = await connection.fetch(
            "select title ->> 'zh-Hant' as title from challenge where outcome is null and not is_example"
        )
    assert [row["title"] for row in rows] == ["街道醫生"]


async def test_the_open_round_is_open_on_the_day_of_loading(database: Database) -> None:
    async with database.read() as connection:
        rows = await connection.fetch("select slug, is_example from programme where state = 'OPEN'")
    assert ("example-open", True) in {tuple(row) for row in rows}
    assert all(row["is_example"] for row in rows)


async def test_the_days_of_the_past_round_are_past(database: Database) -> None:
    async with database.read() as connection:
        row = await connection.fetchrow(
            "select state, opens_on, applications_close_on, ends_on from programme where slug = 'example-past'"
        )
    assert row is not None
    assert row["state"] == "CLOSED"
    assert row["opens_on"] < row["applications_close_on"] < row["ends_on"] < NOW.date()


async def test_the_past_round_was_decided_on_the_day_that_it_says(database: Database) -> None:
    async with database.read() as connection:
        decided, announced = await connection.fetchrow(
            """
            select (a.adopted_at at time zone 'UTC')::date, programme.decision_on
            from cohort_assignment as a join programme on programme.id = a.programme_id
            where programme.slug = 'example-past' and a.state = 'ADOPTED'
            """
        )
    assert decided == announced


async def test_nobody_works_on_a_challenge_whose_match_ended(database: Database) -> None:
    async with database.read() as connection:
        states = await connection.fetch(
            "select challenge.state from challenge join match on match.challenge_id = challenge.id"
            " where match.state = 'ENDED'"
        )
    assert [row["state"] for row in states] == ["PUBLISHED"]


async def test_the_past_round_was_paired_and_its_matches_stand_at_every_stage(database: Database) -> None:
    async with database.read() as connection:
        states = await connection.fetch(
            """
            select match.state from match join programme on programme.id = match.programme_id
            where programme.slug = 'example-past' order by match.state
            """
        )
        adopted = await connection.fetchval(
            "select count(*) from cohort_assignment where state = 'ADOPTED' and adopted_by is not null"
        )
    assert [row["state"] for row in states] == ["AGREED", "AGREEING", "ENDED"]
    assert adopted == 1


async def test_the_sandbox_delivered_four_repositories_of_the_catalogue(database: Database) -> None:
    async with database.read() as connection:
        rows = await connection.fetch(
            """
            select software.url, software.release_date, delivery.delivered_at
            from delivery join software on software.id = delivery.software_id
            """
        )
    assert {row["url"].rpartition("/")[2] for row in rows} == {
        "civic-tech-experimental-field-dengue-backend",
        "civic-tech-experimental-field-dengue-frontend",
        "civic-tech-experimental-field-find-babycare-backend",
        "civic-tech-experimental-field-find-babycare-frontend",
    }
    assert all(row["delivered_at"].date() == row["release_date"] for row in rows)


async def test_every_published_challenge_of_the_open_round_has_a_team_that_passes_its_gates(
    database: Database,
) -> None:
    async with database.read() as connection:
        rows = await connection.fetch(
            """
            select challenge.id from challenge join programme on programme.id = challenge.programme_id
            where programme.slug = 'example-open' and challenge.state = 'PUBLISHED'
            """
        )
        assert len(rows) == 3
        for row in rows:
            found = await fits.fits_for_challenge(connection, Actor.system(), row["id"])
            assert any(fit.passed for _, fit in found)
            assert any(not fit.passed for _, fit in found)


async def test_whoever_the_files_name_can_sign_in(database: Database) -> None:
    async with database.read() as connection:
        rows = await connection.fetch("select email from person where is_example")
    assert {row["email"] for row in rows} == {facts["email"] for facts in people().values()}


async def test_leads_lead_their_example_teams(database: Database) -> None:
    async with database.read() as connection:
        led = await connection.fetchval(
            "select count(*) from team_member join team on team.id = team_id where is_lead and is_example"
        )
    assert led == len(read("example/teams"))


async def test_real_teams_have_no_members_and_say_where_their_facts_come_from(database: Database) -> None:
    async with database.read() as connection:
        rows = await connection.fetch(
            """
            select source, (select count(*) from team_member where team_id = team.id) as members
            from team where not is_example
            """
        )
    assert {row["members"] for row in rows} == {0}
    assert all(row["source"] for row in rows)


LOCALISED = {
    "organisation": ("name",),
    "programme": ("name", "description"),
    "challenge": ("title", "problem"),
    "team": ("name", "about"),
    "application": ("proposal",),
    "software": ("localised_name", "short_description", "features"),
}


@pytest.mark.parametrize("table", LOCALISED)
async def test_every_stored_text_stands_in_both_languages(database: Database, table: str) -> None:
    async with database.read() as connection:
        for column in LOCALISED[table]:
            lacking = await connection.fetchval(
                f"select count(*) from {table} where not ({column}::jsonb ?& array['en', 'zh-Hant'])"  # noqa: S608 - names stand above
            )
            assert lacking == 0


#: Every column that no report fills, of every kind of record that was only reported.
NOT_REPORTED = {
    "programme": (
        "source is not null",
        ("opens_on", "applications_close_on", "decision_on", "ends_on",
         "nullif(weights, '{}')", "nullif(rubric, '[]')"),
    ),
    "challenge": (
        "source is not null",
        ("min_teams", "max_teams", "on_site", "hours_needed", "starts_on", "ends_on", "licence", "lawful_basis"),
    ),
    "challenge_need": (
        "exists (select from challenge c where c.id = challenge_id and c.source is not null)",
        ("required",),
    ),
    "team": (
        "source is not null",
        ("capacity", "data_clearance", "remote_ok", "hours_per_week", "available_from", "available_until", "place"),
    ),
    "team_skill": ("exists (select from team t where t.id = team_id and t.source is not null)", ("level",)),
}  # fmt: skip


@pytest.mark.parametrize("table", NOT_REPORTED)
async def test_no_reported_record_has_a_figure_that_nobody_reported(database: Database, table: str) -> None:
    reported, columns = NOT_REPORTED[table]
    async with database.read() as connection:
        known, *filled = await connection.fetchrow(
            f"select count(*), {', '.join(f'count({each})' for each in columns)} from {table} where {reported}"  # noqa: S608 - the names above
        ) or (0,)
    assert known > 0
    assert dict(zip(columns, filled, strict=True)) == dict.fromkeys(columns, 0)


REPORTED = """
{
  programmes(first: 20) {
    nodes {
      source applicationCount weights { weight } rubric { id }
      challenges(first: 50) { nodes { source applicationCount publishedAt minTeams maxTeams onSite } }
      matches(first: 50) { nodes { createdAt } }
    }
  }
}
"""


async def test_the_api_tells_no_figure_of_what_was_only_reported(database: Database) -> None:
    context = Context(database, Actor.anonymous(), "en", PostgresIndex(database))
    result = await SCHEMA.execute(REPORTED, {}, context)
    assert not result.errors
    known = orjson.loads(orjson.dumps(result.data))["programmes"]["nodes"]
    rounds = [each for each in known if each["source"]]
    assert len(rounds) == 5
    assert all(
        (each["applicationCount"], each["weights"], each["rubric"]) == (None, [], []) for each in rounds
    )
    past = [challenge for each in rounds for challenge in each["challenges"]["nodes"]]
    assert len(past) == 8
    assert {figure for each in past for key, figure in each.items() if key != "source"} == {None}
    paired = [match["createdAt"] for each in rounds for match in each["matches"]["nodes"]]
    assert paired
    assert set(paired) == {None}
    ours = [each for each in known if not each["source"]]
    assert all(each["applicationCount"] is not None and each["weights"] for each in ours)


async def test_what_was_only_reported_is_compared_with_nothing(database: Database) -> None:
    system = Actor.system()
    async with database.read() as connection:
        teams = {row["id"] for row in await connection.fetch("select id from team where source is not null")}
        past = [
            row["id"] for row in await connection.fetch("select id from challenge where source is not null")
        ]
        ours = await connection.fetch("select id from challenge where source is null and state = 'PUBLISHED'")
        assert (len(teams), len(past), len(ours)) == (4, 8, 4)
        for (challenge_id,) in ours:
            found = await fits.fits_for_challenge(connection, system, challenge_id)
            assert not teams & {team_id for team_id, _ in found}
        for challenge_id in past:
            assert await fits.fits_for_challenge(connection, system, challenge_id) == []
        for team_id in teams:
            assert await fits.fits_for_team(connection, system, team_id) == []
            with pytest.raises(Refused) as caught:
                await fits.fit_of(connection, system, ours[0]["id"], team_id)
            assert [problem.code for problem in caught.value.problems] == ["ONLY_REPORTED"]
