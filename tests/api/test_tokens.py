"""What programs meet when they send a token."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from api.auth.sessions import SESSION_COOKIE
from api.auth.tokens import MOST_REMEMBERED, REMEMBERED_SECONDS, TokenHolders
from registry.people import service as people
from registry.sessions import service as sessions
from registry.tokens import service
from registry.tokens.model import NewToken, Scope
from schema.ids import to_global_id
from store.actor import Actor, Role
from store.database import Connection, Database
from tests.api.application import graphql

WHO = "{ viewer { name roles } auditEvents { totalCount } }"
INVITE = 'mutation { invite(email: "new@example.org") { token userErrors { code message } } }'
ELSEWHERE = {"Origin": "https://dashboard.example.org", "Sec-Fetch-Site": "cross-site"}


@pytest.fixture
async def officer(database: Database) -> Actor:
    async with database.transaction() as tx:
        person = await people.register_person(tx, Actor.system(), "one@example.org", "One", "en")
        await people.grant(tx, Actor.system(), person.id, Role.OFFICER)
        held = await sessions.holder_of(tx, await sessions.sign_in(tx, person.id))
    assert held is not None
    return held[1]


async def made(database: Database, officer: Actor, *scopes: Scope) -> tuple[UUID, str]:
    async with database.transaction() as tx:
        token, secret = await service.create(tx, officer, NewToken("test", frozenset(scopes), 1))
    return token.id, secret


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


async def test_a_token_says_who_asks_and_reaches_as_far_as_its_scopes(
    client: AsyncClient, database: Database, officer: Actor
) -> None:
    _, reads = await made(database, officer)
    _, sees_all = await made(database, officer, Scope.OFFICER)
    for secret, events in ((reads, False), (sees_all, True)):
        data = (await client.post(**graphql(WHO), headers=bearer(secret))).json()["data"]
        assert data["viewer"] == {"name": "One", "roles": ["OFFICER"]}
        assert (data["auditEvents"]["totalCount"] > 0) is events


async def test_a_token_that_reads_is_told_which_scope_it_lacks(
    client: AsyncClient, database: Database, officer: Actor
) -> None:
    _, secret = await made(database, officer, Scope.OFFICER)
    answer = (await client.post(**graphql(INVITE), headers=bearer(secret))).json()["data"]["invite"]
    assert answer["token"] is None
    assert [each["code"] for each in answer["userErrors"]] == ["SCOPE_MISSING"]
    assert "WRITE" in answer["userErrors"][0]["message"]
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from invitation") == 0


async def test_a_token_writes_from_anywhere_and_without_a_cookie(
    client: AsyncClient, database: Database, officer: Actor
) -> None:
    token_id, secret = await made(database, officer, Scope.WRITE, Scope.OFFICER)
    answer = await client.post(**graphql(INVITE), headers={**bearer(secret), **ELSEWHERE})
    assert answer.json()["data"]["invite"]["userErrors"] == []
    async with database.read() as connection:
        row: Any = await connection.fetchrow(
            "select person_id, token_id, request_id from audit_event where action = 'person.invited'"
        )
    assert tuple(row) == (officer.person_id, token_id, answer.headers["x-request-id"])


@pytest.mark.parametrize("path", ["/graphql", "/en", "/audit-events.csv"])
@pytest.mark.parametrize("sent", ["cft_", "cft_" + "x" * 43, "cft_" + "y" * 5_000])
async def test_a_token_that_is_none_is_told_of_and_not_taken_for_nobody(
    client: AsyncClient, path: str, sent: str
) -> None:
    answer = await client.get(path, params={"query": "{ viewer { name } }"}, headers=bearer(sent))
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="commonfield", error="invalid_token"'
    assert answer.json()["errors"][0]["message"].startswith("The API token is unknown, has expired or was")
    assert sent not in answer.text


async def test_a_token_takes_itself_back(client: AsyncClient, database: Database, officer: Actor) -> None:
    token_id, secret = await made(database, officer)
    row = to_global_id("ApiToken", token_id)
    revoke = f'mutation {{ revokeToken(id: "{row}") {{ token {{ isValid }} userErrors {{ code }} }} }}'
    answer = await client.post(**graphql(revoke), headers=bearer(secret))
    assert answer.json()["data"]["revokeToken"] == {"token": {"isValid": False}, "userErrors": []}


async def test_a_program_that_sends_a_write_again_has_written_once(
    client: AsyncClient, database: Database, officer: Actor
) -> None:
    _, secret = await made(database, officer, Scope.WRITE)
    register = 'mutation { registerTeam(input: {name: {en: "Team"}}) { team { id } userErrors { code } } }'
    headers = {**bearer(secret), "Idempotency-Key": '"8e03978e-40d5-43dd-bc93-6894a57f9324"'}
    first, again = [
        (await client.post(**graphql(register), headers=headers)).json()["data"] for _ in range(2)
    ]
    assert first == again
    assert first["registerTeam"]["userErrors"] == []
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from team") == 1


async def test_a_program_edits_at_once_what_it_has_just_made(
    client: AsyncClient, database: Database, officer: Actor
) -> None:
    _, secret = await made(database, officer, Scope.WRITE)
    register = 'mutation { registerTeam(input: {name: {en: "A team"}}) { team { id } } }'
    answer = await client.post(**graphql(register), headers=bearer(secret))
    team = answer.json()["data"]["registerTeam"]["team"]["id"]
    edit = (
        f'mutation {{ editTeam(id: "{team}", expectedVersion: 1, input: {{hoursPerWeek: 4}}) '
        "{ team { version } userErrors { code } } }"
    )
    answer = await client.post(**graphql(edit), headers=bearer(secret))
    assert answer.json()["data"]["editTeam"] == {"team": {"version": 2}, "userErrors": []}


async def test_a_token_that_was_taken_back_writes_nothing_from_that_moment(
    client: AsyncClient, database: Database, officer: Actor
) -> None:
    token_id, secret = await made(database, officer, Scope.WRITE, Scope.OFFICER)
    assert (await client.post(**graphql(WHO), headers=bearer(secret))).status_code == 200
    async with database.transaction() as tx:
        await service.revoke(tx, officer, token_id)
    assert (await client.post(**graphql(INVITE), headers=bearer(secret))).status_code == 401
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from invitation") == 0


async def test_a_token_in_an_address_or_a_cookie_is_nothing(
    client: AsyncClient, database: Database, officer: Actor
) -> None:
    _, secret = await made(database, officer)
    address = {"query": "{ viewer { name } }", "access_token": secret, "token": secret}
    answers = [
        await client.get("/graphql", params=address),
        await client.post(**graphql("{ viewer { name } }"), headers={"Cookie": f"{SESSION_COOKIE}={secret}"}),
    ]
    assert all("One" not in answer.text for answer in answers)


async def test_credentials_for_a_proxy_do_not_open_the_way_to_a_cookie(
    client: AsyncClient, database: Database, officer: Actor
) -> None:
    async with database.transaction() as tx:
        assert officer.person_id
        cookie = await sessions.sign_in(tx, officer.person_id)
    planted = {"Cookie": f"{SESSION_COOKIE}={cookie}", "Authorization": "Basic dTpw", **ELSEWHERE}
    assert (await client.post(**graphql(INVITE), headers=planted)).status_code == 403
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from invitation") == 0


async def test_tokens_are_made_with_a_session_and_shown_once(
    client: AsyncClient, database: Database, officer: Actor
) -> None:
    async with database.transaction() as tx:
        assert officer.person_id
        session = await sessions.sign_in(tx, officer.person_id)
    asked = 'createToken(input: {name: "x", days: 7, scopes: [WRITE]})'
    create = f"mutation {{ {asked} {{ secret token {{ scopes }} userErrors {{ code }} }} }}"
    answer = (await client.post(**graphql(create), headers=bearer(session))).json()["data"]["createToken"]
    assert answer["userErrors"] == []
    assert answer["token"] == {"scopes": ["READ", "WRITE"]}
    again = (await client.post(**graphql(create), headers=bearer(answer["secret"]))).json()["data"]
    assert again["createToken"] == {
        "secret": None, "token": None, "userErrors": [{"code": "SESSION_NEEDED"}],
    }  # fmt: skip


class Counting:
    """A database that counts how often it is asked."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.asked = 0

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Connection]:
        self.asked += 1
        async with self._database.read() as connection:
            yield connection


async def test_a_token_is_asked_for_once_in_five_seconds(database: Database, officer: Actor) -> None:
    token_id, secret = await made(database, officer)
    now = [0.0]
    counting: Any = Counting(database)
    holders = TokenHolders(lambda: now[0])
    for _ in range(100):
        found = await holders.find(counting, secret)
        assert found is not None
        assert found.token_id == token_id
    assert counting.asked == 1
    async with database.transaction() as tx:
        await service.revoke(tx, officer, token_id)
    now[0] = REMEMBERED_SECONDS - 0.01
    assert await holders.find(counting, secret) is not None
    now[0] = REMEMBERED_SECONDS
    assert await holders.find(counting, secret) is None
    assert REMEMBERED_SECONDS <= 5


async def test_no_more_is_remembered_than_there_is_room_for(database: Database, officer: Actor) -> None:
    holders = TokenHolders()
    _, secret = await made(database, officer)
    actor = await holders.find(database, secret)
    assert actor is not None
    holders._known = type(holders._known)(
        (bytes([n % 256, n // 256]), (1e12, actor)) for n in range(MOST_REMEMBERED)
    )
    await holders.find(database, secret)
    assert len(holders._known) == MOST_REMEMBERED
    for _ in range(3):
        assert await holders.find(database, "cft_guess") is None
    assert len(holders._known) == MOST_REMEMBERED


@pytest.mark.parametrize(
    "path", ["/", "/en", "/en/catalogue", "/healthz", "/schema.graphql", "/en/sign-in", "/nothing"]
)
async def test_a_head_is_answered_as_a_get_would_be_less_the_body(client: AsyncClient, path: str) -> None:
    headers = {"Accept": "text/html", "Accept-Encoding": "identity"}
    head, get = await client.head(path, headers=headers), await client.get(path, headers=headers)
    varying = {"x-request-id", "set-cookie", "date"}
    assert head.status_code == get.status_code
    assert head.content == b""
    assert {
        name: value
        for name, value in head.headers.items()
        if name not in varying and name != "content-length"
    } == {
        name: value for name, value in get.headers.items() if name not in varying and name != "content-length"
    }
    assert ("content-length" in head.headers) == ("content-length" in get.headers)
