"""The answer: who is paired with whom, how good it is, who is left out and why, and who would rather swap."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from matching.cohort.instance import Pair


class Objective(StrEnum):
    """What a pairing should be best at.

    The first three make as many pairs as possible and then look at the teams' choices: GENEROUS has as few as
    possible at the worst choice, then at the second worst, and so on; GREEDY as many as possible at the first
    choice, then at the second; MIN_COST the least sum of choices. STABLE lets as few as possible rather swap
    (none, unless minimum numbers force it), with the most welfare among those. WELFARE has the most welfare.
    Source of the first three: Kwanashie, Irving, Manlove and Sng, "Profile-based optimal matchings in the
    student/project allocation problem" (2014).
    """

    STABLE = "stable"
    WELFARE = "welfare"
    GENEROUS = "generous"
    GREEDY = "greedy"
    MIN_COST = "min-cost"


class UnmatchedReason(StrEnum):
    """Why a team has no challenge."""

    LISTED_NOTHING = "LISTED_NOTHING"
    NO_CAPACITY = "NO_CAPACITY"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    PLACES_TAKEN = "PLACES_TAKEN"
    CHALLENGES_CLOSED = "CHALLENGES_CLOSED"
    NOT_BEST = "NOT_BEST"
    NO_PAIRING = "NO_PAIRING"


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A team without a challenge."""

    id: str
    reason: UnmatchedReason


class LimitKind(StrEnum):
    """Which number of the instance a limit is."""

    CHALLENGE_MINIMUM = "CHALLENGE_MINIMUM"
    CHALLENGE_MAXIMUM = "CHALLENGE_MAXIMUM"
    OWNER_MINIMUM = "OWNER_MINIMUM"
    OWNER_MAXIMUM = "OWNER_MAXIMUM"

    def of_challenge(self) -> bool:
        """Whether a challenge sets it, not an owner."""
        return self in {LimitKind.CHALLENGE_MINIMUM, LimitKind.CHALLENGE_MAXIMUM}


@dataclass(frozen=True, slots=True)
class Limit:
    """One number that takes part in a conflict: `id` of the challenge or owner, `teams` it needs or allows."""

    kind: LimitKind
    id: str
    teams: int


@dataclass(frozen=True, slots=True)
class Solution:
    """A pairing and its figures.

    `size` is the number of pairs, -1 where the minimum numbers cannot all be met; `conflict` is then a
    smallest set of limits that no pairing meets together. `cost` is the sum of the teams' choices (1 for a
    first choice), `profile` how many pairs are a first choice, a second, and so on. `welfare` adds up what
    both sides gain. `closed` are challenges that run empty although they name a minimum. `optimal` says
    that nothing better exists, or no smaller conflict, and that this was proven within the time limit. Where it was
    not, `gap` is the share of the best by which this may fall short at most, as far as that was proven.
    """

    pairs: tuple[Pair, ...]
    objective: Objective
    size: int
    cost: int
    profile: tuple[int, ...]
    welfare: float
    blocking_pairs: tuple[Pair, ...]
    closed: tuple[str, ...]
    unmatched: tuple[Unmatched, ...]
    optimal: bool
    seconds: float
    conflict: tuple[Limit, ...] = ()
    gap: float | None = None

    def feasible(self) -> bool:
        """Whether a pairing that meets every limit exists."""
        return self.size >= 0


def solution_as_json(solution: Solution) -> dict[str, Any]:
    """The solution as the command prints it.

    `conflict` is there only where no pairing exists, `gap` only where the search ended before it was proven.
    """
    shown: dict[str, Any] = {
        "pairs": [list(pair) for pair in solution.pairs],
        "objective": solution.objective.value,
        "size": solution.size,
        "cost": solution.cost,
        "profile": list(solution.profile),
        "welfare": solution.welfare,
        "blocking_pairs": [list(pair) for pair in solution.blocking_pairs],
        "closed": list(solution.closed),
        "unmatched": [{"id": each.id, "reason": each.reason.value} for each in solution.unmatched],
        "optimal": solution.optimal,
        "seconds": solution.seconds,
    }
    if solution.conflict:
        shown["conflict"] = [
            {"kind": each.kind.value, "id": each.id, "teams": each.teams} for each in solution.conflict
        ]
    if solution.gap is not None:
        shown["gap"] = solution.gap
    return shown


def solution_from_json(stored: Mapping[str, Any]) -> Solution:
    """The solution that `solution_as_json` wrote.

    Raises:
        KeyError, ValueError: it was not written by `solution_as_json`.
    """
    return Solution(
        pairs=tuple((team, challenge) for team, challenge in stored["pairs"]),
        objective=Objective(stored["objective"]),
        size=stored["size"],
        cost=stored["cost"],
        profile=tuple(stored["profile"]),
        welfare=stored["welfare"],
        blocking_pairs=tuple((team, challenge) for team, challenge in stored["blocking_pairs"]),
        closed=tuple(stored["closed"]),
        unmatched=tuple(
            Unmatched(each["id"], UnmatchedReason(each["reason"])) for each in stored["unmatched"]
        ),
        optimal=stored["optimal"],
        seconds=stored["seconds"],
        conflict=tuple(
            Limit(LimitKind(each["kind"]), each["id"], each["teams"]) for each in stored.get("conflict", ())
        ),
        gap=stored.get("gap"),
    )
