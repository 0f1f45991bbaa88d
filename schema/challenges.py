"""Challenges: owners' problem statements and what they need."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, TypeAlias, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.challenges import model, service, view
from matching.fit import DataClass as DataClassModel
from matching.roles.view import OF_CHALLENGE as ROLES_OF_CHALLENGE
from schema.context import Context
from schema.fields import Connection, column, many, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.people import Organisation
from schema.plan import planned_row
from schema.programmes import Programme, ProgrammeMode
from schema.scalars import LanguageTag, LocalizedText, SPDXExpression
from schema.writes import Payload, form, optional, write
from store.actor import Actor
from store.database import Connection as Transaction

if TYPE_CHECKING:
    from schema.applications import Application
    from schema.assignments import Match
    from schema.questions import Question
    from schema.roles import ChallengeRole

strawberry.enum(model.State, name="ChallengeState", description="Where a challenge stands.")
ChallengeState: TypeAlias = model.State
strawberry.enum(
    DataClassModel,
    name="DataClass",
    description="What data about people the work touches: none, personal, sensitive.",
)
DataClass: TypeAlias = DataClassModel
strawberry.enum(model.AIRisk, name="AIRisk", description="How much the use of AI can hurt people.")
AIRisk: TypeAlias = model.AIRisk
strawberry.enum(
    model.AIView, name="AIView", description="One level of one aspect under which the use of AI is looked at."
)
AIView: TypeAlias = model.AIView
strawberry.enum(
    model.Readiness, name="ReadinessDimension", description="What tells whether an owner can carry a change."
)
ReadinessDimension: TypeAlias = model.Readiness
strawberry.enum(model.Answer, name="ReadinessAnswer", description="What an owner says of its own readiness.")
ReadinessAnswer: TypeAlias = model.Answer


@strawberry.type(description="What an owner says of its readiness in one dimension.")
class ReadinessStatement:
    """One answer of the self-assessment."""

    dimension: ReadinessDimension = column("What was asked.")
    answer: ReadinessAnswer = column("What the owner says.")


@strawberry.type(description="A figure by which everyone will see that it got better.")
class OutcomeMeasure:
    """An outcome measure."""

    name: LocalizedText = column("What is measured.")
    baseline: float | None = column("Where it is now, in `unit`.")
    target: float | None = column("Where it should be, in `unit`.")
    unit: str = column("Unit of both figures.")


@reads(view.NEEDS)
@strawberry.type(description="A skill that the work needs.")
class Need(Node):
    """A concept of the vocabulary, at a level."""

    concept: str = column("Concept id; `concepts` has the words for it.")
    level: int = column("Level needed: 1 to 8 for competencies (DigComp), 1 to 5 for other skills.")
    required: bool | None = column(
        "Whether it is essential: it counts double among the needs, and is no condition; null where nobody reported it."
    )


@reads(replace(view.CHALLENGES, columns={**view.CHALLENGES.columns, **ROLES_OF_CHALLENGE}))
@strawberry.type(description="An owner's problem statement.")
class Challenge(Node):
    """A challenge."""

    slug: str = column("Its name in addresses of pages.")
    state: ChallengeState = column("Where it stands.")
    state_reason: str | None = column("Why it was sent back or withdrawn.")
    title: LocalizedText = column("Its title by language.")
    problem: LocalizedText = column("What the problem is, by language.")
    people_affected: LocalizedText = column("Who has the problem, and how many they are.")
    evidence: LocalizedText = column("Facts and figures that show the problem, and where they come from.")
    data_involved: LocalizedText = column("Which data there is, who holds it, and in what state.")
    constraints: LocalizedText = column("What a solution has to live with: law, systems, places, habits.")
    pilot: LocalizedText = column("The small first trial that its owner has in mind.")
    budget_twd: int | None = column(
        "Money for the team, in whole New Taiwan dollars; null where nobody said, 0 for none."
    )
    on_site_work: LocalizedText = column("What has to be done on site.")
    publication: LocalizedText = column("What may be published of the work, and what may not.")
    measures: list[OutcomeMeasure] = column("By what figures it will be seen to be better.")
    domains: list[str] = column("Concept ids: scopes and categories of publiccode.yml.")
    languages: list[LanguageTag] = column("Languages the work is done in.")
    hours_needed: int | None = column("Hours of work of one team over the whole challenge.")
    starts_on: date | None = column("First day of the work.")
    ends_on: date | None = column("Last day of the work.")
    min_teams: int | None = column("Teams it needs to run at all; null where nobody reported it.")
    max_teams: int | None = column("Teams that may work on it; null where nobody reported it.")
    data_class: DataClass | None = column("What data about people the work touches.")
    lawful_basis: str | None = column("On what ground data about people may be processed.")
    wanted_licence: SPDXExpression | None = column("Licence that the owner asks for.")
    on_site: bool | None = column("Whether some of the work is done on site; null where nobody reported it.")
    ai_risk: AIRisk | None = column(
        "How risky the use of AI is that the work may bring; null until it was said."
    )
    ai_examined: list[AIView] = column("Under what the owner has looked at the use of AI.")
    impact_assessment: str | None = column("The assessment of a high risk, or where it can be read.")
    readiness: list[ReadinessStatement] | None = column(
        "How ready the owner says it is; null but for its owner and officers, so that it can be honest."
    )
    released_by: str | None = column(
        "Name of the officer who published it; null before, and once that person was deleted."
    )
    release_reason: str | None = column("Why that officer published it.")
    outcome: LocalizedText | None = column("What came of it, as reported; null when nothing was.")
    source: str | None = column("Where facts about a past challenge were read.")
    is_example: bool = column("Whether it was invented for the demo.")
    created_at: datetime = column("When it was written down here.")
    updated_at: datetime = column("When it was last edited.")
    published_at: datetime | None = column("When an officer published it; null where it was only reported.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")
    application_count: int | None = column(
        "Applications made for it and not withdrawn; null where it was only reported."
    )
    programme: Programme | None = one("programme", "The round it belongs to.")
    owner: Organisation | None = one("owner", "Who has the problem.")
    needs: Connection[Need] = many("challenge", "What the work needs.", order="POSITION")
    applications: Connection[Annotated["Application", strawberry.lazy("schema.applications")]] = many(
        "challenge", "The applications for it that you may see."
    )
    matches: Connection[Annotated["Match", strawberry.lazy("schema.assignments")]] = many(
        "challenge", "Its matches that you may see."
    )
    questions: Connection[Annotated["Question", strawberry.lazy("schema.questions")]] = many(
        "challenge", "What was asked and answered about it in public, newest first.", order="NEWEST"
    )
    role_hours: int = column(
        "Hours of all places in its roles; more than `hoursNeeded` is worth another look."
    )
    roles: Connection[Annotated["ChallengeRole", strawberry.lazy("schema.roles")]] = many(
        "challenge", "Parts of it that people without a team can take."
    )


@strawberry.enum(description="In which order challenges are listed.")
class ChallengeOrder(StrEnum):
    """Orders of the read view."""

    NEWEST = "NEWEST"
    OLDEST = "OLDEST"
    TITLE = "TITLE"


@strawberry.input(description="Which challenges: any value of a field will do, and all fields must agree.")
class ChallengeFilter:
    """Filters of the read view."""

    state: list[ChallengeState] | None = strawberry.field(default=None, description="Where they stand.")
    mode: list[ProgrammeMode] | None = strawberry.field(default=None, description="Mode of their programme.")
    programme: list[str] | None = strawberry.field(default=None, description="Slugs of their programmes.")
    owner: list[str] | None = strawberry.field(default=None, description="Slugs of their owners.")
    domain: list[str] | None = strawberry.field(default=None, description="Concept ids of their domains.")
    need: list[str] | None = strawberry.field(default=None, description="Concept ids of what they need.")
    data_class: list[DataClass] | None = strawberry.field(default=None, description="What data they touch.")
    is_open: bool | None = strawberry.field(default=None, description="Whether teams can apply for them now.")


@strawberry.input(description="A figure by which everyone will see that it got better.")
class OutcomeMeasureInput:
    """An outcome measure."""

    name: LocalizedText = strawberry.field(description="What is measured.")
    baseline: float | None = strawberry.field(default=None, description="Where it is now, in `unit`.")
    target: float | None = strawberry.field(default=None, description="Where it should be, in `unit`.")
    unit: str = strawberry.field(default="", description="Unit of both figures.")


@strawberry.input(description="A skill that the work needs.")
class NeedInput:
    """A need."""

    concept: str = strawberry.field(description="Concept id; `concepts` lists them.")
    level: int = strawberry.field(description="1 to 8 for competencies (DigComp), 1 to 5 for other skills.")
    required: bool = strawberry.field(
        default=False,
        description="Whether it is essential: it counts double among the needs, and is no condition.",
    )


@strawberry.input(description="What an owner says of its readiness in one dimension.")
class ReadinessInput:
    """One answer of the self-assessment."""

    dimension: ReadinessDimension = strawberry.field(description="What was asked.")
    answer: ReadinessAnswer = strawberry.field(description="What the owner says.")


@strawberry.input(description="What may be written about a challenge; what is left out stays as it is.")
class ChallengeInput:
    """Fields of the form; lists are replaced as a whole."""

    title: LocalizedText | None = optional("Its title by language.")
    problem: LocalizedText | None = optional("What the problem is, by language.")
    people_affected: LocalizedText | None = optional("Who has the problem, and how many they are.")
    evidence: LocalizedText | None = optional(
        "Facts and figures that show the problem, and where they come from."
    )
    data_involved: LocalizedText | None = optional("Which data there is, who holds it, and in what state.")
    constraints: LocalizedText | None = optional(
        "What a solution has to live with: law, systems, places, habits."
    )
    pilot: LocalizedText | None = optional("The small first trial that you have in mind.")
    budget_twd: int | None = optional("Money for the team, in whole New Taiwan dollars; 0 for none.")
    on_site_work: LocalizedText | None = optional("What has to be done on site.")
    publication: LocalizedText | None = optional("What may be published of the work, and what may not.")
    measures: list[OutcomeMeasureInput] | None = optional("By what figures it will be seen to be better.")
    needs: list[NeedInput] | None = optional("What the work needs.")
    domains: list[str] | None = optional("Concept ids: scopes and categories of publiccode.yml.")
    languages: list[LanguageTag] | None = optional("Languages the work is done in.")
    hours_needed: int | None = optional("Hours of work of one team over the whole challenge.")
    starts_on: date | None = optional("First day of the work.")
    ends_on: date | None = optional("Last day of the work.")
    min_teams: int | None = optional("Teams it needs to run at all.")
    max_teams: int | None = optional("Teams that may work on it.")
    data_class: DataClass | None = optional("What data about people the work touches.")
    lawful_basis: str | None = optional("On what ground data about people may be processed.")
    licence: SPDXExpression | None = optional("Licence that the owner asks for.")
    on_site: bool | None = optional("Whether some of the work is done on site.")
    ai_risk: AIRisk | None = optional("How risky the use of AI is that the work may bring.")
    ai_examined: list[AIView] | None = optional("Under what you have looked at the use of AI.")
    impact_assessment: str | None = optional("The assessment of a high risk, or where it can be read.")
    readiness: list[ReadinessInput] | None = optional(
        "How ready you are; only you and the officers read it. Of two answers to one question the last counts."
    )
    outcome: LocalizedText | None = optional("What came of it.")

    def as_form(self) -> model.ChallengeForm:
        """As the service takes it."""
        measures = tuple(
            model.Measure(each.name, each.baseline, each.target, each.unit) for each in self.measures or ()
        )
        needs = tuple(model.Need(each.concept, each.level, each.required) for each in self.needs or ())
        readiness = {each.dimension: each.answer for each in self.readiness or ()}
        return form(model.ChallengeForm, self, measures=measures, needs=needs, readiness=readiness)


@strawberry.type(description="A challenge that was written, or why not.")
class ChallengePayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The challenge; null when nothing was written.")
    async def challenge(self, info: Info[Context, None]) -> Challenge | None:
        """The row."""
        return cast("Challenge | None", await planned_row(info, "Challenge", self.row))


@strawberry.type
class ChallengeMutations:
    """What owners and officers do with challenges."""

    @strawberry.mutation(description="Start a challenge; a title is enough. For the owner's own people.")
    async def draft_challenge(
        self,
        info: Info[Context, None],
        programme_id: strawberry.ID,
        owner_id: strawberry.ID,
        input: ChallengeInput,
    ) -> ChallengePayload:
        """Draft."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            programme, owner = row_id(programme_id, "Programme"), row_id(owner_id, "Organisation")
            return (await service.draft(tx, actor, programme, owner, input.as_form())).id

        return await write(info, ChallengePayload, work)

    @strawberry.mutation(description="Change a challenge; refused when somebody else changed it since.")
    async def edit_challenge(
        self,
        info: Info[Context, None],
        id: strawberry.ID,
        expected_version: int,
        input: ChallengeInput,
    ) -> ChallengePayload:
        """Edit."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            row = row_id(id, "Challenge")
            return (await service.edit(tx, actor, row, input.as_form(), expected_version)).id

        return await write(info, ChallengePayload, work)

    @strawberry.mutation(description="Ask for publication; refused with everything that is missing at once.")
    async def submit_challenge(self, info: Info[Context, None], id: strawberry.ID) -> ChallengePayload:
        """Submit."""
        return await _move(info, id, service.submit)

    @strawberry.mutation(
        description="Publish a submitted challenge with the reason, under your name; officers only."
    )
    async def approve_challenge(
        self, info: Info[Context, None], id: strawberry.ID, reason: str
    ) -> ChallengePayload:
        """Approve."""
        return await _move(info, id, partial(_with_reason, service.approve, reason))

    @strawberry.mutation(description="Give a submitted challenge back with the reason; officers only.")
    async def send_back_challenge(
        self, info: Info[Context, None], id: strawberry.ID, reason: str
    ) -> ChallengePayload:
        """Send back."""
        return await _move(info, id, partial(_with_reason, service.send_back, reason))

    @strawberry.mutation(description="Take a challenge back for good, with the reason.")
    async def withdraw_challenge(
        self, info: Info[Context, None], id: strawberry.ID, reason: str
    ) -> ChallengePayload:
        """Withdraw."""
        return await _move(info, id, partial(_with_reason, service.withdraw, reason))


Move = Callable[[Transaction, Actor, UUID], Awaitable[model.Challenge]]
ReasonedMove = Callable[[Transaction, Actor, UUID, str], Awaitable[model.Challenge]]


async def _with_reason(
    move: ReasonedMove, reason: str, tx: Transaction, actor: Actor, challenge_id: UUID
) -> model.Challenge:
    return await move(tx, actor, challenge_id, reason)


async def _move(info: Info[Context, None], challenge_id: str, move: Move) -> ChallengePayload:
    async def work(tx: Transaction, actor: Actor) -> UUID:
        return (await move(tx, actor, row_id(challenge_id, "Challenge"))).id

    return await write(info, ChallengePayload, work)
