"""A cohort of people and ids as arrays, for the searches that must be quick."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.cohort.instance import Instance
from matching.cohort.orders import Orders

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Arrays:
    """A cohort without owners, as arrays: one entry a pair, one a team, one a challenge.

    `team` and `challenge` are the pair's indices, `team_order` and `challenge_order` how each side likes it (lower
    is better, equal is a tie), `gain` what it adds to welfare, from 0 up. `capacity` is by team, `least` and `most`
    by challenge.
    """

    team: Whole
    challenge: Whole
    team_order: Real
    challenge_order: Real
    gain: Real
    capacity: Whole
    least: Whole
    most: Whole


@dataclass(frozen=True, slots=True)
class OwnerArrays:
    """The owners of a cohort: `of_pair` is the index of each pair's, `order` how it likes the pair.

    `least` and `most` are by owner. Challenges that nobody owns have an owner of their own who sets no limit.
    """

    of_pair: Whole
    order: Real
    least: Whole
    most: Whole


def as_arrays(instance: Instance, known: Orders) -> Arrays:
    """The cohort's pairs in their order, teams and challenges in that of their ids; owners are left out."""
    teams = sorted(instance.teams, key=lambda each: each.id)
    challenges = sorted(instance.challenges, key=lambda each: each.id)
    team = {each.id: number for number, each in enumerate(teams)}
    challenge = {each.id: number for number, each in enumerate(challenges)}
    return Arrays(
        team=np.array([team[each] for each, _ in known.pairs], dtype=np.int64),
        challenge=np.array([challenge[each] for _, each in known.pairs], dtype=np.int64),
        team_order=np.array([known.team[pair] for pair in known.pairs], dtype=np.float64),
        challenge_order=np.array([known.challenge[pair] for pair in known.pairs], dtype=np.float64),
        gain=np.array([known.gain[pair] for pair in known.pairs], dtype=np.float64),
        capacity=np.array([each.capacity for each in teams], dtype=np.int64),
        least=np.array([each.min_teams for each in challenges], dtype=np.int64),
        most=np.array([each.max_teams for each in challenges], dtype=np.int64),
    )


def owners_as_arrays(instance: Instance, known: Orders) -> OwnerArrays:
    """The owners in the order of their ids, then those who set no limit."""
    limits = {each.id: (each.min_teams, each.max_teams) for each in instance.owners}
    alone = {each.id: (0, each.max_teams) for each in instance.challenges if each.owner is None}
    number = {("owner", each): place for place, each in enumerate(sorted(limits))}
    number |= {("challenge", each): len(limits) + place for place, each in enumerate(sorted(alone))}
    owner_of = instance.owner_of()
    places = [limits[each] for each in sorted(limits)] + [alone[each] for each in sorted(alone)]
    return OwnerArrays(
        of_pair=np.array(
            [
                number["challenge", challenge]
                if (owner := owner_of[challenge]) is None
                else number["owner", owner]
                for _, challenge in known.pairs
            ],
            dtype=np.int64,
        ),
        order=np.array([known.owner[pair] for pair in known.pairs], dtype=np.float64),
        least=np.array([least for least, _ in places], dtype=np.int64),
        most=np.array([most for _, most in places], dtype=np.int64),
    )
