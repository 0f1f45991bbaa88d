"""People look after their own sessions and tokens, officers and owners after service accounts, in the browser."""

import re

import pytest
from httpx import AsyncClient, Response

from schema.ids import to_global_id
from store.database import Connection
from tests.api.pages.conftest import opened, send, sign_in
from tests.api.pages.markup import Markup


def secret_of(answer: Response) -> str:
    (secret,) = re.findall(r"cft_[\w-]{43}", answer.text)
    return secret


async def made(client: AsyncClient, **form: str) -> Response:
    fields = {"name": "dashboard", "days": "30", **form}
    return await send(client, "/en/account", "/en/account/tokens", fields)


async def test_whoever_is_not_signed_in_is_led_to_where_they_can(visitor: AsyncClient) -> None:
    for path in ("/en/account", "/en/service-accounts"):
        answer = await visitor.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/en/sign-in")


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
async def test_the_pages_are_well_formed_and_speak_their_language(
    visitor: AsyncClient, connection: Connection, language: str
) -> None:
    await sign_in(visitor, connection, "officer@example.org")
    await made(visitor)
    await send(visitor, "/en/service-accounts", "/en/service-accounts", {"account": "dashboards"})
    for path in ("account", "service-accounts", "sign-in"):
        answer = await visitor.get(f"/{language}/{path}")
        page = Markup(answer.text)
        assert (answer.status_code, page.faults) == (200, [])
        assert len(page.ids) == len(set(page.ids))
        assert [each["id"] for each in page.controls if each.get("id") not in page.labelled] == []


async def test_a_token_is_shown_once_and_works_at_once(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, "officer@example.org")
    answer = await made(visitor)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    secret = secret_of(answer)
    listed = await visitor.get("/en/account")
    assert "dashboard" in listed.text
    assert secret not in listed.text
    visitor.cookies.clear()
    asked = await visitor.post(
        "/graphql",
        json={"query": "{ viewer { name } }"},
        headers={"Accept": "application/json", "Authorization": f"Bearer {secret}"},
    )
    assert asked.json()["data"]["viewer"]["name"].endswith("示範承辦人")


@pytest.mark.parametrize("days", ["0", "366", "soon"])
async def test_a_token_that_would_last_too_long_is_refused_at_its_field(
    visitor: AsyncClient, connection: Connection, days: str
) -> None:
    await sign_in(visitor, connection, "officer@example.org")
    answer = await made(visitor, days=days)
    assert answer.status_code == 422
    assert "#days" in Markup(answer.text).links
    assert await connection.fetchval("select count(*) from api_token") == 0


async def test_a_token_is_taken_back(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, "officer@example.org")
    await made(visitor)
    token = to_global_id("ApiToken", await connection.fetchval("select id from api_token"))
    answer = await send(visitor, "/en/account", "/en/account/tokens/revoke", {"token": token})
    assert answer.headers["location"] == "/en/account?done=token-revoked"
    assert await connection.fetchval("select revoked_at is not null from api_token")


async def test_another_session_is_ended_from_here(
    visitor: AsyncClient, connection: Connection, own_demo: str
) -> None:
    async with opened(own_demo) as other:
        await sign_in(other, connection, "officer@example.org")
        there = to_global_id("Session", await connection.fetchval("select id from session"))
        await sign_in(visitor, connection, "officer@example.org")
        page = await visitor.get("/en/account")
        assert page.text.count("Another browser or program") == page.text.count("Here, in this browser") == 1
        answer = await send(visitor, "/en/account", "/en/account/sessions/end", {"session": there})
        assert answer.status_code == 303
        assert (await other.get("/en/account")).status_code == 303
        assert (await visitor.get("/en/account")).status_code == 200


async def test_signing_out_everywhere_ends_every_session(
    visitor: AsyncClient, connection: Connection, own_demo: str
) -> None:
    async with opened(own_demo) as other:
        await sign_in(other, connection, "officer@example.org")
        await sign_in(visitor, connection, "officer@example.org")
        answer = await send(visitor, "/en/account", "/en/account/sign-out-everywhere", {})
        assert answer.status_code == 303
        assert "Max-Age=0" in answer.headers["set-cookie"]
        assert (await other.get("/en/account")).status_code == 303
    assert await connection.fetchval("select count(*) from session") == 0


async def test_an_officer_runs_service_accounts(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, "officer@example.org")
    await send(visitor, "/en/service-accounts", "/en/service-accounts", {"account": "nightly report"})
    account = to_global_id("ServiceAccount", await connection.fetchval("select id from service_account"))
    token = {"account": account, "name": "server", "days": "365", "scopes": "officer"}
    answer = await send(visitor, "/en/service-accounts", "/en/service-accounts/tokens", token)
    headers = {"Authorization": f"Bearer {secret_of(answer)}"}
    exported = await visitor.get("/audit-events.jsonl", headers=headers)
    assert exported.status_code == 200
    answer = await send(visitor, "/en/service-accounts", "/en/service-accounts/disable", {"account": account})
    assert answer.headers["location"].endswith("done=service-account-disabled")
    assert await connection.fetchval("select disabled_at is not null from service_account")


async def test_an_owner_runs_accounts_of_their_organisation_only(
    visitor: AsyncClient, connection: Connection
) -> None:
    person = await connection.fetchval("select person_id from role_grant where role = 'owner' limit 1")
    email = await connection.fetchval("select email from person where id = $1", person)
    own, other = [
        await connection.fetchval(
            "select id from organisation where"
            " (id in (select organisation_id from role_grant where person_id = $1)) = $2 limit 1",
            person,
            is_own,
        )
        for is_own in (True, False)
    ]
    await sign_in(visitor, connection, email)
    for organisation, status in ((own, 303), (other, 422), (None, 403)):
        chosen = to_global_id("Organisation", organisation) if organisation else ""
        form = {"account": "city portal", "organisation": chosen}
        answer = await send(visitor, "/en/service-accounts", "/en/service-accounts", form)
        assert answer.status_code == status
    assert await connection.fetchval("select organisation_id from service_account") == own


async def test_whoever_runs_no_account_has_no_such_page(visitor: AsyncClient, connection: Connection) -> None:
    email = await connection.fetchval(
        "select email from person where id in (select person_id from team_member)"
        " and id not in (select person_id from role_grant) limit 1"
    )
    await sign_in(visitor, connection, email)
    assert (await visitor.get("/en/service-accounts")).status_code == 403


async def test_the_sign_in_page_says_who_is_signed_in(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, "officer@example.org")
    page = await visitor.get("/zh-Hant/sign-in")
    assert "示範承辦人 的身分登入" in page.text
