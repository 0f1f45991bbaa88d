"""Who would rather have whom, as numbers: the lower, the rather."""

from dataclasses import dataclass

from matching.cohort.instance import Groups, Instance, Pair


@dataclass(frozen=True, slots=True)
class Orders:
    """The three sides' preferences over the pairs that all of them accept.

    Each maps a pair to a figure that only means something beside others of the same team, challenge or
    owner: lower is better, equal is a tie. `choice` is the team's tie group, 1 for its first. `gain` is
    what the pair adds to welfare.
    """

    pairs: tuple[Pair, ...]
    choice: dict[Pair, int]
    team: dict[Pair, float]
    challenge: dict[Pair, float]
    owner: dict[Pair, float]
    gain: dict[Pair, float]


def orders(instance: Instance) -> Orders:
    """Everyone's preferences over acceptable pairs, sorted by id so that the order of input changes nothing.

    A pair is acceptable when the team lists the challenge and neither the challenge nor its owner has
    preferences that leave the team out. With scores each side goes by its own score. Without, each goes by
    its tie groups; a challenge that has none goes by its owner's, an owner that has none likes all alike.

    Welfare adds up what both sides gain from each pair: their two scores, or, without scores, for each side
    1 for its first group, falling evenly to 1/n for the last of its n groups.
    """
    owners = {owner.id: owner for owner in instance.owners}
    challenges = {challenge.id: challenge for challenge in instance.challenges}
    result = Orders((), {}, {}, {}, {}, {})
    for team in sorted(instance.teams, key=lambda each: each.id):
        for challenge_id, position in sorted(_positions(team.preferences).items()):
            challenge = challenges[challenge_id]
            owner = owners.get(challenge.owner) if challenge.owner is not None else None
            owner_groups = owner.preferences if owner is not None else ()
            by_challenge = _positions(challenge.preferences)
            by_owner = _positions(owner_groups)
            if (by_challenge and team.id not in by_challenge) or (by_owner and team.id not in by_owner):
                continue
            pair = (team.id, challenge_id)
            own = by_challenge or by_owner
            result.choice[pair] = position
            result.team[pair] = position
            result.challenge[pair] = own.get(team.id, 1)
            result.owner[pair] = by_owner.get(team.id, 1)
            result.gain[pair] = _share(position, len(team.preferences)) + _share(
                own.get(team.id, 1), len(challenge.preferences or owner_groups)
            )
    if instance.scores is not None:
        for team_id, challenge_id in result.choice:
            pair = (team_id, challenge_id)
            for_team, for_challenge = instance.scores[team_id][challenge_id]
            result.team[pair] = -for_team
            result.challenge[pair] = result.owner[pair] = -for_challenge
            result.gain[pair] = for_team + for_challenge
    return Orders(
        tuple(result.choice), result.choice, result.team, result.challenge, result.owner, result.gain
    )


def _positions(groups: Groups) -> dict[str, int]:
    """The group of each id, 1 for the first."""
    return {member: position for position, group in enumerate(groups, start=1) for member in group}


def _share(position: int, groups: int) -> float:
    return 1.0 - (position - 1) / max(groups, 1)
