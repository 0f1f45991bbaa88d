"""One look at one repository: what it may ask, what is remembered of it, and what follows from what it saw."""

import asyncio
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar
from uuid import UUID

import structlog

from registry.forges import repository as forges
from registry.health import RepositoryObservation
from registry.software import repository as software
from registry.software import service
from registry.software.model import Repository, RepositoryState
from scrapers.budget import GIVEN_BACK_AFTER_SECONDS, Budget, account_name, granted, united
from scrapers.failures import RATE_LIMITED, is_passing
from scrapers.github import (
    MOST_REQUESTS_OF_A_LOOK,
    GitHubAccess,
    Gone,
    NotSupported,
    Unreachable,
    observe,
)
from scrapers.memory import Memory
from store.database import Database
from store.jobs import Job, TryAgainLater

log = structlog.get_logger()
T = TypeVar("T")

LOOKS_AT_ONCE: Final = 4  # waiting for GitHub costs little; more would only meet its secondary limits
ACCOUNTED_WITHIN: Final = timedelta(
    minutes=2
)  # a look ends after one; what died meanwhile is counted as spent
NOT_SUPPORTED: Final = "NOT_SUPPORTED"
STOPPED: Final = "the worker was stopped"
SEEN: Final = frozenset({RepositoryState.OBSERVED, RepositoryState.GONE})


class Looks:
    """Looks at repositories, a few at a time.

    Args:
        database: where repositories, memory and the hours of forges are.
        access: how GitHub is reached.
    """

    def __init__(self, database: Database, access: GitHubAccess) -> None:
        self._database = database
        self._access = access
        self._account = account_name(access.api_url, access.token)
        self._places = asyncio.Semaphore(LOOKS_AT_ONCE)
        self.stopping = asyncio.Event()

    async def look(self, job: Job, payload: Mapping[str, Any]) -> None:
        """Look at one repository and take in what was seen, or why nothing was.

        One that was seen since the job was queued is not looked at again: a worker may have died between storing the
        look and ending the job.

        Raises:
            TryAgainLater: it could not be seen now, or the worker is stopping.
        """
        repository_id = UUID(payload["repository_id"])
        async with self._places:
            async with self._database.read() as connection:
                held = await software.find_repository(connection, repository_id)
                memory = Memory(await forges.answers_of(connection, repository_id))
            if held is None or _is_seen(held, job.created_at):
                return
            await self._look(job, held, memory)

    async def _look(self, job: Job, held: Repository, memory: Memory) -> None:
        try:
            observation = await self._observe(held, memory)
        except Unreachable as failure:
            async with self._database.transaction() as tx:
                await forges.save_answers(tx, held.id, memory.learned)
                await service.record_unreachable(tx, held.id, failure.reason, gone=False)
            await self._try_again(job, held.id, failure)
        except Gone as failure:
            await self._not_seen(held.id, failure.reason, gone=True)
        except NotSupported:
            await self._not_seen(held.id, NOT_SUPPORTED, gone=False)
        else:
            is_whole = not any(map(is_passing, observation.missing.values()))
            async with self._database.transaction() as tx:
                await forges.save_answers(tx, held.id, memory.learned, memory.used if is_whole else None)
                await service.record_observation(tx, held.id, observation, is_unchanged=memory.is_unchanged)

    async def _observe(self, held: Repository, memory: Memory) -> RepositoryObservation:
        """Run the scraper in a thread with a part of the hour; a worker that stops gives the job back."""
        lease_id, requests = await self._leased()
        access = replace(self._access, budget=Budget(allowance=requests))
        looking = asyncio.ensure_future(
            in_thread(
                lambda: observe(held.url, access, forge_id=held.forge_id, memory=memory),
                f"look at {held.url}",
            )
        )
        stopping = asyncio.ensure_future(self.stopping.wait())
        try:
            await asyncio.wait((looking, stopping), return_when=asyncio.FIRST_COMPLETED)
            if not looking.done():
                raise TryAgainLater(STOPPED, timedelta(0))
            await self._account_for(lease_id, access.budget)
            return looking.result()
        finally:
            stopping.cancel()
            looking.cancel()

    async def _leased(self) -> tuple[UUID, int]:
        """Take a part of the hour that all workers share; what other looks hold is waited for, a new hour is not.

        Raises:
            Unreachable: RATE_LIMITED.
            TryAgainLater: the worker is stopping.
        """
        while True:
            try:
                return await self._lease()
            except Unreachable as refusal:
                if refusal.retry_after != GIVEN_BACK_AFTER_SECONDS:
                    raise
            with suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), GIVEN_BACK_AFTER_SECONDS)
                raise TryAgainLater(STOPPED, timedelta(0))

    async def _lease(self) -> tuple[UUID, int]:
        async with self._database.transaction() as tx:
            account = await forges.lock_account(tx, self._account)
            given = await forges.leased(tx, self._account)
            requests = granted(account, given, MOST_REQUESTS_OF_A_LOOK, datetime.now(UTC))
            return await forges.insert_lease(tx, self._account, requests, ACCOUNTED_WITHIN), requests

    async def _account_for(self, lease_id: UUID, spent: Budget) -> None:
        async with self._database.transaction() as tx:
            account = await forges.lock_account(tx, self._account)
            await forges.save_account(tx, self._account, united(account, spent.reported))
            await forges.delete_lease(tx, lease_id)

    async def _not_seen(self, repository_id: UUID, reason: str, *, gone: bool) -> None:
        async with self._database.transaction() as tx:
            await service.record_unreachable(tx, repository_id, reason, gone=gone)

    async def _try_again(self, job: Job, repository_id: UUID, failure: Unreachable) -> None:
        """Ask for another attempt; waiting for our own budget is no failed attempt, but a new job for later."""
        after = None if failure.retry_after is None else timedelta(seconds=failure.retry_after)
        if failure.reason == RATE_LIMITED and after is not None:
            async with self._database.transaction() as tx:
                await service.enqueue_look(tx, repository_id, delay=after)
            log.info("worker.rate_limited", job=str(job.id), retry_in_seconds=round(after.total_seconds()))
            return
        raise TryAgainLater(failure.reason, after)


def _is_seen(held: Repository, since: datetime) -> bool:
    return held.state in SEEN and held.checked_at is not None and held.checked_at >= since


async def in_thread(function: Callable[[], T], name: str) -> T:
    """Run a synchronous client in a thread that nobody waits for when the process ends.

    `asyncio.to_thread` would keep a stopped process alive until a slow server answers.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def settle(settled: Callable[[], None]) -> None:
        if not answer.done():
            settled()

    def run() -> None:
        try:
            result = function()
        except BaseException as error:  # noqa: BLE001 - whatever it is, it belongs to who waits
            settled = _setter(answer.set_exception, error)
        else:
            settled = _setter(answer.set_result, result)
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, settled)

    threading.Thread(target=run, name=name, daemon=True).start()
    return await answer


def _setter(give: Callable[[Any], None], value: object) -> Callable[[], None]:
    return lambda: give(value)
