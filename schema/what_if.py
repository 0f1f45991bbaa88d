"""What-if: a programme's pairing with other weights, or one participant less or more, and making that its pairing."""

import asyncio
from collections.abc import Sequence
from typing import cast
from uuid import UUID

import strawberry
from graphql import GraphQLError
from strawberry.types import Info

from matching.assignments import service
from matching.assignments.apart import decide_apart
from matching.assignments.decision import Proposal
from matching.assignments.what_if import Change, gather_both, moves
from matching.cohort import Objective
from matching.programmes.model import weights_from_json
from schema.assignments import AssignmentObjective, AssignmentPayload
from schema.challenges import Challenge
from schema.context import Context
from schema.errors import text_of, user_errors
from schema.fields import column
from schema.ids import row_id
from schema.plan import planned_row
from schema.programmes import CriterionWeightInput
from schema.teams import Team
from schema.writes import write
from store.actor import Actor
from store.database import Connection as Transaction
from store.refusal import Refused


@strawberry.type(description="What would come out, in figures.")
class WhatIfOutcome:
    """One of the two outcomes."""

    summary: strawberry.scalars.JSON = column(
        "Figures that name nobody: pairs, profile of choices, averages."
    )
    fairness: strawberry.scalars.JSON = column("How places and newcomers fare beside the others.")
    fingerprint: str = column(
        "SHA-256 over what went in, what came out and the solver's version; `adoptWhatIf` asks for it back."
    )


@strawberry.type(description="A team that would get other challenges.")
class WhatIfMove:
    """A move."""

    team_row: strawberry.Private[UUID]
    before_rows: strawberry.Private[tuple[UUID, ...]]
    after_rows: strawberry.Private[tuple[UUID, ...]]

    @strawberry.field(description="Which team.")
    async def team(self, info: Info[Context, None]) -> Team | None:
        """The row."""
        return cast("Team | None", await planned_row(info, "Team", self.team_row))

    @strawberry.field(description="What it gets as things are.")
    async def before(self, info: Info[Context, None]) -> list[Challenge | None]:
        """The rows."""
        return [
            cast("Challenge | None", await planned_row(info, "Challenge", row)) for row in self.before_rows
        ]

    @strawberry.field(description="What it would get.")
    async def after(self, info: Info[Context, None]) -> list[Challenge | None]:
        """The rows."""
        return [
            cast("Challenge | None", await planned_row(info, "Challenge", row)) for row in self.after_rows
        ]


@strawberry.type(description="A programme's pairing as things are beside what it would be; nothing is kept.")
class WhatIf:
    """Both outcomes and who moves."""

    before: WhatIfOutcome = column("As things are.")
    after: WhatIfOutcome = column("As it would be.")
    moves: list[WhatIfMove] = column("Teams that would get other challenges.")


async def what_if(
    info: Info[Context, None],
    programme_id: strawberry.ID,
    objective: AssignmentObjective = Objective.STABLE,
    allow_closing: bool = False,  # noqa: FBT001, FBT002 - arguments of a query are always named
    weights: list[CriterionWeightInput] | None = None,
    without_team_id: strawberry.ID | None = None,
    without_challenge_id: strawberry.ID | None = None,
    added_team_id: strawberry.ID | None = None,
) -> WhatIf:
    """A round's pairing with other weights, or one participant less or more, beside it as it is; officers only."""
    context = info.context
    try:
        change = _change(weights, without_team_id, without_challenge_id, added_team_id)
        async with context.database.read() as connection:
            both = await gather_both(connection, context.actor, row_id(programme_id, "Programme"), change)
        before, after = await asyncio.gather(
            *(asyncio.to_thread(decide_apart, each, objective, allow_closing=allow_closing) for each in both)
        )
    except Refused as error:
        problem = error.problems[0]
        raise GraphQLError(text_of(problem, context.language), extensions={"code": problem.code}) from error
    except ValueError as error:
        raise GraphQLError(str(error), extensions={"code": "OUT_OF_RANGE"}) from error
    return WhatIf(
        before=_outcome(before),
        after=_outcome(after),
        moves=[
            WhatIfMove(
                team_row=UUID(each.team_id),
                before_rows=tuple(map(UUID, each.before)),
                after_rows=tuple(map(UUID, each.after)),
            )
            for each in moves(before, after)
        ],
    )


@strawberry.type
class WhatIfMutations:
    """What officers do with it."""

    @strawberry.mutation(
        description=(
            "Make what a programme's pairing would be otherwise its pairing; officers only, once, signed with the "
            "reason. A team that did not apply cannot be paired so."
        )
    )
    async def adopt_what_if(
        self,
        info: Info[Context, None],
        programme_id: strawberry.ID,
        fingerprint: str,
        reason: str,
        objective: AssignmentObjective = Objective.STABLE,
        allow_closing: bool = False,  # noqa: FBT001, FBT002 - arguments of a mutation are always named
        weights: list[CriterionWeightInput] | None = None,
        without_team_id: strawberry.ID | None = None,
        without_challenge_id: strawberry.ID | None = None,
        added_team_id: strawberry.ID | None = None,
    ) -> AssignmentPayload:
        """Gather in one read, pair in a process, keep and adopt in one transaction: no connection waits."""
        context = info.context
        try:
            change = _change(weights, without_team_id, without_challenge_id, added_team_id)
            async with context.database.read() as connection:
                asked = row_id(programme_id, "Programme")
                _, changed = await gather_both(connection, context.actor, asked, change)
            proposal = await asyncio.to_thread(decide_apart, changed, objective, allow_closing=allow_closing)
        except Refused as refused:
            return AssignmentPayload(row=None, user_errors=user_errors(refused.problems, context.language))
        except ValueError as error:
            raise GraphQLError(str(error), extensions={"code": "OUT_OF_RANGE"}) from error

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.adopt_what_if(tx, actor, proposal, change, reason, fingerprint)).id

        return await write(info, AssignmentPayload, work)


def _change(
    weights: Sequence[CriterionWeightInput] | None,
    without_team_id: strawberry.ID | None,
    without_challenge_id: strawberry.ID | None,
    added_team_id: strawberry.ID | None,
) -> Change:
    """What is asked to be otherwise; raises ValueError where a weight is out of range."""
    return Change(
        weights=weights_from_json({each.criterion.value: each.weight for each in weights})
        if weights
        else None,
        without_team=row_id(without_team_id, "Team") if without_team_id else None,
        without_challenge=row_id(without_challenge_id, "Challenge") if without_challenge_id else None,
        added_team=row_id(added_team_id, "Team") if added_team_id else None,
    )


def _outcome(proposal: Proposal) -> WhatIfOutcome:
    return WhatIfOutcome(
        summary=proposal.report["summary"],
        fairness=proposal.report["fairness"],
        fingerprint=proposal.fingerprint(),
    )
