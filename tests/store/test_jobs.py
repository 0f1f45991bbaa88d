import asyncio
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest
from pgqueuer import PgQueuer

from store import jobs
from store.database import Connection, Database


async def work_off(database: Database, work: jobs.Work, tried: int = 0) -> None:
    """Let a worker try the one queued job, which was tried this often before, once."""
    connection = await asyncpg.connect(database.dsn)
    queuer = PgQueuer.from_asyncpg_connection(connection)
    jobs.serve(queuer, database, "paint", work)
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        group.create_task(queuer.run(dequeue_timeout=timedelta(milliseconds=100)))
        async with database.read() as reader:
            while await reader.fetchval(
                "select exists (select from job where attempts = $1 or state = 'running')", tried
            ):
                await asyncio.sleep(0.02)
        queuer.shutdown.set()
    await connection.close()


async def test_a_job_is_done_with_the_payload_it_was_queued_with(database: Database) -> None:
    seen = []

    async def work(job: jobs.Job, payload: Mapping[str, object]) -> None:
        seen.append((job.attempts, payload["colour"]))

    async with database.transaction() as tx:
        job_id = await jobs.enqueue(tx, "paint", {"colour": "green"})
    await work_off(database, work)

    async with database.read() as connection:
        job = await jobs.find(connection, job_id)
    assert seen == [(1, "green")]
    assert job is not None
    assert job.state is jobs.JobState.DONE


async def test_a_job_that_fails_waits_for_its_next_attempt_and_says_why(database: Database) -> None:
    async def work(job: jobs.Job, payload: Mapping[str, object]) -> None:
        raise jobs.TryAgainLater("the paint is wet", after=timedelta(hours=1))

    async with database.transaction() as tx:
        job_id = await jobs.enqueue(tx, "paint", {})
    await work_off(database, work)

    async with database.read() as connection:
        job = await jobs.find(connection, job_id)
        assert job is not None
        waiting = await connection.fetchval("select run_after - now() from job where id = $1", job_id)
    assert (job.state, job.attempts, job.message) == (
        jobs.JobState.QUEUED,
        1,
        "TryAgainLater: the paint is wet",
    )
    assert timedelta(minutes=59) < waiting <= timedelta(hours=1)


async def test_the_last_attempt_leaves_the_job_held(database: Database) -> None:
    async def work(job: jobs.Job, payload: Mapping[str, object]) -> None:
        raise ValueError("no such colour")

    async with database.transaction() as tx:
        job_id = await jobs.enqueue(tx, "paint", {})
        await tx.execute("update job set attempts = $2 where id = $1", job_id, jobs.MAX_ATTEMPTS - 1)
    await work_off(database, work, tried=jobs.MAX_ATTEMPTS - 1)

    async with database.read() as connection:
        job = await jobs.find(connection, job_id)
        held = await connection.fetchval("select count(*) from pgqueuer where status = 'failed'")
    assert job is not None
    assert (job.state, job.message) == (jobs.JobState.HELD, "ValueError: no such colour")
    assert held == 1


async def test_one_waiting_job_is_enough_for_a_subject(tx: Connection) -> None:
    subject = uuid4()
    first = await jobs.enqueue(tx, "paint", {}, subject_id=subject)
    second = await jobs.enqueue(tx, "paint", {}, subject_id=subject)
    assert first == second
    assert await tx.fetchval("select count(*) from pgqueuer") == 1


async def test_asking_again_sooner_hurries_the_job_that_waits(tx: Connection) -> None:
    subject = uuid4()
    first = await jobs.enqueue(tx, "paint", {}, subject_id=subject, delay=timedelta(hours=6))
    assert await jobs.enqueue(tx, "paint", {}, subject_id=subject, priority=10) == first
    [row] = await tx.fetch("select priority, execute_after - now() as delay from pgqueuer")
    assert (row["priority"], row["delay"]) == (10, timedelta(0))
    assert await tx.fetchval("select run_after - now() from job") == timedelta(0)


async def test_asking_again_later_leaves_the_job_as_urgent_as_it_was(tx: Connection) -> None:
    subject = uuid4()
    await jobs.enqueue(tx, "paint", {}, subject_id=subject, priority=10)
    await jobs.enqueue(tx, "paint", {}, subject_id=subject, delay=timedelta(hours=6))
    [row] = await tx.fetch("select priority, execute_after - now() as delay from pgqueuer")
    assert (row["priority"], row["delay"]) == (10, timedelta(0))
    assert await tx.fetchval("select run_after - now() from job") == timedelta(0)


async def test_a_job_that_is_hurried_is_done_at_once(database: Database) -> None:
    subject, seen = uuid4(), []

    async def work(job: jobs.Job, payload: Mapping[str, object]) -> None:
        seen.append(job.id)

    async with database.transaction() as tx:
        first = await jobs.enqueue(tx, "paint", {}, subject_id=subject, delay=timedelta(hours=6))
    async with database.transaction() as tx:
        await jobs.enqueue(tx, "paint", {}, subject_id=subject, priority=10)
    await work_off(database, work)
    assert seen == [first]


async def test_a_job_that_starts_while_it_is_asked_for_is_followed_by_another(database: Database) -> None:
    subject = uuid4()
    async with database.transaction() as tx:
        first = await jobs.enqueue(tx, "paint", {}, subject_id=subject)

    async def ask() -> UUID:
        async with database.transaction() as tx:
            return await jobs.enqueue(tx, "paint", {}, subject_id=subject)

    async with database.transaction() as starting:
        await jobs.started(starting, first)
        asking = asyncio.create_task(ask())
        await asyncio.sleep(0.2)
        assert not asking.done()
    async with asyncio.timeout(10):
        second = await asking
    assert second not in {first, None}
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from pgqueuer") == 2


async def test_a_job_exists_only_with_the_write_that_asked_for_it(database: Database) -> None:
    async def write_and_fail() -> None:
        async with database.transaction() as tx:
            await jobs.enqueue(tx, "paint", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await write_and_fail()
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from job") == 0
        assert await connection.fetchval("select count(*) from pgqueuer") == 0


async def test_something_is_ready_while_it_is_due_or_running_and_not_while_it_waits(tx: Connection) -> None:
    ready = [await jobs.is_any_ready(tx)]
    await jobs.enqueue(tx, "paint", {}, delay=timedelta(hours=1))
    ready.append(await jobs.is_any_ready(tx))
    job_id = await jobs.enqueue(tx, "paint", {})
    ready.append(await jobs.is_any_ready(tx))
    await jobs.started(tx, job_id)
    ready.append(await jobs.is_any_ready(tx))
    await jobs.finished(tx, job_id)
    ready.append(await jobs.is_any_ready(tx))
    assert ready == [False, False, True, True, False]
