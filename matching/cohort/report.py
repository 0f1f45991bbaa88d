"""What a pairing means for the people in it: who got which choice, who did not, and who would rather swap."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matching.cohort.instance import Groups, Instance, Pair
from matching.cohort.orders import Orders, orders
from matching.cohort.solution import Limit, Solution, Unmatched

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a report: its code in `REPORT_TEXTS` and the values it is filled with."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PairReport:
    """One pair: the team's choice, the challenge's choice (None where it has no preferences), both scores."""

    team: str
    challenge: str
    team_choice: int
    challenge_choice: int | None
    team_score: float | None
    challenge_score: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """A pairing explained.

    `team_profile[0]` is how many pairs are their team's first choice, and so on; `challenge_profile` the same for
    challenges and owners that have preferences. Average scores are 0 to 1, None without scores or pairs. `empty`
    are challenges that nobody was given, `closed` those among them that name a minimum. `lines` say it in words.
    """

    teams: int
    places: int
    team_profile: tuple[int, ...]
    challenge_profile: tuple[int, ...]
    average_team_score: float | None
    average_challenge_score: float | None
    pairs: tuple[PairReport, ...]
    unmatched: tuple[Unmatched, ...]
    empty: tuple[str, ...]
    closed: tuple[str, ...]
    blocking_pairs: tuple[Pair, ...]
    conflict: tuple[Limit, ...]
    lines: tuple[Line, ...]


def report(instance: Instance, solution: Solution) -> Report:
    """Explain a solution of an instance."""
    known = orders(instance)
    pairs = tuple(_pair(instance, known, pair) for pair in solution.pairs)
    taken = {pair.challenge for pair in pairs}
    empty = tuple(sorted(each.id for each in instance.challenges if each.id not in taken))
    challenge_profile = _profile([pair.challenge_choice for pair in pairs])
    team_average = _average([pair.team_score for pair in pairs])
    challenge_average = _average([pair.challenge_score for pair in pairs])
    lines = [*_success(instance, solution), *_choices("CHALLENGE_CHOICE", challenge_profile)]
    if team_average is not None and challenge_average is not None:
        lines.append(
            Line("AVERAGE_SCORES", {"team_score": team_average, "challenge_score": challenge_average})
        )
    return Report(
        teams=len(instance.teams),
        places=sum(each.max_teams for each in instance.challenges),
        team_profile=solution.profile,
        challenge_profile=challenge_profile,
        average_team_score=team_average,
        average_challenge_score=challenge_average,
        pairs=pairs,
        unmatched=solution.unmatched,
        empty=empty if solution.feasible() else (),
        closed=solution.closed,
        blocking_pairs=solution.blocking_pairs,
        conflict=solution.conflict,
        lines=(*lines, *_trouble(solution, empty)),
    )


def _success(instance: Instance, solution: Solution) -> list[Line]:
    if not solution.feasible():
        return []
    placed = len({team for team, _ in solution.pairs})
    return [
        Line("PLACED", {"placed": placed, "teams": len(instance.teams)}),
        *_choices("TEAM_CHOICE", solution.profile),
    ]


def _trouble(solution: Solution, empty: tuple[str, ...]) -> list[Line]:
    if not solution.feasible():
        return [
            Line("CONFLICT"),
            *(
                Line(f"CONFLICT_{each.kind}", {"id": each.id, "teams": each.teams})
                for each in solution.conflict
            ),
        ]
    lines = [Line(f"UNMATCHED_{each.reason}", {"team": each.id}) for each in solution.unmatched]
    lines += [Line("CLOSED" if each in solution.closed else "EMPTY", {"challenge": each}) for each in empty]
    if not solution.blocking_pairs:
        lines.append(Line("NOBODY_WOULD_SWAP"))
    lines += [
        Line("WOULD_SWAP", {"team": team, "challenge": challenge})
        for team, challenge in solution.blocking_pairs
    ]
    if not solution.optimal:
        lines.append(Line("NOT_PROVEN"))
    return lines


def _choices(code: str, profile: tuple[int, ...]) -> list[Line]:
    return [
        Line(code, {"choice": choice, "count": count})
        for choice, count in enumerate(profile, start=1)
        if count
    ]


def _pair(instance: Instance, known: Orders, pair: Pair) -> PairReport:
    team, challenge_id = pair
    challenge = next(each for each in instance.challenges if each.id == challenge_id)
    owner = next((each for each in instance.owners if each.id == challenge.owner), None)
    groups = challenge.preferences or (owner.preferences if owner is not None else ())
    scores = None if instance.scores is None else instance.scores[team][challenge_id]
    return PairReport(
        team=team,
        challenge=challenge_id,
        team_choice=known.choice[pair],
        challenge_choice=_choice(groups, team),
        team_score=None if scores is None else scores[0],
        challenge_score=None if scores is None else scores[1],
    )


def _choice(groups: Groups, member: str) -> int | None:
    return next((place for place, group in enumerate(groups, start=1) if member in group), None)


def _profile(choices: Sequence[int | None]) -> tuple[int, ...]:
    made = [choice for choice in choices if choice is not None]
    return tuple(made.count(place) for place in range(1, max(made, default=0) + 1))


def _average(scores: Sequence[float | None]) -> float | None:
    given = [score for score in scores if score is not None]
    return math.fsum(given) / len(given) if given else None
