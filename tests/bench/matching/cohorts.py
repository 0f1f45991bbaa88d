"""Invented cohorts of any size, the same for the same seed: correlated wishes, many ties, places for about all."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matching.cohort import Challenge, Instance, Owner, Team, parse
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


def _full(teams: int, challenges: int, seed: int, steps: int, *, known: float) -> Instance:
    """Everybody scores everybody in so many steps: a share of it is what all know of the other, the rest is chance."""
    random = np.random.default_rng(seed)
    shape = (teams, challenges)
    fame, record = random.random(challenges), random.random(teams)
    for_team = np.rint((known * fame[None, :] + (1 - known) * random.random(shape)) * steps) / steps
    for_challenge = np.rint((known * record[:, None] + (1 - known) * random.random(shape)) * steps) / steps
    places = _places(teams, challenges, random)
    return parse(
        {
            "teams": [{"id": f"t{team}"} for team in range(teams)],
            "challenges": [{"id": f"c{row}", "max_teams": most} for row, most in enumerate(places)],
            "scores": {
                f"t{team}": {
                    f"c{row}": [float(for_team[team, row]), float(for_challenge[team, row])]
                    for row in range(challenges)
                }
                for team in range(teams)
            },
        }
    )


def _in_tenths(instance: Instance) -> Instance:
    scores = {
        team: {each: (grade(mine), grade(theirs)) for each, (mine, theirs) in row.items()}
        for team, row in (instance.scores or {}).items()
    }
    return replace(instance, scores=scores)


FULL_LISTS: Mapping[str, Callable[[int], Instance]] = {
    "correlated, in hundredths": lambda seed: cohort(300, 70, listed=70, seed=seed),
    "correlated, in tenths": lambda seed: _in_tenths(cohort(300, 70, listed=70, seed=seed)),
    "our own fit, in tenths": lambda seed: scored_round(300, 70, seed=seed),
    "a few sought by all, in tenths": lambda seed: _full(300, 70, seed, 10, known=0.7),
    "a few sought by all, in hundredths": lambda seed: _full(300, 70, seed, 100, known=0.7),
    "pure chance, in tenths": lambda seed: _full(300, 70, seed, 10, known=0.0),
    "pure chance, in hundredths": lambda seed: _full(300, 70, seed, 100, known=0.0),
}


def limited(instance: Instance, *, owners: int = 0, least: int = 0) -> Instance:
    """The same round with minimums, and under owners who take nine tenths of the teams that their challenges could."""
    owner_of = {each.id: f"o{number % owners}" for number, each in enumerate(instance.challenges) if owners}
    room = Counter[str]()
    for each in instance.challenges:
        room[owner_of.get(each.id, "")] += max(each.max_teams, least)
    return replace(
        instance,
        challenges=tuple(
            replace(each, min_teams=least, max_teams=max(each.max_teams, least), owner=owner_of.get(each.id))
            for each in instance.challenges
        ),
        owners=tuple(Owner(each, 0, room[each] * 9 // 10) for each in sorted(set(owner_of.values()))),
    )


LIMITED: Mapping[str, Callable[[int], Instance]] = {
    "eight wishes, minimum 1": lambda seed: limited(cohort(300, 70, listed=8, seed=seed), least=1),
    "eight wishes, ten owners": lambda seed: limited(cohort(300, 70, listed=8, seed=seed), owners=10),
    "full lists, minimum 3": lambda seed: limited(cohort(300, 70, listed=70, seed=seed), least=3),
    "full lists, ten owners": lambda seed: limited(cohort(300, 70, listed=70, seed=seed), owners=10),
    "full lists, ten owners, minimum 2": lambda seed: limited(
        cohort(300, 70, listed=70, seed=seed), owners=10, least=2
    ),
}
"""Rounds of 300 teams and 70 challenges whose best pairing is not proven in reasonable time."""


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
