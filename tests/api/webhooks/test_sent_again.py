"""Keepers send a message of the log once more, as it was: after a failure, when it was lost, before its next try."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from api.graphql.handlers import query
from registry.search.postgres import PostgresIndex
from registry.webhooks import service
from registry.webhooks.model import Event
from schema.context import Context
from store.actor import Actor
from store.database import Database
from store.refusal import Refused
from tests.api.webhooks.test_webhook_page import hidden, signed_in
from tests.api.webhooks.test_webhooks import OFFICER, happen, log_of, registered, work

LOG = """{ webhooks { nodes { deliveries { nodes {
    state attempts responseStatus failure nextAttemptAt
} } } } }"""


@asynccontextmanager
async def receiver(*statuses: int) -> AsyncIterator[tuple[str, list[tuple[bytes, bytes]]]]:
    """A server on this machine that answers one status after the other; the ids and the bodies that it was sent."""
    kept: list[tuple[bytes, bytes]] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
        headers = {
            name.lower(): value for name, _, value in (line.partition(b": ") for line in head[1:] if line)
        }
        kept.append((headers[b"webhook-id"], await reader.readexactly(int(headers[b"content-length"]))))
        writer.write(f"HTTP/1.1 {statuses[len(kept) - 1]} X\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook", kept


async def told(database: Database) -> dict[str, Any]:
    """The one line of the log, as its keepers see it."""
    data = await query(Context(database, OFFICER, "en", PostgresIndex(database)), LOG)
    ((line,),) = [each["deliveries"]["nodes"] for each in data["webhooks"]["nodes"]]
    found: dict[str, Any] = line
    return found


async def again(database: Database, actor: Actor = OFFICER) -> UUID:
    async with database.transaction() as tx:
        delivery_id: UUID = await tx.fetchval("select id from webhook_delivery")
        return await service.send_again(tx, actor, delivery_id)


async def test_what_waits_for_its_next_try_is_sent_at_once_and_the_same(database: Database) -> None:
    async with receiver(500, 204) as (address, kept):
        await registered(database, address, Event.SOFTWARE_REGISTERED)
        await happen(database)
        await work(database)
        waiting = await told(database)
        assert (waiting["state"], waiting["attempts"], waiting["responseStatus"]) == ("WAITING", 1, 500)
        assert waiting["nextAttemptAt"] is not None
        await again(database)
        await work(database)
    assert kept[0] == kept[1]
    assert await told(database) == {
        "state": "DELIVERED",
        "attempts": 2,
        "responseStatus": 204,
        "failure": None,
        "nextAttemptAt": None,
    }


async def test_what_was_delivered_is_sent_once_more(database: Database) -> None:
    async with receiver(204, 204) as (address, kept):
        await registered(database, address, Event.SOFTWARE_REGISTERED)
        await happen(database)
        await work(database)
        await again(database)
        assert (await told(database))["state"] == "WAITING"
        await work(database)
    assert kept[0] == kept[1]
    assert await log_of(database) == [("software.registered", "DELIVERED", 2, 204, None)]


async def test_what_was_given_up_gets_one_more_attempt(database: Database) -> None:
    async with receiver(204, 503) as (address, kept):
        await registered(database, address, Event.SOFTWARE_REGISTERED)
        await happen(database)
        await work(database)
        async with database.transaction() as tx:
            await tx.execute(
                "update webhook_delivery set state = 'FAILED', attempts = $1", service.LAST_ATTEMPT
            )
        await again(database)
        await work(database)
    assert len(kept) == 2
    line = await told(database)
    assert (line["state"], line["attempts"], line["nextAttemptAt"]) == (
        "FAILED",
        service.LAST_ATTEMPT + 1,
        None,
    )


async def test_pressed_twice_it_is_sent_once(database: Database) -> None:
    async with receiver(204, 204, 204) as (address, kept):
        await registered(database, address, Event.SOFTWARE_REGISTERED)
        await happen(database)
        await work(database)
        await again(database)
        await again(database)
        await work(database)
    assert len(kept) == 2


async def test_a_stranger_sends_nothing_again(database: Database) -> None:
    async with receiver(204) as (address, kept):
        await registered(database, address, Event.SOFTWARE_REGISTERED)
        await happen(database)
        await work(database)
        with pytest.raises(Refused, match="NOT_YOUR_ORGANISATION"):
            await again(database, Actor(name="somebody"))
        await work(database)
    assert len(kept) == 1
    assert await log_of(database) == [("software.registered", "DELIVERED", 1, 204, None)]


async def test_what_is_no_longer_in_the_log_cannot_be_sent(database: Database) -> None:
    async with database.transaction() as tx:
        with pytest.raises(Refused, match="UNKNOWN_WEBHOOK_DELIVERY"):
            await service.send_again(tx, OFFICER, uuid4())


async def test_the_page_shows_how_each_attempt_went_and_sends_again(
    client: AsyncClient, database: Database
) -> None:
    await signed_in(client, database)
    async with receiver(500, 204) as (address, kept):
        await registered(database, address, Event.SOFTWARE_REGISTERED)
        await happen(database)
        await work(database)
        async with database.transaction() as tx:
            await tx.execute("update webhook_delivery set duration_ms = 35")
        page = (await client.get("/en/webhooks")).text
        assert "500 after 35 ms" in page
        assert "Next attempt" in page
        form = {"form_token": hidden(page, "form_token"), "delivery": hidden(page, "delivery")}
        answer = await client.post("/en/webhooks/again", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/en/webhooks?done=sent-again")
        await work(database)
    assert len(kept) == 2
    page = (await client.get("/en/webhooks?done=sent-again")).text
    assert "The message is sent again now." in page
    assert "204 after" in page
    assert "Next attempt" not in page
