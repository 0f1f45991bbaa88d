"""A cohort assignment pairs a whole round at once; a match is one pair of it, from agreeing to delivered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias
from uuid import UUID

JSON: TypeAlias = dict[str, Any]
"""What is kept word for word so that anyone can rerun it: written by `cohort_input` and `decision`, never edited."""


class AssignmentState(StrEnum):
    """Whether a cohort assignment was adopted; adopting one discards the round's others."""

    PROPOSED = "PROPOSED"
    ADOPTED = "ADOPTED"
    DISCARDED = "DISCARDED"


class MatchState(StrEnum):
    """How far a match is: the terms are being agreed, work goes on, code was delivered, or it ended without."""

    AGREEING = "AGREEING"
    AGREED = "AGREED"
    DELIVERED = "DELIVERED"
    ENDED = "ENDED"


#: The states that may follow each state.
MATCH_MOVES: Mapping[MatchState, frozenset[MatchState]] = MappingProxyType(
    {
        MatchState.AGREEING: frozenset({MatchState.AGREED, MatchState.ENDED}),
        MatchState.AGREED: frozenset({MatchState.DELIVERED, MatchState.ENDED}),
        MatchState.DELIVERED: frozenset(),
        MatchState.ENDED: frozenset(),
    }
)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A pairing of all challenges and teams of a round, with everything needed to compute it again.

    Attributes:
        objective: what it was to achieve, one of `matching.cohort.Objective`.
        input: what the solver was given and what that rests on, as `cohort_input.Gathered.as_json` writes it.
        solution: what it answered, as `matching.cohort.solution_as_json` writes it.
        report: what that means, as `decision.explain` writes it.
        solver_version: of our own program and of the solver under it.
    """

    id: UUID
    programme_id: UUID
    objective: str
    state: AssignmentState
    input: JSON
    solution: JSON
    report: JSON
    solver_version: str
    created_by: UUID | None
    created_at: datetime
    adopted_by: UUID | None
    adopted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Match:
    """A challenge and a team that were paired; `owner_id` is the challenge's owner.

    `fit` is how well they suited each other then, as `matching.fit.fit_as_json` writes it; None when it was not
    computed here.
    """

    id: UUID
    programme_id: UUID
    challenge_id: UUID
    owner_id: UUID
    team_id: UUID
    assignment_id: UUID | None
    state: MatchState
    fit: JSON | None
    created_at: datetime
    version: int


def may_follow(state: MatchState, following: MatchState) -> bool:
    """Whether a match in this state may go on to that one."""
    return following in MATCH_MOVES[state]
