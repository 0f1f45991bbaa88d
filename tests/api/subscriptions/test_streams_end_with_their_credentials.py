"""A stream ends with the session or the token that it was opened with, whatever ends that, over either protocol."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient
from websockets.asyncio.client import connect

from api.auth import tokens as remembered
from api.auth.sessions import SESSION_COOKIE
from api.subscriptions.sockets import PROTOCOL
from registry.people import service as people
from registry.people.model import token_hash
from registry.sessions import service as sessions
from registry.tokens import service as tokens
from registry.tokens.model import NewToken, Scope
from schema.ids import to_global_id
from store import jobs
from store.actor import Actor, Role
from store.database import Connection, Database

OFFICER = Actor(name="an officer", is_officer=True)
JOB = "subscription ($id: ID!) { jobProgress(id: $id) { done } }"
WAIT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Held:
    """What an officer opens a stream with, and the session that ends it."""

    secret: str
    person_id: UUID
    actor: Actor
    row_id: UUID


async def session(tx: Connection) -> Held:
    person = await people.register_person(tx, OFFICER, "officer@example.org", "An Officer", "en")
    await people.grant(tx, OFFICER, person.id, Role.OFFICER)
    secret = await sessions.sign_in(tx, person.id)
    found = await sessions.holder_of(tx, secret)
    assert found is not None
    return Held(secret, person.id, found[1], found[0])


async def token(tx: Connection) -> Held:
    held = await session(tx)
    scopes = frozenset({Scope.READ, Scope.OFFICER})
    made, secret = await tokens.create(tx, held.actor, NewToken("dashboard", scopes, days=1))
    return Held(secret, held.person_id, held.actor, made.id)


async def token_of_account(tx: Connection) -> Held:
    held = await session(tx)
    account = await tokens.create_account(tx, held.actor, None, "dashboard")
    scopes = frozenset({Scope.READ, Scope.OFFICER})
    new = NewToken("dashboard", scopes, days=1, service_account_id=account.id)
    _, secret = await tokens.create(tx, held.actor, new)
    return Held(secret, held.person_id, held.actor, account.id)


async def expire(tx: Connection, held: Held) -> None:
    for table in ("session", "api_token"):
        await tx.execute(
            f"update {table} set expires_at = now() - interval '1 second' where token_hash = $1",  # noqa: S608 - one of the two
            token_hash(held.secret),
        )


async def rotate(tx: Connection, held: Held) -> None:
    await sessions.sign_in(tx, held.person_id, instead_of=held.secret)


Open = Callable[[Connection], Awaitable[Held]]
End = Callable[[Connection, Held], Awaitable[object]]
OF_SESSIONS: Mapping[str, End] = {
    "it expires": expire,
    "it is ended by its id": lambda tx, held: sessions.end(tx, held.actor, held.row_id),
    "its holder signs out": lambda tx, held: sessions.sign_out(tx, held.secret),
    "its holder signs out everywhere": lambda tx, held: sessions.sign_out_everywhere(tx, held.actor),
    "its holder signs in anew": rotate,
    "its holder is deleted": lambda tx, held: people.forget(tx, OFFICER, held.person_id),
}
OF_TOKENS: Mapping[str, tuple[Open, End]] = {
    "it expires": (token, expire),
    "it is revoked": (token, lambda tx, held: tokens.revoke(tx, held.actor, held.row_id)),
    "its holder is deleted": (token, lambda tx, held: people.forget(tx, OFFICER, held.person_id)),
    "its account is disabled": (
        token_of_account,
        lambda tx, held: tokens.disable_account(tx, held.actor, held.row_id),
    ),
}


@asynccontextmanager
async def over_events(host: str, headers: Mapping[str, str], row: str) -> AsyncIterator[AsyncIterator[Any]]:
    """Results of a stream of server-sent events."""
    asked = {"query": JOB, "variables": json.dumps({"id": row})}
    sent = {"Accept": "text/event-stream", **headers}
    async with (
        AsyncClient(timeout=WAIT_SECONDS, trust_env=False) as client,
        client.stream("GET", f"http://{host}/graphql", params=asked, headers=sent) as answer,
    ):

        async def results() -> AsyncIterator[Any]:
            async for line in answer.aiter_lines():
                if line.startswith("data: "):
                    yield json.loads(line.removeprefix("data: "))

        yield results()


@asynccontextmanager
async def over_a_socket(host: str, headers: Mapping[str, str], row: str) -> AsyncIterator[AsyncIterator[Any]]:
    """Results of a stream over a WebSocket; one that says where it is from, as browsers do."""
    address = f"ws://{host}/graphql"
    opened = connect(
        address,
        subprotocols=[PROTOCOL],  # type: ignore[list-item]  # a NewType of str
        additional_headers={**headers, "Origin": f"http://{host}"},
        proxy=None,
    )
    async with opened as socket:
        await socket.send(json.dumps({"type": "connection_init"}))
        assert json.loads(await socket.recv()) == {"type": "connection_ack"}
        payload = {"query": JOB, "variables": {"id": row}}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))

        async def results() -> AsyncIterator[Any]:
            async for message in socket:
                told = json.loads(message)
                if told["type"] == "complete":
                    return
                yield told["payload"]

        yield results()


PROTOCOLS = {"events": over_events, "socket": over_a_socket}


async def follow_to_the_end(
    database: Database, host: str, protocol: str, held: Held, end: End, headers: Mapping[str, str]
) -> list[Any]:
    """Follow a job, end what the stream was opened with, let the job get further; what was told after that."""
    async with database.transaction() as tx:
        job = await jobs.enqueue(tx, "observe", {})
    async with PROTOCOLS[protocol](host, headers, to_global_id("Job", job)) as results:
        first = await asyncio.wait_for(anext(results), WAIT_SECONDS)
        assert first["data"] == {"jobProgress": {"done": 0}}
        async with database.transaction() as tx:
            await end(tx, held)
            await jobs.progress(tx, job, 1, 3)

        async def rest() -> list[Any]:
            return [each async for each in results]

        return await asyncio.wait_for(rest(), WAIT_SECONDS)


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("how", OF_SESSIONS)
async def test_a_stream_of_a_browser_ends_when(
    host: str, database: Database, how: str, protocol: str
) -> None:
    async with database.transaction() as tx:
        held = await session(tx)
    headers = {"Cookie": f"{SESSION_COOKIE}={held.secret}"}
    rest = await follow_to_the_end(database, host, protocol, held, OF_SESSIONS[how], headers)
    assert rest == []  # nobody sees that job, so there is nothing to tell


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("how", ["it expires", "its holder signs out everywhere"])
async def test_a_stream_of_a_bearer_of_a_session_ends_when(
    host: str, database: Database, how: str, protocol: str
) -> None:
    async with database.transaction() as tx:
        held = await session(tx)
    headers = {"Authorization": f"Bearer {held.secret}"}
    (last,) = await follow_to_the_end(database, host, protocol, held, OF_SESSIONS[how], headers)
    assert last["data"] is None
    assert [each["extensions"]["code"] for each in last["errors"]] == ["UNAUTHENTICATED"]


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("how", OF_TOKENS)
async def test_a_stream_of_a_program_ends_when(
    host: str, database: Database, how: str, protocol: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "REMEMBERED_SECONDS", 0.0)
    open_one, end = OF_TOKENS[how]
    async with database.transaction() as tx:
        held = await open_one(tx)
    headers = {"Authorization": f"Bearer {held.secret}"}
    (last,) = await follow_to_the_end(database, host, protocol, held, end, headers)
    assert last["data"] is None
    assert [each["extensions"]["code"] for each in last["errors"]] == ["UNAUTHENTICATED"]
