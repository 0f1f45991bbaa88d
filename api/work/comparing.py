"""Jobs that compare teams and challenges anew after one of them has changed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from matching.best_fits import service
from store.database import Database
from store.jobs import Job, Work


class Comparing:
    """The worker functions of the three queues; what is gone meanwhile is passed over."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def queues(self) -> Mapping[str, Work]:
        """The worker function of each queue."""
        return {
            service.TEAM: self.compare_team,
            service.CHALLENGE: self.compare_challenge,
            service.PROGRAMME: self.compare_programme,
        }

    async def compare_team(self, job: Job, payload: Mapping[str, Any]) -> None:  # noqa: ARG002 - every job has one
        """Compare the team with all challenges that teams can apply for."""
        await service.compare_team(self._database, _subject(job))

    async def compare_challenge(self, job: Job, payload: Mapping[str, Any]) -> None:  # noqa: ARG002 - every job has one
        """Compare all teams with the challenge."""
        await service.compare_challenge(self._database, _subject(job))

    async def compare_programme(self, job: Job, payload: Mapping[str, Any]) -> None:  # noqa: ARG002 - every job has one
        """Compare all teams with all challenges of the round."""
        await service.compare_programme(self._database, _subject(job))


def _subject(job: Job) -> UUID:
    if job.subject_id is None:
        raise AssertionError("every comparison is queued with its subject")  # pragma: no cover
    return job.subject_id
