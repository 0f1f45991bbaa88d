"""Profiles: what people without a team say of themselves, for themselves and for whom they choose."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.profiles import model, service, view
from matching.teams.model import Skill
from schema.challenges import DataClass
from schema.context import Context
from schema.fields import Connection, column, many, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.scalars import URL, LanguageTag, LocalizedText
from schema.teams import TeamSkillInput
from schema.writes import DonePayload, Payload, form, optional, write
from store.actor import Actor
from store.database import Connection as Transaction

if TYPE_CHECKING:
    from schema.interests import RoleInterest


@strawberry.type(description="A skill of somebody, with what shows it.")
class ProfileSkill:
    """A concept of the vocabulary, at a level, with its evidence."""

    concept: str = column("Concept id; `concepts` has the words for it.")
    level: int = column("1 to 8 for competencies (DigComp), 1 to 5 for other skills.")
    evidence: str | None = column("What shows it.")
    evidence_url: URL | None = column("Where that can be looked at.")
    evidenced_on: date | None = column("How recent the evidence is; skills fade.")


@reads(view.PROFILES)
@strawberry.type(
    description=(
        "What somebody without a team says of themselves: seen by themselves, by whom they agreed to be found by, and"
        " by those who carved a role that they are interested in."
    )
)
class Profile(Node):
    """A person as roles find them."""

    name: str = column("How they are called here.")
    is_found: bool = column("Whether they agreed to be found by owners who look for people.")
    about: LocalizedText = column("What they say about themselves, by language.")
    skills: list[ProfileSkill] = column("What they can do.")
    domains: list[str] = column("Concept ids of the domains they know.")
    languages: list[LanguageTag] = column("Languages they work in.")
    hours_per_week: int | None = column("Hours they can give in a week.")
    available_from: date | None = column("First day they can work.")
    available_until: date | None = column("Last day they can work.")
    data_clearance: DataClass = column("What data about people they may handle.")
    place: str | None = column("ISO 3166 code of where they are.")
    remote_ok: bool = column("Whether they can work from elsewhere.")
    updated_at: datetime = column("When they last saved it; a year later it is deleted.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")
    interests: Connection[Annotated["RoleInterest", strawberry.lazy("schema.interests")]] = many(
        "profile", "The roles that they are interested in, or invited to, as far as you may see."
    )


@strawberry.input(description="What somebody may say of themselves; what is left out stays as it is.")
class ProfileInput:
    """Fields of the form; lists are replaced as a whole."""

    shown_name: str | None = optional("How you want to be called; null for your name here.")
    about: LocalizedText | None = optional("What you say about yourself, by language.")
    skills: list[TeamSkillInput] | None = optional("What you can do.")
    domains: list[str] | None = optional("Concept ids of the domains you know.")
    languages: list[LanguageTag] | None = optional("Languages you work in.")
    hours_per_week: int | None = optional("Hours you can give in a week.")
    available_from: date | None = optional("First day you can work.")
    available_until: date | None = optional("Last day you can work.")
    data_clearance: DataClass | None = optional("What data about people you may handle.")
    place: str | None = optional("ISO 3166 code of where you are.")
    remote_ok: bool | None = optional("Whether you can work from elsewhere.")
    conflicts: list[strawberry.ID] | None = optional(
        "Organisations that you have an interest in; nobody else reads it, and their roles are not for you."
    )

    def as_form(self) -> model.ProfileForm:
        """As the service takes it."""
        skills = tuple(
            Skill(each.concept, each.level, each.evidence, each.evidence_url, each.evidenced_on)
            for each in self.skills or ()
        )
        conflicts = frozenset(row_id(each, "Organisation") for each in self.conflicts or ())
        return form(model.ProfileForm, self, skills=skills, conflicts=conflicts)


@strawberry.type(description="A profile that was written, or why not.")
class ProfilePayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The profile; null when nothing was written.")
    async def profile(self, info: Info[Context, None]) -> Profile | None:
        """The row."""
        return cast("Profile | None", await planned_row(info, "Profile", self.row))


@strawberry.type
class ProfileMutations:
    """What people do with their profiles; nobody does it for them."""

    @strawberry.mutation(
        description="Say what you can do, when and where; others see it only as you agree, or show interest in a role."
    )
    async def save_profile(
        self,
        info: Info[Context, None],
        input: ProfileInput,
        expected_version: Annotated[
            int,
            strawberry.argument(
                description="`version` of your profile as you read it; 0 while you have none."
            ),
        ],
    ) -> ProfilePayload:
        """Save."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.save(tx, actor, input.as_form(), expected_version)).id

        return await write(info, ProfilePayload, work)

    @strawberry.mutation(
        description="Agree that owners who look for people find your profile; taken back as every consent."
    )
    async def let_owners_find_me(self, info: Info[Context, None], text_version: int) -> ProfilePayload:
        """Agree."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return await service.let_be_found(tx, actor, text_version)

        return await write(info, ProfilePayload, work)

    @strawberry.mutation(description="Delete your profile, with every interest in a role.")
    async def delete_profile(self, info: Info[Context, None]) -> DonePayload:
        """Delete."""

        async def work(tx: Transaction, actor: Actor) -> None:
            await service.delete(tx, actor)

        return await write(info, DonePayload, work)
