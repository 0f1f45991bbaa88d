"""The themes of a round, and who commits to them."""

from datetime import datetime
from typing import cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.themes import service, view
from schema.context import Context
from schema.fields import Connection, column, many, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.people import Organisation
from schema.plan import planned_row
from schema.programmes import Programme, ProgrammePayload
from schema.scalars import LocalizedText
from schema.teams import Team
from schema.writes import Payload, write
from store.actor import Actor
from store.database import Connection as Transaction


@reads(view.COMMITMENTS)
@strawberry.type(description="That an owner or a team commits to work on a theme.")
class ThemeCommitment(Node):
    """A commitment."""

    created_at: datetime = column("Since when.")
    organisation: Organisation | None = one("organisation", "Which owner; null for a team.")
    team: Team | None = one("team", "Which team; null for an owner.")


@reads(view.THEMES)
@strawberry.type(description="A theme of a round, to which owners and teams commit before they are paired.")
class Theme(Node):
    """A theme."""

    name: LocalizedText = column("Its name by language.")
    programme: Programme | None = one("programme", "The round it belongs to.")
    commitments: Connection[ThemeCommitment] = many("theme", "Who commits to it.")


@strawberry.type(description="A theme, or why nothing was written.")
class ThemePayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The theme; null when nothing was written.")
    async def theme(self, info: Info[Context, None]) -> Theme | None:
        """The row."""
        return cast("Theme | None", await planned_row(info, "Theme", self.row))


@strawberry.type
class ThemeMutations:
    """What officers, owners and teams do with themes."""

    @strawberry.mutation(
        description="Write down the themes of a round by theme before it opens; officers only."
    )
    async def set_themes(
        self,
        info: Info[Context, None],
        programme_id: strawberry.ID,
        expected_version: int,
        names: list[LocalizedText],
    ) -> ProgrammePayload:
        """Set."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            programme = row_id(programme_id, "Programme")
            await service.set_themes(tx, actor, programme, names, expected_version)
            return programme

        return await write(info, ProgrammePayload, work)

    @strawberry.mutation(description="Commit your organisation or your team to a theme, in public.")
    async def commit_to_theme(
        self,
        info: Info[Context, None],
        id: strawberry.ID,
        organisation_id: strawberry.ID | None = None,
        team_id: strawberry.ID | None = None,
    ) -> ThemePayload:
        """Commit."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            organisation = row_id(organisation_id, "Organisation") if organisation_id else None
            team = row_id(team_id, "Team") if team_id else None
            return await service.commit(tx, actor, row_id(id, "Theme"), organisation, team)

        return await write(info, ThemePayload, work)

    @strawberry.mutation(
        description="Take the commitment of your organisation or your team back, before the round is paired."
    )
    async def withdraw_commitment(
        self,
        info: Info[Context, None],
        id: strawberry.ID,
        organisation_id: strawberry.ID | None = None,
        team_id: strawberry.ID | None = None,
    ) -> ThemePayload:
        """Withdraw."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            organisation = row_id(organisation_id, "Organisation") if organisation_id else None
            team = row_id(team_id, "Team") if team_id else None
            return await service.withdraw(tx, actor, row_id(id, "Theme"), organisation, team)

        return await write(info, ThemePayload, work)
