"""Forms that only the API had: preparing and changing a round, ending a match, a team's people, a milestone."""

import json
from collections.abc import Mapping
from typing import Any

from httpx import AsyncClient

from store.database import Connection
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup

OFFICER, LEAD, OWNER = "officer@example.org", "lead.riverbank@example.org", "owner.city@example.org"
NEW = "/en/prepare-a-programme"
TEAM = "/en/teams/riverbank-mappers/people"


def typed(page: Markup) -> dict[str, str]:
    """What the form of a programme shows already."""
    return {
        each["name"]: each.get("value", "")
        for element, each in page.elements
        if element == "input" and each.get("name", "").startswith(("weights.", "rubric."))
    }


async def prepared(client: AsyncClient, connection: Connection, **differently: str) -> Mapping[str, str]:
    """The form of a complete round."""
    page = Markup((await client.get(NEW)).text)
    moda = await connection.fetchval(
        "select global_id('Organisation', id) from organisation where slug = 'moda'"
    )
    return {
        **typed(page), "organisation": moda, "name.en": "Round of spring", "mode": "COACHED",
        "opensOn": "2097-01-01", "applicationsCloseOn": "2097-02-01", **differently,
    }  # fmt: skip


async def test_an_officer_prepares_a_round_and_changes_it_until_it_opens(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, OFFICER)
    answer = await send(visitor, NEW, NEW, await prepared(visitor, connection))
    assert answer.headers["location"] == "/en/programmes/round-of-spring?done=programme-prepared", answer.text
    path = "/en/programmes/round-of-spring/edit"
    page = Markup((await visitor.get(path)).text)
    changed = {
        **typed(page), "version": page.hidden("version"), "name.en": "Round of summer", "mode": "THEME",
        "weights.skills": "2", "rubric.0.name.en": "What changes",
    }  # fmt: skip
    assert (await send(visitor, path, path, changed)).status_code == 303
    row = await connection.fetchrow(
        "select mode, name ->> 'en', weights ->> 'skills', rubric -> 0 -> 'name' ->> 'en'"
        " from programme where slug = 'round-of-spring'"
    )
    assert tuple(row or ()) == ("THEME", "Round of summer", "2.0", "What changes")
    stale = await send(visitor, path, path, changed)
    assert stale.status_code == 409


async def rubric(connection: Connection) -> list[Mapping[str, Any]]:
    found = await connection.fetchval("select rubric::text from programme where slug = 'round-of-spring'")
    read: list[Mapping[str, Any]] = json.loads(found)
    return read


async def test_what_points_mean_is_written_in_the_form_and_read_by_reviewers(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, OFFICER)
    lines = {
        "rubric.0.name.en": "", "rubric.0.name.zh-Hant": "",
        "rubric.3.name.en": "Value: for whom?", "rubric.3.anchors.2.zh-Hant": "部分鄰里受惠",
        "rubric.4.name.zh-Hant": "可維護性", "rubric.4.weight": "2",
    }  # fmt: skip
    answer = await send(visitor, NEW, NEW, await prepared(visitor, connection, **lines))
    assert answer.status_code == 303, answer.text
    kept = await rubric(connection)
    assert [(each["id"], each["weight"]) for each in kept] == [
        ("feasibility", 1), ("reuse", 1), ("value-for-whom", 1), ("line", 2),
    ]  # fmt: skip
    assert [each["points"] for each in kept[0]["anchors"]] == [0, 3, 5], "what the form showed stays"
    assert kept[2]["anchors"] == [{"points": 2, "text": {"zh-Hant": "部分鄰里受惠"}}]
    shown = await visitor.get("/en/programmes/round-of-spring")
    assert "部分鄰里受惠" in shown.text


async def test_a_line_keeps_its_id_and_what_other_languages_say_when_its_name_changes(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, OFFICER)
    await send(visitor, NEW, NEW, await prepared(visitor, connection))
    await connection.execute(
        "update programme set rubric = jsonb_set(jsonb_set(rubric, '{0,name,fr}', '\"Valeur\"'),"
        " '{0,anchors,0,text,fr}', '\"rien\"') where slug = 'round-of-spring'"
    )
    path = "/en/programmes/round-of-spring/edit"
    page = Markup((await visitor.get(path)).text)
    sent = {
        **typed(page), "version": page.hidden("version"), "name.en": "Round of spring",
        "rubric.0.name.en": "Benefit",
    }  # fmt: skip
    assert (await send(visitor, path, path, sent)).status_code == 303
    first = (await rubric(connection))[0]
    assert (first["id"], first["name"]["en"], first["name"]["fr"]) == ("value", "Benefit", "Valeur")
    assert first["anchors"][0]["text"]["fr"] == "rien"


async def test_a_round_without_an_organiser_is_told_what_is_missing(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, OFFICER)
    answer = await send(visitor, NEW, NEW, await prepared(visitor, connection, organisation=""))
    assert answer.status_code == 422
    assert "#organisation" in Markup(answer.text).links
    assert "Choose who runs the programme." in answer.text
    assert await connection.fetchval("select count(*) from programme where slug = 'round-of-spring'") == 0


async def test_once_it_is_open_what_teams_rely_on_is_not_offered(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, OFFICER)
    path = "/en/programmes/example-open/edit"
    page = Markup((await visitor.get(path)).text)
    assert typed(page) == {}
    assert "because teams and owners rely on them" in page.words
    before = await connection.fetchval("select weights::text from programme where slug = 'example-open'")
    sent = {"version": page.hidden("version"), "name.en": "Renamed", "mode": "THEME", "weights.skills": "9"}
    assert (await send(visitor, path, path, sent)).status_code == 303
    row = await connection.fetchrow(
        "select name ->> 'en', mode, weights::text from programme where slug = 'example-open'"
    )
    assert tuple(row or ()) == ("Renamed", "OWNER_FIRST", before)


async def test_what_is_wrong_is_told_at_its_field_and_nothing_is_made(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, OFFICER)
    count = "select count(*) from programme"
    before = await connection.fetchval(count)
    for field, value, anchor in (
        ("mode", "", "#mode"),
        ("organisation", "", "#organisation"),
        ("weights.skills", "much", "#weights.skills"),
        ("opensOn", "2098-01-01", "#applicationsCloseOn"),
        ("name.en", "", "#name.en"),
        ("rubric.1.weight", "much", "#rubric.1.weight"),
        ("rubric.1.anchors.5.en", "x" * 1000, "#rubric.1.anchors.5.en"),
        ("rubric.3.anchors.5.en", "Meaning of a line without a name", "#rubric.3.name.en"),
    ):
        sent = await prepared(visitor, connection, **{field: value})
        answer = await send(visitor, NEW, NEW, sent)
        assert (answer.status_code, anchor in Markup(answer.text).links) == (422, True), field
    assert await connection.fetchval(count) == before


async def test_nobody_but_officers_prepares_and_ends(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, OWNER)
    match = await connection.fetchval("select id::text from match where state = 'AGREED' limit 1")
    for path in (NEW, "/en/programmes/example-open/edit", f"/en/matches/{match}/end"):
        assert (await visitor.get(path)).status_code == 403, path
        assert (await send(visitor, "/en", path, {"reason": "Why"})).status_code == 403, path


async def test_an_officer_ends_a_match_with_a_reason(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, OFFICER)
    match = await connection.fetchval("select id::text from match where state = 'AGREED' limit 1")
    path = f"/en/matches/{match}/end"
    empty = await send(visitor, path, path, {"reason": " "})
    assert (empty.status_code, "#reason" in Markup(empty.text).links) == (422, True)
    assert (await send(visitor, path, path, {"reason": "The team dissolved"})).status_code == 303
    assert await connection.fetchval("select state from match where id = $1::uuid", match) == "ENDED"


async def test_a_milestone_is_changed_by_both_sides_and_by_nobody_else(
    visitor: AsyncClient, connection: Connection
) -> None:
    row = await connection.fetchrow(
        """
        select milestone.id::text, milestone.match_id::text, person.email from milestone
        join match on match.id = milestone.match_id
        join team_member on team_member.team_id = match.team_id
        join person on person.id = team_member.person_id
        where match.state = 'AGREED' limit 1
        """
    )
    assert row is not None
    path = f"/en/matches/{row['match_id']}/milestones/{row['id']}"
    await sign_in(visitor, connection, row["email"])
    page = Markup((await visitor.get(path)).text)
    sent = {"version": page.hidden("version"), "title.en": "A first map", "dueOn": "2097-05-01"}
    assert (await send(visitor, path, path, {**sent, "dueOn": "soon"})).status_code == 422
    assert (await send(visitor, path, path, sent)).status_code == 303
    stored = await connection.fetchrow(
        "select title ->> 'en', due_on::text from milestone where id = $1::uuid", row["id"]
    )
    assert tuple(stored or ()) == ("A first map", "2097-05-01")
    assert (await send(visitor, path, path, sent)).status_code == 409
    visitor.cookies.clear()
    assert (await send(visitor, "/en/sign-in", path, sent)).status_code == 403


async def test_a_lead_takes_people_in_and_lets_them_go(visitor: AsyncClient, connection: Connection) -> None:
    members = """
        select array_agg(person.email order by person.email) from team_member
        join person on person.id = person_id join team on team.id = team_id where team.slug = 'riverbank-mappers'
    """
    before = await connection.fetchval(members)
    await sign_in(visitor, connection, LEAD)
    unknown = await send(visitor, TEAM, f"{TEAM}/add", {"addedEmail": "nobody@example.org"})
    assert (unknown.status_code, "#addedEmail" in Markup(unknown.text).links) == (422, True)
    added = await send(visitor, TEAM, f"{TEAM}/add", {"addedEmail": OWNER})
    assert added.headers["location"] == f"{TEAM}?done=member-added"
    assert OWNER in await connection.fetchval(members)
    last = await send(visitor, TEAM, f"{TEAM}/remove", {"removedEmail": LEAD})
    assert (last.status_code, "#removedEmail" in Markup(last.text).links) == (422, True)
    assert (await send(visitor, TEAM, f"{TEAM}/remove", {"removedEmail": OWNER})).status_code == 303
    assert await connection.fetchval(members) == before


async def test_others_are_not_shown_the_people_of_a_team(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, OWNER)
    assert (await visitor.get(TEAM)).status_code == 403
    sent = {"addedEmail": OWNER}
    assert (await send(visitor, "/en", f"{TEAM}/add", sent)).status_code == 403
