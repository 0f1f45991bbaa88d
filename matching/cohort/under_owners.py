"""Pairs long lists at once where owners count their teams together or challenges may run empty."""

from dataclasses import dataclass, replace

import numpy as np

from matching.cohort.arrays import Arrays, Flags, OwnerArrays, Real, Whole, as_arrays, owners_as_arrays
from matching.cohort.instance import Instance, Pair
from matching.cohort.orders import Orders

# Satisfying one pair that would rather have each other may make others so. Rounds of 300 teams were settled after a few
# dozen or went round in circles; starting elsewhere found no fewer.
MOST_SWAPS = 300


@dataclass(frozen=True, slots=True)
class _Cohort:
    """The arrays of a cohort, its pairs that may not be made, and those that must."""

    arrays: Arrays
    owners: OwnerArrays
    shut: Flags
    bound: Flags


def paired_under_owners(instance: Instance, known: Orders, *, allow_closing: bool) -> tuple[Pair, ...] | None:
    """A pairing that meets all limits with few blocking pairs, often none; None where this way found none.

    Teams ask for what they like best, and challenges and owners keep whom they like best: where challenges like
    teams as their owner does, nothing blocks (Abraham, Irving and Manlove, "Two algorithms for the student-project
    allocation problem", 2007). What blocks all the same is satisfied pair by pair (Roth and Vande Vate, "Random paths
    to stability in two-sided matching", 1990), as long as that leads on.

    Where a minimum is not reached, the challenge that lacks most of it runs empty, if it may; otherwise the team is
    bound to it that gives up least. Nothing proves that the blocking pairs are the fewest.
    """
    arrays, owners = as_arrays(instance, known), owners_as_arrays(instance, known)
    if (arrays.least > arrays.most).any() or (owners.least > owners.most).any():
        return None
    nothing = np.zeros(len(arrays.team), dtype=np.bool_)
    cohort = _Cohort(arrays, owners, nothing, nothing)
    attempts = len(arrays.least) + int(arrays.least.sum() + owners.least.sum()) + 1
    for _ in range(attempts):
        made = _settled(cohort, _asked(cohort))
        filled = np.bincount(arrays.challenge[made], minlength=len(arrays.least))
        served = np.bincount(owners.of_pair[made], minlength=len(owners.least))
        lacking = np.flatnonzero((filled < arrays.least) & ~((filled == 0) & allow_closing))
        if len(lacking) and allow_closing:
            share = filled[lacking] / arrays.least[lacking]
            cohort = replace(cohort, shut=cohort.shut | (arrays.challenge == lacking[np.argmin(share)]))
            continue
        owners_lacking = np.flatnonzero(served < owners.least)
        if not len(lacking) and not len(owners_lacking):
            kept = (filled <= arrays.most).all() and (served <= owners.most).all()
            pairs = (pair for pair, chosen in zip(known.pairs, made, strict=True) if chosen)
            return tuple(pairs) if kept else None
        wanted = (
            arrays.challenge == lacking[0]
            if len(lacking)
            else (owners.of_pair == owners_lacking[0]) & (filled < arrays.most)[arrays.challenge]
        )
        chosen = _misses_least(cohort, made, wanted)
        if chosen is None:
            return None
        bound = cohort.bound.copy()
        bound[chosen] = True
        cohort = replace(cohort, bound=bound)
    return None


def _asked(cohort: _Cohort) -> Flags:
    """Deferred acceptance: teams ask in their order; where there is no room, whoever is liked least is turned away."""
    arrays, owners = cohort.arrays, cohort.owners
    made = _Made(cohort)
    wishes = np.lexsort((-arrays.gain, arrays.team_order, arrays.team))
    wishes = wishes[~(cohort.shut | cohort.bound)[wishes]]
    ends = np.searchsorted(arrays.team[wishes], np.arange(len(arrays.capacity)), side="right").tolist()
    following, asked = [0, *ends[:-1]], wishes.tolist()
    asking = list(range(len(ends) - 1, -1, -1))
    while asking:
        team = asking[-1]
        if made.team_room[team] <= 0 or following[team] == ends[team]:
            asking.pop()
            continue
        pair = asked[following[team]]
        following[team] += 1
        made.make(pair)
        turned_away = made.over(int(arrays.challenge[pair]), int(owners.of_pair[pair]))
        if turned_away is not None:
            made.undo(turned_away)
            asking.append(int(arrays.team[turned_away]))
    return made.flags


def _settled(cohort: _Cohort, asked: Flags) -> Flags:
    """The pairing with the fewest blocking pairs that was met while satisfying, again and again, what gains most."""
    arrays, owners = cohort.arrays, cohort.owners
    state = _Made(cohort, asked & ~cohort.bound)
    best, fewest = asked, len(asked) + 1
    for _ in range(MOST_SWAPS):
        blocking = np.flatnonzero(_blocking(cohort, state.flags))
        if len(blocking) < fewest:
            best, fewest = state.flags.copy(), len(blocking)
        if not len(blocking):
            break
        pair = int(blocking[np.argmax(arrays.gain[blocking])])
        team = int(arrays.team[pair])
        if state.team_room[team] <= 0:
            state.undo(state.worst_of_team(team))
        state.make(pair)
        turned_away = state.over(int(arrays.challenge[pair]), int(owners.of_pair[pair]))
        if turned_away is not None:
            state.undo(turned_away)
    return best


class _Made:
    """A pairing that changes pair by pair, with what is left of each side's places. Bound pairs always stay."""

    def __init__(self, cohort: _Cohort, made: Flags | None = None) -> None:
        arrays, owners = cohort.arrays, cohort.owners
        self.cohort = cohort
        self.flags = cohort.bound.copy()
        self.team_room = (
            arrays.capacity - np.bincount(arrays.team[self.flags], minlength=len(arrays.capacity))
        ).tolist()
        self.room = (
            arrays.most - np.bincount(arrays.challenge[self.flags], minlength=len(arrays.most))
        ).tolist()
        self.owner_room = (
            owners.most - np.bincount(owners.of_pair[self.flags], minlength=len(owners.most))
        ).tolist()
        self.of_team: list[set[int]] = [set() for _ in arrays.capacity]
        self.of_challenge: list[set[int]] = [set() for _ in arrays.most]
        self.of_owner: list[set[int]] = [set() for _ in owners.most]
        for pair in np.flatnonzero(made).tolist() if made is not None else ():
            self.make(pair)

    def make(self, pair: int) -> None:
        self._change(pair, made=True)

    def undo(self, pair: int) -> None:
        self._change(pair, made=False)

    def _change(self, pair: int, *, made: bool) -> None:
        arrays, step = self.cohort.arrays, -1 if made else 1
        team, challenge = int(arrays.team[pair]), int(arrays.challenge[pair])
        owner = int(self.cohort.owners.of_pair[pair])
        self.flags[pair] = made
        self.team_room[team] += step
        self.room[challenge] += step
        self.owner_room[owner] += step
        for pairs in (self.of_team[team], self.of_challenge[challenge], self.of_owner[owner]):
            (pairs.add if made else pairs.remove)(pair)

    def over(self, challenge: int, owner: int) -> int | None:
        """Whom to turn away where a challenge or its owner has one too many."""
        arrays, owners = self.cohort.arrays, self.cohort.owners
        if self.room[challenge] < 0:
            return max(
                self.of_challenge[challenge],
                key=lambda each: (arrays.challenge_order[each], -arrays.gain[each], each),
            )
        if self.owner_room[owner] < 0:
            return max(self.of_owner[owner], key=lambda each: (owners.order[each], -arrays.gain[each], each))
        return None

    def worst_of_team(self, team: int) -> int:
        order = self.cohort.arrays.team_order
        return max(self.of_team[team], key=lambda each: (order[each], each))


def _blocking(cohort: _Cohort, made: Flags) -> Flags:
    """`stability.blocking_pairs` over arrays, of the pairs that may be made and teams that are free to move."""
    arrays = cohort.arrays
    taken = np.bincount(arrays.team[made], minlength=len(arrays.capacity))
    last = _worst(arrays.team, arrays.team_order, made & ~cohort.bound, len(arrays.capacity))
    team_would = (taken < arrays.capacity)[arrays.team] | (arrays.team_order < last[arrays.team])
    blocks: Flags = ~made & ~cohort.shut & team_would & _would(cohort, made)
    return blocks


def _would(cohort: _Cohort, made: Flags) -> Flags:
    """Whether the pair's challenge and owner have room for it, or would rather have it than one that is not bound."""
    arrays, owners = cohort.arrays, cohort.owners
    free = made & ~cohort.bound
    filled = np.bincount(arrays.challenge[made], minlength=len(arrays.most))
    full = (filled >= arrays.most)[arrays.challenge]
    last = _worst(arrays.challenge, arrays.challenge_order, free, len(arrays.most))
    by_challenge = arrays.challenge_order < last[arrays.challenge]
    served = np.bincount(owners.of_pair[made], minlength=len(owners.most))
    owner_full = (served >= owners.most)[owners.of_pair]
    by_owner = owners.order < _worst(owners.of_pair, owners.order, free, len(owners.most))[owners.of_pair]
    within = arrays.team * len(owners.most) + owners.of_pair
    held = _worst(within, arrays.team_order, free, len(arrays.capacity) * len(owners.most))
    moves = arrays.team_order < held[within]
    opened = ((filled > 0) | (arrays.least <= 1))[arrays.challenge]
    would: Flags = np.where(full, by_challenge, ~owner_full | by_owner | moves) & opened
    return would


def _worst(side: Whole, order: Real, made: Flags, count: int) -> Real:
    """The order of the last of what each of a side has."""
    worst = np.full(count, -np.inf)
    np.maximum.at(worst, side[made], order[made])
    return worst


def _misses_least(cohort: _Cohort, made: Flags, wanted: Flags) -> int | None:
    """The wanted pair whose team the fewest that it likes better would take; equals by what the team gains."""
    arrays = cohort.arrays
    used = np.bincount(arrays.team[cohort.bound], minlength=len(arrays.capacity))
    candidates = np.flatnonzero(wanted & ~cohort.bound & ~cohort.shut & (used < arrays.capacity)[arrays.team])
    if not len(candidates):
        return None
    would = (_would(cohort, made) | made) & ~cohort.shut
    missed = [
        int(
            (would & (arrays.team == arrays.team[each]) & (arrays.team_order < arrays.team_order[each])).sum()
        )
        for each in candidates
    ]
    return int(candidates[np.lexsort(np.stack([-arrays.gain[candidates], missed]))[0]])
