"""One suite for both engines: whatever engine is set, a reader gets the same answers."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from registry.publiccode import PublicCode
from registry.search.fallback import WithFallback
from registry.search.meilisearch import MeilisearchIndex, document, settings, words_of
from registry.search.model import EngineUnavailable, Facet, FacetCount, SearchIndex, Subject, check_query
from registry.search.postgres import PostgresIndex, index_challenge, index_team
from registry.search.query import understand
from registry.software import service
from store.actor import Actor
from store.database import Database
from store.refusal import Refused
from tests.registry.search.meilisearch_double import Server, serving

OFFICER = Actor(name="an officer", is_officer=True)
ENTRIES = (
    PublicCode(
        name="Dengue map",
        short_descriptions={"en": "Shows where mosquitoes breed.", "zh-Hant": "顯示病媒蚊孳生處"},
        categories=("geographic-information-systems",),
        software_type="standalone/web",
        development_status="stable",
    ),
    PublicCode(
        name="find-babycare",
        names={"zh-Hant": "公托報名管理系統"},
        categories=("data-collection",),
        software_type="standalone/web",
        development_status="beta",
    ),
    PublicCode(
        name="Open cases",
        short_descriptions={"en": "Case management for social workers."},
        categories=("data-collection", "geographic-information-systems"),
        software_type="library",
        development_status="stable",
    ),
)


@pytest.fixture
def told() -> Server:
    return Server(key="secret")


@pytest.fixture
def address(told: Server) -> Iterator[str]:
    with serving(told) as url:
        yield url


@pytest.fixture(params=["postgres", "meilisearch"])
async def engine(request: pytest.FixtureRequest, database: Database) -> SearchIndex:
    if request.param == "postgres":
        return PostgresIndex(database)
    return await begun(MeilisearchIndex(request.getfixturevalue("address"), "secret", database))


async def begun(engine: MeilisearchIndex) -> MeilisearchIndex:
    """The engine with whole indexes, of nothing yet."""
    for subject in Subject:
        await engine.rebuild([], subject=subject)
    return engine


async def filled(database: Database, engine: SearchIndex) -> dict[UUID, str]:
    async with database.transaction() as tx:
        ids = {}
        for number, entry in enumerate(ENTRIES):
            url = f"https://github.com/example/entry-{number}"
            software = await service.register(tx, OFFICER, url, metadata=entry)
            ids[software.id] = software.name
    await engine.index(list(ids))
    return ids


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("dengue", {"Dengue map"}),
        ("mosquitoes map", {"Dengue map"}),
        ("報名管理系統", {"find-babycare"}),
        ("個案管理", {"Open cases"}),
        ("zebra", set()),
        ("", {"Dengue map", "find-babycare", "Open cases"}),
    ],
)
async def test_both_engines_find_the_same(
    database: Database, engine: SearchIndex, query: str, names: set[str]
) -> None:
    ids = await filled(database, engine)
    page = await engine.search(query)
    assert {ids[found] for found in page.ids} == names
    assert (page.total, page.engine) == (len(names), engine.name)


async def test_both_engines_filter_and_count_alike(database: Database, engine: SearchIndex) -> None:
    ids = await filled(database, engine)
    page = await engine.search(
        "", {Facet.CATEGORY: ["data-collection"], Facet.DEVELOPMENT_STATUS: ["stable"]}
    )
    assert [ids[found] for found in page.ids] == ["Open cases"]
    assert page.facets[Facet.CATEGORY] == (
        FacetCount("geographic-information-systems", 2),
        FacetCount("data-collection", 1),
    )
    assert page.facets[Facet.DEVELOPMENT_STATUS] == (FacetCount("beta", 1), FacetCount("stable", 1))
    assert page.facets[Facet.SOFTWARE_TYPE] == (FacetCount("library", 1),)


async def test_values_with_quotes_are_only_values(database: Database, engine: SearchIndex) -> None:
    await filled(database, engine)
    page = await engine.search("", {Facet.CATEGORY: ['a"] OR id EXISTS', "\\", "'"]})
    assert page.total == 0


async def test_both_engines_page_without_gap_or_repetition(database: Database, engine: SearchIndex) -> None:
    ids = await filled(database, engine)
    first = await engine.search("", first=2)
    second = await engine.search("", first=2, after=first.cursors[-1])
    assert (len(first.ids), first.has_next_page) == (2, True)
    assert (len(second.ids), second.has_next_page, second.total) == (1, False, 3)
    assert {*first.ids, *second.ids} == set(ids)


async def test_what_has_only_some_of_the_words_is_said_to_be_near(
    database: Database, engine: SearchIndex
) -> None:
    await filled(database, engine)
    page = await engine.search("dengue hospital")
    assert (page.total, page.is_loosened) == (1, True)


async def test_software_that_is_gone_is_not_found(database: Database, engine: SearchIndex) -> None:
    ids = await filled(database, engine)
    async with database.transaction() as tx:
        await tx.execute("delete from software where name = 'Dengue map'")
    await engine.index(list(ids))
    assert (await engine.search("dengue")).total == 0


async def test_telling_an_engine_twice_changes_nothing(database: Database, engine: SearchIndex) -> None:
    ids = await filled(database, engine)
    await engine.index(list(ids))
    assert (await engine.search("")).total == 3


@pytest.mark.parametrize("cursor", ["x", "bm8gbnVtYmVy", "MS41IHBsYWNl%"])
async def test_both_engines_refuse_a_made_up_cursor(
    database: Database, engine: SearchIndex, cursor: str
) -> None:
    with pytest.raises(Refused) as caught:
        await engine.search("", after=cursor)
    assert caught.value.problems[0].code == "CURSOR_UNKNOWN"


async def test_both_engines_refuse_questions_that_are_too_long(engine: SearchIndex) -> None:
    check_query("橋" * 400)
    with pytest.raises(Refused) as caught:
        await engine.search("橋" * 401)
    (problem,) = caught.value.problems
    assert (problem.code, dict(problem.values)) == ("QUERY_TOO_LONG", {"limit": 400, "length": 401})


@pytest.mark.parametrize("first", [0, 101])
async def test_both_engines_refuse_pages_of_odd_sizes(engine: SearchIndex, first: int) -> None:
    with pytest.raises(Refused) as caught:
        await engine.search("", first=first)
    assert caught.value.problems[0].code == "FIRST_OUT_OF_RANGE"


async def test_a_server_that_is_down_is_said_to_be_unavailable(database: Database) -> None:
    engine = MeilisearchIndex("http://127.0.0.1:9", None, database)
    with pytest.raises(EngineUnavailable):
        await engine.search("dengue")
    with pytest.raises(EngineUnavailable):
        await engine.index([])


async def test_while_an_engine_is_down_the_database_answers(database: Database) -> None:
    postgres = PostgresIndex(database)
    ids = await filled(database, postgres)
    engine = WithFallback(MeilisearchIndex("http://127.0.0.1:9", None, database), postgres)
    page = await engine.search("dengue")
    assert ([ids[found] for found in page.ids], page.engine) == (["Dengue map"], "postgres")
    with pytest.raises(EngineUnavailable):
        await engine.index(list(ids))


async def test_a_wrong_key_is_said(database: Database, address: str) -> None:
    with pytest.raises(EngineUnavailable, match="invalid key"):
        await MeilisearchIndex(address, "guess", database).search("dengue")


async def test_a_task_that_fails_is_not_taken_for_done(
    database: Database, address: str, told: Server
) -> None:
    engine = await begun(MeilisearchIndex(address, "secret", database))
    await filled(database, engine)
    told.failing = True
    with pytest.raises(EngineUnavailable, match="failed"):
        await filled(database, engine)


async def test_a_new_process_finds_the_index_as_it_was(
    database: Database, address: str, told: Server
) -> None:
    await filled(database, await begun(MeilisearchIndex(address, "secret", database)))
    before = len(told.tasks)
    again = MeilisearchIndex(address, "secret", database)
    await again.index([])
    assert (await again.search("")).total == 3
    assert told.tasks[before:] == []


async def test_a_rebuilt_index_takes_the_place_of_the_old_one_when_it_is_whole(
    database: Database, address: str, told: Server
) -> None:
    engine = await begun(MeilisearchIndex(address, "secret", database))
    ids = await filled(database, engine)
    kept = [each for each, name in ids.items() if name != "Dengue map"]
    await engine.rebuild(kept)
    assert (await engine.search("")).total == 2
    assert set(told.indexes) == {
        "commonfield-software",
        "commonfield-challenges",
        "commonfield-teams",
        "commonfield-state",
    }
    assert [each["type"] for each in told.tasks][-3:] == [
        "indexSwap",
        "indexDeletion",
        "documentAdditionOrUpdate",
    ]


async def test_a_rebuild_that_fails_leaves_what_was_searched(
    database: Database, address: str, told: Server
) -> None:
    engine = await begun(MeilisearchIndex(address, "secret", database))
    ids = await filled(database, engine)
    told.failing = True
    with pytest.raises(EngineUnavailable):
        await engine.rebuild(list(ids)[:1])
    told.failing = False
    assert (await engine.search("")).total == 3
    await engine.rebuild(list(ids))
    assert (await engine.search("")).total == 3


def test_synonyms_cross_the_languages() -> None:
    assert "個案管理" in settings()["synonyms"]["case management"]
    assert "case management" in settings()["synonyms"]["個案管理"]
    assert "instant messaging" in settings()["synonyms"]["slack"]


async def with_challenges(database: Database, engine: SearchIndex) -> dict[UUID, str]:
    """A published challenge, one that waits, and a team, told to the engine all alike."""
    async with database.transaction() as tx:
        rows = await tx.fetch(
            """
            with ministry as (
                insert into organisation (slug, name, kind, country, place)
                values ('ministry', '{"en": "Ministry"}', 'MINISTRY', 'TW', 'TW-TNN')
                returning id
            ), programme as (
                insert into programme (slug, organisation_id, name, mode, state)
                select 'sandbox', id, '{"en": "Sandbox"}', 'OWNER_FIRST', 'OPEN' from ministry returning id
            ), challenge as (
                insert into challenge (slug, programme_id, owner_id, title, problem, domains, state, published_at)
                select slug, programme.id, ministry.id, '{"zh-Hant": "登革熱疫情"}', '{"en": "Mosquitoes breed."}',
                    '{healthcare}', state, now()
                from programme, ministry, (values ('open', 'PUBLISHED'), ('waiting', 'SUBMITTED')) as v (slug, state)
                returning id, slug
            ), need as (
                insert into challenge_need (challenge_id, position, concept, level)
                select id, 0, 'postgresql', 3 from challenge
            ), team as (
                insert into team (slug, name, domains, languages, place)
                values ('river-watch', '{"en": "River Watch"}', '{healthcare}', '{en}', 'TW-TPE')
                returning id, slug
            ), skill as (
                insert into team_skill (team_id, position, concept, level) select id, 0, 'postgresql', 3 from team
            )
            select id, slug from challenge union all select id, slug from team
            """
        )
        for row in rows:
            write = index_team if row["slug"] == "river-watch" else index_challenge
            await write(tx, row["id"])
    ids = {row["id"]: row["slug"] for row in rows}
    challenges = [each for each, slug in ids.items() if slug != "river-watch"]
    await engine.index(challenges, subject=Subject.CHALLENGE)
    await engine.index([each for each in ids if each not in challenges], subject=Subject.TEAM)
    return ids


@pytest.mark.parametrize(
    ("subject", "query", "slugs"),
    [
        (Subject.CHALLENGE, "登革熱", {"open"}),
        (Subject.CHALLENGE, "mosquitoes", {"open"}),
        (Subject.CHALLENGE, "postgresql", {"open"}),
        (Subject.CHALLENGE, "", {"open"}),
        (Subject.CHALLENGE, "river", set()),
        (Subject.TEAM, "river", {"river-watch"}),
        (Subject.TEAM, "postgresql", {"river-watch"}),
        (Subject.TEAM, "dengue", set()),
        (Subject.SOFTWARE, "river", set()),
    ],
)
async def test_both_engines_find_public_challenges_and_teams_each_among_their_own(
    database: Database, engine: SearchIndex, subject: Subject, query: str, slugs: set[str]
) -> None:
    ids = await with_challenges(database, engine)
    page = await engine.search(query, subject=subject)
    assert {ids[found] for found in page.ids} == slugs
    assert page.total == len(slugs)


async def test_both_engines_count_what_challenges_and_teams_can_be_narrowed_by(
    database: Database, engine: SearchIndex
) -> None:
    await with_challenges(database, engine)
    challenges = await engine.search(
        "", {Facet.OPEN: ["yes"], Facet.NEED: ["postgresql"]}, subject=Subject.CHALLENGE
    )
    assert challenges.total == 1
    assert {
        facet.value: [(each.value, each.count) for each in counts]
        for facet, counts in challenges.facets.items()
    } == {
        "programme": [("sandbox", 1)],
        "mode": [("OWNER_FIRST", 1)],
        "country": [("TW", 1)],
        "county": [("TW-TNN", 1)],
        "open": [("yes", 1)],
        "state": [("PUBLISHED", 1)],
        "domain": [("healthcare", 1)],
        "need": [("postgresql", 1)],
        "owner": [("ministry", 1)],
    }
    teams = await engine.search("", {Facet.SKILL: ["postgresql"]}, subject=Subject.TEAM)
    assert {
        facet.value: [(each.value, each.count) for each in counts] for facet, counts in teams.facets.items()
    } == {
        "language": [("en", 1)],
        "country": [("TW", 1)],
        "county": [("TW-TPE", 1)],
        "domain": [("healthcare", 1)],
        "skill": [("postgresql", 1)],
    }
    assert (await engine.search("", {Facet.SKILL: ["python"]}, subject=Subject.TEAM)).total == 0


async def test_a_challenge_that_is_withdrawn_is_found_no_longer(
    database: Database, engine: SearchIndex
) -> None:
    ids = await with_challenges(database, engine)
    async with database.transaction() as tx:
        await tx.execute("update challenge set state = 'WITHDRAWN'")
    await engine.index([each for each, slug in ids.items() if slug == "open"], subject=Subject.CHALLENGE)
    page = await engine.search("登革熱", subject=Subject.CHALLENGE)
    assert (page.total, dict(page.facets)) == (0, {})


async def test_a_round_that_closes_closes_its_challenges(database: Database, engine: SearchIndex) -> None:
    ids = await with_challenges(database, engine)
    async with database.transaction() as tx:
        await tx.execute("update programme set state = 'REVIEW'")
        told = await tx.fetch("select subject_id from outbox where topic = 'challenge.changed'")
    assert {ids[row["subject_id"]] for row in told} == {"open", "waiting"}
    await engine.index([row["subject_id"] for row in told], subject=Subject.CHALLENGE)
    assert (await engine.search("", {Facet.OPEN: ["yes"]}, subject=Subject.CHALLENGE)).total == 0


async def test_both_engines_say_which_licences_are_approved(database: Database, engine: SearchIndex) -> None:
    async with database.transaction() as tx:
        ids = {}
        for number, licence in enumerate(["MIT", "EUPL-1.2", "BUSL-1.1", "LicenseRef-own", None]):
            row = await tx.fetchval(
                """
                insert into software (slug, name, url, licence)
                values ('s-' || $1::int, 'S', 'https://github.com/example/s-' || $1::int, $2)
                returning id
                """,
                number,
                licence,
            )
            ids[row] = licence
    await engine.index(list(ids))
    page = await engine.search("", {Facet.APPROVED: ["yes", "unknown"]})
    assert {ids[found] for found in page.ids} == {"MIT", "EUPL-1.2", "LicenseRef-own"}
    assert page.facets[Facet.APPROVED] == (
        FacetCount("yes", 2),
        FacetCount("no", 1),
        FacetCount("unknown", 1),
    )
    assert FacetCount("BUSL-1.1", 1) not in page.facets[Facet.LICENCE]
    assert len((await engine.search("", {Facet.LICENCE: ["MIT"]})).facets[Facet.LICENCE]) == 4


async def test_a_task_is_awaited_until_it_is_done(database: Database, address: str, told: Server) -> None:
    told.is_slow = True
    engine = await begun(MeilisearchIndex(address, "secret", database))
    await filled(database, engine)
    assert {each["uid"] for each in told.tasks} == told.asked_about
    assert (await engine.search("")).total == 3


async def test_a_task_that_fails_after_a_while_is_not_taken_for_done(
    database: Database, address: str, told: Server
) -> None:
    engine = await begun(MeilisearchIndex(address, "secret", database))
    await filled(database, engine)
    told.is_slow = told.failing = True
    with pytest.raises(EngineUnavailable, match="failed"):
        await engine.index([UUID(int=1)])


async def test_counting_stops_at_the_same_number_and_says_so(
    database: Database, engine: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("registry.search.repository", "registry.search.meilisearch"):
        monkeypatch.setattr(f"{module}.COUNTED_TO", 2)
    await filled(database, engine)
    page = await engine.search("")
    assert (page.total, page.total_is_at_least) == (2, True)


async def test_settings_that_changed_are_sent_to_an_index_that_is_there(
    database: Database, address: str, told: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled(database, await begun(MeilisearchIndex(address, "secret", database)))
    sent_before = [each["type"] for each in told.tasks].count("settingsUpdate")
    monkeypatch.setattr("registry.search.meilisearch.ONE_TYPO_FROM", 4)
    await MeilisearchIndex(address, "secret", database).index([])
    sent = told.settings["commonfield-software"]["typoTolerance"]["minWordSizeForTypos"]["oneTypo"]
    assert sent == 4
    assert [each["type"] for each in told.tasks].count("settingsUpdate") == sent_before + 3


@pytest.mark.parametrize("subject", [Subject.CHALLENGE, Subject.TEAM])
async def test_challenges_and_teams_are_rebuilt_by_a_swap_too(
    database: Database, address: str, told: Server, subject: Subject
) -> None:
    engine = await begun(MeilisearchIndex(address, "secret", database))
    ids = await with_challenges(database, engine)
    await engine.rebuild(list(ids), subject=subject)
    assert (await engine.search("", subject=subject)).total == 1
    assert not [uid for uid in told.indexes if uid.endswith("-next")]


@pytest.mark.parametrize(
    "query", ["dengue", "how do I find a dengue map, please?", "台北", "臺北", "視訊會議", "视频会议"]
)
async def test_both_engines_read_a_question_in_the_same_way(
    database: Database, engine: SearchIndex, query: str
) -> None:
    entry = PublicCode(
        name="dengue map 臺北", short_descriptions={"en": "Maps dengue.", "zh-Hans": "视频会议"}
    )
    async with database.transaction() as tx:
        url = "https://github.com/example/map"
        software = await service.register(tx, OFFICER, url, metadata=entry)
    await engine.index([software.id])
    page = await engine.search(query)
    assert (page.ids, page.is_loosened) == ((software.id,), False)


async def test_choosing_what_no_result_has_does_not_change_how_either_engine_reads_the_words(
    database: Database, engine: SearchIndex
) -> None:
    await filled(database, engine)
    page = await engine.search("dengue map", {Facet.CATEGORY: ["data-collection"]})
    assert (page.total, page.is_loosened) == (0, False)


def test_meilisearch_is_given_texts_and_questions_written_alike() -> None:
    row = {"id": 1, "slug": "s", "name": {"zh-Hant": "臺北 Team"}, "about": {}, "domains": [], "skills": []}
    assert document(row, Subject.TEAM)["names"] == ["台北 team"]
    assert words_of(understand("臺北 maps of a tool ")) == "台北 maps "
    assert words_of(understand("how do I find 臺北 map")) == "台北 map"


async def test_an_index_that_was_never_filled_is_not_searched_nor_fed(
    database: Database, address: str, told: Server
) -> None:
    engine = MeilisearchIndex(address, "secret", database)
    ids = await filled(database, engine)
    assert set(told.indexes) == {"commonfield-state"}
    with pytest.raises(EngineUnavailable, match="index_not_found"):
        await engine.search("dengue")
    page = await WithFallback(engine, PostgresIndex(database)).search("dengue")
    assert (page.total, page.engine) == (1, "postgres")
    await engine.rebuild(list(ids))
    assert (await engine.search("dengue")).total == 1


async def test_a_server_that_was_emptied_is_not_believed(
    database: Database, address: str, told: Server
) -> None:
    engine = await begun(MeilisearchIndex(address, "secret", database))
    ids = await filled(database, engine)
    told.indexes.clear()
    told.settings.clear()
    await engine.index(list(ids))
    with pytest.raises(EngineUnavailable):
        await engine.search("dengue")


@pytest.mark.parametrize("status", [200, 500, 502])
@pytest.mark.parametrize("body", [b"<html>Bad gateway</html>", b"[]", b"null", b'{"results": [{}, {}]}'])
async def test_what_is_no_meilisearch_is_said_to_be_unavailable(
    database: Database, address: str, told: Server, status: int, body: bytes
) -> None:
    told.instead = (status, body)
    with pytest.raises(EngineUnavailable):
        await MeilisearchIndex(address, "secret", database).search("dengue")


async def test_a_server_that_does_not_answer_in_time_is_unavailable(
    database: Database, address: str, told: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.search.meilisearch.TIMEOUT_SECONDS", 0.05)
    told.delay_seconds = 0.3
    with pytest.raises(EngineUnavailable, match="imeout"):
        await MeilisearchIndex(address, "secret", database).search("dengue")


async def test_a_task_that_never_ends_is_given_up(
    database: Database, address: str, told: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = await begun(MeilisearchIndex(address, "secret", database))
    monkeypatch.setattr("registry.search.meilisearch.TASK_TIMEOUT_MS", 100)
    told.is_endless = True
    with pytest.raises(EngineUnavailable, match="imeout"):
        await filled(database, engine)
