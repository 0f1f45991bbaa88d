"""Whoever is signed in takes their data away, corrects it, and deletes themselves."""

from httpx import AsyncClient

from store.database import Connection
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup

OFFICER = "officer@example.org"
ACCOUNT = "/en/account"


async def as_a_real_person(client: AsyncClient, connection: Connection) -> None:
    """The officer of the demo, as if they were not one of its invented people."""
    await sign_in(client, connection, OFFICER)
    await connection.execute("update person set is_example = false where email = $1", OFFICER)


async def test_everything_is_taken_away_as_json(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, OFFICER)
    answer = await visitor.get(f"{ACCOUNT}/data")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert [each["email"] for each in answer.json()["person"]] == [OFFICER]
    assert "reviewer.one@example.org" not in answer.text


async def test_nobody_who_is_not_signed_in_gets_data(visitor: AsyncClient) -> None:
    assert (await visitor.get(f"{ACCOUNT}/data")).status_code == 403


async def test_a_name_is_corrected(visitor: AsyncClient, connection: Connection) -> None:
    await as_a_real_person(visitor, connection)
    fields = {"ownName": "Lin Mei", "ownLanguage": "zh-Hant"}
    answer = await send(visitor, ACCOUNT, f"{ACCOUNT}/correct", fields)
    assert answer.headers["location"] == f"{ACCOUNT}?done=corrected"
    row = await connection.fetchrow("select name, language from person where email = $1", OFFICER)
    assert tuple(row or ()) == ("Lin Mei", "zh-Hant")
    after = await connection.fetchval("select after from audit_event where action = 'person.corrected'")
    assert "Lin Mei" not in after


async def test_a_name_that_is_none_is_told_at_its_field(visitor: AsyncClient, connection: Connection) -> None:
    await as_a_real_person(visitor, connection)
    answer = await send(visitor, ACCOUNT, f"{ACCOUNT}/correct", {"ownName": " ", "ownLanguage": "fr"})
    assert answer.status_code == 422
    assert {"#ownName", "#ownLanguage"} <= set(Markup(answer.text).links)
    assert (
        await connection.fetchval("select count(*) from audit_event where action = 'person.corrected'") == 0
    )


async def test_somebody_deletes_themselves_and_is_signed_out(
    visitor: AsyncClient, connection: Connection
) -> None:
    await as_a_real_person(visitor, connection)
    answer = await send(visitor, ACCOUNT, f"{ACCOUNT}/delete", {"sure": "yes"})
    assert answer.status_code == 303
    assert await connection.fetchval("select count(*) from person where email = $1", OFFICER) == 0
    assert (await visitor.get(ACCOUNT)).headers["location"] == "/en/sign-in"
    names = "select distinct actor_name from audit_event where action = 'person.forgotten'"
    assert [row[0] for row in await connection.fetch(names)] == ["deleted person"]


async def test_nobody_is_deleted_by_mistake(visitor: AsyncClient, connection: Connection) -> None:
    await as_a_real_person(visitor, connection)
    answer = await send(visitor, ACCOUNT, f"{ACCOUNT}/delete", {})
    assert answer.status_code == 422
    assert "#sure" in Markup(answer.text).links
    assert await connection.fetchval("select count(*) from person where email = $1", OFFICER) == 1


async def test_the_demos_people_are_everybodys(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, OFFICER)
    for step, fields in (("delete", {"sure": "yes"}), ("correct", {"ownName": "X", "ownLanguage": "en"})):
        answer = await send(visitor, ACCOUNT, f"{ACCOUNT}/{step}", fields)
        assert answer.status_code == 422
        assert "belongs to the demo" in answer.text
    assert (
        await connection.fetchval("select name from person where email = $1", OFFICER)
        == "Demo officer 示範承辦人"
    )
