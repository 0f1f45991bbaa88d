"""A stable pairing of long lists within a second, and by which share it may fall short of the best at most."""

from dataclasses import dataclass, replace

import numpy as np

from matching.cohort.arrays import Arrays, Flags, Real, as_arrays
from matching.cohort.bound import bound
from matching.cohort.deferring import deferred_acceptance
from matching.cohort.instance import Instance, Pair
from matching.cohort.orders import Orders
from matching.cohort.polishing import polish, table

# Measured on rounds of 300 teams and 70 challenges: more attempts cost as much again and gained less than a thousandth.
ATTEMPTS = 12

# Rounds of the bound: the shorter the program, the more of them within a second.
PAIRS_OF_ROUNDS = 8_000
MOST_ROUNDS = 8

# How much an attempt's ties are shaken, beside what the bound says of the pairs (1 and more tells them apart surely).
SHAKEN = 1.0
SURELY = 10.0

# The bound takes a second from about so many pairs on; above, what every team could have at best is stated.
MOST_PAIRS_BOUND = 40_000

# A table of more cells than these takes seconds to polish.
MOST_CELLS = 4_000_000


@dataclass(frozen=True, slots=True)
class Quick:
    """A pairing without blocking pairs, and the share of the best by which it may fall short at most."""

    pairs: tuple[Pair, ...]
    gap: float


def quick(instance: Instance, hopeful: Orders, worth_of_a_pair: float) -> Quick | None:
    """A stable pairing of a cohort without owners, good for both sides; None where none was found that meets minimums.

    What the bound says of the pairs breaks the ties of deferred acceptance, whose pairing is then polished; a dozen
    attempts shake the ties a little, always in the same way, so that the same cohort gets the same pairing.

    Args:
        instance: the cohort.
        hopeful: its pairs that a stable pairing can hold.
        worth_of_a_pair: what each pair is worth beside its gain.
    """
    if any(each.min_teams > each.max_teams for each in instance.challenges):
        return None
    if not hopeful.pairs:
        return None if any(each.min_teams for each in instance.challenges) else Quick((), 0.0)
    cohort = as_arrays(instance, hopeful)
    cohort = replace(cohort, gain=cohort.gain + worth_of_a_pair)
    rounds = min(MOST_ROUNDS, max(1, PAIRS_OF_ROUNDS // len(cohort.gain)))
    if len(cohort.gain) <= MOST_PAIRS_BOUND and (told := bound(cohort, rounds)) is not None:
        most, rather = told.most, SURELY * told.made + told.worth
    else:
        most, rather = _every_best(cohort), cohort.gain
    best = _best_attempt(cohort, rather)
    if best is None:
        return None
    pairs = tuple(pair for pair, made in zip(hopeful.pairs, best, strict=True) if made)
    return Quick(pairs, max(0.0, 1.0 - float(cohort.gain[best].sum()) / most) if most > 0 else 0.0)


def _best_attempt(cohort: Arrays, rather: Real) -> Flags | None:
    polishes = (cohort.capacity <= 1).all() and len(cohort.capacity) * cohort.most.sum() <= MOST_CELLS
    known = table(cohort) if polishes else None
    turned = replace(
        cohort,
        team=cohort.challenge,
        challenge=cohort.team,
        team_order=cohort.challenge_order,
        challenge_order=cohort.team_order,
        capacity=cohort.most,
        most=cohort.capacity,
    )
    random = np.random.default_rng(0)
    best, gained = None, -np.inf
    for attempt in range(ATTEMPTS):
        shaken = rather + SHAKEN * random.random(len(rather)) if attempt else rather
        # Teams that ask get the best for teams, challenges that ask the best for challenges.
        stable = deferred_acceptance(turned if attempt % 2 else cohort, shaken)
        made = _meeting_minimums(cohort, stable) if known is None else polish(known, stable)
        if made is not None and cohort.gain[made].sum() > gained:
            best, gained = made, float(cohort.gain[made].sum())
    return best


def _meeting_minimums(cohort: Arrays, made: Flags) -> Flags | None:
    filled = np.bincount(cohort.challenge[made], minlength=len(cohort.least))
    return made if (filled >= cohort.least).all() else None


def _every_best(cohort: Arrays) -> float:
    """No pairing gains more than every team does with its best."""
    order = np.lexsort((-cohort.gain, cohort.team))
    team = cohort.team[order]
    starts = np.searchsorted(team, np.arange(len(cohort.capacity)))
    within = np.arange(len(team)) - starts[team]
    return float(cohort.gain[order][within < cohort.capacity[team]].sum())
