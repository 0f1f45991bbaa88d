"""Programmes: rounds with their mode, dates, rules and weights."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from matching.fit import CriterionId
from matching.programmes import model, view
from schema.fields import Connection, column, many, one, reads
from schema.node import Node
from schema.people import Organisation
from schema.scalars import LocalizedText

if TYPE_CHECKING:
    from schema.assignments import Assignment, Match
    from schema.challenges import Challenge

ProgrammeMode = strawberry.enum(model.Mode, name="ProgrammeMode", description="Who moves first in a round.")
ProgrammeState = strawberry.enum(model.State, name="ProgrammeState", description="Where a round stands.")
FitCriterion = strawberry.enum(CriterionId, name="FitCriterion", description="What fit is judged by.")


@strawberry.type(description="How much a criterion of fit counts in a programme.")
class CriterionWeight:
    """Published before the programme opens."""

    criterion: FitCriterion = column("Which criterion.")
    weight: float = column("Its proportion among the others.")


@strawberry.type(description="One thing that reviewers score from 0 to 5.")
class RubricCriterion:
    """A line of the reviewers' form."""

    id: str = column("Its key in `scores` of a review.")
    name: LocalizedText = column("What is scored.")
    weight: float = column("Its proportion among the others.")


@reads(view.PROGRAMMES)
@strawberry.type(description="One round of challenges, teams and matches, with its mode, dates and rules.")
class Programme(Node):
    """A programme."""

    slug: str = column("Its name in addresses of pages.")
    name: LocalizedText = column("Its name by language.")
    description: LocalizedText = column("What it is about, by language.")
    mode: ProgrammeMode = column("Who moves first.")
    state: ProgrammeState = column("Where it stands.")
    opens_on: date | None = column("First day of applications.")
    applications_close_on: date | None = column("Last day of applications.")
    decision_on: date | None = column("Day the assignment is decided.")
    ends_on: date | None = column("Day the work is shown.")
    weights: list[CriterionWeight] = column("How fit is weighed, heaviest first.")
    rubric: list[RubricCriterion] = column("What reviewers score.")
    source: str | None = column("Where facts about a past programme were read.")
    is_example: bool = column("Whether it was invented for the demo.")
    created_at: datetime = column("When it was written down here.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")
    challenge_count: int = column("Challenges published in it.")
    application_count: int = column("Applications made in it and not withdrawn.")
    match_count: int = column("Matches that both sides have agreed.")
    organisation: Organisation | None = one("organisation", "Who runs it.")
    challenges: Connection[Annotated["Challenge", strawberry.lazy("schema.challenges")]] = many(
        "programme", "Its challenges that you may see, oldest first."
    )
    assignments: Connection[Annotated["Assignment", strawberry.lazy("schema.assignments")]] = many(
        "programme", "Its cohort assignments that you may see, newest first.", order="NEWEST"
    )
    matches: Connection[Annotated["Match", strawberry.lazy("schema.assignments")]] = many(
        "programme", "Its matches that you may see."
    )
