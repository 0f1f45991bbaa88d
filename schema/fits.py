"""Fit: how well a challenge and a team suit each other, both ways, with every reason."""

import asyncio
from datetime import datetime
from typing import cast
from uuid import UUID

import strawberry
from graphql import GraphQLError
from strawberry.types import Info

from matching.fit import Criterion as CriterionModel
from matching.fit import Evidence, GateResult, Side, sentence
from matching.fit import Fit as FitModel
from matching.fit import GateCode as GateCodeModel
from matching.fits import service
from schema.challenges import Challenge
from schema.context import Context
from schema.errors import text_of
from schema.fields import column
from schema.ids import row_id
from schema.paging import MAX_ROWS, refused
from schema.plan import planned_row
from schema.programmes import FitCriterion
from schema.teams import Team
from store.refusal import Refused

strawberry.enum(GateCodeModel, name="GateCode", description="The hard conditions of fit.")
GateCode = GateCodeModel


@strawberry.type(description="A reason, in words.")
class Reason:
    """A piece of evidence."""

    code: str = column("Stable code.")
    text: str = column("The reason in the language of the request.")


@strawberry.type(description="A hard condition: it passes or it does not.")
class Gate:
    """A gate."""

    code: GateCode = column("Which condition.")
    passed: bool = column("Whether it passes.")
    reason: Reason = column("Why.")
    changes: list[Reason] = column("What would change the answer.")


@strawberry.type(description="One graded criterion of a side.")
class FitCriterionResult:
    """A criterion with its points and reasons."""

    criterion: FitCriterion = column("Which criterion.")
    points: float | None = column(
        "0 to 1; null when too little is known, which lowers confidence, not the score."
    )
    weight: float = column("Its share of the score, 0 to 1, as the programme published it.")
    evidence: list[Reason] = column("What the points rest on.")
    missing: list[Reason] = column("What is missing.")


@strawberry.type(description="What one side gains from the other.")
class FitSide:
    """A side of a fit."""

    score: float | None = column("0 to 1; null when nothing is known.")
    criteria: list[FitCriterionResult] = column("What the score is made of.")


@strawberry.type(description="How well a challenge and a team suit each other.")
class Fit:
    """A fit, computed when it is asked for."""

    challenge_row: strawberry.Private[UUID]
    team_row: strawberry.Private[UUID]
    picked_at: datetime | None = column(
        "When this team was picked from all as one of the best for the challenge; null when just now."
    )
    passed: bool = column("Whether all gates pass.")
    score: float = column("0 to 1: the harmonic mean of both sides; 0 when a gate does not pass.")
    confidence: float = column("0 to 1: how much of what is asked is known.")
    gates: list[Gate] = column("The hard conditions that you may know of.")
    for_challenge: FitSide = column("What the challenge gains.")
    for_team: FitSide = column("What the team gains.")

    @strawberry.field(description="The challenge.")
    async def challenge(self, info: Info[Context, None]) -> Challenge | None:
        """The row."""
        return cast("Challenge | None", await planned_row(info, "Challenge", self.challenge_row))

    @strawberry.field(description="The team.")
    async def team(self, info: Info[Context, None]) -> Team | None:
        """The row."""
        return cast("Team | None", await planned_row(info, "Team", self.team_row))


async def fit(info: Info[Context, None], challenge_id: strawberry.ID, team_id: strawberry.ID) -> Fit:
    """How well this challenge and this team suit each other, with every reason."""
    challenge, team = row_id(challenge_id, "Challenge"), row_id(team_id, "Team")
    context = info.context
    try:
        async with context.database.read() as connection:
            found = await service.fit_of(connection, context.actor, challenge, team)
    except Refused as error:
        raise as_error(error, context) from error
    return _shown(found, context.language)


async def fits_for_challenge(
    info: Info[Context, None], challenge_id: strawberry.ID, first: int = 20
) -> list[Fit]:
    """All teams for this challenge, best first; those that fail a gate come last, with the reason. At most 100."""
    row, _ = row_id(challenge_id, "Challenge"), checked(first)
    context = info.context
    try:
        async with context.database.read() as connection:
            found = await service.best_fits_for_challenge(connection, context.actor, row, first)
    except Refused as error:
        raise as_error(error, context) from error
    return await asyncio.to_thread(
        lambda: [_shown(each, context.language, picked_at) for each, picked_at in found]
    )


async def fits_for_team(info: Info[Context, None], team_id: strawberry.ID, first: int = 20) -> list[Fit]:
    """All challenges that this team can apply for now, best first, and why not the others. At most 100."""
    row, _ = row_id(team_id, "Team"), checked(first)
    context = info.context
    try:
        async with context.database.read() as connection:
            found = await service.fits_for_team(connection, context.actor, row, first=first)
    except Refused as error:
        raise as_error(error, context) from error
    return await asyncio.to_thread(lambda: [_shown(each, context.language) for _, each in found])


def checked(first: int) -> int:
    """How many are asked for, as it may be asked; an error of the request else."""
    if not 1 <= first <= MAX_ROWS:
        raise refused(f"`first` is {first}; it can be 1 to {MAX_ROWS}")
    return first


def as_error(error: Refused, context: Context) -> GraphQLError:
    """A refusal as an error of a read."""
    problem = error.problems[0]
    return GraphQLError(text_of(problem, context.language), extensions={"code": problem.code})


def _shown(found: FitModel, language: str, picked_at: datetime | None = None) -> Fit:
    return Fit(
        picked_at=picked_at,
        challenge_row=UUID(found.challenge_id),
        team_row=UUID(found.team_id),
        passed=found.passed,
        score=found.score,
        confidence=found.confidence,
        gates=[shown_gate(each, language) for each in found.gates],
        for_challenge=shown_side(found.for_challenge, language),
        for_team=shown_side(found.for_team, language),
    )


def shown_gate(gate: GateResult, language: str) -> Gate:
    """A gate in the words of a language."""
    return Gate(
        code=gate.code,
        passed=gate.passed,
        reason=_reason(gate.detail, language),
        changes=[_reason(each, language) for each in gate.changes],
    )


def shown_side(side: Side, language: str) -> FitSide:
    """A side in the words of a language."""
    return FitSide(score=side.score, criteria=[_criterion(each, language) for each in side.criteria])


def _criterion(criterion: CriterionModel, language: str) -> FitCriterionResult:
    return FitCriterionResult(
        criterion=criterion.id,
        points=criterion.points,
        weight=criterion.weight,
        evidence=[_reason(each, language) for each in criterion.evidence],
        missing=[_reason(each, language) for each in criterion.missing],
    )


def _reason(evidence: Evidence, language: str) -> Reason:
    return Reason(code=evidence.code, text=sentence(evidence.code, evidence.values, language))
