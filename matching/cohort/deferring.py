"""A stable pairing at once, if not the best: what a search that runs out of time falls back on."""

from matching.cohort.instance import Instance, Pair
from matching.cohort.orders import Orders


def deferred_acceptance(instance: Instance, known: Orders) -> tuple[Pair, ...]:
    """A pairing without blocking pairs of a cohort without owners and minimum numbers.

    Teams ask for the challenges they like best, a challenge keeps the teams it likes best of those that asked so far,
    and whoever is turned away asks on. Equals are told apart by what the pair adds to welfare, then by id. Source:
    Gale and Shapley, "College admissions and the stability of marriage" (1962); a pairing that is stable when ties
    are broken is weakly stable with them (Irving 1994).
    """
    places = {each.id: each.max_teams for each in instance.challenges}
    free = {each.id: each.capacity for each in instance.teams}
    wishes: dict[str, list[Pair]] = {}
    for pair in sorted(
        known.pairs, key=lambda each: (known.team[each], -known.gain[each], each), reverse=True
    ):
        wishes.setdefault(pair[0], []).append(pair)
    held: dict[str, list[Pair]] = {each: [] for each in places}
    asking = sorted(wishes, reverse=True)
    while asking:
        team = asking[-1]
        if not free[team] or not wishes[team]:
            asking.pop()
            continue
        pair = wishes[team].pop()
        kept = held[pair[1]]
        kept.append(pair)
        free[team] -= 1
        if len(kept) > places[pair[1]]:
            worst = max(kept, key=lambda each: (known.challenge[each], -known.gain[each], each))
            kept.remove(worst)
            free[worst[0]] += 1
            asking.append(worst[0])
    return tuple(sorted(pair for kept in held.values() for pair in kept))
