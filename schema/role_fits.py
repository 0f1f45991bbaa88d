"""Fit of roles and people: how well they suit each other, both ways, with every reason."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.fit import Fit as FitModel
from matching.role_fits import service
from schema.context import Context
from schema.fields import column
from schema.fits import FitSide, Gate, as_error, checked, shown_gate, shown_side
from schema.ids import row_id
from schema.plan import planned_row
from schema.profiles import Profile
from schema.roles import ChallengeRole
from store.actor import Actor
from store.database import Connection as Reading
from store.refusal import Refused


@strawberry.type(
    description=(
        "How well a role and a person suit each other: the person as a team of one, without a track record. Where a"
        " reason says team, it means that person."
    )
)
class RoleFit:
    """A fit, computed when it is asked for."""

    role_row: strawberry.Private[UUID]
    profile_row: strawberry.Private[UUID]
    passed: bool = column("Whether all gates pass.")
    score: float = column("0 to 1: the harmonic mean of both sides; 0 when a gate does not pass.")
    confidence: float = column("0 to 1: how much of what is asked is known.")
    gates: list[Gate] = column("The hard conditions.")
    for_role: FitSide = column("What the role gains.")
    for_person: FitSide = column("What the person gains.")

    @strawberry.field(description="The role.")
    async def role(self, info: Info[Context, None]) -> ChallengeRole | None:
        """The row."""
        return cast("ChallengeRole | None", await planned_row(info, "ChallengeRole", self.role_row))

    @strawberry.field(description="The person.")
    async def profile(self, info: Info[Context, None]) -> Profile | None:
        """The row."""
        return cast("Profile | None", await planned_row(info, "Profile", self.profile_row))


async def roles_for_me(info: Info[Context, None], first: int = 20) -> list[RoleFit]:
    """Roles that people are looked for now, best for you first, and why not the others; needs a profile. 1 to 100."""
    return await _told(info, first, service.roles_for_me)


async def people_for_role(
    info: Info[Context, None], role_id: strawberry.ID, first: int = 20
) -> list[RoleFit]:
    """People who want to be found or are interested in this role, best first; for its owner and officers. 1 to 100."""
    row = row_id(role_id, "ChallengeRole")

    async def compare(connection: Reading, actor: Actor) -> list[FitModel]:
        return await service.people_for_role(connection, actor, row)

    return await _told(info, first, compare)


async def _told(
    info: Info[Context, None], first: int, compare: Callable[[Reading, Actor], Awaitable[list[FitModel]]]
) -> list[RoleFit]:
    checked(first)
    context = info.context
    try:
        async with context.database.read() as connection:
            found = await compare(connection, context.actor)
    except Refused as error:
        raise as_error(error, context) from error
    return await asyncio.to_thread(lambda: [_shown(each, context.language) for each in found[:first]])


def _shown(found: FitModel, language: str) -> RoleFit:
    return RoleFit(
        role_row=UUID(found.challenge_id),
        profile_row=UUID(found.team_id),
        passed=found.passed,
        score=found.score,
        confidence=found.confidence,
        gates=[shown_gate(each, language) for each in found.gates],
        for_role=shown_side(found.for_challenge, language),
        for_person=shown_side(found.for_team, language),
    )
