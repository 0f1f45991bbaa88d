"""Who is told how well a challenge and a team suit each other, and how much of it.

Everything is told to those who may see the team's applications: officers, the challenge's owner, the team itself, and
reviewers who are in no team that bids for the same challenge. Others see the fit for a public challenge without two
private facts: how the team ranked the challenge, and whether it has an interest in the owner (that gate is then
missing from the answer, never shown as passed). Matches that are not agreed yet count for officers and the team only.
Comparing takes a thread: a challenge may have hundreds of teams, and the loop has other visitors.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from matching.best_fits import repository as best_fits
from matching.best_fits.model import KEPT
from matching.challenges import repository as challenges
from matching.challenges.model import Challenge
from matching.challenges.model import State as ChallengeState
from matching.fit import ChallengeFacts, Fit, GateCode, TeamFacts, Weights, fit
from matching.fit.changes import scores_of_team
from matching.fits import repository
from matching.fits.repository import Interest
from matching.forms import today
from matching.programmes.model import weights_from_json
from matching.teams import repository as team_rows
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless

PUBLIC = frozenset({ChallengeState.PUBLISHED, ChallengeState.MATCHED, ChallengeState.DELIVERED})


@dataclass(frozen=True, slots=True)
class Listener:
    """Who asks, and what bears on how much they are told."""

    actor: Actor
    ranks: Interest
    rivalled: frozenset[str]

    def reads_bids(self, challenge: ChallengeFacts, team: TeamFacts) -> bool:
        """Whether the actor may read what the team bids for the challenge: as `applications.repository.VISIBLE`."""
        return (
            self.actor.is_officer
            or (self.actor.is_reviewer and challenge.id not in self.rivalled)
            or self.actor.is_of(UUID(challenge.owner_id))
            or self.actor.in_team(UUID(team.id))
        )

    def knows_matches(self, team: TeamFacts) -> bool:
        """Whether the actor knows of all the team's matches: as `assignments.repository.VISIBLE_MATCH`."""
        return self.actor.is_officer or self.actor.in_team(UUID(team.id))


async def fit_of(
    connection: Connection, actor: Actor, challenge_id: UUID, team_id: UUID, as_of: date | None = None
) -> Fit:
    """How well one challenge and one team suit each other, with every reason.

    Args:
        connection: to read from.
        actor: who asks.
        challenge_id: one that the actor may see.
        team_id: any team.
        as_of: the day that they are compared on; today when not given.

    Raises:
        Refused: UNKNOWN_CHALLENGE, UNKNOWN_TEAM, or ONLY_REPORTED when too little is known of either.
    """
    asked = await _asked(connection, actor, challenge_id)
    if asked is None:
        raise Refused(Problem("ONLY_REPORTED", "challengeId"))
    challenge, weights = asked
    team = await _asked_team(connection, team_id)
    if team is None:
        raise Refused(Problem("ONLY_REPORTED", "teamId"))
    ranks = await repository.interest(connection, challenge_ids=[challenge_id], team_ids=[team_id])
    listener = await _listener(connection, actor, ranks)
    return await asyncio.to_thread(told, listener, challenge, team, weights, as_of or today())


async def fits_for_challenge(
    connection: Connection, actor: Actor, challenge_id: UUID, as_of: date | None = None
) -> list[tuple[UUID, Fit]]:
    """The fits of all teams for a challenge, best first; those that fail a gate come last, with the reason.

    Teams and challenges that are known from reports only are not compared.

    Raises:
        Refused: UNKNOWN_CHALLENGE.
    """
    asked = await _asked(connection, actor, challenge_id)
    if asked is None:
        return []
    challenge, weights = asked
    teams = await repository.team_facts(connection)
    ranks = await repository.interest(connection, challenge_ids=[challenge_id], team_ids=None)
    listener = await _listener(connection, actor, ranks)
    day = as_of or today()

    def compare() -> list[Fit]:
        return best_first(told(listener, challenge, team, weights, day) for team in teams)

    return [(UUID(each.team_id), each) for each in await asyncio.to_thread(compare)]


async def best_fits_for_challenge(
    connection: Connection, actor: Actor, challenge_id: UUID, first: int
) -> list[tuple[Fit, datetime | None]]:
    """The best `first` of `fits_for_challenge`, each with when it was picked from all teams; None for just now.

    Where the best are kept (`matching.best_fits`), only they and the teams whose bids the actor may read are compared.
    What is told of them is computed now, and is for this actor.

    Raises:
        Refused: UNKNOWN_CHALLENGE.
    """
    kept = await best_fits.best_of(connection, challenge_id) if first <= KEPT else None
    asked = await _asked(connection, actor, challenge_id)
    if kept is None or asked is None:
        found = await fits_for_challenge(connection, actor, challenge_id)
        return [(each, None) for _, each in found[:first]]
    challenge, weights = asked
    ranks = await repository.interest(connection, challenge_ids=[challenge_id], team_ids=None)
    bidding = {UUID(team_id) for team_id, _ in ranks}
    listener = await _listener(connection, actor, ranks)
    teams = [
        each
        for each in await repository.team_facts(connection, {*kept, *bidding})
        if UUID(each.id) in kept or listener.reads_bids(challenge, each)
    ]
    day = today()

    def compare() -> list[Fit]:
        return best_first(told(listener, challenge, team, weights, day) for team in teams)

    return [(each, kept.get(UUID(each.team_id))) for each in (await asyncio.to_thread(compare))[:first]]


async def fits_for_team(
    connection: Connection,
    actor: Actor,
    team_id: UUID,
    as_of: date | None = None,
    first: int | None = None,
) -> list[tuple[UUID, Fit]]:
    """The fits of a team for all challenges that can be applied for now, best first, and why not the others.

    All are scored, which takes a tenth of a second for a thousand; reasons are told for the `first` of them.

    Raises:
        Refused: UNKNOWN_TEAM.
    """
    team = await _asked_team(connection, team_id)
    if team is None:
        return []
    facts = await repository.challenge_facts(connection)
    weights = await repository.weights_of(connection, [UUID(each.id) for each in facts])
    ranks = await repository.interest(connection, challenge_ids=None, team_ids=[team_id])
    listener = await _listener(connection, actor, ranks)
    day = as_of or today()

    def compare() -> list[Fit]:
        wanted = facts if first is None else _first_of(listener, facts, team, weights, day, first)
        return best_first(
            told(listener, each, team, weights_from_json(weights[each.id]), day) for each in wanted
        )

    return [(UUID(each.challenge_id), each) for each in await asyncio.to_thread(compare)]


def _first_of(
    listener: Listener,
    challenges: Sequence[ChallengeFacts],
    team: TeamFacts,
    weights: Mapping[str, Mapping[str, float]],
    as_of: date,
    first: int,
) -> list[ChallengeFacts]:
    """The challenges that come first by what this listener is told, as `best_first` orders them."""
    scores: dict[str, float] = {}
    alike: dict[tuple[bool, Weights], list[ChallengeFacts]] = {}
    for each in challenges:
        key = (listener.reads_bids(each, team), weights_from_json(weights[each.id]))
        alike.setdefault(key, []).append(each)
    for (reads_bids, counted), those in alike.items():
        ranks = {each.id: listener.ranks.get((team.id, each.id)) for each in those} if reads_bids else {}
        known = {challenge: rank for challenge, rank in ranks.items() if rank is not None}
        scores |= scores_of_team(_known(listener, team, reads_bids=reads_bids), those, counted, as_of, known)
    order = sorted(challenges, key=lambda each: (each.id not in scores, -scores.get(each.id, 0.0), each.id))
    return order[:first]


def _known(listener: Listener, team: TeamFacts, *, reads_bids: bool) -> TeamFacts:
    """The team without what this listener may not know of it."""
    if not listener.knows_matches(team):
        team = replace(team, engaged=team.agreed)
    return team if reads_bids else replace(team, organisation_ids=(), conflicts=())


def told(
    listener: Listener, challenge: ChallengeFacts, team: TeamFacts, weights: Weights, as_of: date
) -> Fit:
    """The fit as this listener is told it: all of it, or without what is private to the team."""
    reads_bids = listener.reads_bids(challenge, team)
    team = _known(listener, team, reads_bids=reads_bids)
    if reads_bids:
        ranked = replace(team, interest=listener.ranks.get((team.id, challenge.id)))
        return fit(challenge, ranked, weights, as_of)
    known = fit(challenge, team, weights, as_of)
    gates = tuple(gate for gate in known.gates if gate.code is not GateCode.CONFLICT_OF_INTEREST)
    return replace(known, gates=gates)


def best_first(fits: Iterable[Fit]) -> list[Fit]:
    """Those that pass all gates before those that do not, each by score; equals by id."""
    return sorted(fits, key=lambda each: (not each.passed, -each.score, each.challenge_id, each.team_id))


async def _listener(connection: Connection, actor: Actor, ranks: Interest) -> Listener:
    judges_rivals = actor.is_reviewer and actor.team_ids
    rivalled = await repository.rivalled(connection, actor.team_ids) if judges_rivals else frozenset[str]()
    return Listener(actor, ranks, rivalled)


async def _asked_team(connection: Connection, team_id: UUID) -> TeamFacts | None:
    """The facts of a team that there is; None when it is known from reports only."""
    facts = await repository.team_facts(connection, [team_id])
    if not facts:
        refuse_unless(await team_rows.find(connection, team_id), "UNKNOWN_TEAM", "teamId")
        return None
    return facts[0]


async def _asked(
    connection: Connection, actor: Actor, challenge_id: UUID
) -> tuple[ChallengeFacts, Weights] | None:
    """The facts of a challenge that the actor may see; None when it is known from reports only."""
    challenge = await challenges.find(connection, challenge_id)
    if challenge is None or not may_see(actor, challenge):
        raise Refused(Problem("UNKNOWN_CHALLENGE", "challengeId"))
    facts = await repository.challenge_facts(connection, ids=[challenge_id])
    if not facts:
        return None
    weights = await repository.weights_of(connection, [challenge_id])
    return facts[0], weights_from_json(weights[str(challenge_id)])


def may_see(actor: Actor, challenge: Challenge) -> bool:
    """Whether a challenge is public, the actor's own, or the actor an officer: as `challenges.repository.VISIBLE`."""
    return challenge.state in PUBLIC or actor.is_of(challenge.owner_id) or actor.is_officer
