"""What came of matches: figures against the baseline."""

from datetime import date, datetime
from typing import cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.outcomes import service, view
from schema.assignments import Match
from schema.context import Context
from schema.fields import column, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.scalars import LocalizedText
from schema.writes import Payload, write
from store.actor import Actor
from store.database import Connection as Transaction


@reads(view.OUTCOME_FIGURES)
@strawberry.type(
    description="What a measure of the challenge was on a day, beside where it began and should go."
)
class OutcomeFigure(Node):
    """A figure."""

    measure: int = column("Place of the measure in the challenge's `measures`, from 0.")
    name: LocalizedText | None = column("What is measured, by language.")
    unit: str | None = column("In which unit.")
    baseline: float | None = column("What it was before; null where it was not known.")
    target: float | None = column("What it should become; null where that was not said.")
    value: float = column("What it was then.")
    measured_on: date = column("On which day.")
    reported_at: datetime = column("When it was reported here.")
    match: Match | None = one("match", "In which match.")


@strawberry.type(description="A figure that was reported, or why not.")
class OutcomeFigurePayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The figure; null when nothing was written.")
    async def outcome_figure(self, info: Info[Context, None]) -> OutcomeFigure | None:
        """The row."""
        return cast("OutcomeFigure | None", await planned_row(info, "OutcomeFigure", self.row))


@strawberry.type
class OutcomeMutations:
    """What both sides report."""

    @strawberry.mutation(
        description="Report what a measure was on a day; for both sides and officers. The same day is replaced."
    )
    async def report_outcome(
        self,
        info: Info[Context, None],
        match_id: strawberry.ID,
        measure: int,
        value: float,
        measured_on: date,
    ) -> OutcomeFigurePayload:
        """Report."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return await service.report(tx, actor, row_id(match_id, "Match"), measure, value, measured_on)

        return await write(info, OutcomeFigurePayload, work)
