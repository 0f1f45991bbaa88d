"""Readers follow what changes, over WebSockets and server-sent events, and see only what they may see then."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from api.auth.sessions import SESSION_COOKIE
from api.limits import places
from api.subscriptions import events, sockets
from api.subscriptions.sockets import MOST_OPERATIONS, PROTOCOL
from registry.people import service as people
from registry.sessions import service as sessions
from registry.software import service as software
from schema import subscriptions
from schema.ids import to_global_id
from store import jobs
from store.actor import Actor, Role
from store.database import Database
from tests.api.application import Cable

OFFICER = Actor(name="an officer", is_officer=True)
SOFTWARE = "subscription ($id: ID!) { softwareObserved(id: $id) { score takenAt } }"
JOB = "subscription ($id: ID!) { jobProgress(id: $id) { state done total } }"
PROGRAMME = "subscription ($id: ID!) { programmeProgress(id: $id) { state challengeCount matchCount } }"
QUIET = 0.4  # seconds after which nothing more is expected


@asynccontextmanager
async def talk(
    host: str, *, init: dict[str, Any] | None = None, **options: Any
) -> AsyncIterator[ClientConnection]:
    """A conversation that has begun."""
    async with connect(f"ws://{host}/graphql", subprotocols=[PROTOCOL], proxy=None, **options) as socket:  # type: ignore[list-item]  # a NewType of str
        await say(socket, type="connection_init", payload=init)
        assert await hear(socket) == {"type": "connection_ack"}
        yield socket


async def say(socket: ClientConnection, **message: Any) -> None:
    await socket.send(json.dumps(message))


async def follow(socket: ClientConnection, query: str, row: str, key: str = "1") -> None:
    await say(socket, id=key, type="subscribe", payload={"query": query, "variables": {"id": row}})


async def hear(socket: ClientConnection) -> Any:
    return json.loads(await asyncio.wait_for(socket.recv(), 5))


async def hears_nothing(socket: ClientConnection) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(socket.recv(), QUIET)


async def closing(socket: ClientConnection) -> tuple[int | None, str]:
    async def all_of_it() -> None:
        async for _ in socket:
            pass
        raise ConnectionClosed(socket.protocol.close_rcvd, socket.protocol.close_sent)

    with pytest.raises(ConnectionClosed):
        await asyncio.wait_for(all_of_it(), 5)
    return socket.close_code, socket.close_reason or ""


async def snapshot(database: Database, row: UUID, day: int, score: int) -> None:
    async with database.transaction() as tx:
        await tx.execute(
            "insert into health_snapshot (software_id, taken_at, model_version, score, coverage, band, signals)"
            " values ($1, $2, '1', $3, 1, 'STEADY', '[]')",
            row,
            datetime(2026, 1, day, tzinfo=UTC),
            score,
        )


async def entry(database: Database) -> UUID:
    async with database.transaction() as tx:
        return (await software.register(tx, OFFICER, "https://github.com/rivers/watch", observe=False)).id


async def programme(database: Database, state: str = "OPEN") -> UUID:
    async with database.transaction() as tx:
        organisation = await tx.fetchval(
            "insert into organisation (slug, name, kind) values ('bureau', '{}', 'AGENCY') returning id"
        )
        row: UUID = await tx.fetchval(
            "insert into programme (slug, organisation_id, name, mode, state)"
            " values ('spring', $1, '{}', 'OWNER_FIRST', $2) returning id",
            organisation,
            state,
        )
        return row


async def challenge(database: Database, row: UUID, slug: str, state: str) -> None:
    async with database.transaction() as tx:
        await tx.execute(
            "insert into challenge (slug, programme_id, owner_id, state, title, published_at)"
            " select $2, $1, organisation_id, $3, '{}', case when $3 = 'PUBLISHED' then now() end"
            " from programme where id = $1",
            row,
            slug,
            state,
        )


async def officer(database: Database) -> tuple[str, UUID]:
    """The session of an officer, and the grant that makes them one."""
    async with database.transaction() as tx:
        person = await people.register_person(tx, OFFICER, "officer@example.org", "An Officer", "en")
        grant = await people.grant(tx, OFFICER, person.id, Role.OFFICER)
        return await sessions.sign_in(tx, person.id), grant.id


async def test_a_software_tells_each_new_snapshot(host: str, database: Database) -> None:
    row = await entry(database)
    await snapshot(database, row, 1, 60)
    async with talk(host) as socket:
        await follow(socket, SOFTWARE, to_global_id("Software", row))
        for day, score in ((1, 60), (2, 61), (3, 62)):
            if day > 1:
                await snapshot(database, row, day, score)
            told = await hear(socket)
            assert (told["id"], told["type"]) == ("1", "next")
            assert told["payload"]["data"] == {
                "softwareObserved": {"score": score, "takenAt": f"2026-01-0{day}T00:00:00+00:00"}
            }
            assert ("extensions" in told["payload"]) == (day == 1)
        await say(socket, id="1", type="complete")
        await snapshot(database, row, 4, 63)
        await hears_nothing(socket)


async def test_a_programme_tells_what_everybody_may_see_and_not_that_something_hidden_changed(
    host: str, database: Database
) -> None:
    row = await programme(database)
    async with talk(host) as socket:
        await follow(socket, PROGRAMME, to_global_id("Programme", row))
        first = await hear(socket)
        assert first["payload"]["data"]["programmeProgress"]["challengeCount"] == 0
        await challenge(database, row, "hidden", "DRAFT")
        await hears_nothing(socket)
        await challenge(database, row, "shown", "PUBLISHED")
        assert (await hear(socket))["payload"]["data"]["programmeProgress"]["challengeCount"] == 1


async def test_what_may_not_be_seen_any_more_is_not_told(host: str, database: Database) -> None:
    row = await programme(database)
    async with talk(host) as socket:
        await follow(socket, PROGRAMME, to_global_id("Programme", row))
        assert (await hear(socket))["type"] == "next"
        async with database.transaction() as tx:
            await tx.execute("update programme set state = 'DRAFT' where id = $1", row)
        assert await hear(socket) == {"id": "1", "type": "complete"}


async def test_an_officer_follows_a_job_until_they_are_none(host: str, database: Database) -> None:
    token, grant = await officer(database)
    async with database.transaction() as tx:
        job = await jobs.enqueue(tx, "observe", {})
    async with talk(host) as stranger:
        await follow(stranger, JOB, to_global_id("Job", job))
        assert await hear(stranger) == {"id": "1", "type": "complete"}
    async with talk(host, init={"authorization": f"Bearer {token}"}) as socket:
        await follow(socket, JOB, to_global_id("Job", job))
        assert (await hear(socket))["payload"]["data"]["jobProgress"] == {
            "state": "QUEUED",
            "done": 0,
            "total": None,
        }
        async with database.transaction() as tx:
            await jobs.progress(tx, job, 1, 3)
        assert (await hear(socket))["payload"]["data"]["jobProgress"] == {
            "state": "QUEUED",
            "done": 1,
            "total": 3,
        }
        async with database.transaction() as tx:
            await people.revoke(tx, OFFICER, grant)
            await jobs.progress(tx, job, 2)
        assert await hear(socket) == {"id": "1", "type": "complete"}


async def test_a_stream_that_is_silent_ends_with_its_session(
    host: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriptions, "LOOK_AGAIN_SECONDS", 0.1)
    token, _ = await officer(database)
    async with database.transaction() as tx:
        job = await jobs.enqueue(tx, "observe", {})
    async with talk(host, init={"authorization": f"Bearer {token}"}) as socket:
        await follow(socket, JOB, to_global_id("Job", job))
        assert (await hear(socket))["type"] == "next"
        async with database.transaction() as tx:
            await tx.execute("delete from session")
        told = await hear(socket)
        assert told["payload"]["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_a_session_that_has_ended_is_told_nothing(host: str, database: Database) -> None:
    token, _ = await officer(database)
    async with database.transaction() as tx:
        job = await jobs.enqueue(tx, "observe", {})
    async with talk(host, init={"authorization": f"Bearer {token}"}) as socket:
        await follow(socket, JOB, to_global_id("Job", job))
        await hear(socket)
        async with database.transaction() as tx:
            await tx.execute("delete from session")
            await jobs.progress(tx, job, 2)
        told = await hear(socket)
        assert told["payload"]["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        assert told["payload"]["data"] is None
        assert await hear(socket) == {"id": "1", "type": "complete"}


async def test_a_query_is_answered_once_and_a_mutation_not_at_all(host: str) -> None:
    async with talk(host) as socket:
        await say(socket, id="q", type="subscribe", payload={"query": "{ viewer { name } }"})
        told = await hear(socket)
        assert (told["id"], told["type"], told["payload"]["data"]) == ("q", "next", {"viewer": None})
        cost = told["payload"]["extensions"]["cost"]
        assert (cost["requested"], cost["limit"], cost["bucket"]["capacity"]) == (1, 1_000, 12_000)
        assert await hear(socket) == {"id": "q", "type": "complete"}
        await say(
            socket,
            id="m",
            type="subscribe",
            payload={"query": "mutation { signOut { userErrors { code } } }"},
        )
        refused = await hear(socket)
        assert (refused["id"], refused["type"]) == ("m", "error")


async def test_an_operation_that_is_wrong_is_an_error_and_the_conversation_goes_on(host: str) -> None:
    async with talk(host) as socket:
        await follow(socket, "subscription ($id: ID!) { nothing(id: $id) }", "x")
        assert (await hear(socket))["type"] == "error"
        await say(socket, type="ping")
        assert await hear(socket) == {"type": "pong"}


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        (["{"], 4400),
        ([{"type": "surprise"}], 4400),
        ([{"id": "1", "type": "subscribe", "payload": {"query": "{ viewer { name } }"}}], 4401),
        ([{"type": "connection_init"}, {"type": "connection_init"}], 4429),
        ([{"type": "connection_init"}, {"id": "1", "type": "subscribe", "payload": {}}], 4400),
        (
            [
                {"type": "connection_init"},
                *[
                    {
                        "id": "1",
                        "type": "subscribe",
                        "payload": {
                            "query": SOFTWARE,
                            "variables": {"id": to_global_id("Software", UUID(int=1))},
                        },
                    }
                ]
                * 2,
            ],
            4409,
        ),
    ],
)
async def test_who_breaks_the_protocol_is_told_by_the_code_of_closing(
    host: str, messages: list[Any], code: int
) -> None:
    async with connect(f"ws://{host}/graphql", subprotocols=[PROTOCOL], proxy=None) as socket:  # type: ignore[list-item]  # a NewType of str
        for message in messages:
            await socket.send(message if isinstance(message, str) else json.dumps(message))
        assert (await closing(socket))[0] == code


async def test_who_says_nothing_is_not_waited_for(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "INIT_SECONDS", 0.1)
    async with connect(f"ws://{host}/graphql", subprotocols=[PROTOCOL], proxy=None) as socket:  # type: ignore[list-item]  # a NewType of str
        assert await closing(socket) == (4408, "connection initialisation timeout")


async def test_another_protocol_is_not_spoken(host: str) -> None:
    async with connect(f"ws://{host}/graphql", proxy=None) as socket:
        assert (await closing(socket))[0] == 4406


async def test_one_address_has_so_many_streams_open_and_no_more(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "MOST_OF_ADDRESS", 1)
    asked: Any = {"url": f"http://{host}/graphql", "params": {"query": "{ viewer { name } }"}}
    async with AsyncClient(headers={"Accept": "text/event-stream"}) as client:
        async with talk(host):
            refused = await client.get(**asked)
            async with connect(f"ws://{host}/graphql", subprotocols=[PROTOCOL], proxy=None) as socket:  # type: ignore[list-item]  # a NewType of str
                assert (await closing(socket))[0] == 1013
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "30")
        assert refused.json()["errors"][0]["extensions"]["code"] == "TOO_MANY_SUBSCRIPTIONS"
        async with asyncio.timeout(5):
            while "event: complete" not in (await client.get(**asked)).text:
                await asyncio.sleep(0.05)


async def test_one_connection_follows_so_much_and_no_more(host: str, database: Database) -> None:
    row = to_global_id("Software", await entry(database))
    async with talk(host) as socket:
        for number in range(MOST_OPERATIONS + 1):
            await follow(socket, SOFTWARE, row, str(number))
        refused = await hear(socket)
        assert (refused["id"], refused["type"]) == (str(MOST_OPERATIONS), "error")
        assert refused["payload"][0]["extensions"]["code"] == "TOO_MANY_SUBSCRIPTIONS"


async def test_another_site_opens_nothing_in_its_readers_name(host: str, database: Database) -> None:
    token, _ = await officer(database)
    cookie = {"Cookie": f"{SESSION_COOKIE}={token}"}
    with pytest.raises(InvalidStatus):
        async with talk(host, origin="https://elsewhere.example.org", additional_headers=cookie):
            pass
    async with talk(host, origin=f"http://{host}", additional_headers=cookie) as socket:  # type: ignore[arg-type]  # a NewType of str
        await say(socket, id="q", type="subscribe", payload={"query": "{ viewer { name } }"})
        assert (await hear(socket))["payload"]["data"] == {"viewer": {"name": "An Officer"}}


async def test_a_reader_that_takes_nothing_is_dropped(
    host: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = to_global_id("Software", await entry(database))

    async def stuck(*_: Any, **__: Any) -> None:
        await asyncio.sleep(60)

    async with talk(host) as socket:
        await follow(socket, SOFTWARE, row)
        await hears_nothing(socket)
        monkeypatch.setattr(sockets, "SEND_SECONDS", 0.1)
        monkeypatch.setattr("litestar.WebSocket.send_data", stuck)
        await say(socket, type="ping")
        assert await closing(socket) == (1013, "the reader is too slow")


async def read_events(
    client: AsyncClient, host: str, query: str, row: str, count: int, accept: str = "text/event-stream"
) -> AsyncIterator[Any]:
    sent = {"query": query, "variables": {"id": row}}
    headers = {"Accept": accept, "Accept-Encoding": "gzip"}
    async with client.stream("POST", f"http://{host}/graphql", json=sent, headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in answer.headers
        block: dict[str, str] = {}
        async for line in answer.aiter_lines():
            if line:
                name, _, value = line.partition(":")
                block[name] = value.strip()
            elif block:
                yield block.get("event"), json.loads(block["data"]) if block.get("data") else None
                block, count = {}, count - 1
                if not count:
                    return


async def test_server_sent_events_tell_the_same(host: str, database: Database) -> None:
    row = await programme(database)
    async with AsyncClient(timeout=5) as client:
        stream = read_events(client, host, PROGRAMME, to_global_id("Programme", row), 3)
        name, first = await anext(stream)
        assert name == "next"
        assert first["data"] == {"programmeProgress": {"state": "OPEN", "challengeCount": 0, "matchCount": 0}}
        assert first["extensions"]["cost"]["requested"] == 1
        await challenge(database, row, "shown", "PUBLISHED")
        told = await anext(stream)
        assert told[1]["data"]["programmeProgress"]["challengeCount"] == 1
        async with database.transaction() as tx:
            await tx.execute("update programme set state = 'DRAFT' where id = $1", row)
        assert await anext(stream) == ("complete", None)


async def test_a_stream_to_a_client_that_takes_json_as_well_is_not_held_back(
    host: str, database: Database
) -> None:
    row = to_global_id("Programme", await programme(database))
    async with AsyncClient(timeout=5) as client:
        stream = read_events(client, host, PROGRAMME, row, 1, "application/json, text/event-stream")
        assert [name async for name, _ in stream] == ["next"]


async def test_a_refused_stream_says_why_and_ends(host: str) -> None:
    async with AsyncClient(timeout=5) as client:
        found = [each async for each in read_events(client, host, "subscription { nothing }", "x", 2)]
    assert found[0][0] == "next"
    assert "errors" in found[0][1]
    assert found[1] == ("complete", None)


async def test_documents_that_are_refused_are_paid_over_streams_too(host: str) -> None:
    dear = "{ catalogue(first: 100) { nodes { deliveries(first: 20) { nodes { id } } } } }"
    async with AsyncClient(timeout=5) as client:
        costs = []
        for query in ("subscription { nothing }", dear):
            (first, *_) = [each async for each in read_events(client, host, query, "x", 2)]
            costs.append(first[1]["extensions"]["cost"])
    assert [cost["requested"] for cost in costs] == [0, 2_201]
    assert costs[1]["bucket"]["remaining"] < 12_000


async def test_a_quiet_stream_is_kept_alive(
    host: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "KEEP_ALIVE_SECONDS", 0.05)
    row = to_global_id("Software", await entry(database))
    params = {"query": SOFTWARE, "variables": json.dumps({"id": row})}
    async with (
        AsyncClient(timeout=5) as client,
        client.stream(
            "GET", f"http://{host}/graphql", params=params, headers={"Accept": "text/event-stream"}
        ) as answer,
    ):
        assert await anext(answer.aiter_bytes()) == b":\n\n"


async def test_after_a_lost_database_connection_what_was_missed_is_told(
    serve: Any, database: Database, cable: Cable
) -> None:
    row = await entry(database)
    reaching = Database(cable.dsn)
    host = await serve(reaching)
    try:
        async with talk(host) as socket:
            await follow(socket, SOFTWARE, to_global_id("Software", row))
            await hears_nothing(socket)
            await cable.cut()
            await snapshot(database, row, 1, 60)
            await cable.mend()
            told = await hear(socket)
            assert told["payload"]["data"]["softwareObserved"]["score"] == 60
    finally:
        await reaching.close()
