"""Who is asked to score which application."""

from datetime import datetime
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.reviewing import service, view
from matching.reviewing.model import USUAL_A_BID
from schema.applications import Application, ApplicationPayload
from schema.context import Context
from schema.fields import column, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.people import Viewer
from schema.programmes import ProgrammePayload
from schema.writes import write
from store.actor import Actor
from store.database import Connection as Transaction


@reads(view.REVIEW_TASKS)
@strawberry.type(description="That a reviewer is asked to score an application.")
class ReviewTask(Node):
    """A task of a reviewer."""

    assigned_at: datetime = column("Since when.")
    is_done: bool = column("Whether the points were handed in.")
    application: Application | None = one("application", "What is to be scored.")
    reviewer: Viewer | None = one("reviewer", "Who is asked.")


@strawberry.type
class ReviewingMutations:
    """Who scores what."""

    @strawberry.mutation(
        description=(
            "Share out the applications of a programme among its reviewers, evenly, so that nobody scores where they"
            " have a part. Who is asked already stays. For officers."
        )
    )
    async def assign_reviewers(
        self, info: Info[Context, None], programme_id: strawberry.ID, per_application: int = USUAL_A_BID
    ) -> ProgrammePayload:
        """Assign."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            programme = row_id(programme_id, "Programme")
            await service.assign_reviewers(tx, actor, programme, per_application)
            return programme

        return await write(info, ProgrammePayload, work)

    @strawberry.mutation(
        description=(
            "Say that you cannot judge an application impartially: you are not asked any more, and points that you"
            " handed in for it are taken away. For reviewers."
        )
    )
    async def declare_review_conflict(
        self, info: Info[Context, None], id: strawberry.ID
    ) -> ApplicationPayload:
        """Declare."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            application = row_id(id, "Application")
            await service.declare_conflict(tx, actor, application)
            return application

        return await write(info, ApplicationPayload, work)
