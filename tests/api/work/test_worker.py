import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from api.work import looks
from api.work.in_thread import in_thread
from api.work.worker import Worker
from registry.health import HealthBand, RepositoryObservation
from registry.licences import VerdictKind
from registry.people import service as people
from registry.search.model import NO_FILTERS, EngineUnavailable, Filters, Page, Subject
from registry.search.postgres import find
from registry.software import repository, service
from registry.software.model import Repository, RepositoryState, Software
from scrapers.github import GitHubAccess
from scrapers.memory import Memory
from store.actor import Actor
from store.database import Database
from store.jobs import JobState
from tests.github_double import FLOOD_REPORT, Double, Fault, invented, serve

OFFICER = Actor(name="an officer", is_officer=True)
FLOOD = f"https://github.com/{FLOOD_REPORT}"
NOWHERE = "http://127.0.0.1:9"  # the discard port, where nobody listens


class Listener:
    """A search engine that notes what it is told, and fails as often as it is asked to."""

    name = "listener"

    def __init__(self, failures: int = 0) -> None:
        self.told: list[UUID] = []
        self.failures = failures

    async def search(
        self,
        query: str,  # noqa: ARG002 - the protocol's names
        filters: Filters = NO_FILTERS,  # noqa: ARG002 - the protocol's names
        first: int = 20,  # noqa: ARG002 - the protocol's names
        after: str | None = None,  # noqa: ARG002 - the protocol's names
        *,
        subject: Subject = Subject.SOFTWARE,  # noqa: ARG002 - the protocol's names
    ) -> Page:
        return Page((), 0)

    async def index(self, ids: Sequence[UUID], *, subject: Subject = Subject.SOFTWARE) -> None:  # noqa: ARG002 - the same
        if self.failures:
            self.failures -= 1
            raise EngineUnavailable
        self.told.extend(ids)


@pytest.fixture(scope="module")
def double() -> Double:
    return Double(invented(datetime.now(UTC)), anonymous_limit=5000)


@pytest.fixture(scope="module")
def api_url(double: Double) -> Iterator[str]:
    with serve(double=double) as address:
        yield address


@pytest.fixture
def access(double: Double, api_url: str) -> GitHubAccess:
    double.restore()
    return GitHubAccess(api_url)


@asynccontextmanager
async def running(worker: Worker) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    task = asyncio.create_task(worker.run(stop))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, 5)


async def registered(database: Database, url: str = FLOOD) -> Software:
    async with database.transaction() as tx:
        return await service.register(tx, OFFICER, url)


async def held(database: Database, software: Software) -> Repository:
    async with database.read() as connection:
        [found] = await repository.repositories_of(connection, software.id)
    return found


async def now(database: Database, software: Software) -> Software:
    async with database.read() as connection:
        found = await repository.find(connection, software.id)
    assert found is not None
    return found


async def in_state(database: Database, software: Software, state: RepositoryState) -> Repository:
    for _ in range(200):
        found = await held(database, software)
        if found.state is state:
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(f"still {found.state} ({found.state_reason}) after ten seconds")


async def jobs_in(database: Database, state: JobState) -> list[asyncpg.Record]:
    async with database.read() as connection:
        return await connection.fetch(
            "select message, attempts, run_after - now() as waits from job where state = $1 order by created_at",
            state,
        )


async def test_a_registered_repository_is_looked_at_within_moments(
    database: Database, access: GitHubAccess
) -> None:
    async with running(Worker(database, access)):
        software = await registered(database)
        found = await in_state(database, software, RepositoryState.OBSERVED)
    seen = await now(database, software)
    assert found.full_name == FLOOD_REPORT
    assert (seen.name, seen.licence, seen.verdict.kind) == ("Flood report", "MIT", VerdictKind.AGREE)
    assert (seen.health_band, seen.publiccode_valid) == (HealthBand.THRIVING, True)
    async with database.read() as connection:
        assert (await find(connection, "淹水")).ids == (software.id,)
        assert (await find(connection, "flooding")).ids == (software.id,)


@pytest.mark.shared
async def test_the_four_repositories_of_the_sandbox_are_judged_by_what_they_hold(
    database: Database, shared: Path
) -> None:
    entries = sorted((shared / "code-gov-tw").glob("civic-tech-experimental-field-*.yml"))
    async with database.transaction() as tx:
        for path in entries:
            await service.import_publiccode(tx, OFFICER, path.read_bytes(), path.name)
    with serve() as address:
        await Worker(database, GitHubAccess(address)).drain()
    async with database.read() as connection:
        rows = await connection.fetch(
            "select name, declared_licence, verdict, licence, licence_suggestion from software order by name"
        )
    field = "civic-tech-experimental-field-"
    assert {row["name"].removeprefix(field): tuple(row.values())[1:] for row in rows} == {
        "dengue-backend": ("MIT License", "AGREE", "MIT", "MIT"),
        "dengue-frontend": ("MIT License", "AGREE", "MIT", "MIT"),
        "find-babycare-backend": ("MIT License", "DECLARED_ONLY", None, "MIT"),
        "find-babycare-frontend": ("MIT License", "DECLARED_ONLY", None, "MIT"),
    }


async def test_without_github_an_entry_stands_and_is_tried_again_later(database: Database) -> None:
    software = await registered(database)
    await Worker(database, GitHubAccess(NOWHERE, timeout=1)).drain()
    found = await held(database, software)
    assert (found.state, found.state_reason) == (RepositoryState.UNREACHABLE, "CONNECTION_FAILED")
    assert await now(database, software) == software
    [job] = await jobs_in(database, JobState.QUEUED)
    assert (job["message"], job["attempts"]) == ("TryAgainLater: CONNECTION_FAILED", 1)
    assert 20 < job["waits"].total_seconds() <= 30


async def test_a_repository_that_is_not_there_is_gone_and_not_tried_again(
    database: Database, access: GitHubAccess
) -> None:
    software = await registered(database, "https://github.com/nobody/nothing")
    await Worker(database, access).drain()
    found = await held(database, software)
    assert (found.state, found.state_reason) == (RepositoryState.GONE, "NOT_FOUND")
    assert await jobs_in(database, JobState.QUEUED) == []


async def test_a_forge_that_cannot_be_observed_yet_says_so(database: Database, access: GitHubAccess) -> None:
    software = await registered(database, "https://codeberg.org/example/river-watch")
    await Worker(database, access).drain()
    found = await held(database, software)
    assert (found.state, found.state_reason) == (RepositoryState.UNREACHABLE, "NOT_SUPPORTED")
    assert await jobs_in(database, JobState.QUEUED) == []


async def test_a_spent_budget_queues_a_new_look_for_when_it_is_full_again(
    database: Database, access: GitHubAccess, double: Double
) -> None:
    software = await registered(database)
    double.fail(Fault(status=429, retry_after=600))
    await Worker(database, access).drain()
    assert (await held(database, software)).state_reason == "RATE_LIMITED"
    [job] = await jobs_in(database, JobState.QUEUED)
    assert (job["message"], job["attempts"]) == (None, 0)
    assert 590 < job["waits"].total_seconds() <= 600


async def test_a_spent_budget_says_nothing_about_a_repository_seen_before(
    database: Database, access: GitHubAccess, double: Double
) -> None:
    software = await registered(database)
    worker = Worker(database, access)
    await worker.drain()
    double.fail(Fault(status=429, retry_after=600))
    await worker.look_at_all()
    await worker.drain()
    assert (await held(database, software)).state is RepositoryState.OBSERVED


async def test_a_renamed_repository_is_seen_under_its_new_name(
    database: Database, access: GitHubAccess, double: Double
) -> None:
    software = await registered(database)
    worker = Worker(database, access)
    await worker.drain()
    double.rename(FLOOD_REPORT, "harbour-district/flood-watch")
    await worker.look_at_all()
    await worker.drain()
    assert (await held(database, software)).full_name == "harbour-district/flood-watch"


async def test_every_night_every_repository_is_looked_at(database: Database, access: GitHubAccess) -> None:
    worker = Worker(database, access)
    software = await registered(database)
    await worker.drain()
    assert await worker.look_at_all() == 1
    await worker.drain()
    async with database.read() as connection:
        count = "select count(*) from health_snapshot where software_id = $1"
        assert await connection.fetchval(count, software.id) == 2
        occurrences = await connection.fetchval("select occurrences from search_word where word = 'flooding'")
    assert occurrences == 1


async def test_what_is_kept_for_a_time_only_is_cleared_up(database: Database, access: GitHubAccess) -> None:
    worker = Worker(database, access)
    await registered(database)
    await worker.drain()
    async with database.transaction() as tx:
        await people.invite(tx, Actor.system(), "ming@example.org")
        await tx.execute("update invitation set expires_at = now() - interval '1 second'")
        await tx.execute("update outbox set handled_at = now() - interval '8 days'")
        handled = await tx.fetchval("select count(*) from outbox")
    await worker.do_nightly_work()
    async with database.read() as connection:
        left = await connection.fetchrow(
            "select (select count(*) from outbox) as messages, (select count(*) from invitation) as invitations"
        )
    assert (handled > 0, left) == (True, (0, 0))


async def test_night_and_crawl_are_scheduled_once_for_all_workers(
    database: Database, access: GitHubAccess
) -> None:
    async with running(Worker(database, access)), running(Worker(database, access)):
        software = await registered(database)
        await in_state(database, software, RepositoryState.OBSERVED)
    async with database.read() as connection:
        rows = await connection.fetch(
            "select entrypoint, expression from pgqueuer_schedules order by entrypoint"
        )
    assert [tuple(row) for row in rows] == [("crawl-due", "41 * * * *"), ("observe-all", "17 19 * * *")]


async def test_the_search_engine_hears_of_changes_within_moments(
    database: Database, access: GitHubAccess
) -> None:
    engine = Listener()
    async with running(Worker(database, access, engine)):
        software = await registered(database)
        await in_state(database, software, RepositoryState.OBSERVED)
        waiting = 1
        async with asyncio.timeout(10), database.read() as connection:
            while waiting or len(engine.told) < 2:
                await asyncio.sleep(0.05)
                waiting = await connection.fetchval("select count(*) from outbox where handled_at is null")
    assert set(engine.told) == {software.id}


async def test_a_search_engine_that_fails_hears_it_again(database: Database, access: GitHubAccess) -> None:
    engine = Listener(failures=1)
    worker = Worker(database, access, engine)
    software = await registered(database)
    with pytest.raises(EngineUnavailable):
        await worker.hand_on()
    assert engine.told == []
    assert await worker.hand_on()
    assert engine.told == [software.id]
    assert not await worker.hand_on()


async def test_a_typo_is_forgiven_once_the_worker_has_learned_the_words(
    database: Database, access: GitHubAccess
) -> None:
    software = await registered(database)
    await Worker(database, access).drain()
    async with database.read() as connection:
        page = await find(connection, "resindents")
    assert (page.ids, page.understood) == ((software.id,), "residents")


async def test_a_worker_stops_within_two_seconds_and_gives_its_job_back(
    database: Database, access: GitHubAccess, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def slow(
        url: str, access: GitHubAccess, *, forge_id: int | None = None, memory: Memory | None = None
    ) -> RepositoryObservation:
        asked.set()
        go_on.wait(20)
        raise AssertionError("nobody waits for this answer")

    monkeypatch.setattr(looks, "observe", slow)
    software = await registered(database)
    stop = asyncio.Event()
    task = asyncio.create_task(Worker(database, access).run(stop))
    assert await asyncio.to_thread(asked.wait, 10)
    stop.set()
    began = time.monotonic()
    await asyncio.wait_for(task, 10)
    assert time.monotonic() - began < 2
    go_on.set()
    [job] = await jobs_in(database, JobState.QUEUED)
    assert job["message"] == "TryAgainLater: the worker was stopped"
    monkeypatch.undo()
    await Worker(database, access).drain()
    assert (await held(database, software)).state is RepositoryState.OBSERVED


async def test_a_worker_that_loses_the_database_comes_back(database: Database, access: GitHubAccess) -> None:
    async with running(Worker(database, access)):
        first = await registered(database)
        await in_state(database, first, RepositoryState.OBSERVED)
        async with database.read() as connection:
            cut = await connection.fetchval(
                """
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                where datname = current_database() and application_name = 'commonfield-worker'
                """
            )
        assert cut == 2
        second = await registered(database, "https://github.com/commonfield-demo/ferry-timetable")
        await in_state(database, second, RepositoryState.OBSERVED)


async def test_a_worker_waits_for_a_database_that_is_not_there() -> None:
    worker = Worker(Database("postgresql://nobody@127.0.0.1:9/nothing"), GitHubAccess(NOWHERE))
    async with running(worker) as stop:
        await asyncio.sleep(0.3)
        began = time.monotonic()
        stop.set()
    assert time.monotonic() - began < 1


async def test_a_thread_gives_its_result_and_its_error() -> None:
    assert await in_thread(lambda: 7, "seven") == 7
    with pytest.raises(ZeroDivisionError):
        await in_thread(lambda: 1 // 0, "nought")
