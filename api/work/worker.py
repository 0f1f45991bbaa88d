"""Does what can wait: looks at repositories, and tells the search engine what has changed.

Any number of workers may run on any number of machines. Each has two connections of its own for being woken, one for
the job queue and one for the outbox; what it writes goes through the pool. A worker that loses the database comes
back by itself, and one that is asked to stop gives its unfinished jobs back to the queue.
"""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import asyncpg
import structlog
from pgqueuer import PgQueuer
from pgqueuer.models import Schedule

from api import licence_index
from api.webhooks import incoming
from api.webhooks.outgoing import Teller
from api.work.bills import Bills
from api.work.comparing import Comparing
from api.work.crawling import CRAWLS_AT_ONCE, Crawls
from api.work.forge_hour import ForgeHour
from api.work.gitlabs import GitLabs
from api.work.letters import MailServer, Post
from api.work.looks import Looks
from api.work.reminders import Reminding
from api.work.search_letters import SearchPost
from matching.best_fits import service as best_fits
from matching.followups import service as followups
from matching.retention import service as retention
from matching.steps import service as steps
from registry.bills import service as bills
from registry.crawls import service as crawls
from registry.forges import repository as forges
from registry.saved_searches import service as saved_searches
from registry.search import postgres as words
from registry.search.model import EngineUnavailable, SearchIndex, Subject
from registry.software import expiry, service
from registry.software import repository as software
from registry.watches import service as watches
from registry.webhooks import service as webhooks
from scrapers.github import GitHubAccess
from scrapers.gitlab_addresses import GITLAB_COM, KnownGitLabs
from store import jobs, outbox
from store.database import CONNECT_TIMEOUT_SECONDS, UNREACHABLE, Database, Unavailable

log = structlog.get_logger()

TOLD_AT_ONCE: Final = 4  # webhooks; a slow receiver keeps one place for ten seconds at most
BATCH: Final = 4  # jobs fetched at once; the rest is left to other workers
MOST_BEGUN: Final = 16  # jobs a worker holds; without a bound the first takes the whole night from the others
LOOK_SECONDS: Final = 0.05  # between looks at whether a queue is drained
POLL_SECONDS: Final = 5.0  # a notification may be lost with its connection; the table is the truth
DELIVERIES_KEPT_FOR: Final = timedelta(days=7)  # GitHub delivers again on request for three days
DUE_EVERY: Final = timedelta(
    seconds=5
)  # between looks for jobs whose time has come; nobody notifies of those
BILLS_AT_ONCE: Final = 2  # each may be megabytes, read and judged
LETTERS_AT_ONCE: Final = 2  # each holds a connection while the mail server answers
NIGHTLY: Final = "17 19 * * *"  # 19:17 UTC is 03:17 in Taiwan, when nobody waits and not on the full hour
HOURLY: Final = "41 * * * *"  # each source comes due at a time of its own within its week
FIRST_BACK_OFF_SECONDS: Final = 1.0
LONGEST_BACK_OFF_SECONDS: Final = 30.0
GRACE_SECONDS: Final = 1.5  # to give jobs back when stopping; the connection is cut then


class Worker:
    """Works off the queue `observe`, the nightly schedule, and the outbox.

    Args:
        database: where the jobs are and what they write to.
        access: how GitHub is reached.
        index: a search engine that has to be told of changes; None when PostgreSQL is the engine.
        mail: the server that letters about alerts leave by; None when none is set.
        gitlabs: the GitLabs that the settings name.
    """

    def __init__(
        self,
        database: Database,
        access: GitHubAccess,
        index: SearchIndex | None = None,
        mail: MailServer | None = None,
        gitlabs: KnownGitLabs = GITLAB_COM,
    ) -> None:
        self._database = database
        self._index = index
        self._post = None if mail is None else Post(database, mail)
        self._search_post = None if mail is None else SearchPost(database, mail)
        self._reminding = None if mail is None else Reminding(database, mail)
        self._teller = Teller(database, words.PostgresIndex(database))
        self._hour = ForgeHour(database, access)
        self._gitlabs = GitLabs(database, gitlabs)
        self._looks = Looks(database, self._hour, self._gitlabs)
        self._crawls = Crawls(database, self._hour, self._gitlabs)
        self._bills = Bills(database, self._hour)
        self._github = incoming.Listener(database)
        self._comparing = Comparing(database)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until asked to stop, then return within two seconds; a lost database is waited for."""
        self._hour.stopping = self._gitlabs.stopping = stop
        # Compiling the licence index takes a second on the first start; looks wait for nothing else meanwhile.
        threading.Thread(target=licence_index.ready, name="licence-index", daemon=True).start()
        back_off = FIRST_BACK_OFF_SECONDS
        while not stop.is_set():
            try:
                async with self._connection() as queue, self._connection() as listener:
                    back_off = FIRST_BACK_OFF_SECONDS
                    await self._work(queue, listener, stop)
            except (*UNREACHABLE, Unavailable) as error:
                log.warning("worker.database_lost", reason=type(error).__name__, retry_in_seconds=back_off)
                await _until(stop, back_off)
                back_off = min(2 * back_off, LONGEST_BACK_OFF_SECONDS)
            except Exception:  # one change that cannot be handed on must not end all other work
                log.exception("worker.failed")
                await _until(stop, LONGEST_BACK_OFF_SECONDS)

    async def drain(self) -> None:
        """Do what is ready now and return; what has to wait stays queued.

        Raises:
            Unavailable: the database cannot be reached.
        """
        async with self._connection() as connection:
            queuer = self._queuer(connection)
            working = asyncio.create_task(queuer.qm.run(batch_size=BATCH, max_concurrent_tasks=MOST_BEGUN))
            # PgQueuer's own draining waits for jobs that are put off, too.
            while not working.done() and await self._has_work():
                await asyncio.wait((working,), timeout=LOOK_SECONDS)
            queuer.shutdown.set()
            await working
        while await self.hand_on():
            pass

    async def hand_on(self) -> bool:
        """Hand the oldest changes on to search and say whether there were any.

        They are marked as done in the transaction that locks them: an engine that fails gets them again.

        Raises:
            EngineUnavailable: the engine did not take them.
            Unavailable: the database cannot be reached.
        """
        async with self._database.transaction() as tx:
            messages = await outbox.take(tx)
            for subject in Subject:
                changed = list(
                    dict.fromkeys(each.subject_id for each in messages if each.topic == subject.topic)
                )
                for record_id in changed:
                    await words.learn_words(tx, record_id, subject)
                if changed and subject is Subject.SOFTWARE:
                    await saved_searches.after_changes(tx, changed)
                if self._index is not None and changed:
                    await self._index.index(changed, subject=subject)
            await best_fits.after_changes(tx, messages)
            if self._post is not None:
                for message in messages:
                    if message.topic == watches.ALERTED:
                        await watches.begin_letters(tx, message.subject_id)
            await outbox.done(tx, messages)
            events = await webhooks.fan_out(tx)
        return bool(messages or events)

    async def look_at_all(self) -> int:
        """Queue a look at every repository, count the words of search anew, and say how many looks those are."""
        async with self._database.transaction() as tx:
            ids = await software.all_repository_ids(tx)
            for repository_id in ids:
                await service.enqueue_look(tx, repository_id)
            await words.recount_words(tx)
        log.info("worker.nightly", repositories=len(ids))
        return len(ids)

    async def do_nightly_work(self) -> None:
        """Delete what was kept long enough, then queue a look at everything."""
        await self.clear_up()
        await self.ask_and_remind()
        await self.expire_invalid()
        await self.tell_searchers()
        await self.compare_all()
        await self.look_at_all()

    async def tell_searchers(self) -> None:
        """Queue the letters about what was new in saved searches since last night."""
        if self._search_post is None:
            return
        async with self._database.transaction() as tx:
            begun = await saved_searches.begin_letters(tx)
        log.info("worker.searches_told", letters=begun)

    async def compare_all(self) -> None:
        """Queue a comparison of all teams with the challenges of each open round."""
        async with self._database.transaction() as tx:
            rounds = await best_fits.enqueue_all(tx)
        log.info("worker.rounds_compared", rounds=rounds)

    async def crawl_what_is_due(self) -> int:
        """Queue a crawl of each source whose week is over, and say how many those are."""
        async with self._database.transaction() as tx:
            due = await crawls.enqueue_due(tx, datetime.now(UTC))
        log.info("worker.crawls_due", sources=due)
        return due

    async def expire_invalid(self) -> None:
        """Give notice of entries whose publiccode.yml stayed wrong, and let those leave whose time is over."""
        async with self._database.transaction() as tx:
            noticed, left = await expiry.expire_invalid(tx, datetime.now(UTC))
        log.info("worker.expired", noticed=noticed, left=left)

    async def ask_and_remind(self) -> None:
        """Ask whether deliveries are in service, and begin letters about what is wanted soon."""
        async with self._database.transaction() as tx:
            asked = await followups.ask_due(tx)
            reminded = await steps.remind(tx) if self._reminding is not None else 0
        log.info("worker.asked_and_reminded", asked=asked, reminded=reminded)

    async def clear_up(self) -> None:
        """Delete what is kept for a time only: handled messages, and what the rules of the privacy page end."""
        async with self._database.transaction() as tx:
            messages = await outbox.forget_handled(tx)
            deliveries = await webhooks.forget_old(tx)
            ended = await retention.apply(tx)
            told = await forges.forget_deliveries(tx, datetime.now(UTC) - DELIVERIES_KEPT_FOR)
        log.info(
            "worker.cleared_up",
            messages=messages,
            deliveries=deliveries,
            told=told,
            ended=dict(ended),
        )

    async def _has_work(self) -> bool:
        async with self._database.read() as connection:
            return await jobs.is_any_ready(connection)

    def _queuer(self, connection: "asyncpg.Connection[asyncpg.Record]") -> PgQueuer:
        queuer = PgQueuer.from_asyncpg_connection(connection)
        jobs.serve(queuer, self._database, service.OBSERVE, self._looks.look)
        jobs.serve(queuer, self._database, bills.FETCH, self._bills.fetch, concurrency_limit=BILLS_AT_ONCE)
        jobs.serve(queuer, self._database, incoming.QUEUE, self._github.act)
        jobs.serve(queuer, self._database, crawls.CRAWL, self._crawls.crawl, concurrency_limit=CRAWLS_AT_ONCE)
        for name, compare in self._comparing.queues().items():
            jobs.serve(queuer, self._database, name, compare, concurrency_limit=1)
        jobs.serve(
            queuer, self._database, webhooks.DELIVER, self._teller.deliver, concurrency_limit=TOLD_AT_ONCE
        )
        if self._post is not None:
            jobs.serve(
                queuer, self._database, watches.LETTERS, self._post.deliver, concurrency_limit=LETTERS_AT_ONCE
            )
        if self._reminding is not None:
            jobs.serve(
                queuer,
                self._database,
                steps.REMINDERS,
                self._reminding.deliver,
                concurrency_limit=LETTERS_AT_ONCE,
            )

        if self._search_post is not None:
            jobs.serve(
                queuer,
                self._database,
                saved_searches.LETTERS,
                self._search_post.deliver,
                concurrency_limit=LETTERS_AT_ONCE,
            )

        @queuer.schedule("observe-all", NIGHTLY, clean_old=True)
        async def nightly(schedule: Schedule) -> None:  # noqa: ARG001 - PgQueuer passes it
            await self.do_nightly_work()

        @queuer.schedule("crawl-due", HOURLY, clean_old=True)
        async def hourly(schedule: Schedule) -> None:  # noqa: ARG001 - the same
            await self.crawl_what_is_due()

        return queuer

    async def _work(
        self,
        queue: "asyncpg.Connection[asyncpg.Record]",
        listener: "asyncpg.Connection[asyncpg.Record]",
        stop: asyncio.Event,
    ) -> None:
        """Serve both loops until one fails, a connection is lost, or the worker is asked to stop."""
        lost = asyncio.Event()
        for connection in (queue, listener):
            connection.add_termination_listener(lambda _: lost.set())
        queuer = self._queuer(queue)
        loops = [
            asyncio.create_task(queuer.run(DUE_EVERY, BATCH, max_concurrent_tasks=MOST_BEGUN), name="queue"),
            asyncio.create_task(self._follow_outbox(listener), name="outbox"),
        ]
        signals = [asyncio.create_task(event.wait()) for event in (stop, lost)]
        try:
            await asyncio.wait((*loops, *signals), return_when=asyncio.FIRST_COMPLETED)
            queuer.shutdown.set()
            loops[1].cancel()
            await asyncio.wait(loops, timeout=GRACE_SECONDS)
        finally:
            # Cut first: a job cancelled over a live connection would be recorded as cancelled for good; cut off, it
            # is taken up again by another worker when its heartbeat has been missing for half a minute.
            queue.terminate()
            await _abandon(*loops, *signals)
        if lost.is_set() and not stop.is_set():
            raise Unavailable("a connection of the worker was lost")
        for loop in loops:
            if not loop.cancelled() and (error := loop.exception()) is not None:
                raise error

    async def _follow_outbox(self, listener: "asyncpg.Connection[asyncpg.Record]") -> None:
        woken = asyncio.Event()
        await listener.add_listener(outbox.CHANNEL, lambda *_: woken.set())
        while True:
            woken.clear()
            try:
                while await self.hand_on():
                    pass
            except EngineUnavailable as error:  # the changes wait in the outbox
                log.warning("worker.search_engine_failed", reason=str(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(woken.wait(), POLL_SECONDS)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
        """Open a connection outside the pool, because it listens and is never given back."""
        connection = await asyncpg.connect(
            self._database.dsn,
            timeout=CONNECT_TIMEOUT_SECONDS,
            server_settings={"application_name": "commonfield-worker", "timezone": "UTC"},
        )
        try:
            yield connection
        finally:
            connection.terminate()


async def _until(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


async def _abandon(*tasks: "asyncio.Task[Any]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks, timeout=GRACE_SECONDS)
