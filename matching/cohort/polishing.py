"""Makes a stable pairing better while it stays stable: the cutoffs are kept, and what they allow is paired anew."""

from dataclasses import dataclass

import numpy as np
import scipy

from matching.cohort.arrays import Arrays, Flags, Real, Whole

# Far below what anyone gains, far above what adding up rounds away.
_GAINED = 1e-9


@dataclass(frozen=True, slots=True)
class Table:
    """A cohort of teams with one place each as a table of teams by challenges; what is not acceptable is infinite.

    `place` has one entry for each place of each challenge: the challenge. `needed` says which places must be filled.
    """

    cohort: Arrays
    team_order: Real
    challenge_order: Real
    gain: Real
    place: Whole
    needed: Flags


def table(cohort: Arrays) -> Table:
    """The cohort's table; teams must take one challenge at most."""
    shape = (len(cohort.capacity), len(cohort.most))
    team_order, challenge_order = np.full(shape, np.inf), np.full(shape, np.inf)
    gain = np.zeros(shape)
    at = (cohort.team, cohort.challenge)
    team_order[at], challenge_order[at], gain[at] = cohort.team_order, cohort.challenge_order, cohort.gain
    place = np.repeat(np.arange(shape[1]), cohort.most)
    first = np.concatenate([[0], np.cumsum(cohort.most)[:-1]]) if shape[1] else np.zeros(0, dtype=np.int64)
    needed = np.arange(len(place)) - first[place] < cohort.least[place]
    return Table(cohort, team_order, challenge_order, gain, place, needed)


def polish(known: Table, chosen: Flags) -> Flags | None:
    """A stable pairing that gains as much or more and meets the minimum numbers; None where that was not found.

    A challenge that is full turns away whoever it likes less than its last team: that is its cutoff. Whichever
    pairing fills those challenges with teams behind no cutoff, and gives each team one it likes no less than all that
    would still take it, is stable too. The best of these is an assignment problem, solved at once (Jonker and
    Volgenant's algorithm, `scipy.optimize.linear_sum_assignment`); its own cutoffs may be further down. Repeated until
    nothing is gained.
    """
    best = None
    while True:
        found = _best_within(known, _cutoffs(known, chosen))
        if found is None:
            return best
        gained = float(known.cohort.gain[found].sum() - known.cohort.gain[chosen].sum())
        if best is not None and gained <= _GAINED:
            return best
        best = chosen = found


def _cutoffs(known: Table, chosen: Flags) -> Real:
    """The order of the last team of each challenge that is full; infinite for one that has room."""
    cohort = known.cohort
    last = np.full(len(cohort.most), -np.inf)
    np.maximum.at(last, cohort.challenge[chosen], cohort.challenge_order[chosen])
    filled = np.bincount(cohort.challenge[chosen], minlength=len(cohort.most))
    return np.where(filled >= cohort.most, last, np.inf)


def _best_within(known: Table, cutoffs: Real) -> Flags | None:
    listed = np.isfinite(known.team_order)
    room = np.isinf(cutoffs)
    would_take = listed & ((known.challenge_order < cutoffs) | room)
    no_worse = np.where(would_take, known.team_order, np.inf).min(axis=1, initial=np.inf)
    allowed = listed & (known.team_order <= no_worse[:, None]) & (known.challenge_order <= cutoffs)
    team_must, place_must = np.isfinite(no_worse), known.needed | ~room[known.place]
    # Filling one place or team that must be filled outweighs all that can be gained.
    heavy = 1.0 + 2.0 * float(known.gain.max(initial=0.0)) * len(team_must)
    gains = np.where(allowed, known.gain + heavy * team_must[:, None], 0.0)[:, known.place]
    gains += heavy * (allowed[:, known.place] & place_must)
    team, place = scipy.optimize.linear_sum_assignment(gains, maximize=True)
    made = allowed[team, known.place[place]]
    team, place = team[made], place[made]
    if not np.isin(np.flatnonzero(team_must), team).all():
        return None
    if not np.isin(np.flatnonzero(place_must), place).all():
        return None
    paired = np.full(len(team_must), -1)
    paired[team] = known.place[place]
    chosen: Flags = paired[known.cohort.team] == known.cohort.challenge
    return chosen
