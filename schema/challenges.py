"""Challenges: owners' problem statements and what they need."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import strawberry

from matching.challenges import model, view
from matching.fit import DataClass as DataClassModel
from schema.fields import Connection, column, many, one, reads
from schema.node import Node
from schema.people import Organisation
from schema.programmes import Programme, ProgrammeMode
from schema.scalars import LanguageTag, LocalizedText, SPDXExpression

if TYPE_CHECKING:
    from schema.applications import Application
    from schema.assignments import Match

ChallengeState = strawberry.enum(model.State, name="ChallengeState", description="Where a challenge stands.")
DataClass = strawberry.enum(
    DataClassModel, name="DataClass", description="What data about people the work touches: none, personal, sensitive."
)


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
    required: bool = column("Whether it cannot be done without.")


@reads(view.CHALLENGES)
@strawberry.type(description="An owner's problem statement.")
class Challenge(Node):
    """A challenge."""

    slug: str = column("Its name in addresses of pages.")
    state: ChallengeState = column("Where it stands.")
    state_reason: str | None = column("Why it was sent back or withdrawn.")
    title: LocalizedText = column("Its title by language.")
    problem: LocalizedText = column("What the problem is, by language.")
    people_affected: LocalizedText = column("Who has the problem, and how many they are.")
    measures: list[OutcomeMeasure] = column("By what figures it will be seen to be better.")
    domains: list[str] = column("Concept ids: scopes and categories of publiccode.yml.")
    languages: list[LanguageTag] = column("Languages the work is done in.")
    hours_needed: int | None = column("Hours of work of one team over the whole challenge.")
    starts_on: date | None = column("First day of the work.")
    ends_on: date | None = column("Last day of the work.")
    min_teams: int = column("Teams it needs to run at all.")
    max_teams: int = column("Teams that may work on it.")
    data_class: DataClass | None = column("What data about people the work touches.")
    lawful_basis: str | None = column("On what ground data about people may be processed.")
    wanted_licence: SPDXExpression | None = column("Licence that the owner asks for.")
    on_site: bool = column("Whether some of the work is done on site.")
    outcome: LocalizedText | None = column("What came of it, as reported; null when nothing was.")
    source: str | None = column("Where facts about a past challenge were read.")
    is_example: bool = column("Whether it was invented for the demo.")
    created_at: datetime = column("When it was written down here.")
    updated_at: datetime = column("When it was last edited.")
    published_at: datetime | None = column("When an officer published it.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")
    application_count: int = column("Applications made for it and not withdrawn.")
    programme: Programme | None = one("programme", "The round it belongs to.")
    owner: Organisation | None = one("owner", "Who has the problem.")
    needs: Connection[Need] = many("challenge", "What the work needs.", order="POSITION")
    applications: Connection[Annotated["Application", strawberry.lazy("schema.applications")]] = many(
        "challenge", "The applications for it that you may see."
    )
    matches: Connection[Annotated["Match", strawberry.lazy("schema.assignments")]] = many(
        "challenge", "Its matches that you may see."
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
