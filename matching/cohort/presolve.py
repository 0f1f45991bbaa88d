"""Leaves out the pairs that no stable pairing can hold, so that the solver has less to think about."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from matching.cohort.instance import Instance, Pair
from matching.cohort.orders import Orders


def without_hopeless(instance: Instance, known: Orders, *, allow_closing: bool) -> Orders:
    """The preferences over those pairs that a stable pairing can hold.

    A side that likes no more others as well as this one than it has places for is sure to want it: in a stable
    pairing it has this one, or this one is full with no worse. So whoever is surely wanted by as many as it has
    places for never gets one that it likes less than these; such pairs are hopeless, and leaving them out makes
    others sure. Sources, for ties on one side and on both: Irving and Manlove, "Finding large stable matchings"
    (2009), who call the two directions hospitals-offer and residents-apply; here both sides may have several places.

    Challenges whose owner has too little room for all of them, and those that may run empty, want nobody for sure.
    """
    challenges = {each.id: each for each in instance.challenges}
    room: dict[str, int] = {}
    for each in instance.challenges:
        if each.owner is not None:
            room[each.owner] = room.get(each.owner, 0) + each.max_teams
    tight = {owner.id for owner in instance.owners if owner.max_teams < room.get(owner.id, 0)}
    plain = {
        each.id
        for each in challenges.values()
        if each.owner not in tight and not (allow_closing and each.min_teams > 1)
    }
    team_limit = {each.id: each.capacity for each in instance.teams}
    challenge_limit = {each.id: each.max_teams for each in challenges.values()}
    kept = [pair for pair in known.pairs if team_limit[pair[0]] and challenge_limit[pair[1]]]
    while True:
        wanted_by_team = _sure(kept, 0, known.team, team_limit)
        wanted_by_challenge = {
            pair for pair in _sure(kept, 1, known.challenge, challenge_limit) if pair[1] in plain
        }
        worst_of_team = _worst(wanted_by_challenge, 0, known.team, team_limit)
        worst_of_challenge = _worst(
            {pair for pair in wanted_by_team if pair[1] in plain}, 1, known.challenge, challenge_limit
        )
        left = [
            pair
            for pair in kept
            if known.team[pair] <= worst_of_team.get(pair[0], known.team[pair])
            and known.challenge[pair] <= worst_of_challenge.get(pair[1], known.challenge[pair])
        ]
        if len(left) == len(kept):
            return replace(known, pairs=tuple(left))
        kept = left


def _sure(
    pairs: Collection[Pair], side: int, order: Mapping[Pair, float], limit: Mapping[str, int]
) -> set[Pair]:
    """The pairs that one side (0 teams, 1 challenges) has a place for, whatever else it is given."""
    return {
        pair
        for member, own in _of_side(pairs, side, order).items()
        for pair in _best(own, limit[member], order)
    }


def _best(own: list[Pair], limit: int, order: Mapping[Pair, float]) -> list[Pair]:
    if len(own) <= limit:
        return own
    return [pair for pair in own[:limit] if order[pair] < order[own[limit]]]


def _worst(
    sure: Collection[Pair], side: int, order: Mapping[Pair, float], limit: Mapping[str, int]
) -> dict[str, float]:
    """For each of a side that is surely wanted often enough to fill its places: how bad the last of them may be."""
    return {
        member: order[own[limit[member] - 1]]
        for member, own in _of_side(sure, side, order).items()
        if len(own) >= limit[member]
    }


def _of_side(pairs: Collection[Pair], side: int, order: Mapping[Pair, float]) -> dict[str, list[Pair]]:
    """The pairs of each member, best first."""
    found: dict[str, list[Pair]] = {}
    for pair in sorted(pairs, key=order.__getitem__):
        found.setdefault(pair[side], []).append(pair)
    return found
