"""Interests: how people and roles find each other, and become a team."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeAlias, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.interests import model, service, view
from schema.context import Context
from schema.fields import column, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.profiles import Profile
from schema.roles import ChallengeRole
from schema.scalars import LocalizedText
from schema.teams import Team, TeamPayload
from schema.writes import Payload, write
from store.actor import Actor
from store.database import Connection as Transaction

strawberry.enum(
    model.State, name="RoleInterestState", description="Where an interest of a person and a role stands."
)
RoleInterestState: TypeAlias = model.State


@reads(view.INTERESTS)
@strawberry.type(
    description=(
        "One person and one role: seen by that person, the challenge's owner and officers; once accepted, by the others"
        " accepted for the challenge and by the team that works on it."
    )
)
class RoleInterest(Node):
    """An interest."""

    state: RoleInterestState = column("Where it stands.")
    note: str = column("What whoever began said.")
    reason: str | None = column("Why the owner declined.")
    is_mine: bool = column("Whether it is about you.")
    created_at: datetime = column("When it began.")
    updated_at: datetime = column("When it last changed.")
    role: ChallengeRole | None = one("role", "Which role.")
    profile: Profile | None = one("profile", "Who.")
    team: Team | None = one("team", "The team that asks them to join, or that they have joined.")


@strawberry.type(description="An interest that was written, or why not.")
class RoleInterestPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The interest; null when nothing was written.")
    async def interest(self, info: Info[Context, None]) -> RoleInterest | None:
        """The row."""
        return cast("RoleInterest | None", await planned_row(info, "RoleInterest", self.row))


async def _moved(
    info: Info[Context, None],
    interest_id: strawberry.ID,
    move: Callable[[Transaction, Actor, UUID], Awaitable[None]],
) -> RoleInterestPayload:
    async def work(tx: Transaction, actor: Actor) -> UUID:
        interest = row_id(interest_id, "RoleInterest")
        await move(tx, actor, interest)
        return interest

    return await write(info, RoleInterestPayload, work)


@strawberry.type
class RoleInterestMutations:
    """What people, owners and teams do until a role has found its person."""

    @strawberry.mutation(
        description="Say that you would take a role; whoever carved it then sees your profile. Needs a profile."
    )
    async def show_role_interest(
        self, info: Info[Context, None], role_id: strawberry.ID, note: str = ""
    ) -> RoleInterestPayload:
        """Show."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return await service.show(tx, actor, row_id(role_id, "ChallengeRole"), note)

        return await write(info, RoleInterestPayload, work)

    @strawberry.mutation(
        description="Ask somebody who agreed to be found whether they would take a role; for its owner."
    )
    async def invite_to_role(
        self, info: Info[Context, None], role_id: strawberry.ID, profile_id: strawberry.ID, note: str = ""
    ) -> RoleInterestPayload:
        """Invite."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            role, profile = row_id(role_id, "ChallengeRole"), row_id(profile_id, "Profile")
            return await service.invite(tx, actor, role, profile, note)

        return await write(info, RoleInterestPayload, work)

    @strawberry.mutation(
        description="Say yes: the owner to somebody who is interested, or whoever was invited to the invitation."
    )
    async def accept_role_interest(self, info: Info[Context, None], id: strawberry.ID) -> RoleInterestPayload:
        """Accept."""
        return await _moved(info, id, service.accept)

    @strawberry.mutation(
        description="Say no, or take an invitation back, and say why; for the challenge's owner."
    )
    async def decline_role_interest(
        self, info: Info[Context, None], id: strawberry.ID, reason: str
    ) -> RoleInterestPayload:
        """Decline."""

        async def move(tx: Transaction, actor: Actor, interest: UUID) -> None:
            await service.decline(tx, actor, interest, reason)

        return await _moved(info, id, move)

    @strawberry.mutation(
        description="Take your interest back, decline an invitation, or give a place up that you have not joined with."
    )
    async def withdraw_role_interest(
        self, info: Info[Context, None], id: strawberry.ID
    ) -> RoleInterestPayload:
        """Withdraw."""
        return await _moved(info, id, service.withdraw)

    @strawberry.mutation(
        description=(
            "Found a team with everybody who was accepted for a challenge, and lead it; each of the others is asked to"
            " join and confirms."
        )
    )
    async def form_role_team(
        self, info: Info[Context, None], challenge_id: strawberry.ID, name: LocalizedText
    ) -> TeamPayload:
        """Found."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return await service.form_team(tx, actor, row_id(challenge_id, "Challenge"), name)

        return await write(info, TeamPayload, work)

    @strawberry.mutation(
        description="Ask somebody who was accepted into the team that works on the challenge; for its leads."
    )
    async def offer_team_place(
        self, info: Info[Context, None], id: strawberry.ID, team_id: strawberry.ID
    ) -> RoleInterestPayload:
        """Offer."""

        async def move(tx: Transaction, actor: Actor, interest: UUID) -> None:
            await service.offer_place(tx, actor, interest, row_id(team_id, "Team"))

        return await _moved(info, id, move)

    @strawberry.mutation(
        description="Join the team that asks you, with the skills, hours, languages and fields of your profile."
    )
    async def join_role_team(self, info: Info[Context, None], id: strawberry.ID) -> TeamPayload:
        """Join."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return await service.join(tx, actor, row_id(id, "RoleInterest"))

        return await write(info, TeamPayload, work)
