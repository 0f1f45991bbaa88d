"""Cohort assignments: the pairing of all challenges and teams of a programme, and the matches that follow."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, TypeAlias

import strawberry

from matching.assignments import model, view
from schema.challenges import Challenge
from schema.fields import Connection, column, many, one, reads
from schema.node import Node
from schema.programmes import Programme
from schema.teams import Team

if TYPE_CHECKING:
    from schema.agreements import Agreement
    from schema.delivery import Delivery, Milestone

strawberry.enum(
    model.AssignmentState, name="AssignmentState", description="Whether a cohort assignment was adopted."
)
AssignmentState: TypeAlias = model.AssignmentState
strawberry.enum(model.MatchState, name="MatchState", description="How far a match is.")
MatchState: TypeAlias = model.MatchState


@reads(view.ASSIGNMENTS)
@strawberry.type(
    description="A pairing of all challenges and teams of a programme, with everything needed to redo it."
)
class Assignment(Node):
    """A cohort assignment."""

    objective: str = column("What it was to achieve.")
    state: AssignmentState = column("Whether it was adopted.")
    solution: strawberry.scalars.JSON = column(
        "Pairs, objective figures and blocking pairs, as the solver gave them."
    )
    report: strawberry.scalars.JSON = column("What it means: choices, averages, and who is left out and why.")
    input: strawberry.scalars.JSON = column("What the solver was given, so that anyone can run it again.")
    solver_version: str = column("Which version of the solver.")
    created_at: datetime = column("When it was computed.")
    adopted_at: datetime | None = column("When it was adopted.")
    programme: Programme | None = one("programme", "The round it pairs.")


@reads(view.MATCHES)
@strawberry.type(description="A challenge and a team that were paired.")
class Match(Node):
    """A match; it is not one before both sides accept the agreement."""

    state: MatchState = column("How far it is.")
    fit: strawberry.scalars.JSON | None = column("The fit at the time of pairing, with its reasons.")
    created_at: datetime = column("When they were paired.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")
    programme: Programme | None = one("programme", "In which round.")
    challenge: Challenge | None = one("challenge", "The challenge.")
    team: Team | None = one("team", "The team.")
    agreement: Annotated["Agreement", strawberry.lazy("schema.agreements")] | None = one(
        "match", "The terms.", theirs=True
    )
    milestones: Connection[Annotated["Milestone", strawberry.lazy("schema.delivery")]] = many(
        "match", "What is to be reached when.", order="POSITION"
    )
    deliveries: Connection[Annotated["Delivery", strawberry.lazy("schema.delivery")]] = many(
        "match", "What was delivered."
    )
