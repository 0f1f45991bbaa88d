"""Invented cohorts of any size, the same for the same seed: correlated wishes, many ties, places for about all."""

import numpy as np
from numpy.typing import NDArray

from matching.cohort import Challenge, Instance, Team, parse
from matching.fit import DEFAULT_WEIGHTS, fit, grade
from tests.bench.matching import facts

Real = NDArray[np.float64]

TASTES = 6  # what teams and challenges differ in; few, so that wishes agree and places are fought over
DECIMALS = 2  # finer than our own fit grades, so that few are equally liked and the search is harder


def cohort(teams: int, challenges: int, *, listed: int, seed: int) -> Instance:
    """A round of `teams` and `challenges` in which each team lists the `listed` challenges it likes best.

    Scores of both sides mix a shared taste, how sought after the other is, and chance. Challenges take one to five
    teams, as many together as there are teams, give or take a tenth.
    """
    random = np.random.default_rng(seed)
    affinity = (
        random.normal(size=(teams, TASTES)) @ random.normal(size=(TASTES, challenges)) / np.sqrt(TASTES)
    )
    fame, record = random.normal(size=challenges), random.normal(size=teams)
    for_team = _share(affinity + 0.4 * fame[None, :] + 0.3 * random.normal(size=affinity.shape))
    for_challenge = _share(affinity + 0.4 * record[:, None] + 0.3 * random.normal(size=affinity.shape))
    order = np.argsort(-for_team, axis=1, kind="stable")[:, :listed]
    places = _places(teams, challenges, random)
    return Instance(
        teams=tuple(
            Team(f"t{team}", 1, _groups(order[team].tolist(), for_team[team])) for team in range(teams)
        ),
        challenges=tuple(Challenge(f"c{number}", 0, places[number]) for number in range(challenges)),
        scores={
            f"t{team}": {
                f"c{each}": (float(for_team[team, each]), float(for_challenge[team, each]))
                for each in order[team].tolist()
            }
            for team in range(teams)
        },
    )


def scored_round(teams: int, challenges: int, *, seed: int) -> Instance:
    """A round of invented facts, scored by our own fit in its grades: teams list all whose gates they pass."""
    random = np.random.default_rng(seed)
    asked, offered = facts.challenges(challenges, seed), facts.teams(teams, seed + 1000)
    places = _places(teams, challenges, random)
    scores: dict[str, dict[str, list[float]]] = {}
    for team in offered:
        told = [fit(each, team, DEFAULT_WEIGHTS, facts.DAY) for each in asked]
        scores[team.id] = {
            each.challenge_id: [
                grade(each.for_team.score or 0.0),
                grade(each.for_challenge.score or 0.0),
            ]
            for each in told
            if each.passed
        }
    return parse(
        {
            "teams": [{"id": team.id} for team in offered],
            "challenges": [{"id": each.id, "max_teams": places[row]} for row, each in enumerate(asked)],
            "scores": scores,
        }
    )


def _share(values: Real) -> Real:
    share: Real = np.round(1.0 / (1.0 + np.exp(-values)), DECIMALS)
    return share


def _places(teams: int, challenges: int, random: np.random.Generator) -> list[int]:
    mean = teams / challenges
    most = max(1, round(2 * mean) - 1)
    return [int(each) for each in random.integers(1, most, size=challenges, endpoint=True)]


def _groups(listed: list[int], likes: Real) -> tuple[tuple[str, ...], ...]:
    groups: list[list[int]] = []
    for each in listed:
        if groups and likes[groups[-1][0]] == likes[each]:
            groups[-1].append(each)
        else:
            groups.append([each])
    return tuple(tuple(f"c{each}" for each in group) for group in groups)
