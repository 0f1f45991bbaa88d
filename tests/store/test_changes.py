"""Who follows a record is woken when it is written, and costs nothing when nobody does."""

import asyncio
from uuid import UUID, uuid4

from store.changes import Changes
from store.database import Database


async def job(database: Database, count: int = 1) -> list[UUID]:
    async with database.transaction() as tx:
        rows = await tx.fetch(
            "insert into job (queue, subject_id) select 'q', gen_random_uuid() from generate_series(1, $1)"
            " returning id",
            count,
        )
    return [row["id"] for row in rows]


async def woken(event: asyncio.Event, seconds: float = 5) -> bool:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True


async def test_only_who_follows_the_record_is_woken(database: Database) -> None:
    changes = Changes(database.dsn)
    first, second = await job(database, 2)
    async with changes.follow("job", first) as one, changes.follow("job", second) as other:
        one.clear()
        other.clear()
        async with database.transaction() as tx:
            await tx.execute("update job set done = 1 where id = $1", first)
        assert await woken(one)
        assert not await woken(other, 0.2)


async def test_more_than_a_hundred_at_once_wake_all_of_their_kind(database: Database) -> None:
    changes = Changes(database.dsn)
    async with changes.follow("job", uuid4()) as event, changes.follow("software", uuid4()) as other:
        event.clear()
        other.clear()
        await job(database, 101)
        assert await woken(event)
        assert not await woken(other, 0.2)


async def test_nobody_listens_when_nobody_follows(database: Database) -> None:
    changes = Changes(database.dsn)
    listening = (
        "select count(*) from pg_stat_activity"
        " where application_name = 'commonfield-changes' and datname = current_database()"
    )
    async with changes.follow("job", uuid4()), changes.follow("job", uuid4()), database.read() as connection:
        assert await connection.fetchval(listening) == 1
    assert changes.followed == 0
    async with database.read() as connection:
        for _ in range(50):
            if not await connection.fetchval(listening):
                return
            await asyncio.sleep(0.1)
    raise AssertionError("the connection is still there")
