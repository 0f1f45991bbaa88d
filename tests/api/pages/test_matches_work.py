"""Both sides of a pair agree on terms and milestones, and the team delivers."""

from typing import NamedTuple

import pytest
import pytest_asyncio
from httpx import AsyncClient

from store.database import Connection
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup

TERMS = {
    "ownership": "JOINT",
    "licence": "MIT",
    "dataTerms.en": "Made-up addresses only.",
    "publicationTerms.en": "Everything, from the first day.",
}


class Pair(NamedTuple):
    path: str
    owner: str
    lead: str


@pytest_asyncio.fixture
async def pair(connection: Connection) -> Pair:
    """A pair of the past round whose terms one side has accepted, its terms taken away; and both sides' people."""
    row = await connection.fetchrow(
        "select match.id, challenge.owner_id, match.team_id from match"
        " join challenge on challenge.id = match.challenge_id join agreement on agreement.match_id = match.id"
        " where match.state <> 'DELIVERED' and challenge.source is null limit 1"
    )
    assert row is not None, "the demo has a pair that is still agreeing"
    await connection.execute("delete from agreement where match_id = $1", row["id"])
    await connection.execute("delete from milestone where match_id = $1", row["id"])
    await connection.execute("update match set state = 'AGREEING' where id = $1", row["id"])
    owner = await connection.fetchval(
        "select person.email from person join role_grant on role_grant.person_id = person.id"
        " where role_grant.organisation_id = $1 and role_grant.role = 'owner'",
        row["owner_id"],
    )
    lead = await connection.fetchval(
        "select person.email from person join team_member on team_member.person_id = person.id where team_id = $1",
        row["team_id"],
    )
    return Pair(f"/en/matches/{row['id']}", owner, lead)


async def proposed(client: AsyncClient, connection: Connection, pair: Pair) -> None:
    await sign_in(client, connection, pair.lead)
    answer = await send(client, pair.path, f"{pair.path}/terms", TERMS)
    assert answer.headers["location"] == f"{pair.path}?done=terms-saved"


async def test_new_terms_begin_with_the_template_and_are_not_stored_before_they_are_saved(
    visitor: AsyncClient, connection: Connection, pair: Pair
) -> None:
    await sign_in(visitor, connection, pair.lead)
    page = Markup((await visitor.get(pair.path)).text)
    begun = {
        each["name"]
        for words, (tag, each) in zip(page.inside, page.elements, strict=True)
        if tag == "textarea" and "Terms." in each.get("name", "") and words
    }
    names = ("dataTerms", "publicationTerms", "creditTerms", "mentoringTerms")
    assert begun == {f"{name}.{tag}" for name in names for tag in ("en", "zh-Hant")}
    assert (
        await connection.fetchval("select count(*) from agreement where match_id = $1", pair.path[-36:]) == 0
    )


async def accepted(client: AsyncClient, connection: Connection, pair: Pair, email: str) -> None:
    await sign_in(client, connection, email)
    page = Markup((await client.get(pair.path)).text)
    fields = {
        name: next(
            given["value"]
            for tag, given in reversed(page.elements)
            if tag == "input" and given.get("name") == name and given["value"] != "0"
        )
        for name in ("agreement", "version")
    }
    answer = await send(client, pair.path, f"{pair.path}/accept", fields)
    assert answer.status_code == 303, answer.text


async def agreed(client: AsyncClient, connection: Connection, pair: Pair) -> None:
    await proposed(client, connection, pair)
    await accepted(client, connection, pair, pair.lead)
    await accepted(client, connection, pair, pair.owner)


async def state(connection: Connection, pair: Pair) -> str:
    return str(
        await connection.fetchval(
            "select state from match where id = $1::text::uuid", pair.path.rpartition("/")[2]
        )
    )


async def test_both_sides_agree_on_terms(visitor: AsyncClient, connection: Connection, pair: Pair) -> None:
    await agreed(visitor, connection, pair)
    assert await state(connection, pair) == "AGREED"


async def test_a_change_of_the_terms_asks_both_sides_again(
    visitor: AsyncClient, connection: Connection, pair: Pair
) -> None:
    await proposed(visitor, connection, pair)
    await accepted(visitor, connection, pair, pair.lead)
    await sign_in(visitor, connection, pair.owner)
    version = await connection.fetchval(
        "select version::text from agreement order by created_at desc limit 1"
    )
    changed = {**TERMS, "licence": "Apache-2.0", "version": version}
    assert (await send(visitor, pair.path, f"{pair.path}/terms", changed)).status_code == 303
    terms = await connection.fetchrow(
        "select licence, accepted_by_team_at from agreement order by created_at desc limit 1"
    )
    assert tuple(terms or ()) == ("Apache-2.0", None)


async def test_terms_that_are_wrong_are_told_at_their_field_and_not_kept(
    visitor: AsyncClient, connection: Connection, pair: Pair
) -> None:
    await sign_in(visitor, connection, pair.lead)
    before = await connection.fetchval("select count(*) from agreement")
    sent = {**TERMS, "licence": "My own", "dataTerms.en": ""}
    answer = await send(visitor, pair.path, f"{pair.path}/terms", sent)
    page = Markup(answer.text)
    assert answer.status_code == 422
    assert {"#licence", "#dataTerms.en"} <= set(page.links)
    assert {"licence", "dataTerms.en"} <= set(page.ids)
    assert "Everything, from the first day." in answer.text
    assert await connection.fetchval("select count(*) from agreement") == before


async def test_older_terms_do_not_overwrite_newer_ones(
    visitor: AsyncClient, connection: Connection, pair: Pair
) -> None:
    await proposed(visitor, connection, pair)
    await connection.execute("update agreement set version = version + 1")
    late = {**TERMS, "dataTerms.en": "My words stay.", "version": "1"}
    answer = await send(visitor, pair.path, f"{pair.path}/terms", late)
    assert answer.status_code == 409
    assert "My words stay." in answer.text
    stored = "select count(*) from agreement where data_terms ->> 'en' = 'My words stay.'"
    assert await connection.fetchval(stored) == 0


async def test_others_do_not_learn_of_terms_that_are_not_settled(
    visitor: AsyncClient, connection: Connection, pair: Pair
) -> None:
    await sign_in(visitor, connection, "agency@example.org")
    assert (await visitor.get(pair.path)).status_code == 404
    before = await connection.fetchval("select count(*) from agreement")
    assert (await send(visitor, "/en", f"{pair.path}/terms", TERMS)).status_code == 404
    assert await connection.fetchval("select count(*) from agreement") == before


async def test_an_officer_reads_terms_but_does_not_write_them(
    visitor: AsyncClient, connection: Connection, pair: Pair
) -> None:
    await sign_in(visitor, connection, "officer@example.org")
    before = await connection.fetchval("select count(*) from agreement")
    assert (await visitor.get(pair.path)).status_code == 200
    assert (await send(visitor, pair.path, f"{pair.path}/terms", TERMS)).status_code == 403
    assert await connection.fetchval("select count(*) from agreement") == before


@pytest.mark.parametrize("step", ["terms", "accept", "milestones", "reached", "deliver"])
async def test_nothing_about_a_pair_is_written_without_the_token(
    visitor: AsyncClient, connection: Connection, pair: Pair, step: str
) -> None:
    await sign_in(visitor, connection, pair.lead)
    before = await connection.fetchval("select count(*) from audit_event")
    sent = {**TERMS, "title.en": "Planted", "repositoryUrl": "https://github.com/example/planted"}
    assert (await visitor.post(f"{pair.path}/{step}", data=sent)).status_code == 403
    assert await connection.fetchval("select count(*) from audit_event") == before


async def test_a_milestone_is_set_and_reached(
    visitor: AsyncClient, connection: Connection, pair: Pair
) -> None:
    await sign_in(visitor, connection, pair.owner)
    fields = {"title.en": "First street on the map", "dueOn": "2027-02-01"}
    answer = await send(visitor, pair.path, f"{pair.path}/milestones", fields)
    assert answer.headers["location"] == f"{pair.path}?done=milestone-added"
    page = Markup((await visitor.get(pair.path)).text)
    chosen = [given["value"] for tag, given in page.elements if tag == "option"]
    fields = {"milestone": chosen[0], "reachedOn": "2026-11-01", "reachedNote": "Seen by the library."}
    answer = await send(visitor, pair.path, f"{pair.path}/reached", fields)
    assert answer.headers["location"] == f"{pair.path}?done=milestone-reached"
    note = "select note from milestone where reached_on = '2026-11-01' and title ->> 'en' = 'First street on the map'"
    assert await connection.fetchval(note) == "Seen by the library."


@pytest.mark.parametrize(
    ("fields", "anchor"),
    [({"dueOn": "2027-02-01"}, "title.en"), ({"title.en": "Map", "dueOn": "soon"}, "dueOn")],
)
async def test_a_wrong_milestone_is_not_kept(
    visitor: AsyncClient, connection: Connection, pair: Pair, fields: dict[str, str], anchor: str
) -> None:
    await sign_in(visitor, connection, pair.owner)
    before = await connection.fetchval("select count(*) from milestone")
    answer = await send(visitor, pair.path, f"{pair.path}/milestones", fields)
    assert answer.status_code == 422
    assert f"#{anchor}" in Markup(answer.text).links
    assert await connection.fetchval("select count(*) from milestone") == before


async def test_a_milestone_is_not_reached_in_the_future(
    visitor: AsyncClient, connection: Connection, pair: Pair
) -> None:
    await sign_in(visitor, connection, pair.owner)
    await send(visitor, pair.path, f"{pair.path}/milestones", {"title.en": "Map"})
    page = Markup((await visitor.get(pair.path)).text)
    chosen = [given["value"] for tag, given in page.elements if tag == "option"]
    fields = {"milestone": chosen[0], "reachedOn": "2999-01-01"}
    answer = await send(visitor, pair.path, f"{pair.path}/reached", fields)
    assert answer.status_code == 422
    assert "#reachedOn" in Markup(answer.text).links
    assert await connection.fetchval("select count(*) from milestone where reached_on > '2900-01-01'") == 0


async def test_a_team_delivers_into_the_catalogue(
    visitor: AsyncClient, connection: Connection, pair: Pair
) -> None:
    await agreed(visitor, connection, pair)
    await sign_in(visitor, connection, pair.lead)
    fields = {"repositoryUrl": "https://github.com/example/street-map", "note.en": "The map."}
    answer = await send(visitor, pair.path, f"{pair.path}/deliver", fields)
    assert answer.headers["location"] == f"{pair.path}?done=delivered"
    assert await state(connection, pair) == "DELIVERED"
    entry = "select count(*) from software where url = 'https://github.com/example/street-map'"
    assert await connection.fetchval(entry) == 1


async def test_what_is_no_repository_is_not_delivered(
    visitor: AsyncClient, connection: Connection, pair: Pair
) -> None:
    await agreed(visitor, connection, pair)
    await sign_in(visitor, connection, pair.lead)
    answer = await send(visitor, pair.path, f"{pair.path}/deliver", {"repositoryUrl": "our server"})
    assert answer.status_code == 422
    assert "#repositoryUrl" in Markup(answer.text).links
    assert await state(connection, pair) == "AGREED"


async def test_an_owner_does_not_deliver_for_the_team(
    visitor: AsyncClient, connection: Connection, pair: Pair
) -> None:
    await agreed(visitor, connection, pair)
    await sign_in(visitor, connection, pair.owner)
    fields = {"repositoryUrl": "https://github.com/example/street-map"}
    assert (await send(visitor, pair.path, f"{pair.path}/deliver", fields)).status_code == 403
    assert await state(connection, pair) == "AGREED"
