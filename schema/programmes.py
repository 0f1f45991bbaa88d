"""Programmes: rounds with their mode, dates, rules and weights."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeAlias, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.fit import CriterionId, Weights
from matching.programmes import model, service, view
from schema.context import Context
from schema.fields import Connection, column, many, one, reads
from schema.figures import PEOPLE, BarrierTotal, CountyCount, CountyPeople, Spread
from schema.ids import row_id
from schema.node import Node
from schema.people import Organisation
from schema.plan import planned_row
from schema.scalars import LocalizedText
from schema.writes import Payload, form, optional, write
from store.actor import Actor
from store.database import Connection as Transaction

if TYPE_CHECKING:
    from schema.assignments import Assignment, Match
    from schema.challenges import Challenge
    from schema.continuations import Continuation
    from schema.proposals import Proposal
    from schema.statistics import ChallengeStateCount
    from schema.themes import Theme
    from schema.votes import PublicVote

strawberry.enum(model.Mode, name="ProgrammeMode", description="Who moves first in a round.")
ProgrammeMode: TypeAlias = model.Mode
strawberry.enum(model.State, name="ProgrammeState", description="Where a round stands.")
ProgrammeState: TypeAlias = model.State
strawberry.enum(CriterionId, name="FitCriterion", description="What fit is judged by.")
FitCriterion: TypeAlias = CriterionId


@strawberry.type(description="How much a criterion of fit counts in a programme.")
class CriterionWeight:
    """Published before the programme opens."""

    criterion: FitCriterion = column("Which criterion.")
    weight: float = column("Its proportion among the others.")


@strawberry.type(description="What so many points of a line mean.")
class RubricAnchor:
    """Points in between lie in between."""

    points: int = column("0 to 5.")
    text: LocalizedText = column("What they mean, by language.")


@strawberry.type(description="One thing that reviewers score from 0 to 5.")
class RubricCriterion:
    """A line of the reviewers' form."""

    id: str = column("Its key in `scores` of a review.")
    name: LocalizedText = column("What is scored.")
    weight: float = column("Its proportion among the others.")
    anchors: list[RubricAnchor] | None = column(
        "What single points mean, lowest first; null in rounds before there were any."
    )


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
    weights: list[CriterionWeight] = column(
        "How fit is weighed, heaviest first; empty where nobody reported it."
    )
    rubric: list[RubricCriterion] = column("What reviewers score; empty where nobody reported it.")
    source: str | None = column("Where facts about a past programme were read.")
    is_example: bool = column("Whether it was invented for the demo.")
    created_at: datetime = column("When it was written down here.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")
    challenge_count: int = column("Challenges published in it.")
    application_count: int | None = column(
        "Applications made in it and not withdrawn; null where it was only reported."
    )
    match_count: int = column("Matches that both sides have agreed.")
    challenges_by_state: list[Annotated["ChallengeStateCount", strawberry.lazy("schema.statistics")]] = (
        column("Its public challenges by where they stand.")
    )
    challenges_by_county: list[CountyCount] = column("Its public challenges by their owner's county or city.")
    applications_per_challenge: Spread = column("Applications not withdrawn, a public challenge.")
    days_to_match: Spread = column(
        "Days from the publication of a challenge until both sides had accepted the agreement."
    )
    participants: int | None = column(f"In teams that apply. {PEOPLE}")
    participants_by_county: list[CountyPeople] = column("The same by the place of the team.")
    barriers: list[BarrierTotal] | None = column(
        "What stands in the way of those who take part; for officers, null for others."
    )
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
    proposals: Connection[Annotated["Proposal", strawberry.lazy("schema.proposals")]] = many(
        "programme", "Its proposals that you may see, oldest first."
    )
    themes: Connection[Annotated["Theme", strawberry.lazy("schema.themes")]] = many(
        "programme", "Its themes, to which owners and teams commit.", order="POSITION"
    )
    continuations: Connection[Annotated["Continuation", strawberry.lazy("schema.continuations")]] = many(
        "programme", "Which pairs are asked to go on in it."
    )
    vote: Annotated["PublicVote", strawberry.lazy("schema.votes")] | None = one(
        "programme", "The public vote on its proposals.", theirs=True
    )


@strawberry.enum(description="In which order programmes are listed.")
class ProgrammeOrder(StrEnum):
    """Orders of the read view."""

    OPENS_ON = "OPENS_ON"
    NEWEST = "NEWEST"
    OLDEST = "OLDEST"


@strawberry.input(description="Which programmes: any value of a field will do, and all fields must agree.")
class ProgrammeFilter:
    """Filters of the read view."""

    mode: list[ProgrammeMode] | None = strawberry.field(default=None, description="Who moves first.")
    state: list[ProgrammeState] | None = strawberry.field(default=None, description="Where they stand.")


@strawberry.input(description="How much a criterion of fit counts.")
class CriterionWeightInput:
    """A weight."""

    criterion: FitCriterion = strawberry.field(description="Which criterion.")
    weight: float = strawberry.field(description="Its proportion among the others, from 0.")


@strawberry.input(description="What so many points of a line mean.")
class RubricAnchorInput:
    """An anchor of the scale."""

    points: int = strawberry.field(description="0 to 5; each once.")
    text: LocalizedText = strawberry.field(description="What they mean, by language.")


@strawberry.input(description="One thing that reviewers score from 0 to 5.")
class RubricCriterionInput:
    """A line of the rubric."""

    id: str = strawberry.field(description="Its key in `scores` of a review.")
    name: LocalizedText = strawberry.field(description="What is scored.")
    weight: float = strawberry.field(default=1.0, description="Its proportion among the others.")
    anchors: list[RubricAnchorInput] | None = strawberry.field(default=None, description="What points mean.")

    def as_criterion(self) -> model.RubricCriterion:
        """As the service takes it."""
        anchors = tuple(model.Anchor(each.points, each.text) for each in self.anchors or ())
        return model.RubricCriterion(self.id, self.name, self.weight, anchors)


@strawberry.input(description="What may be written about a programme; what is left out stays as it is.")
class ProgrammeInput:
    """Fields of the form."""

    name: LocalizedText | None = optional("Its name by language.")
    description: LocalizedText | None = optional("What it is about, by language.")
    mode: ProgrammeMode | None = optional("Who moves first.")
    opens_on: date | None = optional("First day of applications.")
    applications_close_on: date | None = optional("Last day of applications.")
    decision_on: date | None = optional("Day the assignment is decided.")
    ends_on: date | None = optional("Day the work is shown.")
    weights: list[CriterionWeightInput] | None = optional(
        "How fit is weighed; fixed once the programme is open."
    )
    rubric: list[RubricCriterionInput] | None = optional(
        "What reviewers score; fixed once the programme is open."
    )

    def as_form(self) -> model.ProgrammeForm:
        """As the service takes it."""
        weights = {each.criterion.value: each.weight for each in self.weights or ()}
        rubric = tuple(each.as_criterion() for each in self.rubric or ())
        return form(model.ProgrammeForm, self, weights=Weights(**weights) if weights else None, rubric=rubric)


@strawberry.type(description="A programme that was written, or why not.")
class ProgrammePayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The programme; null when nothing was written.")
    async def programme(self, info: Info[Context, None]) -> Programme | None:
        """The row."""
        return cast("Programme | None", await planned_row(info, "Programme", self.row))


@strawberry.type
class ProgrammeMutations:
    """What officers do with programmes."""

    @strawberry.mutation(description="Prepare a round; officers only.")
    async def create_programme(
        self, info: Info[Context, None], organisation_id: strawberry.ID, input: ProgrammeInput
    ) -> ProgrammePayload:
        """Create."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            runs = row_id(organisation_id, "Organisation")
            return (await service.create(tx, actor, runs, input.as_form())).id

        return await write(info, ProgrammePayload, work)

    @strawberry.mutation(description="Change what is written about a round; officers only.")
    async def edit_programme(
        self,
        info: Info[Context, None],
        id: strawberry.ID,
        expected_version: int,
        input: ProgrammeInput,
    ) -> ProgrammePayload:
        """Edit."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            row = row_id(id, "Programme")
            return (await service.edit(tx, actor, row, input.as_form(), expected_version)).id

        return await write(info, ProgrammePayload, work)

    @strawberry.mutation(description="Open a round: its weights are published and stand; officers only.")
    async def open_programme(self, info: Info[Context, None], id: strawberry.ID) -> ProgrammePayload:
        """Open."""
        return await _move(info, id, service.open_applications)

    @strawberry.mutation(description="Stop taking applications and let reviewers decide; officers only.")
    async def start_review(self, info: Info[Context, None], id: strawberry.ID) -> ProgrammePayload:
        """Review."""
        return await _move(info, id, service.start_review)

    @strawberry.mutation(description="End a round; officers only.")
    async def close_programme(self, info: Info[Context, None], id: strawberry.ID) -> ProgrammePayload:
        """Close."""
        return await _move(info, id, service.close)


async def _move(
    info: Info[Context, None],
    programme_id: str,
    move: Callable[[Transaction, Actor, UUID], Awaitable[model.Programme]],
) -> ProgrammePayload:
    async def work(tx: Transaction, actor: Actor) -> UUID:
        return (await move(tx, actor, row_id(programme_id, "Programme"))).id

    return await write(info, ProgrammePayload, work)
