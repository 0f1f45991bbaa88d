"""Shortlists and mutual grades, after the blind review."""

from datetime import datetime
from typing import TypeAlias
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.agreements.model import Side
from matching.grading import service, view
from schema.applications import Application, ApplicationPayload
from schema.context import Context
from schema.fields import column, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.writes import write
from store.actor import Actor
from store.database import Connection as Transaction

strawberry.enum(Side, name="MatchSide", description="Owner or team.")
MatchSide: TypeAlias = Side


@reads(view.MUTUAL_GRADES)
@strawberry.type(
    description="What one side thinks of working with the other; the other reads it when both have graded, or the day"
    " of the decision is over."
)
class MutualGrade(Node):
    """A grade."""

    side: MatchSide = column("Who gave it.")
    grade: int = column("1 to 5, 5 for the best.")
    graded_at: datetime = column("When it was given last.")
    application: Application | None = one("application", "Of which bid.")


@strawberry.type
class GradingMutations:
    """What owners and teams do between review and pairing."""

    @strawberry.mutation(
        description="Put an application on the shortlist, or take it off again; for the owner, under review."
    )
    async def shortlist_application(
        self,
        info: Info[Context, None],
        id: strawberry.ID,
        is_shortlisted: bool = True,  # noqa: FBT001, FBT002 - arguments of a mutation are always named
    ) -> ApplicationPayload:
        """Shortlist."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            application = row_id(id, "Application")
            await service.shortlist(tx, actor, application, is_shortlisted=is_shortlisted)
            return application

        return await write(info, ApplicationPayload, work)

    @strawberry.mutation(
        description="Grade a shortlisted application for your side, the owner's or the team's; blind until both have."
    )
    async def grade_application(
        self, info: Info[Context, None], id: strawberry.ID, grade: int
    ) -> ApplicationPayload:
        """Grade."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            application = row_id(id, "Application")
            await service.grade(tx, actor, application, grade)
            return application

        return await write(info, ApplicationPayload, work)
