"""Pairs a round and explains the pairing to officers. Pure: it takes seconds of computing and no connection."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import scipy

from matching.assignments.cohort_input import Bid, Candidate, Gathered, bids_of
from matching.assignments.model import JSON
from matching.cohort import (
    Instance,
    Objective,
    OutOfTime,
    Report,
    Solution,
    fingerprint,
    parse,
    report,
    solution_as_json,
    solve,
)
from store.refusal import Problem, Refused

TIME_LIMIT_SECONDS = (
    30.0  # a round of 300 teams takes about one; a person waits for this, not for the last percent
)
OUR_VERSION = 4  # counts up when the same input could be paired differently


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pairing that nobody has stored yet, with all that it rests on."""

    gathered: Gathered
    objective: Objective
    allow_closing: bool
    solution: Solution
    report: JSON
    solver_version: str

    def input_as_json(self) -> JSON:
        """What to keep so that anyone can rerun it."""
        return {**self.gathered.as_json(), "allow_closing": self.allow_closing}

    def fingerprint(self) -> str:
        """What tells this proposal from any other, before it is kept."""
        return fingerprint(self.input_as_json(), solution_as_json(self.solution), self.solver_version)


def decide(
    gathered: Gathered, objective: Objective = Objective.STABLE, *, allow_closing: bool = False
) -> Proposal:
    """Pair a round as well as the objective asks.

    Args:
        gathered: what the pairing depends on.
        objective: what it should be best at.
        allow_closing: whether a challenge may run empty where its minimum cannot be met.

    Raises:
        Refused: OUT_OF_TIME, when no pairing was found within TIME_LIMIT_SECONDS.
    """
    instance = parse(gathered.cohort())
    try:
        solution = solve(instance, objective, allow_closing=allow_closing, time_limit=TIME_LIMIT_SECONDS)
    except OutOfTime as error:
        raise Refused(Problem("OUT_OF_TIME", "objective")) from error
    explained = explain(gathered, instance, solution)
    return Proposal(gathered, objective, allow_closing, solution, explained, solver_version())


def solver_version() -> str:
    """Which program computed a pairing: ours, and the package that HiGHS comes in."""
    return f"commonfield-cohort {OUR_VERSION}, scipy {scipy.__version__}"


def explain(gathered: Gathered, instance: Instance, solution: Solution) -> JSON:
    """What a pairing means, for officers: figures, sentences, each pair with what speaks for it, and who is left.

    `summary` names nobody and can be shown to everyone once the pairing is adopted.
    """
    known = report(instance, solution)
    bids = bids_of(gathered, solution.pairs)
    pairs = [
        {
            **asdict(pair),
            "application": bid.application_id,
            "review_mean": bid.review_mean,
            "grade_by_owner": bid.grades.by_owner,
            "grade_by_team": bid.grades.by_team,
            "fit": bid.fit.score,
        }
        for pair, bid in zip(known.pairs, bids, strict=True)
    ]
    return {
        "summary": _summary(gathered, known, solution, bids),
        "lines": [{"code": line.code, "values": dict(line.values)} for line in known.lines],
        "pairs": pairs,
        "unmatched": [asdict(each) for each in known.unmatched],
        "empty": list(known.empty),
        "closed": list(known.closed),
        "blocking_pairs": [list(pair) for pair in known.blocking_pairs],
        "conflict": solution_as_json(solution).get("conflict", []),
        "excluded": _excluded(gathered),
        "fairness": _fairness(gathered, solution),
    }


def _summary(gathered: Gathered, known: Report, solution: Solution, bids: Sequence[Bid]) -> JSON:
    """The figures that name nobody."""
    return {
        "teams": known.teams,
        "challenges": len(gathered.rooms),
        "places": known.places,
        "pairs": len(bids),
        "profile": list(solution.profile),
        "challenge_profile": list(known.challenge_profile),
        "unmatched_teams": len(known.unmatched),
        "empty_challenges": len(known.empty),
        "blocking_pairs": len(known.blocking_pairs),
        "mean_fit": _mean(bid.fit.score for bid in bids),
        "graded_by_owners": sum(bid.grades.by_owner is not None for bid in gathered.standing()),
        "graded_by_teams": sum(bid.grades.by_team is not None for bid in gathered.standing()),
        "mean_review": _mean(bid.review_mean for bid in bids if bid.review_mean is not None),
        "feasible": solution.feasible(),
        "optimal": solution.optimal,
        "gap": solution.gap,
    }


def _excluded(gathered: Gathered) -> list[JSON]:
    """The bids that no longer pass a gate, with the gates."""
    return [
        {
            "application": bid.application_id,
            "team": bid.team_id,
            "challenge": bid.challenge_id,
            "gates": [gate.code.value for gate in bid.fit.failed_gates()],
        }
        for bid in gathered.bids
        if not bid.fit.passed
    ]


def _fairness(gathered: Gathered, solution: Solution) -> JSON:
    """How places and newcomers fared, beside the others."""
    taken = {challenge_id for _, challenge_id in solution.pairs}
    placed = {team_id for team_id, _ in solution.pairs}
    places = sorted({room.place or "" for room in gathered.rooms})
    return {
        "places": [
            {
                "place": place or None,
                "challenges": sum((room.place or "") == place for room in gathered.rooms),
                "matched": sum(
                    (room.place or "") == place and room.challenge_id in taken for room in gathered.rooms
                ),
            }
            for place in places
        ],
        "newcomers": _share(placed, (each for each in gathered.candidates if each.is_newcomer)),
        "known_teams": _share(placed, (each for each in gathered.candidates if not each.is_newcomer)),
    }


def _share(placed: set[str], candidates: Iterable[Candidate]) -> JSON:
    ids = [each.team_id for each in candidates]
    return {"teams": len(ids), "matched": sum(each in placed for each in ids)}


def _mean(figures: Iterable[float]) -> float | None:
    known = list(figures)
    return sum(known) / len(known) if known else None
