"""What officers see of the queues, and what they may do about a job that is held."""

import re
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from litestar.exceptions import PermissionDeniedException

from api.metrics import metrics
from api.webhooks import incoming
from api.work import worker as module
from api.work.letters import MailServer
from api.work.worker import Worker
from matching.best_fits import service as best_fits
from matching.steps import service as steps
from registry.bills import service as bills
from registry.crawls import service as crawls
from registry.saved_searches import service as saved_searches
from registry.software import service
from registry.watches import service as watches
from registry.webhooks import service as webhooks
from scrapers.github import GitHubAccess
from store import jobs
from store.actor import Actor
from store.database import Database
from store.jobs import JobState
from store.refusal import Refused

ROOT = Path(__file__).resolve().parents[3]
OFFICER = Actor(name="an officer", is_officer=True)
VISITOR = Actor(name="a visitor")
NOWHERE = GitHubAccess("http://127.0.0.1:9", timeout=1)


async def held(database: Database) -> UUID:
    """A job that failed for the last time, as PgQueuer and we keep it."""
    async with database.transaction() as tx:
        job_id = await jobs.enqueue(tx, "observe", {"repository_id": "00000000-0000-0000-0000-000000000000"})
        await jobs.failed(tx, job_id, "it broke", held=True, retry_after=None)
        await tx.execute("update pgqueuer set status = 'failed' where dedupe_key = $1", str(job_id))
    return job_id


async def state(database: Database, job_id: UUID) -> JobState:
    async with database.read() as connection:
        found = await jobs.find(connection, job_id)
    assert found is not None
    return found.state


async def test_an_officer_releases_a_held_job_and_it_is_done(database: Database) -> None:
    job_id = await held(database)
    async with database.transaction() as tx:
        await jobs.release(tx, OFFICER, job_id)
    await Worker(database, NOWHERE).drain()
    assert await state(database, job_id) is JobState.DONE
    async with database.read() as connection:
        assert (
            await connection.fetchval("select count(*) from audit_event where action = 'job.released'") == 1
        )


async def test_nobody_else_may_and_nothing_happens(database: Database) -> None:
    job_id = await held(database)
    with pytest.raises(Refused, match="OFFICERS_ONLY"):
        async with database.transaction() as tx:
            await jobs.release(tx, VISITOR, job_id)
    assert await state(database, job_id) is JobState.HELD


async def test_a_job_that_is_not_held_is_left_alone(database: Database) -> None:
    async with database.transaction() as tx:
        job_id = await jobs.enqueue(tx, "observe", {})
    with pytest.raises(Refused, match="JOB_NOT_HELD"):
        async with database.transaction() as tx:
            await jobs.release(tx, OFFICER, job_id)


async def test_metrics_count_jobs_for_officers_only(database: Database) -> None:
    await held(database)
    answer = await metrics.fn(database=database, actor=OFFICER)
    assert 'commonfield_jobs{queue="observe",state="held"} 1' in answer.content
    with pytest.raises(PermissionDeniedException):
        await metrics.fn(database=database, actor=VISITOR)


async def test_every_queue_has_a_worker_and_is_documented(database: Database) -> None:
    asked = {
        name
        for room in ("api", "matching", "registry")
        for path in (ROOT / room).rglob("*.py")
        for name in re.findall(r"jobs\.enqueue\(\s*tx,\s*(\w+)", path.read_text(encoding="utf-8"))
    }
    assert asked == {
        *("OBSERVE", "DELIVER", "LETTERS", "QUEUE", "CRAWL", "FETCH", "REMINDERS", "service"),
        *("QUEUES", "CHALLENGE", "PROGRAMME"),
    }
    compared = {best_fits.TEAM, best_fits.CHALLENGE, best_fits.PROGRAMME}
    letters = {watches.LETTERS, saved_searches.LETTERS, steps.REMINDERS}
    fetched = {service.OBSERVE, bills.FETCH, crawls.CRAWL, incoming.QUEUE}
    queues = {*fetched, webhooks.DELIVER, *letters, *compared}
    served: set[str] = set()

    def note(_queuer: object, _database: object, queue: str, *_: object, **__: object) -> None:
        served.add(queue)

    mail = MailServer(
        "mail.example.org",
        465,
        is_tls=True,
        user=None,
        password=None,
        sender="c@example.org",
        base_url="http://x",
    )
    connection = await asyncpg.connect(database.dsn)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module.jobs, "serve", note)
        Worker(database, NOWHERE, mail=mail)._queuer(connection)
    await connection.close()
    assert served == queues
    written = (ROOT / "docs/observing.md").read_text(encoding="utf-8")
    assert {queue for queue in queues if f"`{queue}`" in written} == queues
