"""One look at one repository: what it may ask, what is remembered of it, and what follows from what it saw."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog

from api.work.accounts import is_on_github
from api.work.forge_hour import ForgeHour
from api.work.gitlabs import GitLabs
from registry.bills import service as bills
from registry.forges import repository as forges
from registry.health import RepositoryObservation
from registry.observations import service as observations
from registry.software import repository as software
from registry.software import service
from registry.software.model import Repository, RepositoryState
from scrapers import gitlab
from scrapers.failures import RATE_LIMITED, is_passing
from scrapers.github import (
    MOST_REQUESTS_OF_A_LOOK,
    UNCHANGED_REQUESTS,
    Gone,
    NotSupported,
    Unreachable,
    observe,
)
from scrapers.gitlab_addresses import parse_project
from scrapers.memory import Memory
from store.database import Database
from store.jobs import Job, TryAgainLater

log = structlog.get_logger()

LOOKS_AT_ONCE: Final = 4  # waiting for GitHub costs little; more would only meet its secondary limits
ELSEWHERE_AT_ONCE: Final = 2  # looks at other forges, so that a slow one keeps none of GitHub's waiting
NOT_SUPPORTED: Final = "NOT_SUPPORTED"
SEEN: Final = frozenset({RepositoryState.OBSERVED, RepositoryState.GONE})


class Looks:
    """Looks at repositories, a few at a time.

    Args:
        database: where repositories, memory and the hours of forges are.
        hour: how GitHub is reached, and how often it may still be asked.
        gitlabs: how all other hosts are.
    """

    def __init__(self, database: Database, hour: ForgeHour, gitlabs: GitLabs) -> None:
        self._database = database
        self._hour = hour
        self._gitlabs = gitlabs
        self._places = asyncio.Semaphore(LOOKS_AT_ONCE)
        self._places_elsewhere = asyncio.Semaphore(ELSEWHERE_AT_ONCE)

    async def look(self, job: Job, payload: Mapping[str, Any]) -> None:
        """Look at one repository and take in what was seen, or why nothing was.

        One that was seen since the job was queued is not looked at again: a worker may have died between storing the
        look and ending the job.

        Raises:
            TryAgainLater: it could not be seen now, or the worker is stopping.
        """
        repository_id = UUID(payload["repository_id"])
        async with self._database.read() as connection:
            known = await software.find_repository(connection, repository_id)
        if known is None:
            return
        async with self._places if is_on_github(known.url, self._hour) else self._places_elsewhere:
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
                await observations.record_unreachable(tx, held.id, failure.reason, gone=False)
            await self._try_again(job, held.id, failure)
        except Gone as failure:
            await self._not_seen(held.id, failure.reason, gone=True)
        except NotSupported:
            await self._not_seen(held.id, NOT_SUPPORTED, gone=False)
        else:
            is_whole = not any(map(is_passing, observation.missing.values()))
            async with self._database.transaction() as tx:
                await forges.save_answers(tx, held.id, memory.learned, memory.used if is_whole else None)
                await observations.record(tx, held.id, observation, is_unchanged=memory.is_unchanged)
                await bills.enqueue_fetch(tx, held, observation.observed_at)

    async def _observe(self, held: Repository, memory: Memory) -> RepositoryObservation:
        """Run the scraper with a part of the hour that all workers share."""
        if is_on_github(held.url, self._hour):
            return await self._hour.spend(
                MOST_REQUESTS_OF_A_LOOK,
                lambda access: observe(held.url, access, forge_id=held.forge_id, memory=memory),
                f"look at {held.url}",
                expected=UNCHANGED_REQUESTS if memory.known else None,
            )
        host = parse_project(held.url).host
        is_seen = held.forge == host
        hour = await self._gitlabs.hour_of(host, is_seen=is_seen)
        return await hour.spend(
            gitlab.MOST_REQUESTS,
            lambda access: gitlab.observe(
                held.url, access, forge_id=held.forge_id if is_seen else None, memory=memory
            ),
            f"look at {held.url}",
            expected=gitlab.UNCHANGED_REQUESTS if memory.known else gitlab.FIRST_REQUESTS,
        )

    async def _not_seen(self, repository_id: UUID, reason: str, *, gone: bool) -> None:
        async with self._database.transaction() as tx:
            await observations.record_unreachable(tx, repository_id, reason, gone=gone)

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
    return held.state in SEEN and held.checked_at is not None and held.checked_at > since
