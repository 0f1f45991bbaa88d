"""What a fit says: gates, two sides, a score, and how much of it is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Value = str | int | float | tuple[str, ...]
"""What a sentence may be filled with: codes, concept ids, figures, or several of them."""


class GateCode(StrEnum):
    """The hard conditions. One that does not pass makes the score 0, whatever the rest says."""

    CONFLICT_OF_INTEREST = "CONFLICT_OF_INTEREST"
    DATA_CLEARANCE = "DATA_CLEARANCE"
    LICENCE = "LICENCE"
    LANGUAGE = "LANGUAGE"
    HOURS = "HOURS"
    DATES = "DATES"
    CAPACITY = "CAPACITY"


class CriterionId(StrEnum):
    """The graded criteria, named as the weights that a programme publishes."""

    SKILLS = "skills"
    DOMAIN = "domain"
    PLACE_LANGUAGE = "place_language"
    CAPACITY = "capacity"
    TRACK_RECORD = "track_record"
    INTEREST = "interest"
    PROBLEM_TEXT = "problem_text"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason: a code of REASONS and the values its sentence is filled with."""

    code: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class GateResult:
    """Whether a gate passes, why, and, where it does not, what would change the answer."""

    code: GateCode
    passed: bool
    detail: Evidence
    changes: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One graded criterion of one side.

    `points` are 0 to 1, or None where too little is known to say: such a criterion does not enter the
    score. `weight` is its published share, 0 to 1. `known` is how much of it rests on data, 0 to 1; it
    enters confidence.
    """

    id: CriterionId
    points: float | None
    weight: float
    known: float
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """What one side gains: the weighted mean of its known criteria, 0 to 1; None where none is known."""

    score: float | None
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a challenge and a team suit each other.

    `score` is the harmonic mean of both sides, 0 to 1, and 0 where a gate does not pass; a side of which
    nothing is known is left out. `confidence` is the weighted share of what is known, 0 to 1.
    """

    challenge_id: str
    team_id: str
    gates: tuple[GateResult, ...]
    passed: bool
    for_challenge: Side
    for_team: Side
    score: float
    confidence: float

    def failed_gates(self) -> tuple[GateResult, ...]:
        """The gates that do not pass, in their fixed order."""
        return tuple(gate for gate in self.gates if not gate.passed)
