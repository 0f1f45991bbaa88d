"""A cohort of people and ids as the arrays that flow pairs, and the pairs back."""

from typing import TYPE_CHECKING

import numpy as np

from matching.cohort.instance import Instance, Pair
from matching.cohort.orders import Orders

if TYPE_CHECKING:
    from matching.cohort.flow import Arrays


def as_arrays(instance: Instance, known: Orders) -> "Arrays":
    """The cohort's pairs in their order, teams and challenges by their place in the instance; owners are left out."""
    from matching.cohort.flow import Arrays  # noqa: PLC0415 - validating a file must not need OR-tools

    team = {each.id: number for number, each in enumerate(instance.teams)}
    challenge = {each.id: number for number, each in enumerate(instance.challenges)}
    return Arrays(
        team=np.array([team[each] for each, _ in known.pairs], dtype=np.int64),
        challenge=np.array([challenge[each] for _, each in known.pairs], dtype=np.int64),
        team_order=np.array([known.team[pair] for pair in known.pairs], dtype=np.float64),
        challenge_order=np.array([known.challenge[pair] for pair in known.pairs], dtype=np.float64),
        gain=np.array([known.gain[pair] for pair in known.pairs], dtype=np.float64),
        capacity=np.array([each.capacity for each in instance.teams], dtype=np.int64),
        least=np.array([each.min_teams for each in instance.challenges], dtype=np.int64),
        most=np.array([each.max_teams for each in instance.challenges], dtype=np.int64),
    )


def by_flow(instance: Instance, known: Orders, *, allow_closing: bool) -> tuple[Pair, ...] | None:
    """The pairs of most welfare; None where owners or closing would have to be kept, or minimums cannot be met."""
    from matching.cohort.flow import most_welfare  # noqa: PLC0415 - validating a file must not need OR-tools

    closes = allow_closing and any(each.min_teams for each in instance.challenges)
    quotas = all(each.min_teams <= each.max_teams for each in instance.challenges)
    if instance.owners or closes or not quotas:
        return None
    chosen = most_welfare(as_arrays(instance, known))
    if chosen is None:
        return None
    return tuple(pair for pair, made in zip(known.pairs, chosen, strict=True) if made)
