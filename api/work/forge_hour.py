"""A part of the hour that all workers share with one token: taken before a forge is asked, accounted for afterwards."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final, Generic, Protocol, Self, TypeAlias, TypeVar
from uuid import UUID

from api.work.in_thread import in_thread
from registry.forges import repository as forges
from scrapers.addresses import forge_host
from scrapers.budget import (
    GIVEN_BACK_AFTER_SECONDS,
    Budget,
    Pace,
    account_name,
    granted,
    paced,
    repaced,
    united,
)
from scrapers.failures import Unreachable
from scrapers.github import GitHubAccess
from store.database import Database
from store.jobs import TryAgainLater

T = TypeVar("T")


class Access(Protocol):
    """How a forge is reached."""

    @property
    def api_url(self) -> str:
        """Its API."""

    @property
    def credential(self) -> str | None:
        """Whose hour it is; None for anybody's."""

    @property
    def pace(self) -> Pace:
        """How evenly it is asked."""

    def with_budget(self, budget: Budget) -> Self:
        """Give the same with another budget."""


A = TypeVar("A", bound=Access)

ACCOUNTED_WITHIN: Final = timedelta(
    minutes=2
)  # a look ends after one; what died meanwhile is counted as spent
STOPPED: Final = "the worker was stopped"


class SharedHour(Generic[A]):
    """The hour of one token at one forge.

    Args:
        database: where the hours of forges are.
        access: how the forge is reached.
    """

    def __init__(self, database: Database, access: A) -> None:
        self._database = database
        self._access = access
        self._account = account_name(access.api_url, access.credential)
        self.stopping = asyncio.Event()

    @property
    def host(self) -> str:
        """Give the host that addresses of its repositories name."""
        return forge_host(self._access.api_url)

    async def spend(
        self, requests: int, ask: Callable[[A], T], name: str, *, expected: int | None = None
    ) -> T:
        """Run a scraper in a thread with at most so many requests; a worker that stops gives the job back.

        Args:
            requests: the most that it may need.
            ask: the scraper; it gets an access with a budget of its own.
            name: of the thread.
            expected: how many requests it will probably send, for the even pace; the most when left out.

        Raises:
            Unreachable: RATE_LIMITED, before anything was asked; or whatever the scraper raises.
            TryAgainLater: the worker is stopping.
        """
        expected = requests if expected is None else expected
        lease_id, given, wait = await self._leased(requests, expected)
        await self._wait(wait)
        budget = Budget(allowance=given)
        access = self._access.with_budget(budget)
        asking = asyncio.ensure_future(in_thread(lambda: ask(access), name))
        stopping = asyncio.ensure_future(self.stopping.wait())
        try:
            await asyncio.wait((asking, stopping), return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                raise TryAgainLater(STOPPED, timedelta(0))
            await self._account_for(lease_id, budget, expected)
            return asking.result()
        finally:
            stopping.cancel()
            asking.cancel()

    async def _leased(self, requests: int, expected: int) -> tuple[UUID, int, float]:
        """Take a part of the hour; what other looks hold is waited for, a new hour is not.

        Raises:
            Unreachable: RATE_LIMITED.
            TryAgainLater: the worker is stopping.
        """
        while True:
            try:
                return await self._lease(requests, expected)
            except Unreachable as refusal:
                if refusal.retry_after != GIVEN_BACK_AFTER_SECONDS:
                    raise
            await self._wait(GIVEN_BACK_AFTER_SECONDS)

    async def _wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconds)
            raise TryAgainLater(STOPPED, timedelta(0))

    async def _lease(self, requests: int, expected: int) -> tuple[UUID, int, float]:
        async with self._database.transaction() as tx:
            account = await forges.lock_account(tx, self._account)
            leased = await forges.leased(tx, self._account)
            now = datetime.now(UTC)
            given = granted(account, leased, requests, now)
            account, wait = paced(account, self._access.pace, expected, now)
            await forges.save_account(tx, self._account, account)
            lasts = timedelta(seconds=wait) + ACCOUNTED_WITHIN
            return await forges.insert_lease(tx, self._account, given, lasts), given, wait

    async def _account_for(self, lease_id: UUID, spent: Budget, expected: int) -> None:
        async with self._database.transaction() as tx:
            account = united(await forges.lock_account(tx, self._account), spent.reported)
            account = repaced(account, self._access.pace, expected, spent.sent)
            await forges.save_account(tx, self._account, account)
            await forges.delete_lease(tx, lease_id)


ForgeHour: TypeAlias = SharedHour[GitHubAccess]
