"""Time credits: hours of help that both sides confirm."""

from datetime import date, datetime
from typing import TypeAlias, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.credits import model, service, view
from schema.assignments import Match
from schema.context import Context
from schema.fields import column, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.writes import Payload, write
from store.actor import Actor
from store.database import Connection as Transaction

strawberry.enum(model.Kind, name="CreditKind", description="Where hours of help went.")
CreditKind: TypeAlias = model.Kind


@reads(view.CREDITS)
@strawberry.type(
    description="Hours that somebody helped; one credit each, once the side that was helped confirms them."
)
class Credit(Node):
    """An entry of the ledger, for both sides and officers."""

    kind: CreditKind = column("Where the hours went.")
    hours: int = column("How many; as many credits.")
    worked_on: date = column("On which day, or the last of several.")
    what: str = column("What was done.")
    helper: str | None = column("Who helped; null where that person was deleted.")
    helped: str | None = column("Who was helped and pays; null for hours of a match.")
    is_mine: bool = column("Whether you helped.")
    is_mine_to_confirm: bool = column("Whether it waits for you to confirm or decline it.")
    claimed_at: datetime = column("When it was claimed.")
    confirmed_at: datetime | None = column("When the other side confirmed it; it counts from then.")
    declined_at: datetime | None = column("When the other side declined it; it never counts.")
    match: Match | None = one("match", "In which match the hours were given.")


@strawberry.input(description="Hours of help, as whoever helped tells them.")
class CreditInput:
    """A claim."""

    hours: int = strawberry.field(description=f"Whole hours, 1 to {model.MOST_HOURS}.")
    worked_on: date = strawberry.field(description="On which day, or the last of several.")
    what: str = strawberry.field(description="What was done, in a line.")

    def as_claim(self) -> model.Claim:
        """As the service takes it."""
        return model.Claim(self.hours, self.worked_on, self.what)


@strawberry.type(description="An entry that was written, or why not.")
class CreditPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The entry; null when nothing was written.")
    async def credit(self, info: Info[Context, None]) -> Credit | None:
        """The row."""
        return cast("Credit | None", await planned_row(info, "Credit", self.row))


@strawberry.type
class CreditMutations:
    """What people tell of their hours, and the other side confirms."""

    @strawberry.mutation(
        description="Tell hours that you worked in a match of your team; its owner confirms them."
    )
    async def claim_match_hours(
        self, info: Info[Context, None], match_id: strawberry.ID, input: CreditInput
    ) -> CreditPayload:
        """Claim."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return await service.claim_for_match(tx, actor, row_id(match_id, "Match"), input.as_claim())

        return await write(info, CreditPayload, work)

    @strawberry.mutation(
        description="Tell hours that you helped somebody; they confirm them and pay with credits of their own."
    )
    async def claim_help(self, info: Info[Context, None], email: str, input: CreditInput) -> CreditPayload:
        """Claim."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return await service.claim_from_person(tx, actor, email, input.as_claim())

        return await write(info, CreditPayload, work)

    @strawberry.mutation(description="Confirm or decline hours, for the side that was helped.")
    async def settle_credit(
        self,
        info: Info[Context, None],
        id: strawberry.ID,
        is_confirmed: bool,  # noqa: FBT001 - arguments of a mutation are always named
    ) -> CreditPayload:
        """Settle."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            credit = row_id(id, "Credit")
            await service.settle(tx, actor, credit, is_confirmed=is_confirmed)
            return credit

        return await write(info, CreditPayload, work)
