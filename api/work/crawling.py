"""Going through sources for software: which requests are made, what is stored after each, and where it goes on."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

import structlog

from api.work.accounts import AccountSource, account_at
from api.work.forge_hour import ForgeHour
from api.work.gitlabs import GitLabs
from registry.crawls import repository, service
from registry.crawls.model import Crawl, InRoot, Outcome, Reason, Source, SourceKind, Told
from registry.crawls.taking_in import take_in_root, take_in_told
from scrapers import catalogues, organisations
from scrapers.failures import RATE_LIMITED, Gone, NotSupported, Unreachable
from scrapers.memory import Memory
from scrapers.organisations import Listed, Root
from scrapers.public_files import Fetch, fetch_public_file
from store import jobs
from store.database import Connection, Database
from store.jobs import Job, TryAgainLater

log = structlog.get_logger()

CRAWLS_AT_ONCE: Final = 2  # one may wait for a slow catalogue while another spends the forge's hour
MOST_BYTES: Final = 16 * 1024 * 1024  # of a page of a catalogue or an inventory; the largest known has 5 MB
SECONDS: Final = 60.0  # for one of them
NOT_SUPPORTED: Final = "NOT_SUPPORTED"

fetch_of_catalogues: Final[Fetch] = partial(fetch_public_file, most_bytes=MOST_BYTES, seconds=SECONDS)


class Crawls:
    """Goes through sources, each a step at a time, so that a worker that is stopped loses one step.

    Args:
        database: where sources, findings and the catalogue are.
        hour: how GitHub is reached, and how often it may still be asked.
        gitlabs: how all other hosts of accounts are.
        fetch: fetches what other catalogues say.
    """

    def __init__(
        self, database: Database, hour: ForgeHour, gitlabs: GitLabs, fetch: Fetch = fetch_of_catalogues
    ) -> None:
        self._database = database
        self._hour = hour
        self._gitlabs = gitlabs
        self._fetch = fetch

    async def crawl(self, job: Job, payload: Mapping[str, Any]) -> None:
        """Go through one source, or go on where an earlier job stopped.

        Raises:
            TryAgainLater: the source did not answer usefully, or the worker is stopping.
        """
        async with self._database.transaction() as tx:
            source = await repository.find_source(tx, UUID(payload["source_id"]))
            if source is None:
                return
            crawl = await repository.open_crawl(tx, source.id)
        kinds = {
            SourceKind.ACCOUNT: self._account,
            SourceKind.OPEN_CATALOG: self._open_catalog,
            SourceKind.CODE_JSON: self._inventory,
        }
        failure = None
        try:
            is_whole = await kinds[source.kind](job, source, crawl)
        except (Gone, NotSupported) as error:
            is_whole, failure = False, error.reason if isinstance(error, Gone) else NOT_SUPPORTED
        except Unreachable as error:
            await self._try_again(job, source, crawl, error)
            return
        async with self._database.transaction() as tx:
            if is_whole and source.kind is not SourceKind.ACCOUNT:  # of those the forge itself was asked
                for missed in await service.missed_in(tx, crawl):
                    await service.note_missed(tx, missed)
            await service.finish(tx, crawl, failure)

    async def _try_again(self, job: Job, source: Source, crawl: Crawl, failure: Unreachable) -> None:
        """Ask for another attempt; waiting for our own budget is no failed attempt, but a new job for later."""
        after = None if failure.retry_after is None else timedelta(seconds=failure.retry_after)
        if failure.reason == RATE_LIMITED and after is not None:
            async with self._database.transaction() as tx:
                await service.enqueue_later(tx, source.id, after)
            log.info("crawl.rate_limited", source=source.url, retry_in_seconds=round(after.total_seconds()))
            return
        if (
            job.attempts >= jobs.MAX_ATTEMPTS
        ):  # the job is held now; the officers' page tells why of the crawl, too
            async with self._database.transaction() as tx:
                await service.finish(tx, crawl, failure.reason)
        raise TryAgainLater(failure.reason, after)

    async def _account(self, job: Job, source: Source, crawl: Crawl) -> bool:
        async with self._database.read() as connection:
            memory = Memory(await repository.answers_of(connection, source.id))
        there = await account_at(source, self._hour, self._gitlabs)
        account = await there.repositories(memory)
        waiting = await self._judged_by_list(source, crawl, account.repositories, memory)
        total, done = len(account.repositories), len(account.repositories) - len(waiting)
        await self._told(job, done, total)
        for first in range(0, len(waiting), organisations.AT_ONCE):
            done += await self._look_into(source, there, waiting[first : first + organisations.AT_ONCE])
            await self._told(job, done, total)
        if account.is_whole:
            await self._ask_for_missed(crawl, there)
            kept = [each for each in memory.used if each.startswith("repos?")]
            async with self._database.transaction() as tx:
                numbers = [str(each.id) for each in account.repositories]
                await repository.forget_answers(tx, source.id, [*kept, *numbers])
        return account.is_whole

    async def _judged_by_list(
        self, source: Source, crawl: Crawl, listed: Sequence[Listed], memory: Memory
    ) -> list[Listed]:
        """Note what needs no request, and give the rest: what is new, was pushed to, or has another name."""
        waiting = []
        async with self._database.transaction() as tx:
            await repository.save_answers(tx, source.id, memory.learned)
            known = {each.url.casefold(): each for each in await repository.findings_of(tx, source.id)}
            for each in listed:
                before = known.get(each.url.casefold())
                reason = _by_list(each)
                if before is not None and before.looked_at >= crawl.started_at:
                    continue  # done by the worker that was stopped
                if reason is not None:
                    await service.note_outcome(tx, source, each.url, reason, str(each.id))
                elif (
                    before is not None and _stands(before.reason) and organisations.is_unchanged(each, memory)
                ):
                    await repository.seen_again(tx, before.id)
                else:
                    waiting.append(each)
        return waiting

    async def _look_into(self, source: Source, there: AccountSource, batch: Sequence[Listed]) -> int:
        """Look into some repositories and take in what was found; say how many those are.

        Raises:
            Unreachable: RATE_LIMITED.
        """
        memory = Memory()
        found = await there.look_into(batch, memory)
        for each in batch:
            if each.id in found:
                async with self._database.transaction() as tx:
                    await _take_in(tx, source, each, found[each.id])
                    learned = {name: kept for name, kept in memory.learned.items() if name == str(each.id)}
                    await repository.save_answers(tx, source.id, learned)
        left = [each for each in batch if each.id not in found]
        return len(found) + (await self._look_into(source, there, left) if left else 0)

    async def _ask_for_missed(self, crawl: Crawl, there: AccountSource) -> None:
        """Ask the forge where those repositories are that their account does not list any more."""
        async with self._database.read() as connection:
            missed = [each for each in await repository.missed_in(connection, crawl) if each.upstream_id]
        for finding in missed:
            where = await there.whereabouts(int(finding.upstream_id or 0))
            if where.full_name is None:
                outcome = Outcome(Reason.UNREACHABLE, {"reason": where.reason})
            else:
                outcome = Outcome(Reason.MOVED, {"to": f"https://{there.host}/{where.full_name}"})
            async with self._database.transaction() as tx:
                await service.note_gone(tx, finding, outcome)

    async def _open_catalog(self, job: Job, source: Source, _: Crawl) -> bool:
        done = 0
        async for page in catalogues.open_catalog(source.url, self._fetch):
            done += await self._take_in_told(source, page)
            await self._told(job, done, None)
        with suppress(Gone):  # a catalogue need not tell of publishers
            async for hosted in catalogues.publishers(source.url, self._fetch):
                async with self._database.transaction() as tx:
                    for each in hosted:
                        await service.note_account(tx, each.publisher, each.url)
        return True

    async def _inventory(self, job: Job, source: Source, _: Crawl) -> bool:
        entries = await catalogues.inventory(source.url, self._fetch)
        done = await self._take_in_told(source, entries)
        await self._told(job, done, done)
        return True

    async def _take_in_told(self, source: Source, page: Sequence[catalogues.Entry]) -> int:
        for entry in page:
            async with self._database.transaction() as tx:
                await take_in_told(tx, source, Told(**asdict(entry)))
        return len(page)

    async def _told(self, job: Job, done: int, total: int | None) -> None:
        async with self._database.transaction() as tx:
            await jobs.progress(tx, job.id, done, total)


def _by_list(each: Listed) -> Reason | None:
    """Judge a repository by what the list of its account says.

    Archived ones are not taken in anew: their publishers say that they are done. Those in the catalogue stay there.
    """
    if each.is_private:
        return Reason.PRIVATE
    if each.is_disabled:
        return Reason.UNREACHABLE
    return Reason.ARCHIVED if each.is_archived else None


def _stands(reason: Reason) -> bool:
    """Say whether a judgement holds as long as nothing is pushed: it was made of what the repository holds."""
    return reason not in {
        Reason.UNREACHABLE,
        Reason.PRIVATE,
        Reason.ARCHIVED,
        Reason.MOVED,
        Reason.NOT_LISTED,
    }


async def _take_in(tx: Connection, source: Source, each: Listed, found: Root | Gone | Unreachable) -> None:
    if isinstance(found, Root):
        root = InRoot(url=each.url, forge_id=each.id, is_fork=each.is_fork, **asdict(found))
        await take_in_root(tx, source, root)
    else:
        before = await repository.finding_at(tx, source.id, each.url)
        software_id = None if before is None else before.software_id
        outcome = Outcome(Reason.UNREACHABLE, {"reason": found.reason}, software_id)
        await repository.put_finding(tx, source.id, each.url, str(each.id), outcome)
