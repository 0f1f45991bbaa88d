"""Finds every team and challenge that would both rather have each other, whoever made the pairing.

It knows nothing of how a pairing was found: the definition is applied to each pair by itself.
"""

from collections import defaultdict
from collections.abc import Collection

from matching.cohort.instance import Instance, Pair
from matching.cohort.orders import orders


def blocking_pairs(instance: Instance, pairs: Collection[Pair]) -> list[Pair]:
    """The acceptable pairs outside a pairing of which both sides would gain, sorted by id.

    A team would, if it has room or likes the challenge strictly better than one it has. The challenge's
    side would, if challenge and owner both have room; or the challenge has room and its owner none, but the
    owner likes the team strictly better than one it has, or the team merely moves within the owner's
    challenges; or the challenge has no room but likes the team strictly better than one it has. Source:
    Abraham, Irving and Manlove, "Two algorithms for the student-project allocation problem" (2007), with
    ties taken weakly; without owners it is weak stability of hospitals and residents.

    Minimum numbers excuse nothing: a pair that only a minimum keeps apart is blocking. A challenge that
    runs empty although it needs two teams or more cannot block, as one team alone could not open it.
    """
    market = _Market(instance, pairs)
    taken = set(pairs)
    return sorted(
        pair
        for pair in market.known.pairs
        if pair not in taken and market.team_would(pair) and market.challenge_would(pair)
    )


class _Market:
    """A pairing beside everyone's preferences and limits, to ask who would rather have whom."""

    def __init__(self, instance: Instance, pairs: Collection[Pair]) -> None:
        self.known = orders(instance)
        self.team_limit = {team.id: team.capacity for team in instance.teams}
        self.limits = {
            challenge.id: (challenge.min_teams, challenge.max_teams) for challenge in instance.challenges
        }
        self.owner_limit = {owner.id: owner.max_teams for owner in instance.owners}
        self.owner_of = instance.owner_of()
        self.of_team: defaultdict[str, list[Pair]] = defaultdict(list)
        self.of_challenge: defaultdict[str, list[Pair]] = defaultdict(list)
        self.of_owner: defaultdict[str, list[Pair]] = defaultdict(list)
        for pair in pairs:
            self.of_team[pair[0]].append(pair)
            self.of_challenge[pair[1]].append(pair)
            owner = self.owner_of[pair[1]]
            if owner is not None:
                self.of_owner[owner].append(pair)

    def team_would(self, pair: Pair) -> bool:
        """Whether the team has room, or likes this challenge strictly better than one it has."""
        mine, order = self.of_team[pair[0]], self.known.team
        return len(mine) < self.team_limit[pair[0]] or any(order[pair] < order[other] for other in mine)

    def challenge_would(self, pair: Pair) -> bool:
        """Whether the challenge's side has room for the team, or likes it strictly better than one it has."""
        team, challenge = pair
        least, most = self.limits[challenge]
        mine, order = self.of_challenge[challenge], self.known.challenge
        if not mine and least > 1:
            return False
        if len(mine) >= most:
            return any(order[pair] < order[other] for other in mine)
        owner = self.owner_of[challenge]
        if owner is None or len(self.of_owner[owner]) < self.owner_limit[owner]:
            return True
        theirs, owner_order, team_order = self.of_owner[owner], self.known.owner, self.known.team
        return any(
            team_order[pair] < team_order[other]
            if other[0] == team
            else owner_order[pair] < owner_order[other]
            for other in theirs
        )
