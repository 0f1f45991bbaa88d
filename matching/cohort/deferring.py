"""A stable pairing at once, if not the best: where quick searches start."""

import numpy as np

from matching.cohort.arrays import Arrays, Flags, Real


def deferred_acceptance(cohort: Arrays, rather: Real) -> Flags:
    """Which pairs to make so that none of a cohort blocks; minimum numbers are not looked at.

    Teams ask for the challenges they like best, a challenge keeps the teams it likes best of those that asked so far,
    and whoever is turned away asks on. Equals are told apart by `rather` (one figure a pair, the higher the rather),
    then by their place. Source: Gale and Shapley, "College admissions and the stability of marriage" (1962); a
    pairing that is stable when ties are broken is weakly stable with them (Irving 1994).
    """
    teams, places = len(cohort.capacity), cohort.most.tolist()
    asked = np.lexsort((-rather, cohort.team_order, cohort.team))
    # The place in the challenge's order with all ties broken: the higher, the sooner turned away.
    standing = np.empty(len(asked), dtype=np.int64)
    standing[np.lexsort((-rather, cohort.challenge_order))] = np.arange(len(asked))
    challenge, turned = cohort.challenge.tolist(), standing.tolist()
    ends = np.searchsorted(cohort.team[asked], np.arange(teams), side="right").tolist()
    following, wishes = [0, *ends[:-1]], asked.tolist()
    free = cohort.capacity.tolist()
    held: list[list[tuple[int, int]]] = [[] for _ in places]
    asking = list(range(teams - 1, -1, -1))
    team_of = cohort.team.tolist()
    while asking:
        team = asking[-1]
        if not free[team] or following[team] == ends[team]:
            asking.pop()
            continue
        pair = wishes[following[team]]
        following[team] += 1
        kept = held[challenge[pair]]
        kept.append((turned[pair], pair))
        free[team] -= 1
        if len(kept) > places[challenge[pair]]:
            worst = max(kept)
            kept.remove(worst)
            free[team_of[worst[1]]] += 1
            asking.append(team_of[worst[1]])
    chosen = np.zeros(len(asked), dtype=np.bool_)
    chosen[[pair for kept in held for _, pair in kept]] = True
    return chosen
