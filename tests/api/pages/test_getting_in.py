import pytest
from httpx import AsyncClient

from registry.people import service as people
from store.actor import Actor, Role
from store.database import Connection, Database
from tests.api.pages.conftest import opened, send, sign_in
from tests.api.pages.markup import Markup


async def invited(dsn: str, role: Role | None = Role.OFFICER) -> str:
    database = Database(dsn)
    async with database.transaction() as tx:
        token = await people.invite(tx, Actor.system(), "new.officer@example.org", role)
    await database.close()
    return token


async def test_the_front_door_opens_in_the_language_asked_for(reader: AsyncClient) -> None:
    answer = await reader.get("/", headers={"Accept-Language": "zh-TW,en;q=0.5"})
    assert (answer.status_code, answer.headers["location"]) == (302, "/zh-Hant")
    assert answer.headers["vary"].startswith("Accept-Language")


async def test_the_demos_people_can_be_signed_in_as(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, "officer@example.org")
    assert "示範承辦人" in (await visitor.get("/en")).text


async def test_signing_out_ends_the_session(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, "officer@example.org")
    answer = await send(visitor, "/en", "/en/sign-out", {})
    assert answer.status_code == 303
    assert "示範承辦人" not in (await visitor.get("/en")).text
    assert await connection.fetchval("select count(*) from session") == 0


async def test_nobody_is_listed_where_the_demo_is_not_loaded(
    server: str, template: str, database: Database
) -> None:
    async with opened(database.dsn) as client:
        page = await client.get("/en/sign-in")
    assert "Nobody can sign in here by name." in page.text
    assert "ask an officer for a new link; it signs you in as the same person" in page.text
    assert "person" not in [each.get("name") for each in Markup(page.text).controls]


async def test_a_real_person_cannot_be_signed_in_as(visitor: AsyncClient, connection: Connection) -> None:
    person = await connection.fetchval(
        "insert into person (email, name) values ('real@example.org', 'Real') returning id::text"
    )
    answer = await send(visitor, "/en/sign-in", "/en/sign-in", {"person": person})
    assert answer.status_code == 422
    assert await connection.fetchval("select count(*) from session") == 0


async def test_a_person_that_is_no_id_is_refused_in_words(
    visitor: AsyncClient, connection: Connection
) -> None:
    answer = await send(visitor, "/en/sign-in", "/en/sign-in", {"person": "nobody"})
    assert answer.status_code == 422
    assert "UNKNOWN_PERSON" not in answer.text


async def test_a_form_that_another_site_planted_is_refused(
    visitor: AsyncClient, connection: Connection
) -> None:
    person = await connection.fetchval("select id::text from person where email = 'officer@example.org'")
    answer = await visitor.post("/en/sign-in", data={"person": person, "form_token": "0" * 64})
    assert answer.status_code == 403
    assert "You cannot do this here" in answer.text
    assert await connection.fetchval("select count(*) from session") == 0


async def test_a_token_of_one_browser_is_worth_nothing_in_another(
    visitor: AsyncClient, connection: Connection, own_demo: str
) -> None:
    person = await connection.fetchval("select id::text from person where email = 'officer@example.org'")
    shown = Markup((await visitor.get("/en/sign-in")).text)
    async with opened(own_demo) as other:
        await other.get("/en/sign-in")
        answer = await other.post(
            "/en/sign-in", data={"person": person, "form_token": shown.hidden("form_token")}
        )
    assert answer.status_code == 403


async def test_the_page_of_a_form_never_shows_the_session(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, "officer@example.org")
    page = await visitor.get("/en")
    assert visitor.cookies["commonfield_session"] not in page.text


async def test_an_invitation_lets_somebody_in(
    visitor: AsyncClient, connection: Connection, own_demo: str
) -> None:
    path = f"/zh-Hant/invitation/{await invited(own_demo)}"
    answer = await send(visitor, path, path, {"name": "林小姐"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/zh-Hant")
    assert "林小姐" in (await visitor.get("/zh-Hant")).text


async def test_an_invitation_without_a_role_lets_somebody_in(
    visitor: AsyncClient, connection: Connection, own_demo: str
) -> None:
    path = f"/en/invitation/{await invited(own_demo, None)}"
    answer = await send(visitor, path, path, {"name": "Team Lead"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/en")
    assert "Team Lead" in (await visitor.get("/en")).text


async def test_opening_an_invitation_uses_nothing_up(
    visitor: AsyncClient, connection: Connection, own_demo: str
) -> None:
    await visitor.get(f"/en/invitation/{await invited(own_demo)}")
    assert await connection.fetchval("select count(*) from invitation where used_at is not null") == 0


async def test_the_address_of_an_invitation_is_told_to_nobody(visitor: AsyncClient) -> None:
    page = await visitor.get("/en/invitation/token")
    assert page.headers["referrer-policy"] == "no-referrer"


async def test_a_name_that_is_missing_is_asked_for_at_its_field(
    visitor: AsyncClient, connection: Connection, own_demo: str
) -> None:
    path = f"/en/invitation/{await invited(own_demo)}"
    answer = await send(visitor, path, path, {"name": "  "})
    page = Markup(answer.text)
    assert answer.status_code == 422
    assert "#name" in page.links
    [control] = page.controls
    assert set(control["aria-describedby"].split()) <= set(page.ids)
    assert page.title.startswith("Error: ")
    assert (
        await connection.fetchval("select count(*) from person where email = 'new.officer@example.org'") == 0
    )


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
async def test_an_invitation_that_is_no_good_says_so_at_once(visitor: AsyncClient, language: str) -> None:
    answer = await visitor.get(f"/{language}/invitation/guessed")
    assert answer.status_code == 422
    assert "INVITATION_UNKNOWN" not in answer.text
    assert Markup(answer.text).controls == []


async def test_an_invitation_that_was_used_says_so_at_once(visitor: AsyncClient, own_demo: str) -> None:
    path = f"/en/invitation/{await invited(own_demo)}"
    await send(visitor, path, path, {"name": "New Officer"})
    answer = await visitor.get(path)
    assert answer.status_code == 422
    assert "has been used already" in answer.text
    assert Markup(answer.text).controls == []


async def test_an_invitation_that_is_no_good_lets_nobody_in(
    visitor: AsyncClient, connection: Connection
) -> None:
    answer = await send(visitor, "/en/sign-in", "/en/invitation/guessed", {"name": "Guess"})
    assert answer.status_code == 422
    assert await connection.fetchval("select count(*) from session") == 0
