"""Milestones and deliveries: what a match reaches, and the public code that comes of it."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.delivery import model, service, view
from schema.assignments import Match
from schema.context import Context
from schema.fields import Connection, column, many, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.scalars import URL, LocalizedText
from schema.software import Software
from schema.writes import Payload, form, optional, write
from store.actor import Actor
from store.database import Connection as Transaction

if TYPE_CHECKING:
    from schema.followups import ServiceCheck


@reads(view.MILESTONES)
@strawberry.type(description="Something to be reached by a date.")
class Milestone(Node):
    """A milestone."""

    title: LocalizedText = column("What is to be reached.")
    due_on: date | None = column("By when.")
    reached_on: date | None = column("When it was reached.")
    note: str | None = column("What was seen.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")


@reads(view.DELIVERIES)
@strawberry.type(description="A repository that a team delivered.")
class Delivery(Node):
    """A delivery; it becomes an entry of the catalogue."""

    repository_url: URL = column("Where the code is.")
    note: LocalizedText = column("What was delivered, by language.")
    delivered_at: datetime = column("When.")
    match: Match | None = one("match", "The match that delivered it.")
    software: Software | None = one("software", "Its entry in the catalogue.")
    service_checks: Connection[Annotated["ServiceCheck", strawberry.lazy("schema.followups")]] = many(
        "delivery", "Whether it is in service, 3, 6 and 12 months later."
    )


@strawberry.input(description="What may be written about a milestone; what is left out stays as it is.")
class MilestoneInput:
    """Fields of the form."""

    title: LocalizedText | None = optional("What is to be reached.")
    due_on: date | None = optional("By when.")

    def as_form(self) -> model.MilestoneForm:
        """As the service takes it."""
        return form(model.MilestoneForm, self)


@strawberry.type(description="A milestone that was written, or why not.")
class MilestonePayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The milestone; null when nothing was written.")
    async def milestone(self, info: Info[Context, None]) -> Milestone | None:
        """The row."""
        return cast("Milestone | None", await planned_row(info, "Milestone", self.row))


@strawberry.type(description="A delivery that was written, or why not.")
class DeliveryPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The delivery; null when nothing was written.")
    async def delivery(self, info: Info[Context, None]) -> Delivery | None:
        """The row."""
        return cast("Delivery | None", await planned_row(info, "Delivery", self.row))


@strawberry.type
class DeliveryMutations:
    """What both sides of a match do until the code is public."""

    @strawberry.mutation(description="Add something to be reached; for both sides of a match.")
    async def add_milestone(
        self, info: Info[Context, None], match_id: strawberry.ID, input: MilestoneInput
    ) -> MilestonePayload:
        """Add."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.add_milestone(tx, actor, row_id(match_id, "Match"), input.as_form())).id

        return await write(info, MilestonePayload, work)

    @strawberry.mutation(description="Change a milestone; refused when somebody else changed it since.")
    async def edit_milestone(
        self, info: Info[Context, None], id: strawberry.ID, expected_version: int, input: MilestoneInput
    ) -> MilestonePayload:
        """Edit."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            row = row_id(id, "Milestone")
            return (await service.edit_milestone(tx, actor, row, input.as_form(), expected_version)).id

        return await write(info, MilestonePayload, work)

    @strawberry.mutation(description="Note that a milestone was reached, today if no day is given.")
    async def reach_milestone(
        self,
        info: Info[Context, None],
        id: strawberry.ID,
        expected_version: int,
        reached_on: date | None = None,
        note: str | None = None,
    ) -> MilestonePayload:
        """Reach."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            row = row_id(id, "Milestone")
            return (await service.reach_milestone(tx, actor, row, expected_version, reached_on, note)).id

        return await write(info, MilestonePayload, work)

    @strawberry.mutation(
        description="Deliver a repository: it becomes an entry of the catalogue. For the team."
    )
    async def deliver(
        self,
        info: Info[Context, None],
        match_id: strawberry.ID,
        repository_url: str,
        note: LocalizedText | None = None,
    ) -> DeliveryPayload:
        """Deliver."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.deliver(tx, actor, row_id(match_id, "Match"), repository_url, note)).id

        return await write(info, DeliveryPayload, work)
