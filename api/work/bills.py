"""Asking forges for the bill of materials of a repository: a job of its own after a look, once a week at most."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog

from api.work.forge_hour import ForgeHour
from registry.bills import repository, service
from registry.bills.model import Bill, Source
from registry.software import repository as software
from registry.software.model import Repository
from scrapers.failures import BAD_ANSWER, RATE_LIMITED, Gone, NotSupported, Unreachable, is_passing
from scrapers.sbom import SbomObservation, observe_sbom
from store import jobs
from store.database import Database
from store.jobs import Job, TryAgainLater

log = structlog.get_logger()

NOT_SUPPORTED: Final = "NOT_SUPPORTED"
MOST_REQUESTS: Final = 2  # the document, and the redirect of a repository that was renamed


class Bills:
    """Works off the queue `sbom`.

    Args:
        database: where repositories and bills are.
        hour: how GitHub is reached, and how often it may still be asked.
    """

    def __init__(self, database: Database, hour: ForgeHour) -> None:
        self._database = database
        self._hour = hour

    async def fetch(self, job: Job, payload: Mapping[str, Any]) -> None:
        """Ask for the bill of one repository and store it, or why there is none.

        Raises:
            TryAgainLater: the forge did not answer now, or the worker is stopping.
        """
        now = datetime.now(UTC)
        async with self._database.read() as connection:
            held = await software.find_repository(connection, UUID(payload["repository_id"]))
            if held is None:
                return
            asked = await repository.asked(connection, held.id)
        if asked is not None and not asked.is_due(now):
            return
        try:
            seen = await self._ask(held, None if asked is None else asked.etag)
        except Unreachable as failure:
            if is_passing(failure.reason) and failure.reason != BAD_ANSWER:
                await self._try_again(job, held, failure)
            else:
                await self._absent(held, failure.reason, now)
        except Gone as refusal:
            await self._absent(held, refusal.reason, now)
        except NotSupported:
            await self._absent(held, NOT_SUPPORTED, now)
        else:
            bill = None if seen.sbom is None else Bill(Source.FORGE, seen.document, now, seen.sbom)
            async with self._database.transaction() as tx:
                await service.record(tx, held, bill, seen.etag, now)

    async def _absent(self, held: Repository, reason: str, now: datetime) -> None:
        async with self._database.transaction() as tx:
            await service.record_absence(tx, held, reason, now)

    async def _ask(self, held: Repository, etag: str | None) -> SbomObservation:
        return await self._hour.spend(
            MOST_REQUESTS,
            lambda access: observe_sbom(held.url, access, forge_id=held.forge_id, etag=etag),
            f"bill of materials of {held.url}",
        )

    async def _try_again(self, job: Job, held: Repository, failure: Unreachable) -> None:
        """Ask for another attempt; waiting for our own budget is no failed attempt, but a new job for later."""
        after = None if failure.retry_after is None else timedelta(seconds=failure.retry_after)
        if failure.reason != RATE_LIMITED or after is None:
            raise TryAgainLater(failure.reason, after)
        payload = {"repository_id": str(held.id)}
        async with self._database.transaction() as tx:
            await jobs.enqueue(
                tx, service.FETCH, payload, subject_id=held.id, delay=after, priority=service.AFTER_LOOKS
            )
        log.info("worker.rate_limited", job=str(job.id), retry_in_seconds=round(after.total_seconds()))
