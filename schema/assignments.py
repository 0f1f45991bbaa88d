"""Cohort assignments: the pairing of all challenges and teams of a programme, and the matches that follow."""

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, TypeAlias, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.assignments import model, service, view
from matching.assignments.apart import decide_apart
from matching.assignments.gathering import gather
from matching.cohort import Objective
from schema.challenges import Challenge
from schema.context import Context
from schema.errors import user_errors
from schema.fields import Connection, column, many, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.programmes import Programme
from schema.teams import Team
from schema.writes import Payload, write
from store.actor import Actor
from store.database import Connection as Transaction
from store.refusal import Refused

if TYPE_CHECKING:
    from schema.agreements import Agreement
    from schema.coaching import Coaching
    from schema.delivery import Delivery, Milestone
    from schema.messages import Message
    from schema.notes import SharedNote
    from schema.outcomes import OutcomeFigure

strawberry.enum(
    model.AssignmentState, name="AssignmentState", description="Whether a cohort assignment was adopted."
)
AssignmentState: TypeAlias = model.AssignmentState
strawberry.enum(
    Objective, name="AssignmentObjective", description="What a cohort assignment should be best at."
)
AssignmentObjective: TypeAlias = Objective
strawberry.enum(model.MatchState, name="MatchState", description="How far a match is.")
MatchState: TypeAlias = model.MatchState


@reads(view.ASSIGNMENTS)
@strawberry.type(
    description="A pairing of all challenges and teams of a programme, with everything needed to redo it."
)
class Assignment(Node):
    """A cohort assignment."""

    objective: AssignmentObjective = column("What it was to achieve.")
    state: AssignmentState = column("Whether it was adopted.")
    summary: strawberry.scalars.JSON = column(
        "Figures that name nobody: pairs, profile of choices, averages."
    )
    solution: strawberry.scalars.JSON | None = column(
        "Pairs, objective figures and blocking pairs, as the solver gave them."
    )
    report: strawberry.scalars.JSON | None = column(
        "What it means: choices, averages, and who is left out and why."
    )
    input: strawberry.scalars.JSON | None = column(
        "What the solver was given, so that anyone can run it again."
    )
    solver_version: str = column("Which version of the solver.")
    created_at: datetime = column("When it was computed.")
    adopted_at: datetime | None = column("When it was adopted.")
    programme: Programme | None = one("programme", "The round it pairs.")


@reads(view.MATCHES)
@strawberry.type(description="A challenge and a team that were paired.")
class Match(Node):
    """A match; it is not one before both sides accept the agreement."""

    state: MatchState = column("How far it is.")
    fit: strawberry.scalars.JSON | None = column(
        "The fit at the time of pairing, for both sides and officers."
    )
    created_at: datetime | None = column("When they were paired; null where it was only reported.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")
    programme: Programme | None = one("programme", "In which round.")
    challenge: Challenge | None = one("challenge", "The challenge.")
    team: Team | None = one("team", "The team.")
    coachings: Connection[Annotated["Coaching", strawberry.lazy("schema.coaching")]] = many(
        "match", "Who coaches the pair."
    )
    agreement: Annotated["Agreement", strawberry.lazy("schema.agreements")] | None = one(
        "match", "The terms.", theirs=True
    )
    milestones: Connection[Annotated["Milestone", strawberry.lazy("schema.delivery")]] = many(
        "match", "What is to be reached when.", order="POSITION"
    )
    deliveries: Connection[Annotated["Delivery", strawberry.lazy("schema.delivery")]] = many(
        "match", "What was delivered."
    )
    outcome_figures: Connection[Annotated["OutcomeFigure", strawberry.lazy("schema.outcomes")]] = many(
        "match", "What its measures were, day by day."
    )
    shared_notes: Connection[Annotated["SharedNote", strawberry.lazy("schema.notes")]] = many(
        "match", "Notes of its meetings that you may read, newest first.", order="NEWEST"
    )
    messages: Connection[Annotated["Message", strawberry.lazy("schema.messages")]] = many(
        "match", "What both sides and the officers write to each other; for them."
    )


@strawberry.type(description="A cohort assignment that was written, or why not.")
class AssignmentPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The assignment; null when nothing was written.")
    async def assignment(self, info: Info[Context, None]) -> Assignment | None:
        """The row."""
        return cast("Assignment | None", await planned_row(info, "Assignment", self.row))


@strawberry.type(description="A match that was written, or why not.")
class MatchPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The match; null when nothing was written.")
    async def match(self, info: Info[Context, None]) -> Match | None:
        """The row."""
        return cast("Match | None", await planned_row(info, "Match", self.row))


@strawberry.type
class AssignmentMutations:
    """What officers do to pair a round."""

    @strawberry.mutation(description="Pair a programme and keep the result as a proposal; officers only.")
    async def propose_assignment(
        self,
        info: Info[Context, None],
        programme_id: strawberry.ID,
        objective: AssignmentObjective = Objective.STABLE,
        allow_closing: bool = False,  # noqa: FBT001, FBT002 - arguments of a mutation are always named
    ) -> AssignmentPayload:
        """Gather in one read, pair in a thread, keep in one transaction: no connection waits for the solver."""
        context = info.context
        try:
            async with context.database.read() as connection:
                gathered = await gather(connection, context.actor, row_id(programme_id, "Programme"))
            proposal = await asyncio.to_thread(decide_apart, gathered, objective, allow_closing=allow_closing)
        except Refused as refused:
            return AssignmentPayload(row=None, user_errors=user_errors(refused.problems, context.language))

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.save(tx, actor, proposal)).id

        return await write(info, AssignmentPayload, work)

    @strawberry.mutation(description="Make a proposal the programme's pairing; officers only, once.")
    async def adopt_assignment(self, info: Info[Context, None], id: strawberry.ID) -> AssignmentPayload:
        """Adopt."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.adopt(tx, actor, row_id(id, "Assignment"))).id

        return await write(info, AssignmentPayload, work)

    @strawberry.mutation(
        description="End a match without a delivery; officers only. The reason is kept in the audit trail."
    )
    async def end_match(self, info: Info[Context, None], id: strawberry.ID, reason: str) -> MatchPayload:
        """End."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.end_match(tx, actor, row_id(id, "Match"), reason)).id

        return await write(info, MatchPayload, work)
