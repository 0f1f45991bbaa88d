"""Meets minimum numbers that no stable pairing meets, with few teams that would rather swap."""

import numpy as np

from matching.cohort.arrays import Arrays, Flags, Whole, as_arrays
from matching.cohort.deferring import deferred_acceptance
from matching.cohort.instance import Instance, Pair
from matching.cohort.orders import Orders


def filled_to_minimums(instance: Instance, known: Orders) -> tuple[Pair, ...] | None:
    """A pairing of a cohort without owners that meets all minimums; None where this way found none.

    Whoever is not bound is paired stably. While a challenge lacks a team, the one is bound to it that the fewest
    challenges it likes better would take; so only those who are bound can want another. Nothing proves that the
    blocking pairs are the fewest.
    """
    if not known.pairs or any(each.min_teams > each.max_teams for each in instance.challenges):
        return None
    cohort = as_arrays(instance, known)
    bound = np.zeros(len(cohort.team), dtype=np.bool_)
    for _ in range(int(cohort.least.sum()) + 1):
        made = bound | _stable_around(cohort, bound)
        filled = np.bincount(cohort.challenge[made], minlength=len(cohort.least))
        lacking = np.flatnonzero(filled < cohort.least)
        if not len(lacking):
            return tuple(pair for pair, chosen in zip(known.pairs, made, strict=True) if chosen)
        chosen = _least_missed(cohort, made, bound, filled, int(lacking[0]))
        if chosen is None:
            return None
        bound[chosen] = True
    return None


def _stable_around(cohort: Arrays, bound: Flags) -> Flags:
    """The stable pairing of the places and teams that are left beside what is bound."""
    capacity = cohort.capacity - np.bincount(cohort.team[bound], minlength=len(cohort.capacity))
    most = cohort.most - np.bincount(cohort.challenge[bound], minlength=len(cohort.most))
    free = np.flatnonzero(~bound & (capacity[cohort.team] > 0) & (most[cohort.challenge] > 0))
    left = Arrays(
        team=cohort.team[free],
        challenge=cohort.challenge[free],
        team_order=cohort.team_order[free],
        challenge_order=cohort.challenge_order[free],
        gain=cohort.gain[free],
        capacity=capacity,
        least=cohort.least,
        most=most,
    )
    made = np.zeros(len(bound), dtype=np.bool_)
    made[free[deferred_acceptance(left, left.gain)]] = True
    return made


def _least_missed(cohort: Arrays, made: Flags, bound: Flags, filled: Whole, lacking: int) -> int | None:
    """The pair of the lacking challenge whose team the fewest challenges it likes better would take."""
    last = np.full(len(cohort.most), -np.inf)
    np.maximum.at(last, cohort.challenge[made], cohort.challenge_order[made])
    would = (filled < cohort.most)[cohort.challenge] | (cohort.challenge_order < last[cohort.challenge])
    used = np.bincount(cohort.team[bound], minlength=len(cohort.capacity))
    found, fewest = None, np.inf
    for pair in np.flatnonzero((cohort.challenge == lacking) & ~bound).tolist():
        team = cohort.team[pair]
        if used[team] >= cohort.capacity[team]:
            continue
        better = (cohort.team == team) & (cohort.team_order < cohort.team_order[pair])
        missed = int((better & (would | made)).sum())
        if missed < fewest:
            found, fewest = pair, missed
    return found
