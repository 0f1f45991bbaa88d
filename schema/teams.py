"""Teams: who may solve a challenge, with what skills."""

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.credits.view import OF_TEAM as CREDITS_OF_TEAM
from matching.teams import model, service, view
from schema.challenges import DataClass
from schema.context import Context
from schema.fields import Connection, column, many, one, reads
from schema.figures import Barrier
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.scalars import URL, LanguageTag, LocalizedText, SPDXExpression
from schema.writes import Payload, form, optional, write
from store.actor import Actor
from store.database import Connection as Transaction

if TYPE_CHECKING:
    from schema.applications import Application
    from schema.assignments import Match


@reads(view.SKILLS)
@strawberry.type(description="A skill of a team, with what shows it.")
class TeamSkill(Node):
    """A concept of the vocabulary, at a level, with its evidence."""

    concept: str = column("Concept id; `concepts` has the words for it.")
    level: int | None = column(
        "1 to 8 for competencies (DigComp), 1 to 5 for other skills; null where only the skill was shown."
    )
    evidence: str | None = column("What shows it.")
    evidence_url: URL | None = column("Where that can be looked at.")
    evidenced_on: date | None = column("How recent the evidence is; skills fade.")


@reads(replace(view.TEAMS, columns={**view.TEAMS.columns, **CREDITS_OF_TEAM}))
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
    capacity: int | None = column("How many challenges it takes at once; null where nobody reported it.")
    data_clearance: DataClass | None = column(
        "What data about people it may handle; null where nobody reported it."
    )
    refused_licences: list[SPDXExpression] = column("Licences it will not give its work under.")
    place: str | None = column("ISO 3166 code of where it is.")
    remote_ok: bool | None = column("Whether it can work from elsewhere; null where nobody reported it.")
    time_zone: str | None = column("Its time zone, by its name in the tz database, such as Asia/Taipei.")
    homepage: URL | None = column("Its web site.")
    source: str | None = column("Where facts about it were read; null when it registered itself.")
    is_example: bool = column("Whether it was invented for the demo.")
    created_at: datetime = column("When it was registered here.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")
    credits_earned: int = column(
        "Hours that its members gave in matches, confirmed by those they worked for."
    )
    skills: Connection[TeamSkill] = many("team", "What it can do.", order="POSITION")
    members: Connection[Annotated["Membership", strawberry.lazy("schema.teams")]] = many(
        "team", "Who is in it; for the team itself and officers, and for others whoever agreed to be named."
    )
    applications: Connection[Annotated["Application", strawberry.lazy("schema.applications")]] = many(
        "team", "Its applications that you may see."
    )
    matches: Connection[Annotated["Match", strawberry.lazy("schema.assignments")]] = many(
        "team", "Its matches that you may see."
    )


@strawberry.type(description="What somebody brings to a team; it counts as the team's while they are in it.")
class OwnSkill:
    """A skill that only its owner sees as theirs."""

    concept: str = column("Concept id; `concepts` has the words for it.")
    level: int = column("1 to 8 for competencies (DigComp), 1 to 5 for other skills.")
    evidence: str | None = column("What shows it.")
    evidence_url: URL | None = column("Where that can be looked at.")
    evidenced_on: date | None = column("How recent the evidence is; skills fade.")


@reads(view.MEMBERSHIPS)
@strawberry.type(description="One's place in a team.")
class Membership(Node):
    """Seen by the team itself and by officers, and by everybody where that member agreed to it."""

    name: str = column("How they are called here.")
    is_lead: bool = column("Whether they speak for the team.")
    joined_at: datetime = column("Since when.")
    is_named_publicly: bool = column("Whether everybody may read this, because they agreed to it.")
    own_skills: list[OwnSkill] | None = column(
        "What they bring to the team; for themselves, null for others."
    )
    own_skills_version: int | None = column(
        "Counts how often they said so; pass it back as `expectedVersion`. For themselves, null for others."
    )
    own_barriers: list[Barrier] | None = column(
        "What stands in their way of taking part; for themselves, null for everybody else."
    )
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


@strawberry.input(description="A skill of a team, with what shows it.")
class TeamSkillInput:
    """A skill."""

    concept: str = strawberry.field(description="Concept id; `concepts` lists them.")
    level: int = strawberry.field(description="1 to 8 for competencies (DigComp), 1 to 5 for other skills.")
    evidence: str | None = strawberry.field(default=None, description="What shows it.")
    evidence_url: URL | None = strawberry.field(default=None, description="Where that can be looked at.")
    evidenced_on: date | None = strawberry.field(default=None, description="How recent the evidence is.")


@strawberry.input(description="What may be written about a team; what is left out stays as it is.")
class TeamInput:
    """Fields of the form; lists are replaced as a whole."""

    name: LocalizedText | None = optional("Its name by language.")
    about: LocalizedText | None = optional("What it says about itself, by language.")
    skills: list[TeamSkillInput] | None = optional("What it can do.")
    domains: list[str] | None = optional("Concept ids of the domains it knows.")
    languages: list[LanguageTag] | None = optional("Languages it works in.")
    hours_per_week: int | None = optional("Hours it can give in a week, all members together.")
    available_from: date | None = optional("First day it can work.")
    available_until: date | None = optional("Last day it can work.")
    capacity: int | None = optional("How many challenges it takes at once.")
    data_clearance: DataClass | None = optional("What data about people it may handle.")
    refused_licences: list[SPDXExpression] | None = optional("Licences it will not give its work under.")
    place: str | None = optional("ISO 3166 code of where it is.")
    remote_ok: bool | None = optional("Whether it can work from elsewhere.")
    time_zone: str | None = optional("Its time zone, by its name in the tz database, such as Asia/Taipei.")
    homepage: URL | None = optional("Its web site.")
    conflicts: list[strawberry.ID] | None = optional("Organisations that it has an interest in.")

    def as_form(self) -> model.TeamForm:
        """As the service takes it."""
        skills = tuple(
            model.Skill(each.concept, each.level, each.evidence, each.evidence_url, each.evidenced_on)
            for each in self.skills or ()
        )
        conflicts = frozenset(row_id(each, "Organisation") for each in self.conflicts or ())
        return form(model.TeamForm, self, skills=skills, conflicts=conflicts)


@strawberry.type(description="A team that was written, or why not.")
class TeamPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The team; null when nothing was written.")
    async def team(self, info: Info[Context, None]) -> Team | None:
        """The row."""
        return cast("Team | None", await planned_row(info, "Team", self.row))


@strawberry.type
class TeamMutations:
    """What people do with their teams."""

    @strawberry.mutation(description="Register a team; whoever signs it in leads it.")
    async def register_team(self, info: Info[Context, None], input: TeamInput) -> TeamPayload:
        """Register."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.register(tx, actor, input.as_form())).id

        return await write(info, TeamPayload, work)

    @strawberry.mutation(description="Change a team; refused when somebody else changed it since.")
    async def edit_team(
        self,
        info: Info[Context, None],
        id: strawberry.ID,
        expected_version: int,
        input: TeamInput,
    ) -> TeamPayload:
        """Edit."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.edit(tx, actor, row_id(id, "Team"), input.as_form(), expected_version)).id

        return await write(info, TeamPayload, work)

    @strawberry.mutation(
        description="Take somebody who can sign in into a team, or say anew whether they lead it; for its leads."
    )
    async def add_team_member(
        self,
        info: Info[Context, None],
        team_id: strawberry.ID,
        email: str,
        is_lead: bool = False,  # noqa: FBT001, FBT002 - arguments of a mutation are always named
    ) -> TeamPayload:
        """Add."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            team = row_id(team_id, "Team")
            await service.add_member(tx, actor, team, email, is_lead=is_lead)
            return team

        return await write(info, TeamPayload, work)

    @strawberry.mutation(description="Leave a team, or let a member go; for its leads and oneself.")
    async def remove_team_member(
        self, info: Info[Context, None], team_id: strawberry.ID, email: str
    ) -> TeamPayload:
        """Remove."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            team = row_id(team_id, "Team")
            await service.remove_member(tx, actor, team, email)
            return team

        return await write(info, TeamPayload, work)
