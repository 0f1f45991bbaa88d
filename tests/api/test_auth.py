from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from httpx import AsyncClient

from api.auth.origin import is_planted
from api.auth.sessions import SESSION_COOKIE
from registry.people import service
from registry.people.model import new_token, token_hash
from registry.sessions import repository as stored_sessions
from registry.sessions import service as sessions
from store.actor import Actor, Role
from store.database import Database
from tests.api.application import ADDRESS, Browse, graphql

WHO = "{ viewer { name } }"
OFFICER = {"viewer": {"name": "Officer One"}}
NOBODY = {"viewer": None}


@pytest.fixture
async def officer(database: Database) -> UUID:
    async with database.transaction() as tx:
        person = await service.register_person(
            tx, Actor.system(), "one@example.org", "Officer One", "en", is_example=True
        )
        await service.grant(tx, Actor.system(), person.id, Role.OFFICER)
    return person.id


@pytest.fixture
async def token(database: Database, officer: UUID) -> str:
    async with database.transaction() as tx:
        return await sessions.sign_in(tx, officer)


@pytest.fixture
async def ended_token(database: Database, officer: UUID) -> str:
    token = new_token()
    async with database.transaction() as tx:
        await stored_sessions.insert_session(tx, token_hash(token), officer, timedelta(seconds=-1))
    return token


def cookie(token: str) -> dict[str, str]:
    return {"Cookie": f"{SESSION_COOKIE}={token}"}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def standing(database: Database) -> int:
    async with database.read() as connection:
        count: int = await connection.fetchval("select count(*) from session where expires_at > now()")
    return count


async def test_a_reader_without_a_token_costs_the_database_nothing(browse: Browse) -> None:
    nowhere = Database("postgresql://commons@127.0.0.1:1/commons")
    async with browse(nowhere) as client:
        answer = await client.post(**graphql("{ __typename }"))
    assert answer.json()["data"] == {"__typename": "Query"}
    await nowhere.close()


async def test_a_cookie_says_who_is_asking(client: AsyncClient, token: str) -> None:
    answer = await client.post(**graphql(WHO), headers=cookie(token))
    assert answer.json()["data"] == OFFICER


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_a_bearer_token_says_who_is_asking(client: AsyncClient, token: str, scheme: str) -> None:
    answer = await client.post(**graphql(WHO), headers={"Authorization": f"{scheme} {token}"})
    assert answer.json()["data"] == OFFICER


@pytest.mark.parametrize("sent", ["abc", "", "x" * 5000])
async def test_an_unknown_bearer_token_is_told_of(client: AsyncClient, sent: str) -> None:
    answer = await client.post(**graphql(WHO), headers=bearer(sent))
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="commonfield", error="invalid_token"'
    [error] = answer.json()["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    assert error["message"].startswith("The bearer token is unknown or has expired")


async def test_an_expired_bearer_token_is_told_of(client: AsyncClient, ended_token: str) -> None:
    answer = await client.post(**graphql(WHO), headers=bearer(ended_token))
    assert answer.status_code == 401
    assert ended_token not in answer.text


async def test_an_unknown_bearer_token_is_told_as_json_on_pages_too(client: AsyncClient) -> None:
    answer = await client.get("/en", headers={**bearer("abc"), "Accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/json")


async def test_credentials_for_a_proxy_in_front_are_not_ours_to_judge(client: AsyncClient) -> None:
    answer = await client.post(**graphql(WHO), headers={"Authorization": "Basic Y29tbW9uczpzZWNyZXQ="})
    assert answer.json()["data"] == NOBODY


async def test_the_cookie_of_a_session_that_ended_is_cleared(client: AsyncClient, ended_token: str) -> None:
    answer = await client.post(**graphql(WHO), headers=cookie(ended_token))
    assert answer.json()["data"] == NOBODY
    written = answer.headers["set-cookie"]
    assert written.startswith(f'{SESSION_COOKIE}=""')
    assert "Max-Age=0" in written


async def test_the_cookie_of_a_session_that_lasts_is_left_alone(client: AsyncClient, token: str) -> None:
    answer = await client.post(**graphql(WHO), headers=cookie(token))
    assert "set-cookie" not in answer.headers


async def test_over_https_no_sibling_host_signs_anybody_in(
    browse: Browse, database: Database, token: str
) -> None:
    async with browse(database, base_url="https://commons.example.org") as client:
        set_for_the_domain = await client.post(**graphql(WHO), headers=cookie(token))
        set_by_us = await client.post(**graphql(WHO), headers={"Cookie": f"__Host-{SESSION_COOKIE}={token}"})
    assert (set_for_the_domain.json()["data"], set_by_us.json()["data"]) == (NOBODY, OFFICER)
    assert set_for_the_domain.headers["cache-control"] == "private, no-store"


async def test_over_https_the_cookie_of_a_session_that_ended_is_cleared_by_its_name(
    browse: Browse, database: Database, ended_token: str
) -> None:
    sent = {"Cookie": f"__Host-{SESSION_COOKIE}={ended_token}"}
    async with browse(database, base_url="https://commons.example.org") as client:
        answer = await client.post(**graphql(WHO), headers=sent)
    written = answer.headers["set-cookie"]
    assert written.startswith(f'__Host-{SESSION_COOKIE}=""')
    assert {"Path=/", "Secure", "HttpOnly"} <= set(written.split("; "))
    assert "Domain" not in written


async def test_a_request_planted_by_another_site_changes_nothing(
    client: AsyncClient, database: Database, token: str
) -> None:
    before = await standing(database)
    planted = {**cookie(token), "Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example.org"}
    answer = await client.post("/en/sign-out", headers=planted)
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["extensions"]["code"] == "CROSS_ORIGIN"
    assert await standing(database) == before == 1


async def test_another_site_cannot_write_through_the_api_with_a_readers_cookie(
    client: AsyncClient, token: str
) -> None:
    planted = {**cookie(token), "Origin": "https://elsewhere.example.org"}
    assert (await client.post(**graphql(WHO), headers=planted)).status_code == 403


async def test_a_bearer_token_works_from_anywhere(client: AsyncClient, token: str) -> None:
    sent = {**bearer(token), "Origin": "https://dashboard.example.org", "Sec-Fetch-Site": "cross-site"}
    assert (await client.post(**graphql(WHO), headers=sent)).json()["data"] == OFFICER


@pytest.mark.parametrize("carried", [cookie, bearer])
async def test_a_session_is_ended_through_the_api(
    client: AsyncClient, database: Database, token: str, carried: Callable[[str], dict[str, str]]
) -> None:
    ended = await client.post(
        **graphql("mutation { signOut { userErrors { code } } }"), headers=carried(token)
    )
    assert ended.json()["data"] == {"signOut": {"userErrors": []}}
    assert await standing(database) == 0


async def test_whoever_is_not_signed_in_signs_out_without_effect(
    client: AsyncClient, database: Database, token: str
) -> None:
    ended = await client.post(**graphql("mutation { signOut { userErrors { code } } }"))
    assert ended.json()["data"] == {"signOut": {"userErrors": []}}
    assert await standing(database) == 1


@pytest.mark.parametrize(
    ("method", "headers", "planted"),
    [
        ("GET", {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example.org"}, False),
        ("HEAD", {"sec-fetch-site": "cross-site"}, False),
        ("POST", {"sec-fetch-site": "same-origin"}, False),
        ("POST", {"sec-fetch-site": "none"}, False),
        ("POST", {"sec-fetch-site": "same-site"}, True),
        ("POST", {"sec-fetch-site": "cross-site"}, True),
        ("POST", {"sec-fetch-site": "cross-site", "origin": ADDRESS}, True),
        ("POST", {"origin": ADDRESS}, False),
        ("POST", {"origin": "http://localhost:8000", "host": "localhost:8000"}, False),
        ("POST", {"origin": "https://elsewhere.example.org", "host": "commons.example.org"}, True),
        ("POST", {"origin": "null", "host": "commons.example.org"}, True),
        ("POST", {"origin": "null"}, True),
        ("POST", {}, False),
        ("DELETE", {"sec-fetch-site": "cross-site"}, True),
    ],
)
def test_where_a_request_came_from_decides(method: str, headers: dict[str, str], *, planted: bool) -> None:
    assert is_planted(method, headers, ADDRESS) is planted
