"""What officers look at to run an installation: jobs, and the audit trail."""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from schema.context import Context
from schema.fields import column, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import PLANS, planned_row
from schema.writes import Payload, write
from store import jobs, view
from store.actor import Actor
from store.database import Connection as Transaction

strawberry.enum(
    jobs.JobState,
    name="JobState",
    description="Where a job stands; HELD has failed and waits for an officer.",
)
JobState: TypeAlias = jobs.JobState


@reads(view.JOBS)
@strawberry.type(description="One piece of long work; seen by officers.")
class Job(Node):
    """A job."""

    queue: str = column("What kind of work it is.")
    state: JobState = column("Where it stands.")
    done: int = column("How much of it is done.")
    total: int | None = column("How much there is to do, where that is known.")
    message: str | None = column("What was last said of it: how far it is, or why it failed.")
    attempts: int = column("How often it was begun.")
    run_after: datetime = column("Not before then.")
    created_at: datetime = column("When it was asked for.")
    finished_at: datetime | None = column("When it was done, or held for good.")


@strawberry.type(description="A job that was written, or why not.")
class JobPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The job; null when nothing was written.")
    async def job(self, info: Info[Context, None]) -> Job | None:
        """The row."""
        return cast("Job | None", await planned_row(info, "Job", self.row))


@strawberry.type
class JobMutations:
    """What officers may do about jobs."""

    @strawberry.mutation(
        description="Let a held job be tried once more, now; failing again it is held again."
    )
    async def release_job(self, info: Info[Context, None], id: strawberry.ID) -> JobPayload:
        """Release."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return await jobs.release(tx, actor, row_id(id, "Job"))

        return await write(info, JobPayload, work)


@strawberry.enum(description="In which order jobs are listed.")
class JobOrder(StrEnum):
    """Orders of the read view."""

    NEWEST = "NEWEST"
    OLDEST = "OLDEST"


@strawberry.input(description="Which jobs: any value of a field will do, and all fields must agree.")
class JobFilter:
    """Filters of the read view."""

    queue: list[str] | None = strawberry.field(default=None, description="What kinds of work.")
    state: list[JobState] | None = strawberry.field(default=None, description="Where they stand.")


@reads(view.AUDIT_EVENTS)
@strawberry.type(description="Who did what, when, to which record; seen by officers, edited by nobody.")
class AuditEvent:
    """One event of the audit trail."""

    at: datetime = column("When.")
    actor_name: str = column("Who, as they were called then; `system` for jobs and commands.")
    action: str = column("Noun and past tense, such as `challenge.published`.")
    subject_type: str = column("Kind of the record, as its table is called.")
    subject_id: strawberry.ID | None = column("Id of the record; `node` finds those that can be read alone.")
    before: strawberry.scalars.JSON | None = column("The changed fields as they were.")
    after: strawberry.scalars.JSON | None = column("The changed fields as they became.")
    request_id: str | None = column("Ties what one request did together, and to the log.")
    token_id: strawberry.ID | None = column("The API token it was done with; null in a session.")


@strawberry.enum(description="In which order audit events are listed.")
class AuditEventOrder(StrEnum):
    """Orders of the read view."""

    NEWEST = "NEWEST"
    OLDEST = "OLDEST"


@strawberry.input(description="Which events: any value of a field will do, and all fields must agree.")
class AuditEventFilter:
    """Filters of the read view."""

    action: list[str] | None = strawberry.field(
        default=None, description="What was done, such as `role.granted`."
    )
    subject_type: list[str] | None = strawberry.field(
        default=None, description="To which kinds of record, such as `team`."
    )
    request_id: list[str] | None = strawberry.field(default=None, description="By which requests.")


@strawberry.type(
    description="How often a statement that was compiled before could be used again, since the start."
)
class PlanCacheUse:
    """Figures of the process that answers; another process has others."""

    hits: int = column("Reads whose statement was there.")
    misses: int = column("Reads whose statement had to be compiled.")
    plans: int = column("Statements that are kept now.")
    hit_rate: float | None = column("Share of hits, 0 to 1; null before the first read.")


async def plan_cache(info: Info[Context, None]) -> PlanCacheUse | None:
    """How well compiled statements are used again by the process that answers, for officers; null for others."""
    if not info.context.actor.is_officer:
        return None
    used = PLANS.hits + PLANS.misses
    return PlanCacheUse(
        hits=PLANS.hits,
        misses=PLANS.misses,
        plans=len(PLANS),
        hit_rate=PLANS.hits / used if used else None,
    )
