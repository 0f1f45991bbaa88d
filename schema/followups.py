"""Whether what was delivered is in service."""

from datetime import date, datetime
from typing import cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.followups import model, service, view
from schema.context import Context
from schema.delivery import Delivery
from schema.fields import column, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.scalars import LocalizedText
from schema.writes import Payload, write
from store.actor import Actor
from store.database import Connection as Transaction


@reads(view.SERVICE_CHECKS)
@strawberry.type(
    description="What the owner says of a delivery 3, 6 or 12 months later; unanswered, for both sides."
)
class ServiceCheck(Node):
    """A check."""

    months: int = column("After how many months it was asked.")
    asked_on: date = column("When it was asked.")
    is_in_service: bool | None = column("Whether it is really in service; null until answered.")
    since: date | None = column("Since when.")
    note: LocalizedText | None = column("What readers should know, by language.")
    answered_at: datetime | None = column("When it was answered last.")
    delivery: Delivery | None = one("delivery", "Of which delivery.")


@strawberry.type(description="A check that was answered, or why not.")
class ServiceCheckPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The check; null when nothing was written.")
    async def service_check(self, info: Info[Context, None]) -> ServiceCheck | None:
        """The row."""
        return cast("ServiceCheck | None", await planned_row(info, "ServiceCheck", self.row))


@strawberry.type
class FollowupMutations:
    """What owners say of what they got."""

    @strawberry.mutation(
        description="Say whether what was delivered is in service; for the challenge's owner, again when it changes."
    )
    async def answer_service_check(
        self,
        info: Info[Context, None],
        id: strawberry.ID,
        is_in_service: bool,  # noqa: FBT001 - arguments of a mutation are always named
        since: date | None = None,
        note: LocalizedText | None = None,
    ) -> ServiceCheckPayload:
        """Answer."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            check = row_id(id, "ServiceCheck")
            await service.answer(tx, actor, check, model.Answer(is_in_service, since, note or {}))
            return check

        return await write(info, ServiceCheckPayload, work)
