"""Small cohorts to be paired, and what a pairing is worth by the definitions, written out once more."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from random import Random

from matching.cohort import Challenge, Instance, Objective, Owner, Pair, Team

Made = frozenset[Pair]


def groups(ids: list[str], random: Random) -> tuple[tuple[str, ...], ...]:
    listed = random.sample(ids, len(ids) if random.random() < 0.6 else random.randint(0, len(ids)))
    found: list[tuple[str, ...]] = []
    for each in listed:
        if found and random.random() < 0.25:
            found[-1] = (*found[-1], each)
        else:
            found.append((each,))
    return tuple(found)


def cohort(random: Random) -> Instance:
    """A cohort small enough to try every pairing, dense enough for limits and wishes to collide."""
    team_ids = [f"t{number}" for number in range(1, random.randint(1, 4) + 1)]
    challenge_ids = [f"c{number}" for number in range(1, random.randint(1, 3) + 1)]
    owner_ids = [f"o{number}" for number in range(1, random.randint(0, 2) + 1)]
    preferring = random.choice(["nobody", "challenges", "owners", "both"])
    grades = (0.0, 0.25, 0.5, 0.75, 1.0)
    scores = {
        team: {challenge: (random.choice(grades), random.choice(grades)) for challenge in challenge_ids}
        for team in team_ids
    }
    return Instance(
        teams=tuple(
            Team(each, random.choice([0, 1, 1, 1, 2]), groups(challenge_ids, random)) for each in team_ids
        ),
        challenges=tuple(
            Challenge(
                each,
                random.choice([0, 0, 0, 0, 1, 2]),
                random.choice([0, 1, 1, 2, 2]),
                random.choice([None, *owner_ids, *owner_ids]),
                groups(team_ids, random) if preferring in {"challenges", "both"} else (),
            )
            for each in challenge_ids
        ),
        owners=tuple(
            Owner(
                each,
                random.choice([0, 0, 0, 1]),
                random.choice([0, 1, 1, 2, 2, 3]),
                groups(team_ids, random) if preferring in {"owners", "both"} else (),
            )
            for each in owner_ids
        ),
        scores=scores if random.random() < 0.4 else None,
    )


# The oracle: definitions written out once more, from the instance alone.


def place(groups: tuple[tuple[str, ...], ...], member: str) -> int:
    return next((number for number, group in enumerate(groups, 1) if member in group), 0)


class Oracle:
    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.team = {each.id: each for each in instance.teams}
        self.challenge = {each.id: each for each in instance.challenges}
        self.owner = {each.id: each for each in instance.owners}

    def acceptable(self) -> list[Pair]:
        found = []
        for team in self.team.values():
            for challenge in self.challenge.values():
                owner = self.owner.get(challenge.owner or "")
                refused = challenge.preferences and not place(challenge.preferences, team.id)
                refused_by_owner = owner and owner.preferences and not place(owner.preferences, team.id)
                if place(team.preferences, challenge.id) and not refused and not refused_by_owner:
                    found.append((team.id, challenge.id))
        return found

    def allowed(self, made: Made, *, allow_closing: bool) -> bool:
        by_team, by_challenge = Counter(t for t, _ in made), Counter(c for _, c in made)
        by_owner = Counter(self.challenge[c].owner for _, c in made)
        return (
            all(by_team[each.id] <= each.capacity for each in self.team.values())
            and all(
                each.min_teams <= by_challenge[each.id] <= each.max_teams
                or (allow_closing and by_challenge[each.id] == 0)
                for each in self.challenge.values()
            )
            and all(each.min_teams <= by_owner[each.id] <= each.max_teams for each in self.owner.values())
        )

    def pairings(self, *, allow_closing: bool) -> Iterator[Made]:
        pairs = self.acceptable()
        for size in range(len(pairs) + 1):
            for chosen in combinations(pairs, size):
                if self.allowed(frozenset(chosen), allow_closing=allow_closing):
                    yield frozenset(chosen)

    def team_likes(self, pair: Pair) -> float:
        if self.instance.scores is not None:
            return self.instance.scores[pair[0]][pair[1]][0]
        return -place(self.team[pair[0]].preferences, pair[1])

    def challenge_likes(self, pair: Pair) -> float:
        if self.instance.scores is not None:
            return self.instance.scores[pair[0]][pair[1]][1]
        challenge = self.challenge[pair[1]]
        if challenge.preferences:
            return -place(challenge.preferences, pair[0])
        return self.owner_likes(pair)

    def owner_likes(self, pair: Pair) -> float:
        if self.instance.scores is not None:
            return self.instance.scores[pair[0]][pair[1]][1]
        owner = self.owner.get(self.challenge[pair[1]].owner or "")
        return -place(owner.preferences, pair[0]) if owner else 0

    def blocks(self, pair: Pair, made: Made) -> bool:
        team, challenge = self.team[pair[0]], self.challenge[pair[1]]
        mine = [other for other in made if other[0] == team.id]
        if len(mine) >= team.capacity and not any(self.team_likes(pair) > self.team_likes(o) for o in mine):
            return False
        theirs = [other for other in made if other[1] == challenge.id]
        if not theirs and challenge.min_teams >= 2:
            return False
        if len(theirs) >= challenge.max_teams:
            return any(self.challenge_likes(pair) > self.challenge_likes(other) for other in theirs)
        owner = self.owner.get(challenge.owner or "")
        if owner is None:
            return True
        all_theirs = [other for other in made if self.challenge[other[1]].owner == owner.id]
        if len(all_theirs) < owner.max_teams:
            return True
        moves = [other for other in all_theirs if other[0] == team.id]
        others = [other for other in all_theirs if other[0] != team.id]
        return any(self.team_likes(pair) > self.team_likes(other) for other in moves) or any(
            self.owner_likes(pair) > self.owner_likes(other) for other in others
        )

    def blocking(self, made: Made) -> list[Pair]:
        return sorted(pair for pair in self.acceptable() if pair not in made and self.blocks(pair, made))

    def profile(self, made: Made) -> tuple[int, ...]:
        longest = max(len(each.preferences) for each in self.team.values())
        counted = Counter(place(self.team[team].preferences, challenge) for team, challenge in made)
        return tuple(counted[number] for number in range(1, longest + 1))

    def welfare(self, made: Made) -> float:
        return sum(self.gain(pair) for pair in made)

    def gain(self, pair: Pair) -> float:
        if self.instance.scores is not None:
            return sum(self.instance.scores[pair[0]][pair[1]])
        challenge = self.challenge[pair[1]]
        owner = self.owner.get(challenge.owner or "")
        theirs = challenge.preferences or (owner.preferences if owner else ())
        wishes = self.team[pair[0]].preferences
        from_challenge = 1 - (place(theirs, pair[0]) - 1) / len(theirs) if theirs else 1
        return 1 - (place(wishes, pair[1]) - 1) / len(wishes) + from_challenge

    def goodness(self, made: Made, objective: Objective) -> tuple[float, ...]:
        """The greater, the better by the objective."""
        profile = self.profile(made)
        welfare = round(self.welfare(made), 6)
        cost = sum(choice * count for choice, count in enumerate(profile, 1))
        return {
            Objective.WELFARE: (welfare,),
            Objective.STABLE: (-len(self.blocking(made)), welfare),
            Objective.GENEROUS: (len(made), *(-count for count in reversed(profile[1:]))),
            Objective.GREEDY: (len(made), *profile),
            Objective.MIN_COST: (len(made), -cost),
        }[objective]
