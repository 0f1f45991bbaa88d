"""Addresses are told what happens, signed, again when they do not answer, and never inside our own network."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from api.graphql.handlers import query
from api.webhooks.outgoing import SUBJECTS, Teller
from api.work.worker import Worker
from registry.publiccode import PublicCode
from registry.search.postgres import PostgresIndex
from registry.software import service as software
from registry.software.expiry import INVALID_FOR, NOTICE, expire_invalid
from registry.watches import service as watches
from registry.watches.model import AlertKind, NewAlert
from registry.webhooks import repository, service
from registry.webhooks.model import (
    CHOICES,
    MOST_FAILURES,
    Attempt,
    Audited,
    Event,
    Webhook,
    events_of,
    signature,
)
from schema.context import Context
from schema.contract import SCHEMA
from scrapers.github import GitHubAccess
from scrapers.public_addresses import NotPublic, is_public, pin
from store import jobs
from store.actor import Actor
from store.database import Database
from store.jobs import TryAgainLater
from store.refusal import Refused

OFFICER = Actor(name="an officer", is_officer=True)
DOCUMENT = (Path(__file__).resolve().parents[3] / "docs" / "webhooks.md").read_text(encoding="utf-8")
Received = tuple[Mapping[str, str], bytes]


@asynccontextmanager
async def receiver(status: int = 204) -> AsyncIterator[tuple[str, list[Received]]]:
    """A server on this machine that keeps what it is sent."""
    kept: list[Received] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)
        }
        kept.append((headers, await reader.readexactly(int(headers["content-length"]))))
        writer.write(f"HTTP/1.1 {status} X\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook?from=us", kept


def teller(database: Database, *, anywhere: bool = True) -> Teller:
    index = PostgresIndex(database)
    return Teller(database, index, lambda _address, _port: True) if anywhere else Teller(database, index)


async def registered(database: Database, address: str, *events: Event) -> Webhook:
    async with database.transaction() as tx:
        return await service.register(tx, OFFICER, address, [str(each) for each in events])


async def happen(database: Database, licence: str = "MIT") -> UUID:
    metadata = PublicCode(name="River Watch", licence=licence)
    async with database.transaction() as tx:
        return (
            await software.register(
                tx, OFFICER, "https://github.com/rivers/watch", metadata=metadata, observe=False
            )
        ).id


async def work(database: Database, *, anywhere: bool = True) -> None:
    """Everything that is to be done now, as the worker does it."""
    worker = Worker(database, GitHubAccess("http://127.0.0.1:9"))
    worker._teller = teller(database, anywhere=anywhere)
    while await worker.hand_on():
        pass
    await worker.drain()


async def log_of(database: Database) -> list[tuple[str, str, int, int | None, str | None]]:
    async with database.read() as connection:
        rows = await connection.fetch(
            "select event, state, attempts, response_status, failure from webhook_delivery order by created_at, event"
        )
    return [tuple(row) for row in rows]


async def test_a_change_reaches_who_wants_to_be_told_signed(database: Database) -> None:
    async with receiver() as (address, kept):
        webhook = await registered(database, address, Event.SOFTWARE_REGISTERED)
        row = await happen(database)
        await work(database)
    ((headers, body),) = kept
    message = orjson.loads(body)
    assert message["type"] == "software.registered"
    assert message["data"]["slug"] == "river-watch"
    assert message["id"] == headers["webhook-id"]
    assert headers["host"] == address.split("/")[2]
    expected = signature(webhook.secret, UUID(headers["webhook-id"]), int(headers["webhook-timestamp"]), body)
    assert headers["webhook-signature"] == expected
    assert str(row) not in body.decode()
    assert await log_of(database) == [("software.registered", "DELIVERED", 1, 204, None)]


async def test_a_change_of_licence_is_told_as_such(database: Database) -> None:
    await happen(database)
    async with receiver() as (address, kept):
        await registered(database, address, Event.SOFTWARE_LICENCE_CHANGED)
        await happen(database)
        await happen(database, "Apache-2.0")
        await work(database)
    assert [orjson.loads(body)["data"]["declaredLicence"] for _, body in kept] == ["Apache-2.0"]


async def test_a_fall_of_health_is_told_with_its_reasons(database: Database) -> None:
    row = await happen(database)
    async with receiver() as (address, kept):
        await registered(database, address, Event.SOFTWARE_HEALTH_ALERT)
        async with database.transaction() as tx:
            alert = NewAlert(AlertKind.BAND_LOST, "", "STEADY", "SLOWING", ("last_commit",))
            await watches._tell(tx, row, datetime(2026, 11, 1, tzinfo=UTC), alert)
        await work(database)
    ((_, body),) = kept
    message = orjson.loads(body)
    assert message["type"] == "software.health_alert"
    told = {name: message["data"][name] for name in ("kind", "before", "after", "signals")}
    assert told == {"kind": "BAND_LOST", "before": "STEADY", "after": "SLOWING", "signals": ["last_commit"]}
    assert message["data"]["software"]["slug"] == "river-watch"


async def test_an_entry_that_leaves_the_lists_is_told_with_its_day(database: Database) -> None:
    row = await happen(database)
    async with receiver() as (address, kept):
        await registered(database, address, Event.SOFTWARE_EXPIRING, Event.SOFTWARE_EXPIRED)
        invalid_since = datetime(2026, 1, 1, tzinfo=UTC)
        for days in (INVALID_FOR - NOTICE, INVALID_FOR):
            async with database.transaction() as tx:
                await tx.execute("update software set invalid_since = $2 where id = $1", row, invalid_since)
                await expire_invalid(tx, invalid_since + days + timedelta(hours=1))
            await work(database)
    told = [orjson.loads(body) for _, body in kept]
    assert [each["type"] for each in told] == ["software.expiring", "software.expired"]
    assert [each["data"]["expiresAt"][:10] for each in told] == ["2026-06-30", "2026-06-30"]
    assert [each["data"]["expiredAt"] is None for each in told] == [True, False]


async def test_nobody_is_told_of_what_only_some_may_see(database: Database) -> None:
    async with receiver() as (address, kept):
        await registered(database, address, Event.CHALLENGE_PUBLISHED)
        async with database.transaction() as tx:
            await tx.execute(
                "insert into audit_event (actor_name, action, subject_type, subject_id)"
                " values ('x', 'challenge.published', 'challenge', $1)",
                uuid4(),
            )
        await work(database)
    assert kept == []
    assert await log_of(database) == [("challenge.published", "DROPPED", 0, None, None)]


async def test_what_is_not_taken_is_sent_again_as_it_was(database: Database) -> None:
    async with receiver(500) as (address, kept):
        webhook = await registered(database, address, Event.SOFTWARE_REGISTERED)
        await happen(database)
        await work(database)
        assert await log_of(database) == [("software.registered", "WAITING", 1, 500, "ANSWERED_500")]
        async with database.read() as connection:
            (waiting,) = await jobs.waiting(connection)
            assert waiting.queue == service.DELIVER
            delivery = await connection.fetchval("select id from webhook_delivery")
        with pytest.raises(TryAgainLater):
            await teller(database).deliver(waiting, {"delivery_id": str(delivery)})
    (_, first), (_, second) = kept
    assert first == second
    async with database.read() as connection:
        assert await connection.fetchval("select failures from webhook where id = $1", webhook.id) == 2


async def test_a_redirect_is_not_followed(database: Database) -> None:
    async with receiver(302) as (address, kept):
        await registered(database, address, Event.SOFTWARE_REGISTERED)
        await happen(database)
        await work(database)
    assert len(kept) == 1
    assert await log_of(database) == [("software.registered", "WAITING", 1, 302, "ANSWERED_302")]


async def test_our_own_network_is_never_called(database: Database) -> None:
    async with receiver() as (address, kept):
        await registered(database, address, Event.SOFTWARE_REGISTERED)
        await happen(database)
        await work(database, anywhere=False)
    assert kept == []
    assert await log_of(database) == [("software.registered", "WAITING", 1, None, "NOT_A_PUBLIC_ADDRESS")]


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104 - refused, not bound
        "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "2001:0:7f00:1::", "::ffff:0:127.0.0.1", "fec0::1", "192.0.0.8", "192.88.99.1", "5f00::1",
        "3fff::1",
    ],
)  # fmt: skip
def test_an_address_of_a_private_network_is_not_public(number: str) -> None:
    assert not is_public(ip_address(number))


def test_an_address_of_the_internet_is_public() -> None:
    assert is_public(ip_address("203.0.114.1"))
    assert is_public(ip_address("2606:4700::1111"))


@pytest.mark.parametrize(
    "url", ["http://localhost/", "http://127.1/", "http://2130706433/", "ftp://example.org/", "http://[::1]/"]
)
async def test_a_name_is_held_to_the_machine_that_it_was_looked_up_to(url: str) -> None:
    with pytest.raises(NotPublic):
        await pin(url)


@pytest.mark.parametrize("port", [22, 25, 6379, 9200])
async def test_a_port_of_something_else_than_a_web_server_is_not_called(port: int) -> None:
    with pytest.raises(NotPublic):
        await pin(f"https://203.0.114.1:{port}/")


@pytest.mark.parametrize("port", ["", ":443", ":8443"])
async def test_the_ports_of_web_servers_are_called(port: str) -> None:
    assert (await pin(f"https://203.0.114.1{port}/")).host == f"203.0.114.1{port}"


async def test_a_webhook_to_another_port_is_not_registered(database: Database) -> None:
    context = Context(database, OFFICER, "en", PostgresIndex(database))
    result = await SCHEMA.execute(
        'mutation { registerWebhook(address: "https://hooks.example.org:6379/", events: [SOFTWARE_CHANGED]) '
        "{ userErrors { code message } } }",
        None,
        context,
    )
    (error,) = orjson.loads(orjson.dumps(result.data))["registerWebhook"]["userErrors"]
    assert error["code"] == "PORT_NOT_CALLED"
    assert "80, 443, 8080, 8443" in error["message"]
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from webhook") == 0


async def test_an_address_that_fails_too_often_is_disabled_and_its_keepers_are_told(
    database: Database,
) -> None:
    webhook = await registered(database, "https://hooks.example.org/", Event.SOFTWARE_REGISTERED)
    await happen(database)
    async with database.transaction() as tx:
        await service.fan_out(tx)
        delivery_id = await tx.fetchval("select id from webhook_delivery")
        for _ in range(MOST_FAILURES):
            delivery = await repository.find_delivery(tx, delivery_id)
            assert delivery is not None
            await service.note_attempt(tx, delivery, Attempt(None, 3, "NOT_REACHED"))
        row = await tx.fetchrow("select state, last_failure from webhook where id = $1", webhook.id)
        assert tuple(row or ()) == ("DISABLED", "NOT_REACHED")
        assert await tx.fetchval("select count(*) from audit_event where action = 'webhook.disabled'") == 1
        await service.resume(tx, OFFICER, webhook.id)
        row = await tx.fetchrow("select state, failures from webhook where id = $1", webhook.id)
        assert tuple(row or ()) == ("ACTIVE", 0)


async def test_a_test_message_reaches_a_disabled_webhook_too(database: Database) -> None:
    async with receiver() as (address, kept):
        webhook = await registered(database, address, Event.SOFTWARE_REGISTERED)
        async with database.transaction() as tx:
            await repository.disable(tx, webhook.id)
            await service.ping(tx, OFFICER, webhook.id)
        await work(database)
    assert [orjson.loads(body)["type"] for _, body in kept] == ["ping"]


async def test_only_keepers_register_and_a_stranger_writes_nothing(database: Database) -> None:
    async with database.transaction() as tx:
        bureau = await tx.fetchval(
            "insert into organisation (slug, name, kind) values ('bureau', '{}', 'AGENCY') returning id"
        )
    stranger = Actor(name="x", person_id=None)
    keeper = Actor(name="k", agency_for=frozenset({bureau}))
    for actor, organisation in ((stranger, None), (stranger, bureau), (keeper, None)):
        with pytest.raises(Refused, match="NOT_YOUR_ORGANISATION"):
            async with database.transaction() as tx:
                await service.register(
                    tx, actor, "https://hooks.example.org/", ["software.registered"], organisation
                )
    async with database.transaction() as tx:
        assert await tx.fetchval("select count(*) from webhook") == 0
        await service.register(tx, keeper, "https://hooks.example.org/", ["software.registered"], bureau)
        assert await tx.fetchval("select count(*) from webhook") == 1


@pytest.mark.parametrize(
    ("address", "events", "code"),
    [
        ("ftp://example.org/", ["software.registered"], "NOT_A_WEB_ADDRESS"),
        ("https://user:word@example.org/", ["software.registered"], "NOT_A_WEB_ADDRESS"),
        ("https://example.org:0/", ["software.registered"], "NOT_A_WEB_ADDRESS"),
        ("https://example.org/", [], "EVENTS_MISSING"),
        ("https://example.org/", ["ping"], "UNKNOWN_EVENT"),
        ("https://example.org/", ["person.forgotten"], "UNKNOWN_EVENT"),
    ],
)
async def test_what_cannot_be_registered(
    database: Database, address: str, events: list[str], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        async with database.transaction() as tx:
            await service.register(tx, OFFICER, address, events)
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from webhook") == 0


async def test_the_log_is_for_keepers_and_shows_no_secret(database: Database) -> None:
    webhook = await registered(database, "https://hooks.example.org/", Event.SOFTWARE_REGISTERED)
    await happen(database)
    async with database.transaction() as tx:
        await service.fan_out(tx)
    document = "{ webhooks { nodes { address events state deliveries { nodes { event state attempts } } } } }"
    for actor, expected in (
        (Actor.anonymous(), []),
        (
            OFFICER,
            [
                {
                    "address": "https://hooks.example.org/",
                    "events": ["SOFTWARE_REGISTERED"],
                    "state": "ACTIVE",
                    "deliveries": {
                        "nodes": [{"event": "SOFTWARE_REGISTERED", "state": "WAITING", "attempts": 0}]
                    },
                }
            ],
        ),
    ):
        data = await query(Context(database, actor, "en", PostgresIndex(database)), document)
        assert data["webhooks"]["nodes"] == expected
    async with database.read() as connection:
        assert webhook.secret not in str(await connection.fetch("select before, after from audit_event"))


async def test_while_nobody_wants_to_be_told_nothing_is_kept(database: Database) -> None:
    await happen(database)
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from webhook_event") == 0


async def test_the_log_is_kept_for_a_month(database: Database) -> None:
    await registered(database, "https://hooks.example.org/", Event.SOFTWARE_REGISTERED)
    await happen(database)
    async with database.transaction() as tx:
        await service.fan_out(tx)
        assert await service.forget_old(tx) == 0
        await tx.execute("update webhook_delivery set created_at = now() - interval '31 days'")
        assert await service.forget_old(tx) == 1


def test_every_event_is_documented_and_has_its_message() -> None:
    told = re.findall(r"^\| `([a-z_.]+)` \|", DOCUMENT, re.MULTILINE)
    assert told == [str(event) for event in (*CHOICES, Event.PING)]
    for event in CHOICES:
        subject = {"software.licence_changed": "software"}.get(event, event.split(".")[0])
        assert subject in SUBJECTS
    changed = Audited("software.observed", "software", None, {"licence": "MIT"}, {"licence": None}, None)  # type: ignore[arg-type]  # its time is not asked
    assert events_of(changed) == (Event.SOFTWARE_CHANGED, Event.SOFTWARE_LICENCE_CHANGED)


def test_the_example_of_the_document_verifies_a_signature_and_refuses_others() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    known: dict[str, Any] = {}
    exec(example, known)  # noqa: S102 - our own document
    secret, body, now = "whsec_" + "c2VjcmV0IHNlY3JldCBzZWNyZXQ=", b'{"type":"ping"}', 1_795_000_000
    row = uuid4()
    headers = {
        "webhook-id": str(row),
        "webhook-timestamp": str(now),
        "webhook-signature": signature(secret, row, now, body),
    }
    assert known["is_ours"](secret, headers, body, now=now + 10)
    assert not known["is_ours"](secret, headers, body + b" ", now=now + 10)
    assert not known["is_ours"](secret, headers, body, now=now + 3600)
    assert not known["is_ours"]("whsec_b3RoZXI=", headers, body, now=now + 10)
