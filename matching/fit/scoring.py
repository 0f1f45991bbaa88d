"""How well a challenge and a team suit each other: gates first, then both sides, then their harmonic mean."""

import math
from collections.abc import Iterable
from datetime import date

from matching.fit.criteria import Comparison, judge
from matching.fit.facts import ChallengeFacts, TeamFacts
from matching.fit.gates import gates
from matching.fit.result import Criterion, CriterionId, Fit, Side
from matching.fit.weights import DEFAULT_WEIGHTS, Weights

# What each side gains. Domain, the words of both texts and time count for both: the owner gets people who know the
# field and have the time, the team gets work in its field and a load that fits.
FOR_CHALLENGE = (
    CriterionId.SKILLS,
    CriterionId.DOMAIN,
    CriterionId.PROBLEM_TEXT,
    CriterionId.TRACK_RECORD,
    CriterionId.CAPACITY,
)
FOR_TEAM = (
    CriterionId.DOMAIN,
    CriterionId.PROBLEM_TEXT,
    CriterionId.CAPACITY,
    CriterionId.PLACE_LANGUAGE,
    CriterionId.INTEREST,
)


def fit(challenge: ChallengeFacts, team: TeamFacts, weights: Weights, as_of: date) -> Fit:
    """Compare a challenge and a team, with every reason.

    The score is the harmonic mean of what both sides gain, which is high only where both are: 0 to 1, and 0
    where a gate does not pass (the sides are still told). Unknown criteria are left out of the score and
    lower the confidence.
    """
    compared, shares = Comparison(challenge, team, as_of), weights.normalised()
    for_challenge = _side(judge(criterion, compared, shares) for criterion in FOR_CHALLENGE)
    for_team = _side(judge(criterion, compared, shares) for criterion in FOR_TEAM)
    results = gates(challenge, team)
    passed = all(gate.passed for gate in results)
    return Fit(
        challenge_id=challenge.id,
        team_id=team.id,
        gates=results,
        passed=passed,
        for_challenge=for_challenge,
        for_team=for_team,
        score=harmonic_mean(for_challenge.score, for_team.score) if passed else 0.0,
        confidence=_confidence(for_challenge.criteria + for_team.criteria),
    )


def rank(
    challenge: ChallengeFacts,
    teams: Iterable[TeamFacts],
    weights: Weights = DEFAULT_WEIGHTS,
    *,
    as_of: date,
) -> list[Fit]:
    """The fits of all teams for a challenge, best first.

    Teams that pass all gates come before those that do not; equals are ordered by id, never by confidence,
    so that what is unknown about a team costs it no place.
    """
    fits = [fit(challenge, team, weights, as_of) for team in teams]
    return sorted(fits, key=lambda each: (not each.passed, -each.score, each.team_id))


def harmonic_mean(*scores: float | None) -> float:
    """The harmonic mean of the known scores; 0 where one of them is 0, or none is known."""
    known = [score for score in scores if score is not None]
    if not known or min(known) <= 0.0:
        return 0.0
    return min(1.0, len(known) / math.fsum(1.0 / score for score in known))


def _side(criteria: Iterable[Criterion]) -> Side:
    judged = tuple(criteria)
    counted = [(each.points, each.weight) for each in judged if each.points is not None]
    total = math.fsum(weight for _, weight in counted)
    if not total:
        return Side(None, judged)
    return Side(min(1.0, math.fsum(points * weight for points, weight in counted) / total), judged)


def _confidence(criteria: tuple[Criterion, ...]) -> float:
    total = math.fsum(each.weight for each in criteria)
    if not total:
        return 0.0
    return min(1.0, math.fsum(each.known * each.weight for each in criteria) / total)
