"""What somebody says of themselves in a team."""

from typing import Annotated
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.members import service
from matching.teams.model import Skill
from schema.context import Context
from schema.figures import Barrier
from schema.ids import row_id
from schema.teams import TeamPayload, TeamSkillInput
from schema.writes import write
from store.actor import Actor
from store.database import Connection as Transaction


@strawberry.type
class MemberMutations:
    """What members do with what is shown of them; nobody does it for them."""

    @strawberry.mutation(
        description="Say how you are called in a team, and whether everybody may read it; for its members."
    )
    async def show_my_name(
        self,
        info: Info[Context, None],
        team_id: strawberry.ID,
        shown_name: str | None = None,
        text_version: int | None = None,
    ) -> TeamPayload:
        """Show or hide."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            team = row_id(team_id, "Team")
            await service.show_name(tx, actor, team, shown_name, text_version)
            return team

        return await write(info, TeamPayload, work)

    @strawberry.mutation(
        description="Say what you bring to a team; it counts as the team's, without your name, until you leave."
    )
    async def set_my_skills(
        self,
        info: Info[Context, None],
        team_id: strawberry.ID,
        expected_version: Annotated[
            int, strawberry.argument(description="`ownSkillsVersion` of your membership as you read it.")
        ],
        skills: list[TeamSkillInput],
    ) -> TeamPayload:
        """Set."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            team = row_id(team_id, "Team")
            brought = [
                Skill(each.concept, each.level, each.evidence, each.evidence_url, each.evidenced_on)
                for each in skills
            ]
            await service.set_skills(tx, actor, team, brought, expected_version)
            return team

        return await write(info, TeamPayload, work)

    @strawberry.mutation(
        description=(
            "Say privately what stands in your way of taking part, as a whole. Nobody else reads it: officers see"
            " totals without small numbers, and fit never sees it."
        )
    )
    async def say_my_barriers(
        self, info: Info[Context, None], team_id: strawberry.ID, barriers: list[Barrier], text_version: int
    ) -> TeamPayload:
        """Say."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            team = row_id(team_id, "Team")
            await service.say_barriers(tx, actor, team, barriers, text_version)
            return team

        return await write(info, TeamPayload, work)
