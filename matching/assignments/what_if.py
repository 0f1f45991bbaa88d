"""What would come out if a round were weighed otherwise, or one participant less or more took part.

Nothing is kept unless an officer adopts it (`service.adopt_what_if`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from matching.assignments.cohort_input import Gathered
from matching.assignments.decision import Proposal
from matching.assignments.gathering import gather
from matching.assignments.model import JSON
from matching.fit import Weights
from matching.programmes.model import weights_as_json, weights_from_json
from store.actor import Actor
from store.database import Connection
from store.refusal import refuse_unless


@dataclass(frozen=True, slots=True)
class Change:
    """What is asked to be otherwise; None is left as it is.

    `added_team` takes part as if it had applied for every challenge of the round and liked all of them alike.
    """

    weights: Weights | None = None
    without_team: UUID | None = None
    without_challenge: UUID | None = None
    added_team: UUID | None = None


def change_as_json(change: Change) -> JSON:
    """What was asked to be otherwise, to be kept with what came of it."""
    return {
        "weights": None if change.weights is None else weights_as_json(change.weights),
        "without_team": None if change.without_team is None else str(change.without_team),
        "without_challenge": None if change.without_challenge is None else str(change.without_challenge),
    }


def change_from_json(kept: JSON) -> Change:
    """What `change_as_json` wrote."""
    return Change(
        weights=weights_from_json(kept["weights"]) if kept["weights"] else None,
        without_team=UUID(kept["without_team"]) if kept["without_team"] else None,
        without_challenge=UUID(kept["without_challenge"]) if kept["without_challenge"] else None,
    )


@dataclass(frozen=True, slots=True)
class Move:
    """A team that would get other challenges than now; ids, in order."""

    team_id: str
    before: tuple[str, ...]
    after: tuple[str, ...]


async def gather_both(
    connection: Connection, actor: Actor, programme_id: UUID, change: Change
) -> tuple[Gathered, Gathered]:
    """A round under review as it is, and as it would be.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_PROGRAMME, PROGRAMME_STATE, UNKNOWN_TEAM where a team that is to leave does
            not take part or one that is to join is not there, UNKNOWN_CHALLENGE.
    """
    now = await gather(connection, actor, programme_id)
    if change.without_team is not None:
        taking_part = {each.team_id for each in now.candidates}
        refuse_unless(str(change.without_team) in taking_part, "UNKNOWN_TEAM", "withoutTeamId")
    if change.without_challenge is not None:
        posted = {each.challenge_id for each in now.rooms}
        refuse_unless(str(change.without_challenge) in posted, "UNKNOWN_CHALLENGE", "withoutChallengeId")
    changed = await gather_changed(connection, actor, programme_id, change, now.as_of)
    if change.added_team is not None:
        joined = any(each.team_id == str(change.added_team) for each in changed.candidates)
        refuse_unless(joined, "UNKNOWN_TEAM", "addedTeamId")
    return now, changed


async def gather_changed(
    connection: Connection, actor: Actor, programme_id: UUID, change: Change, as_of: date
) -> Gathered:
    """A round under review as it would be, on one day.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_PROGRAMME or PROGRAMME_STATE.
    """
    changed = await gather(
        connection, actor, programme_id, as_of, weights=change.weights, added_team=change.added_team
    )
    return _without(changed, change)


def moves(before: Proposal, after: Proposal) -> tuple[Move, ...]:
    """The teams that would get other challenges, by id; teams that take part in one of both only are among them."""
    now, then = _by_team(before.solution.pairs), _by_team(after.solution.pairs)
    return tuple(
        Move(team, now.get(team, ()), then.get(team, ()))
        for team in sorted({*now, *then})
        if now.get(team, ()) != then.get(team, ())
    )


def _without(gathered: Gathered, change: Change) -> Gathered:
    team, challenge = str(change.without_team), str(change.without_challenge)
    return replace(
        gathered,
        rooms=tuple(each for each in gathered.rooms if each.challenge_id != challenge),
        candidates=tuple(each for each in gathered.candidates if each.team_id != team),
        bids=tuple(each for each in gathered.bids if each.team_id != team and each.challenge_id != challenge),
    )


def _by_team(pairs: Sequence[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for team, challenge in sorted(pairs):
        found[team] = (*found.get(team, ()), challenge)
    return found
