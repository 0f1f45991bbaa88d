"""Keeps the best teams of each challenge up to date: a job for whatever changed, and all of them every night.

What is kept only says which teams to look at first. Scores and reasons are computed when somebody asks, for what that
reader may know (`matching.fits`), so nothing told is older than the question.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from matching.best_fits import repository
from matching.best_fits.model import KEPT, Kept
from matching.fit import ChallengeFacts, TeamFacts, Weights
from matching.fit.arrays import TeamTable, compare, lay_out
from matching.fit.changes import scores_of_team
from matching.fits import repository as facts
from matching.forms import today
from matching.programmes.model import weights_from_json
from store import jobs
from store.database import Connection, Database
from store.outbox import Message

TEAM: Final = "fits-of-team"
CHALLENGE: Final = "fits-of-challenge"
PROGRAMME: Final = "fits-of-programme"

# The queue that works off each outbox topic.
QUEUES: Final = {"team.changed": TEAM, "challenge.changed": CHALLENGE, "programme.changed": PROGRAMME}


async def after_changes(tx: Connection, messages: Sequence[Message]) -> None:
    """Queue what has to be compared anew after these changes, each subject once."""
    for message in messages:
        if message.topic in QUEUES:
            await jobs.enqueue(tx, QUEUES[message.topic], {}, subject_id=message.subject_id)


async def enqueue_all(tx: Connection) -> int:
    """Queue all open rounds and say how many: skills fade, and matches bind teams, without anybody changing a team."""
    programmes = await repository.open_programmes(tx)
    for each in programmes:
        await jobs.enqueue(tx, PROGRAMME, {}, subject_id=each)
    return len(programmes)


async def compare_programme(database: Database, programme_id: UUID) -> int:
    """Compare all teams with every challenge of a round, and say how many challenges those are."""
    async with database.read() as connection:
        challenges = await repository.open_challenges(connection, programme_id)
    return await _compare_challenges(database, challenges)


async def compare_challenge(database: Database, challenge_id: UUID) -> int:
    """Compare all teams with one challenge, where teams can apply for it; 1 or 0 challenges."""
    async with database.read() as connection:
        challenges = await repository.open_challenges(connection)
    return await _compare_challenges(database, [each for each in challenges if each == challenge_id])


async def compare_team(database: Database, team_id: UUID) -> None:
    """Compare one team with every challenge that keeps its best, and queue those that may have lost one by it."""
    async with database.read() as connection:
        team = await facts.team_facts(connection, [team_id])
        challenges = await facts.challenge_facts(connection) if team else []
        weights = await facts.weights_of(connection, [UUID(each.id) for each in challenges])
    scores: dict[str, float] = {}
    if team:
        by_weights: dict[Weights, list[ChallengeFacts]] = {}
        for each in challenges:
            by_weights.setdefault(weights_from_json(weights[each.id]), []).append(each)
        for counted, those in by_weights.items():
            scores |= await asyncio.to_thread(
                scores_of_team, as_anybody_knows(team[0]), those, counted, today(), {}
            )
    async with database.transaction() as tx:
        was_in = await repository.take_out(tx, team_id)
        rooms = await repository.rooms(tx, [UUID(each.id) for each in challenges])
        kept = {
            room.challenge_id: judged
            for room in rooms
            if room.takes(judged := _kept(scores.get(str(room.challenge_id))))
        }
        if team:
            await repository.put_in(tx, team_id, kept)
        # Of a list that was full, nobody knows who came next after the last.
        for room in rooms:
            if (
                room.challenge_id in was_in
                and room.teams == KEPT - 1
                and _is_last(room.challenge_id, kept, room.last)
            ):
                await jobs.enqueue(tx, CHALLENGE, {}, subject_id=room.challenge_id)


def as_anybody_knows(team: TeamFacts) -> TeamFacts:
    """A team without what only some may know of it: conflicts of interest, and matches that are not agreed yet."""
    return replace(team, organisation_ids=(), conflicts=(), engaged=team.agreed)


def _is_last(challenge_id: UUID, kept: dict[UUID, Kept], last: Kept) -> bool:
    now = kept.get(challenge_id)
    return now is None or (now.passed, now.score) <= (last.passed, last.score)


def _kept(score: float | None) -> Kept:
    return Kept(passed=score is not None, score=score or 0.0)


async def _compare_challenges(database: Database, challenge_ids: Sequence[UUID]) -> int:
    if not challenge_ids:
        return 0
    async with database.read() as connection:
        versions = await repository.versions(connection, challenge_ids)
        challenges = await facts.challenge_facts(connection, ids=challenge_ids)
        weights = await facts.weights_of(connection, challenge_ids)
        teams = await facts.team_facts(connection)
    table = await asyncio.to_thread(lay_out, [as_anybody_knows(each) for each in teams], today())
    for each in challenges:
        counted = weights_from_json(weights[each.id])
        best = await asyncio.to_thread(_best, each, table, counted)
        async with database.transaction() as tx:
            await repository.store(tx, UUID(each.id), versions[UUID(each.id)], weights[each.id], best)
    return len(challenges)


def _best(challenge: ChallengeFacts, table: TeamTable, weights: Weights) -> dict[UUID, Kept]:
    """The best teams, those that pass all gates first; equals by id."""
    scores, passed = compare(challenge, table, weights, {})
    rows = sorted(range(len(table.ids)), key=lambda row: (not passed[row], -scores[row], table.ids[row]))
    return {UUID(table.ids[row]): Kept(bool(passed[row]), float(scores[row])) for row in rows[:KEPT]}
