"""Why a team is left without a challenge."""

from collections import Counter

from matching.cohort.instance import Instance, Pair, Team
from matching.cohort.orders import Orders
from matching.cohort.solution import Unmatched, UnmatchedReason


def unmatched(
    instance: Instance, known: Orders, pairs: tuple[Pair, ...], closed: tuple[str, ...]
) -> tuple[Unmatched, ...]:
    """The teams that no pair names, by id, each with the first reason that applies."""
    placed = {team for team, _ in pairs}
    full = _full_challenges(instance, pairs)
    accepted: dict[str, set[str]] = {}
    for team_id, challenge_id in known.pairs:
        accepted.setdefault(team_id, set()).add(challenge_id)
    return tuple(
        Unmatched(team.id, _reason(team, accepted.get(team.id, set()), full, frozenset(closed)))
        for team in sorted(instance.teams, key=lambda each: each.id)
        if team.id not in placed
    )


def _reason(team: Team, accepted: set[str], full: set[str], closed: frozenset[str]) -> UnmatchedReason:
    if not any(team.preferences):
        return UnmatchedReason.LISTED_NOTHING
    if not team.capacity:
        return UnmatchedReason.NO_CAPACITY
    if not accepted:
        return UnmatchedReason.NOT_ACCEPTED
    if accepted <= full:
        return UnmatchedReason.PLACES_TAKEN
    if accepted <= full | closed:
        return UnmatchedReason.CHALLENGES_CLOSED
    # A place was free: a minimum elsewhere, a closed challenge, or the end of the time, kept the team from
    # it.
    return UnmatchedReason.NOT_BEST


def _full_challenges(instance: Instance, pairs: tuple[Pair, ...]) -> set[str]:
    """The challenges that have no room, of their own or of their owner's."""
    owner_of = instance.owner_of()
    taken = Counter(challenge for _, challenge in pairs)
    taken_of_owner = Counter(owner_of[challenge] for _, challenge in pairs)
    owner_limit = {owner.id: owner.max_teams for owner in instance.owners}
    return {
        challenge.id
        for challenge in instance.challenges
        if taken[challenge.id] >= challenge.max_teams
        or (challenge.owner is not None and taken_of_owner[challenge.owner] >= owner_limit[challenge.owner])
    }
