"""A subscription is paid for as any operation, and goes on for longer than a read may take."""

import asyncio

import orjson
import pytest
from strawberry.types import ExecutionResult

from registry.search.postgres import PostgresIndex
from schema import contract
from schema.context import Context, Live
from schema.contract import SCHEMA
from schema.cost import Purse
from store.actor import Actor
from store.changes import Changes
from store.database import Database
from tests.security import world
from tests.security.world import id_of, row_of

JOB = "subscription($id: ID!) { jobProgress(id: $id) { state message } }"


def following(database: Database, officer: Actor, purse: Purse | None = None) -> Context:
    async def refresh() -> Actor:
        return officer

    live = Live(Changes(database.dsn), refresh)
    return Context(database, officer, "en", PostgresIndex(database), live=live, purse=purse)


class Wallet:
    """A purse that remembers."""

    limit = 100

    def __init__(self, wait: float | None = None) -> None:
        self.paid: list[float] = []
        self._wait = wait

    def pay(self, points: float) -> float | None:
        self.paid.append(points)
        return self._wait


@pytest.fixture
async def officer(peopled: Database) -> Actor:
    async with peopled.read() as connection:
        return (await world.actors(connection))["officer"]


async def test_a_subscription_is_paid_for_once(peopled: Database, officer: Actor) -> None:
    wallet = Wallet()
    stream = await SCHEMA.stream(JOB, {"id": id_of("Job held")}, following(peopled, officer, wallet))
    first = await asyncio.wait_for(anext(stream), 5)
    await stream.aclose()
    assert isinstance(first, ExecutionResult)
    assert first.errors is None
    assert len(wallet.paid) == 1


async def test_who_cannot_pay_follows_nothing(peopled: Database, officer: Actor) -> None:
    stream = await SCHEMA.stream(JOB, {"id": id_of("Job held")}, following(peopled, officer, Wallet(wait=9)))
    told = [each async for each in stream]
    assert [error.extensions["code"] for error in told[0].errors or ()] == ["RATE_LIMITED"]  # type: ignore[union-attr, index]  # an answer that has a code
    assert len(told) == 1


async def test_a_subscription_outlives_the_time_of_a_read(
    peopled: Database, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contract, "MAX_SECONDS", 0.1)
    stream = await SCHEMA.stream(JOB, {"id": id_of("Job held")}, following(peopled, officer))
    await asyncio.wait_for(anext(stream), 5)
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0.3)
    assert not waiting.done()
    async with peopled.transaction() as tx:
        await tx.execute("update job set message = 'further' where id = $1", row_of("Job held"))
    second = await asyncio.wait_for(waiting, 5)
    await stream.aclose()
    assert isinstance(second, ExecutionResult)
    assert b"further" in orjson.dumps(second.data)
