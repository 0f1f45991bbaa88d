"""The next phase of what was delivered, asked of the same pair first."""

from datetime import date
from typing import TypeAlias, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.continuations import model, service, view
from schema.assignments import Match
from schema.challenges import Challenge
from schema.context import Context
from schema.fields import column, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.writes import Payload, write
from store.actor import Actor
from store.database import Connection as Transaction

strawberry.enum(model.Stage, name="ContinuationStage", description="How a pair answered what it was asked.")
ContinuationStage: TypeAlias = model.Stage


@reads(view.CONTINUATIONS)
@strawberry.type(
    description="That the pair of a delivered match is asked about its next phase before anybody else."
)
class Continuation(Node):
    """The right of first refusal."""

    respond_by: date = column("The last day on which the pair may answer.")
    stage: ContinuationStage = column("How it answered.")
    owner_answer: bool | None = column("Whether the owner goes on; null until it said.")
    team_answer: bool | None = column("Whether the team goes on; null until it said.")
    owner_reason: str | None = column("Why; for both sides and officers.")
    team_reason: str | None = column("Why; for both sides and officers.")
    challenge: Challenge | None = one("challenge", "The next phase.")
    match: Match | None = one("match", "What was delivered before.")


@strawberry.type(description="What a pair is asked, or why nothing was written.")
class ContinuationPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="What the pair is asked; null when nothing was written.")
    async def continuation(self, info: Info[Context, None]) -> Continuation | None:
        """The row."""
        return cast("Continuation | None", await planned_row(info, "Continuation", self.row))


@strawberry.type
class ContinuationMutations:
    """Asking and answering."""

    @strawberry.mutation(
        description="Ask the pair of a delivered match about its next phase, a challenge of a round of continuations;"
        " officers only."
    )
    async def ask_to_continue(
        self,
        info: Info[Context, None],
        match_id: strawberry.ID,
        challenge_id: strawberry.ID,
        respond_by: date,
    ) -> ContinuationPayload:
        """Ask."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            match, challenge = row_id(match_id, "Match"), row_id(challenge_id, "Challenge")
            return await service.ask(tx, actor, match, challenge, respond_by)

        return await write(info, ContinuationPayload, work)

    @strawberry.mutation(description="Say for your side whether you go on; a no has a reason.")
    async def answer_continuation(
        self,
        info: Info[Context, None],
        id: strawberry.ID,
        accepts: bool,  # noqa: FBT001 - arguments of a mutation are named by whoever sends it
        reason: str = "",
    ) -> ContinuationPayload:
        """Answer."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            row = row_id(id, "Continuation")
            return (await service.answer(tx, actor, row, accepts=accepts, reason=reason)).id

        return await write(info, ContinuationPayload, work)
