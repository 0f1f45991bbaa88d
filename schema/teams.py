"""Teams: who may solve a challenge, with what skills."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import strawberry

from matching.teams import view
from schema.challenges import DataClass
from schema.fields import Connection, column, many, one, reads
from schema.node import Node
from schema.scalars import URL, LanguageTag, LocalizedText, SPDXExpression

if TYPE_CHECKING:
    from schema.applications import Application
    from schema.assignments import Match


@reads(view.SKILLS)
@strawberry.type(description="A skill of a team, with what shows it.")
class TeamSkill(Node):
    """A concept of the vocabulary, at a level, with its evidence."""

    concept: str = column("Concept id; `concepts` has the words for it.")
    level: int = column("Level: 1 to 8 for competencies (DigComp), 1 to 5 for other skills.")
    evidence: str | None = column("What shows it.")
    evidence_url: URL | None = column("Where that can be looked at.")
    evidenced_on: date | None = column("How recent the evidence is; skills fade.")


@reads(view.TEAMS)
@strawberry.type(description="Who may solve a challenge.")
class Team(Node):
    """A team."""

    slug: str = column("Its name in addresses of pages.")
    name: LocalizedText = column("Its name by language.")
    about: LocalizedText = column("What it says about itself, by language.")
    domains: list[str] = column("Concept ids of the domains it knows.")
    languages: list[LanguageTag] = column("Languages it works in.")
    hours_per_week: int | None = column("Hours it can give in a week, all members together.")
    available_from: date | None = column("First day it can work.")
    available_until: date | None = column("Last day it can work.")
    capacity: int = column("How many challenges it takes at once.")
    data_clearance: DataClass = column("What data about people it may handle.")
    refused_licences: list[SPDXExpression] = column("Licences it will not give its work under.")
    place: str | None = column("ISO 3166 code of where it is.")
    remote_ok: bool = column("Whether it can work from elsewhere.")
    homepage: URL | None = column("Its web site.")
    source: str | None = column("Where facts about it were read; null when it registered itself.")
    is_example: bool = column("Whether it was invented for the demo.")
    created_at: datetime = column("When it was registered here.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")
    skills: Connection[TeamSkill] = many("team", "What it can do.", order="POSITION")
    applications: Connection[Annotated["Application", strawberry.lazy("schema.applications")]] = many(
        "team", "Its applications that you may see."
    )
    matches: Connection[Annotated["Match", strawberry.lazy("schema.assignments")]] = many(
        "team", "Its matches that you may see."
    )


@reads(view.MEMBERSHIPS)
@strawberry.type(description="One's place in a team.")
class Membership(Node):
    """Seen by the team itself and by officers."""

    is_lead: bool = column("Whether they speak for the team.")
    joined_at: datetime = column("Since when.")
    team: Team | None = one("team", "The team.")


@strawberry.enum(description="In which order teams are listed.")
class TeamOrder(StrEnum):
    """Orders of the read view."""

    NEWEST = "NEWEST"
    OLDEST = "OLDEST"
    NAME = "NAME"


@strawberry.input(description="Which teams: any value of a field will do, and all fields must agree.")
class TeamFilter:
    """Filters of the read view."""

    domain: list[str] | None = strawberry.field(default=None, description="Concept ids of domains they know.")
    language: list[LanguageTag] | None = strawberry.field(default=None, description="Languages they work in.")
    skill: list[str] | None = strawberry.field(default=None, description="Concept ids of what they can do.")
