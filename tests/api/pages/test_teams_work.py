"""A team lead registers a team, describes it, finds what fits, applies, changes the bid and takes it back."""

import pytest
from httpx import AsyncClient

from store.database import Connection
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup

LEAD, OTHER, OWNER = "lead.health@example.org", "lead.riverbank@example.org", "owner.city@example.org"
REGISTER = "/en/register-a-team"
STREETS = "/en/challenges/which-streets-are-under-water-right-now"
TEAMS = "select count(*) from team"
BIDS = "select count(*) from application"


async def slug_of(connection: Connection, email: str) -> str:
    return str(
        await connection.fetchval(
            "select team.slug from team join team_member on team_member.team_id = team.id"
            " join person on person.id = team_member.person_id where person.email = $1",
            email,
        )
    )


async def able(connection: Connection, slug: str) -> None:
    """Let a team pass every gate of the challenge about streets."""
    await connection.execute(
        "update team set hours_per_week = 60, capacity = 5, data_clearance = 'SENSITIVE', refused_licences = '{}',"
        " languages = '{zh-Hant,en}', available_from = null, available_until = null where slug = $1",
        slug,
    )


async def open_bid(client: AsyncClient, connection: Connection) -> str:
    """Sign in, and give the path where this lead's team applies."""
    slug = await slug_of(connection, LEAD)
    await able(connection, slug)
    await sign_in(client, connection, LEAD)
    return f"{STREETS}/apply/{slug}"


async def applied(client: AsyncClient, connection: Connection) -> str:
    path = await open_bid(client, connection)
    answer = await send(
        client, path, path, {"proposal.en": "A map.", "preference": "1", "hoursOffered": "80"}
    )
    assert answer.status_code == 303, answer.text
    return path


async def test_the_page_of_a_team_shows_what_it_delivered_and_whether_it_is_alive_and_used(
    visitor: AsyncClient, connection: Connection
) -> None:
    row = await connection.fetchrow(
        "select team.slug as team, software.id, software.slug from delivery"
        " join match on match.id = delivery.match_id join team on team.id = match.team_id"
        " join software on software.id = delivery.software_id order by software.slug limit 1"
    )
    assert row is not None, "the demo has a team that delivered"
    await connection.execute("delete from usage where software_id = $1", row["id"])
    await connection.execute(
        "insert into usage (software_id, agency_id, since, attested_at)"
        " select $1, id, current_date, now() from organisation order by slug limit 2",
        row["id"],
    )
    page = Markup((await visitor.get(f"/en/teams/{row['team']}")).text)
    assert f"/en/catalogue/{row['slug']}" in page.links
    assert "2 agencies signed that they use this" in page.words


async def test_a_visitor_is_told_to_sign_in_before_registering(reader: AsyncClient) -> None:
    page = await reader.get(REGISTER)
    assert "Whoever registers a team leads it" in page.text
    assert "<textarea" not in page.text


async def test_a_team_is_registered_and_led_by_whoever_did(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, OWNER)
    fields: dict[str, str | list[str]] = {
        "name.en": "Lantern Works",
        "name.zh-Hant": "燈籠工坊",
        "about.en": "We make maps.",
        "skills.0.concept": "web-application",
        "skills.0.level": "4",
        "languages": ["zh-Hant", "en"],
        "hoursPerWeek": "12",
        "availableFrom": "2027-01-01",
        "capacity": "2",
        "dataClearance": "PERSONAL",
        "refusedLicences": "AGPL-3.0-or-later, ",
        "remoteOk": "yes",
    }
    answer = await send(visitor, REGISTER, REGISTER, fields)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/en/teams/lantern-works?done=team-registered",
    )
    team = await connection.fetchrow(
        "select id, hours_per_week, capacity, data_clearance, refused_licences from team where slug = 'lantern-works'"
    )
    assert team is not None
    assert tuple(team)[1:] == (12, 2, "PERSONAL", ["AGPL-3.0-or-later"])
    lead = await connection.fetchval(
        "select is_lead from team_member join person on person.id = person_id where team_id = $1 and email = $2",
        team["id"],
        OWNER,
    )
    assert lead is True
    skills = await connection.fetch("select concept, level from team_skill where team_id = $1", team["id"])
    assert [tuple(each) for each in skills] == [("web-application", 4)]


@pytest.mark.parametrize(
    ("fields", "anchor"),
    [
        ({}, "name.en"),
        ({"name.en": "Lantern", "hoursPerWeek": "many"}, "hoursPerWeek"),
        (
            {"name.en": "Lantern", "skills.4.concept": "web-application", "skills.4.level": "8"},
            "skills.0.level",
        ),
        ({"name.en": "Lantern", "refusedLicences": "MIT, nonsense"}, "refusedLicences"),
        ({"name.en": "Lantern", "availableFrom": "tomorrow"}, "availableFrom"),
    ],
)
async def test_a_wrong_team_is_told_at_its_field_and_nothing_is_written(
    visitor: AsyncClient, connection: Connection, fields: dict[str, str], anchor: str
) -> None:
    await sign_in(visitor, connection, OWNER)
    before = await connection.fetchval(TEAMS)
    answer = await send(visitor, REGISTER, REGISTER, fields)
    page = Markup(answer.text)
    assert answer.status_code == 422
    assert f"#{anchor}" in page.links
    assert anchor in page.ids
    assert await connection.fetchval(TEAMS) == before


async def test_nobody_registers_without_signing_in(visitor: AsyncClient, connection: Connection) -> None:
    before = await connection.fetchval(TEAMS)
    answer = await send(visitor, "/en/sign-in", REGISTER, {"name.en": "Nobody"})
    assert answer.status_code == 403
    assert await connection.fetchval(TEAMS) == before


async def test_nobody_registers_without_the_token(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, OWNER)
    before = await connection.fetchval(TEAMS)
    assert (await visitor.post(REGISTER, data={"name.en": "Planted"})).status_code == 403
    assert await connection.fetchval(TEAMS) == before


async def test_a_member_saves_the_form_as_it_stands_and_nothing_is_lost(
    visitor: AsyncClient, connection: Connection
) -> None:
    slug = await slug_of(connection, LEAD)
    await sign_in(visitor, connection, LEAD)
    path = f"/en/teams/{slug}/edit"
    read = (
        "select name, about, domains, languages, hours_per_week, available_from, available_until, capacity,"
        " data_clearance, refused_licences, place, remote_ok, homepage from team where slug = $1"
    )
    skills = (
        "select concept, level, evidence, evidence_url, evidenced_on from team_skill"
        " join team on team.id = team_id where slug = $1 order by position"
    )
    before = [await connection.fetchrow(read, slug), *await connection.fetch(skills, slug)]
    answer = await send(visitor, path, path, as_shown(Markup((await visitor.get(path)).text)))
    assert answer.headers["location"] == f"/en/teams/{slug}?done=team-saved"
    assert [await connection.fetchrow(read, slug), *await connection.fetch(skills, slug)] == before


def as_shown(page: Markup) -> dict[str, str | list[str]]:
    """What a browser would send of a form that nobody touched."""
    sent: dict[str, str | list[str]] = {"version": page.hidden("version")}
    control = ""
    checked: dict[str, list[str]] = {}
    for tag, given in page.elements:
        name = given.get("name", "")
        kind = given.get("type", "")
        if tag == "input" and kind in {"text", "date", "url"}:
            sent[name] = given["value"]
        elif tag == "input" and kind in {"radio", "checkbox"} and "checked" in given:
            checked.setdefault(name, []).append(given["value"])
        elif tag in {"select", "textarea"}:
            control = name
        elif tag == "option" and "selected" in given:
            sent[control] = given["value"]
    areas = {
        given["name"]: words
        for (tag, given), words in zip(page.elements, page.inside, strict=True)
        if tag == "textarea"
    }
    return {**sent, **checked, **areas}


async def test_an_older_form_does_not_overwrite_a_newer_one(
    visitor: AsyncClient, connection: Connection
) -> None:
    slug = await slug_of(connection, LEAD)
    await sign_in(visitor, connection, LEAD)
    path = f"/en/teams/{slug}/edit"
    version = Markup((await visitor.get(path)).text).hidden("version")
    await connection.execute("update team set version = version + 1 where slug = $1", slug)
    answer = await send(visitor, path, path, {"version": version, "name.en": "Late", "capacity": "1"})
    assert answer.status_code == 409
    assert 'value="Late"' in answer.text
    assert await connection.fetchval("select count(*) from team where name ->> 'en' = 'Late'") == 0


async def test_nobody_describes_the_team_of_others(visitor: AsyncClient, connection: Connection) -> None:
    path = f"/en/teams/{await slug_of(connection, LEAD)}/edit"
    await sign_in(visitor, connection, OTHER)
    assert (await visitor.get(path)).status_code == 403
    assert (await send(visitor, "/en", path, {"name.en": "Taken over"})).status_code == 403
    assert await connection.fetchval("select count(*) from team where name ->> 'en' = 'Taken over'") == 0


async def test_a_team_sees_which_challenges_fit_and_why(reader: AsyncClient) -> None:
    page = await reader.get("/en/teams/riverbank-mappers/challenges")
    assert STREETS in Markup(page.text).links
    assert "What the team gains" in page.text


async def test_a_team_applies_from_the_page_of_the_challenge(
    visitor: AsyncClient, connection: Connection
) -> None:
    path = await open_bid(visitor, connection)
    assert path in Markup((await visitor.get(STREETS)).text).links
    fields = {"proposal.en": "A map of sensors.", "preference": "2", "hoursOffered": "80"}
    answer = await send(visitor, path, path, fields)
    assert answer.headers["location"] == f"{path}?done=applied"
    row = await connection.fetchrow(
        "select state, preference, hours_offered, proposal ->> 'en' from application order by created_at desc limit 1"
    )
    assert tuple(row or ()) == ("SUBMITTED", 2, 80, "A map of sensors.")


async def test_a_bid_without_a_proposal_is_not_sent(visitor: AsyncClient, connection: Connection) -> None:
    path = await open_bid(visitor, connection)
    before = await connection.fetchval(BIDS)
    answer = await send(visitor, path, path, {"preference": "none", "hoursOffered": "80"})
    assert answer.status_code == 422
    assert "#preference" in Markup(answer.text).links
    answer = await send(visitor, path, path, {"preference": "1", "hoursOffered": "80"})
    assert answer.status_code == 422
    assert "#proposal.en" in Markup(answer.text).links
    assert 'value="80"' in answer.text
    assert await connection.fetchval(BIDS) == before


async def test_a_team_that_fails_a_condition_is_told_which(
    visitor: AsyncClient, connection: Connection
) -> None:
    path = await open_bid(visitor, connection)
    await connection.execute(
        "update team set languages = '{ja}' where slug = $1", await slug_of(connection, LEAD)
    )
    before = await connection.fetchval(BIDS)
    answer = await send(visitor, path, path, {"proposal.en": "A map.", "preference": "1"})
    assert answer.status_code == 422
    assert "Not every condition is met" in answer.text
    assert await connection.fetchval(BIDS) == before


async def test_a_team_changes_its_bid(visitor: AsyncClient, connection: Connection) -> None:
    path = await applied(visitor, connection)
    version = Markup((await visitor.get(path)).text).hidden("version")
    fields = {"version": version, "proposal.en": "A better map.", "preference": "1", "hoursOffered": ""}
    assert (await send(visitor, path, path, fields)).status_code == 303
    latest = "select proposal ->> 'en', hours_offered from application order by created_at desc limit 1"
    assert tuple(await connection.fetchrow(latest) or ()) == ("A better map.", None)


async def test_a_change_that_comes_too_late_loses_nothing(
    visitor: AsyncClient, connection: Connection
) -> None:
    path = await applied(visitor, connection)
    version = Markup((await visitor.get(path)).text).hidden("version")
    await connection.execute("update application set version = version + 1")
    fields = {"version": version, "proposal.en": "My words stay.", "preference": "1"}
    answer = await send(visitor, path, path, fields)
    assert answer.status_code == 409
    assert "My words stay." in answer.text
    stored = "select count(*) from application where proposal ->> 'en' = 'My words stay.'"
    assert await connection.fetchval(stored) == 0


async def test_a_team_takes_its_bid_back_and_applies_again(
    visitor: AsyncClient, connection: Connection
) -> None:
    path = await applied(visitor, connection)
    latest = "select state from application order by created_at desc limit 1"
    answer = await send(visitor, path, f"{path}/withdraw", {})
    assert answer.headers["location"] == f"{path}?done=bid-withdrawn"
    assert await connection.fetchval(latest) == "WITHDRAWN"
    answer = await send(visitor, path, path, {"proposal.en": "A map.", "preference": "1"})
    assert answer.status_code == 303
    assert await connection.fetchval(latest) == "SUBMITTED"


async def test_a_team_reads_its_answer(visitor: AsyncClient, connection: Connection) -> None:
    path = await applied(visitor, connection)
    await connection.execute("update application set state = 'NOT_MATCHED'")
    page = await visitor.get(path)
    assert "This challenge went to another team" in page.text
    assert "<textarea" not in page.text


@pytest.mark.parametrize("step", ["", "/withdraw"])
async def test_nobody_applies_for_the_team_of_others(
    visitor: AsyncClient, connection: Connection, step: str
) -> None:
    path = await applied(visitor, connection)
    await sign_in(visitor, connection, OTHER)
    before = await connection.fetch("select id, state, version from application order by id")
    assert (await send(visitor, "/en", f"{path}{step}", {"proposal.en": "Mine"})).status_code == 403
    assert await connection.fetch("select id, state, version from application order by id") == before


@pytest.mark.parametrize("step", ["", "/withdraw"])
async def test_no_bid_moves_without_the_token(
    visitor: AsyncClient, connection: Connection, step: str
) -> None:
    path = await applied(visitor, connection)
    before = await connection.fetch("select id, state, version from application order by id")
    assert (await visitor.post(f"{path}{step}", data={"proposal.en": "Planted"})).status_code == 403
    assert await connection.fetch("select id, state, version from application order by id") == before


async def test_an_owner_reads_who_applied_and_a_visitor_does_not(
    visitor: AsyncClient, connection: Connection
) -> None:
    await applied(visitor, connection)
    await sign_in(visitor, connection, OWNER)
    assert "Who applied" in (await visitor.get(STREETS)).text
    visitor.cookies.clear()
    assert "Who applied" not in (await visitor.get(STREETS)).text
