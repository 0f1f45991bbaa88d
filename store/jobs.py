"""Long work, done later by a worker: queued in the transaction that asked for it, held when it fails."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson
from pgqueuer import PgQueuer
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job as QueuedJob

from store import audit
from store.actor import Actor
from store.database import Connection, Database
from store.faults import said
from store.refusal import Problem, Refused, refuse_unless

MAX_ATTEMPTS = 8  # with the delays below about a day passes before a job is held
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=6)
RETRY_FACTOR = 5


class JobState(StrEnum):
    """Where a job stands; HELD has failed for good and waits for an officer."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work and how far it is."""

    id: UUID
    queue: str
    subject_id: UUID | None
    state: JobState
    done: int
    total: int | None
    message: str | None
    attempts: int
    run_after: datetime
    created_at: datetime
    finished_at: datetime | None


Work = Callable[[Job, Mapping[str, Any]], Awaitable[None]]


class TryAgainLater(Exception):  # noqa: N818 - what the work asks for, not a fault
    """The work could not be done now; it is tried again after the given time, or as usual without one."""

    def __init__(self, reason: str, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.after = after


async def enqueue(
    tx: Connection,
    queue: str,
    payload: Mapping[str, object],
    *,
    subject_id: UUID | None = None,
    delay: timedelta | None = None,
    priority: int = 0,
) -> UUID:
    """Queue work in the caller's transaction and return the job's id.

    Where a job for the same subject has not started yet, it is the one: it starts as soon as either may, at the higher
    priority, with the payload it was first queued with.

    Args:
        tx: the transaction that makes the work necessary.
        queue: its name; `api/work/worker.py` has one worker function for each.
        payload: what the worker function needs, as JSON.
        subject_id: the record it is about; one job that has not started yet is enough for a queue and subject.
        delay: how long to wait before it may start.
        priority: higher is sooner; 10 when a person is waiting.
    """
    run_after = timedelta(0) if delay is None else delay
    while True:  # a job that starts after the one look is gone at the other
        job_id = await _insert(tx, queue, subject_id, run_after)
        if job_id is not None:
            body = orjson.dumps({"job_id": str(job_id), **payload})
            await Queries(AsyncpgDriver(tx)).enqueue(  # type: ignore[arg-type]  # a pool's connection proxies the same methods
                queue, body, priority, execute_after=run_after, dedupe_key=str(job_id)
            )
            return job_id
        waiting = await _hurry(tx, queue, subject_id, run_after, priority)
        if waiting is not None:
            return waiting


async def _insert(tx: Connection, queue: str, subject_id: UUID | None, run_after: timedelta) -> UUID | None:
    job_id: UUID | None = await tx.fetchval(
        """
        insert into job (queue, subject_id, run_after)
        values ($1, $2, now() + $3)
        on conflict (queue, subject_id) where state = 'queued' and attempts = 0 do nothing
        returning id
        """,
        queue,
        subject_id,
        run_after,
    )
    return job_id


async def _hurry(
    tx: Connection, queue: str, subject_id: UUID | None, run_after: timedelta, priority: int
) -> UUID | None:
    """Make a waiting job as urgent as it is asked for now; None when it has started meanwhile.

    It cannot start before the transaction ends, so it sees what the caller wrote.
    """
    job_id: UUID | None = await tx.fetchval(
        """
        update job set run_after = least(run_after, now() + $3)
        where queue = $1 and subject_id = $2 and state = 'queued' and attempts = 0
        returning id
        """,
        queue,
        subject_id,
        run_after,
    )
    if job_id is not None:
        await tx.execute(
            """
            update pgqueuer
            set priority = greatest(priority, $2), execute_after = least(execute_after, now() + $3)
            where dedupe_key = $1 and status = 'queued'
            """,
            str(job_id),
            priority,
            run_after,
        )
    return job_id


async def hurry(tx: Connection, queue: str, subject_id: UUID) -> None:
    """Let the job about a record start now that waits for another attempt; one that runs or is not there is left be."""
    job_id: UUID | None = await tx.fetchval(
        """
        update job set run_after = now()
        where queue = $1 and subject_id = $2 and state = 'queued'
        returning id
        """,
        queue,
        subject_id,
    )
    await tx.execute(
        """
        update pgqueuer set execute_after = now(), priority = greatest(priority, 10)
        where dedupe_key = $1 and status = 'queued'
        """,
        str(job_id),
    )


async def progress(
    tx: Connection, job_id: UUID, done: int, total: int | None = None, message: str | None = None
) -> None:
    """Say how far a job is."""
    await tx.execute(
        "update job set done = $2, total = coalesce($3, total), message = coalesce($4, message) where id = $1",
        job_id,
        done,
        total,
        message,
    )


async def started(tx: Connection, job_id: UUID) -> Job | None:
    """Mark a job as running; None when it is unknown or already done."""
    row = await tx.fetchrow(
        """
        update job set state = 'running', attempts = attempts + 1
        where id = $1 and state <> 'done'
        returning id, queue, subject_id, state, done, total, message, attempts, run_after, created_at, finished_at
        """,
        job_id,
    )
    return None if row is None else _job(row)


async def finished(tx: Connection, job_id: UUID) -> None:
    """Mark a job as done."""
    await tx.execute("update job set state = 'done', finished_at = now() where id = $1", job_id)


async def failed(
    tx: Connection, job_id: UUID, reason: str, *, held: bool, retry_after: timedelta | None
) -> None:
    """Note why an attempt failed, and whether it is tried again or held for an officer."""
    await tx.execute(
        """
        update job
        set state = case when $3 then 'held' else 'queued' end, message = $2, run_after = now() + $4,
            finished_at = case when $3 then now() end
        where id = $1
        """,
        job_id,
        reason,
        held,
        retry_after or timedelta(0),
    )


async def find(connection: Connection, job_id: UUID) -> Job | None:
    """A job by id."""
    row = await connection.fetchrow(
        """
        select id, queue, subject_id, state, done, total, message, attempts, run_after, created_at, finished_at
        from job where id = $1
        """,
        job_id,
    )
    return None if row is None else _job(row)


async def is_any_ready(connection: Connection) -> bool:
    """Say whether a job is running, or could be."""
    found: bool = await connection.fetchval(
        "select exists (select from job where state = 'running' or (state = 'queued' and run_after <= now()))"
    )
    return found


async def waiting(connection: Connection) -> Sequence[Job]:
    """Jobs that are not done, soonest first."""
    rows = await connection.fetch(
        """
        select id, queue, subject_id, state, done, total, message, attempts, run_after, created_at, finished_at
        from job where state <> 'done' order by run_after, id
        """
    )
    return [_job(row) for row in rows]


async def release(tx: Connection, actor: Actor, job_id: UUID) -> UUID:
    """Let a held job be tried once more, now; failing again it is held again.

    Raises:
        Refused: OFFICERS_ONLY, or JOB_NOT_HELD; nothing is written.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    before = await tx.fetchrow(
        """
        update job
        set state = 'queued', attempts = $2, run_after = now(), finished_at = null
        where id = $1 and state = 'held'
        returning queue, message
        """,
        job_id,
        MAX_ATTEMPTS - 1,
    )
    if before is None:
        raise Refused(Problem("JOB_NOT_HELD", "id"))
    await tx.execute(
        "update pgqueuer set status = 'queued', execute_after = now() where dedupe_key = $1 and status = 'failed'",
        str(job_id),
    )
    after = {"queue": before["queue"], "reason": before["message"]}
    await audit.record(tx, actor, "job.released", "job", job_id, after=after)
    return job_id


async def by_state(connection: Connection) -> Sequence[tuple[str, JobState, int, float]]:
    """Count jobs by queue and state, with the seconds that the longest due of them has waited."""
    rows = await connection.fetch(
        """
        select queue, state, count(*) as jobs,
            greatest(0, coalesce(extract(epoch from now() - min(run_after)), 0))::float8 as seconds
        from job
        group by queue, state
        order by queue, state
        """
    )
    return [(row["queue"], JobState(row["state"]), row["jobs"], row["seconds"]) for row in rows]


def serve(
    queuer: PgQueuer, database: Database, queue: str, work: Work, *, concurrency_limit: int = 0
) -> None:
    """Let a worker function work off a queue.

    A failure is tried again after 30 s, 2.5 min, 12.5 min and so on up to six hours; the eighth is held for an officer.
    """

    @queuer.entrypoint(queue, concurrency_limit=concurrency_limit, on_failure="hold")
    async def run(queued: QueuedJob) -> None:
        payload = orjson.loads(queued.payload or b"{}")
        async with database.transaction() as tx:
            job = await started(tx, UUID(payload["job_id"]))
        if job is None:
            return
        try:
            await work(job, payload)
        except Exception as error:
            await _after_failure(database, job, error)
            raise
        async with database.transaction() as tx:
            await finished(tx, job.id)


async def _after_failure(database: Database, job: Job, error: Exception) -> None:
    delay = min(FIRST_RETRY * RETRY_FACTOR ** (job.attempts - 1), LONGEST_RETRY)
    if isinstance(error, TryAgainLater) and error.after is not None:
        delay = error.after
    held = job.attempts >= MAX_ATTEMPTS
    async with database.transaction() as tx:
        await failed(tx, job.id, said(error), held=held, retry_after=None if held else delay)
    if not held:
        raise RetryRequested(delay=delay, reason=said(error)) from error


def _job(row: Any) -> Job:
    return Job(**{**dict(row), "state": JobState(row["state"])})
