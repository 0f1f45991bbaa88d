"""Coaches: who helps which pair, with what notes, advice and hours."""

from datetime import date, datetime
from typing import TypeAlias, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.coaching import model, service, view
from schema.assignments import Match, MatchPayload
from schema.context import Context
from schema.fields import Connection, column, many, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.writes import Payload, write
from store.actor import Actor
from store.database import Connection as Transaction

strawberry.enum(model.Kind, name="CoachingEntryKind", description="Who reads what a coach writes down.")
CoachingEntryKind: TypeAlias = model.Kind


@reads(view.ENTRIES)
@strawberry.type(description="What a coach wrote down about a day.")
class CoachingEntry(Node):
    """A note or advice."""

    kind: CoachingEntryKind = column("Who reads it.")
    words: str = column("What was noted or advised.")
    minutes: int = column("How long it took.")
    held_on: date = column("The day it was about.")


@reads(view.COACHINGS)
@strawberry.type(description="That somebody coaches a pair.")
class Coaching(Node):
    """A coach of a match."""

    coach: str = column("Name of the coach.")
    is_own: bool = column("Whether it is you.")
    minutes: int = column("How much time the coach has given in all.")
    created_at: datetime = column("Since when.")
    match: Match | None = one("match", "Whom the coach helps.")
    entries: Connection[CoachingEntry] = many(
        "coaching", "What the coach wrote down that you may read, newest first.", order="NEWEST"
    )


@strawberry.input(description="What a coach writes down about a day.")
class CoachingEntryInput:
    """Fields of the form."""

    kind: CoachingEntryKind = strawberry.field(description="Who reads it.")
    words: str = strawberry.field(description="What was noted or advised.")
    minutes: int = strawberry.field(default=0, description="How long it took, 0 to 1,440.")
    held_on: date = strawberry.field(description="The day it was about; not in the future.")


@strawberry.type(description="A coaching, or why nothing was written.")
class CoachingPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The coaching; null when nothing was written.")
    async def coaching(self, info: Info[Context, None]) -> Coaching | None:
        """The row."""
        return cast("Coaching | None", await planned_row(info, "Coaching", self.row))


@strawberry.type
class CoachingMutations:
    """What officers and coaches do."""

    @strawberry.mutation(description="Let somebody who is of neither side coach a pair; officers only.")
    async def assign_coach(
        self, info: Info[Context, None], match_id: strawberry.ID, email: str
    ) -> CoachingPayload:
        """Assign."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return await service.assign(tx, actor, row_id(match_id, "Match"), email)

        return await write(info, CoachingPayload, work)

    @strawberry.mutation(description="End a coaching, with what was written in it; officers only.")
    async def unassign_coach(self, info: Info[Context, None], id: strawberry.ID) -> MatchPayload:
        """Unassign."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return await service.unassign(tx, actor, row_id(id, "Coaching"))

        return await write(info, MatchPayload, work)

    @strawberry.mutation(
        description="Write down a note or advice for a pair that you coach, with the time it took."
    )
    async def write_coaching_entry(
        self, info: Info[Context, None], id: strawberry.ID, input: CoachingEntryInput
    ) -> CoachingPayload:
        """Write."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            entry = model.Entry(input.kind, input.words, input.minutes, input.held_on)
            return await service.write(tx, actor, row_id(id, "Coaching"), entry)

        return await write(info, CoachingPayload, work)
