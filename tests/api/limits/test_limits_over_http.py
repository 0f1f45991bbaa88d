"""What callers of the API are told about their limits, and what they are refused."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest

from api.limits.buckets import Buckets
from registry.people import service as people
from registry.sessions import service as sessions
from schema import contract
from store.actor import Actor
from store.database import Connection, Database
from tests.api.application import Browse, graphql

PAGE = "catalogue(first: 100) { nodes { slug } }"
TEN = "{" + " ".join(f"a{number}: {PAGE}" for number in range(10)) + "}"


async def test_the_price_the_limit_and_what_is_left_are_told(browse: Browse, database: Database) -> None:
    async with browse(database) as client:
        first, second = [await client.post(**graphql("{" + PAGE + "}")) for _ in range(2)]
    for answer in (first, second):
        cost = answer.json()["extensions"]["cost"]
        assert (cost["requested"], cost["limit"]) == (101, 1_000)
        assert (cost["bucket"]["capacity"], cost["bucket"]["restoredPerSecond"]) == (12_000, 200)
    left = [answer.json()["extensions"]["cost"]["bucket"]["remaining"] for answer in (first, second)]
    assert 12_000 - 101 <= left[0] < 12_000
    assert left[1] < left[0]


async def test_an_answer_that_anybody_may_keep_tells_nobodys_bucket(
    browse: Browse, database: Database
) -> None:
    async with browse(database) as client:
        answers = [await client.get("/graphql", params={"query": "{" + PAGE + "}"}) for _ in range(2)]
    assert answers[0].json()["extensions"] == {"cost": {"requested": 101, "limit": 1_000}}
    assert answers[0].headers["etag"] == answers[1].headers["etag"]


async def test_ten_pages_of_a_hundred_are_refused_without_signing_in(
    browse: Browse, database: Database
) -> None:
    async with database.transaction() as tx:
        person = await people.register_person(tx, Actor.system(), "someone@example.org", "Someone", "en")
        token = await sessions.sign_in(tx, person.id)
    async with browse(database) as client:
        refused = await client.post(**graphql(TEN))
        answered = await client.post(**graphql(TEN), headers={"Authorization": f"Bearer {token}"})
    (error,) = refused.json()["errors"]
    assert error["extensions"] == {"code": "COST_EXCEEDED", "seen": 1_010, "limit": 1_000}
    assert refused.json()["extensions"]["cost"]["requested"] == 1_010
    assert "data" not in refused.json()
    assert list(answered.json()["data"]) == [f"a{number}" for number in range(10)]


async def test_who_asks_too_much_is_told_when_to_come_again(browse: Browse, database: Database) -> None:
    async with browse(database, points_per_minute=1_000) as client:
        for _ in range(9):
            assert (await client.post(**graphql("{" + PAGE + "}"))).status_code == 200
        limited = await client.post(**graphql("{" + PAGE + "}"))
    assert limited.status_code == 429
    (error,) = limited.json()["errors"]
    assert error["extensions"]["code"] == "RATE_LIMITED"
    assert 1 <= int(limited.headers["retry-after"]) <= 6
    assert error["extensions"]["retryAfterSeconds"] == int(limited.headers["retry-after"])


async def test_documents_that_are_refused_are_paid_too(browse: Browse, database: Database) -> None:
    async with browse(database, points_per_minute=1_000) as client:
        statuses = [(await client.post(**graphql("{ nothing }"))).status_code for _ in range(205)]
    assert statuses.count(200) >= 200
    assert statuses[-1] == 429


async def test_a_read_that_takes_too_long_is_stopped_in_the_database_too(
    browse: Browse, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contract, "MAX_SECONDS", 0.3)
    async with browse(database) as client, locked(database):
        answer = await client.post(**graphql("{ teams { totalCount nodes { slug } } }"))
        assert [each["extensions"]["code"] for each in answer.json()["errors"]] == ["TOO_SLOW"]
        await asyncio.sleep(0.1)
        async with database.read() as connection:
            waiting = """
                select count(*) from pg_stat_activity
                where wait_event_type = 'Lock' and datname = current_database()
            """
            assert await connection.fetchval(waiting) == 0


@asynccontextmanager
async def locked(database: Database) -> AsyncIterator[Connection]:
    """Nobody can read teams meanwhile."""
    async with database.transaction() as tx:
        await tx.execute("lock table team in access exclusive mode")
        yield tx


@pytest.mark.parametrize(
    ("path", "times", "wait"),
    [
        ("/en/", 100, "1"),
        ("/api/v1/software", 100, "1"),
        ("/en/feeds/software", 100, "1"),
        ("/exports/software.csv", 5, "12"),
    ],
)
async def test_whatever_is_asked_besides_graphql_is_paid_by_its_address(
    browse: Browse, database: Database, path: str, times: int, wait: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.app.Buckets", partial(Buckets, clock=lambda: 0.0))
    async with browse(database, points_per_minute=1_000) as client:
        statuses = [(await client.get(path)).status_code for _ in range(times)]
        refused = await client.get(path, headers={"Accept": "text/html"})
        others = [await client.get(free) for free in ("/healthz", "/assets/hashed.site.css")]
    assert statuses == [200] * times
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == wait
    assert [answer.status_code for answer in others] == [200, 200]


async def test_programs_are_told_in_their_form_that_they_ask_too_much(
    browse: Browse, database: Database
) -> None:
    async with browse(database, points_per_minute=1_000) as client:
        for _ in range(5):
            await client.get("/exports/software.csv")
        catalogue, other = [await client.get(path) for path in ("/api/v1/software", "/exports/software.csv")]
    assert catalogue.headers["content-type"] == "application/problem+json"
    assert catalogue.json()["status"] == 429
    assert other.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
