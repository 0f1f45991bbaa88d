"""Roles: parts of challenges that people without a team can take."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.challenges.model import Need as NeedModel
from matching.roles import model, service, view
from schema.challenges import Challenge, NeedInput
from schema.context import Context
from schema.fields import Connection, column, many, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.scalars import LanguageTag, LocalizedText
from schema.writes import Payload, form, optional, write
from store.actor import Actor
from store.database import Connection as Transaction

if TYPE_CHECKING:
    from schema.interests import RoleInterest


@strawberry.enum(description="Whether people are looked for in a role.")
class ChallengeRoleState(StrEnum):
    """Told from the role, its challenge and its round."""

    OPEN = "OPEN"
    FILLED = "FILLED"
    CLOSED = "CLOSED"


@strawberry.type(description="A skill that a role needs.")
class RoleNeed:
    """A concept of the vocabulary, at a level."""

    concept: str = column("Concept id; `concepts` has the words for it.")
    level: int = column("Level needed: 1 to 8 for competencies (DigComp), 1 to 5 for other skills.")
    required: bool = column("Whether it is essential: it counts double among the needs, and is no condition.")


@reads(view.ROLES)
@strawberry.type(description="A part of a challenge that somebody without a team can take.")
class ChallengeRole(Node):
    """A role."""

    title: LocalizedText = column("What whoever takes it is, by language.")
    task: LocalizedText = column("What one would do, by language.")
    needs: list[RoleNeed] = column("What it takes.")
    languages: list[LanguageTag] = column("Languages it is done in; empty where they are the challenge's.")
    hours_needed: int = column("Hours of work of one person over the whole challenge.")
    on_site: bool = column("Whether some of the work is done on site.")
    places: int = column("How many people can take it.")
    places_taken: int = column("How many were accepted for it.")
    is_open: bool = column("Whether its owner still looks for people.")
    state: ChallengeRoleState = column(
        "Open while people are looked for; filled when all were found; closed else."
    )
    created_at: datetime = column("When it was carved.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")
    challenge: Challenge | None = one("challenge", "What it is a part of.")
    interests: Connection[Annotated["RoleInterest", strawberry.lazy("schema.interests")]] = many(
        "role", "Who is interested or was invited, as far as you may see."
    )


@strawberry.enum(description="In which order roles are listed.")
class ChallengeRoleOrder(StrEnum):
    """Orders of the read view."""

    NEWEST = "NEWEST"
    OLDEST = "OLDEST"


@strawberry.input(description="Which roles: any value of a field will do, and all fields must agree.")
class ChallengeRoleFilter:
    """Filters of the read view."""

    skill: list[str] | None = strawberry.field(default=None, description="Concept ids of what they need.")
    language: list[LanguageTag] | None = strawberry.field(
        default=None, description="Languages that they, or else their challenges, are done in."
    )
    on_site: bool | None = strawberry.field(default=None, description="Whether some work is done on site.")
    is_open: bool | None = strawberry.field(default=None, description="Whether people are looked for now.")


@strawberry.input(description="What may be written about a role; what is left out stays as it is.")
class ChallengeRoleInput:
    """Fields of the form; lists are replaced as a whole."""

    title: LocalizedText | None = optional("What whoever takes it is, by language.")
    task: LocalizedText | None = optional("What one would do, by language.")
    needs: list[NeedInput] | None = optional("What it takes.")
    languages: list[LanguageTag] | None = optional(
        "Languages it is done in; empty where they are the challenge's."
    )
    hours_needed: int | None = optional("Hours of work of one person over the whole challenge.")
    on_site: bool | None = optional("Whether some of the work is done on site.")
    places: int | None = optional("How many people can take it: 1 to 20.")
    is_open: bool | None = optional("Whether people are still looked for.")

    def as_form(self) -> model.RoleForm:
        """As the service takes it."""
        needs = tuple(
            NeedModel(each.concept, each.level, required=each.required) for each in self.needs or ()
        )
        return form(model.RoleForm, self, needs=needs)


@strawberry.type(description="A role that was written, or why not.")
class ChallengeRolePayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The role; null when nothing was written.")
    async def role(self, info: Info[Context, None]) -> ChallengeRole | None:
        """The row."""
        return cast("ChallengeRole | None", await planned_row(info, "ChallengeRole", self.row))


@strawberry.type
class ChallengeRoleMutations:
    """What owners do with the roles of their challenges."""

    @strawberry.mutation(description="Carve a role out of a challenge; for its owner and officers.")
    async def add_challenge_role(
        self, info: Info[Context, None], challenge_id: strawberry.ID, input: ChallengeRoleInput
    ) -> ChallengeRolePayload:
        """Add."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.add(tx, actor, row_id(challenge_id, "Challenge"), input.as_form())).id

        return await write(info, ChallengeRolePayload, work)

    @strawberry.mutation(
        description="Change a role, or close it; refused when somebody else changed it since."
    )
    async def edit_challenge_role(
        self,
        info: Info[Context, None],
        id: strawberry.ID,
        expected_version: int,
        input: ChallengeRoleInput,
    ) -> ChallengeRolePayload:
        """Edit."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            role = row_id(id, "ChallengeRole")
            return (await service.edit(tx, actor, role, input.as_form(), expected_version)).id

        return await write(info, ChallengeRolePayload, work)
