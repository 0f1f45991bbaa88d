"""How cohort assignments and matches are stored, and who may see them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from matching.assignments.model import JSON, Assignment, AssignmentState, Match, MatchState
from store.database import Connection

#: Proposals are the officers' drawing board. Of an adopted one everybody may know that it is; its columns `input`,
#: `solution` and `report` name who wanted whom, and are for officers (`VISIBLE_DETAIL`).
VISIBLE_ASSIGNMENT = "({t}.state = 'ADOPTED' or :is_officer)"
VISIBLE_DETAIL = ":is_officer"
#: A match is not a match before its agreement: until then, and when it ended, only both sides, whoever coaches them and
#: officers see it.
VISIBLE_MATCH = (
    "({t}.state in ('AGREED', 'DELIVERED') or :is_officer or {t}.team_id = any(:team_ids)"
    " or exists (select from coaching as helps where helps.match_id = {t}.id and helps.person_id = :person_id)"
    " or exists (select 1 from challenge matched_for"
    " where matched_for.id = {t}.challenge_id and matched_for.owner_id = any(:organisation_ids)))"
)
#: A match's column `fit` tells how the team ranked the challenge, so it stays with both sides and officers.
VISIBLE_MATCH_FIT = (
    "(:is_officer or {t}.team_id = any(:team_ids)"
    " or exists (select 1 from challenge fitted_for"
    " where fitted_for.id = {t}.challenge_id and fitted_for.owner_id = any(:organisation_ids)))"
)

_SELECT = """
    select id, programme_id, objective, state, input, solution, report, solver_version, created_by, created_at,
        adopted_by, adopted_at
    from cohort_assignment
"""
_SELECT_MATCH = """
    select match.id, match.programme_id, match.challenge_id, challenge.owner_id, match.team_id, match.assignment_id,
        match.state, match.fit, match.created_at, match.version
    from match
    join challenge on challenge.id = match.challenge_id
"""


async def insert(tx: Connection, assignment: Assignment) -> Assignment:
    """Store a proposed assignment; the database chooses id and time."""
    row = await tx.fetchrow(
        """
        insert into cohort_assignment (programme_id, objective, input, solution, report, solver_version, created_by)
        values ($1, $2, $3, $4, $5, $6, $7)
        returning id, programme_id, objective, state, input, solution, report, solver_version, created_by,
            created_at, adopted_by, adopted_at
        """,
        assignment.programme_id,
        assignment.objective,
        assignment.input,
        assignment.solution,
        assignment.report,
        assignment.solver_version,
        assignment.created_by,
    )
    return _assignment(row)


async def adopt(
    tx: Connection, assignment_id: UUID, person_id: UUID | None, adopted_at: datetime | None = None
) -> Assignment:
    """Mark an assignment as adopted, and the round's other proposals as discarded."""
    await tx.execute(
        """
        update cohort_assignment
        set state = 'DISCARDED'
        where id <> $1 and state = 'PROPOSED'
            and programme_id = (select programme_id from cohort_assignment where id = $1)
        """,
        assignment_id,
    )
    row = await tx.fetchrow(
        """
        update cohort_assignment
        set state = 'ADOPTED', adopted_by = $2, adopted_at = coalesce($3, now())
        where id = $1
        returning id, programme_id, objective, state, input, solution, report, solver_version, created_by,
            created_at, adopted_by, adopted_at
        """,
        assignment_id,
        person_id,
        adopted_at,
    )
    return _assignment(row)


async def find(connection: Connection, assignment_id: UUID) -> Assignment | None:
    """An assignment by id."""
    row = await connection.fetchrow(_SELECT + "where id = $1", assignment_id)
    return None if row is None else _assignment(row)


async def of_programme(connection: Connection, programme_id: UUID) -> Sequence[Assignment]:
    """Every assignment of a round in any state, newest first."""
    rows = await connection.fetch(
        _SELECT + "where programme_id = $1 order by created_at desc, id desc", programme_id
    )
    return [_assignment(row) for row in rows]


async def insert_match(
    tx: Connection,
    challenge_id: UUID,
    team_id: UUID,
    assignment_id: UUID | None,
    state: MatchState,
    fit: JSON | None,
) -> Match:
    """Store a match in the round of its challenge."""
    match_id: UUID = await tx.fetchval(
        """
        insert into match (programme_id, challenge_id, team_id, assignment_id, state, fit)
        select programme_id, id, $2, $3, $4, $5 from challenge where id = $1
        returning id
        """,
        challenge_id,
        team_id,
        assignment_id,
        state,
        fit,
    )
    return await _get_match(tx, match_id)


async def update_match(tx: Connection, match_id: UUID, state: MatchState) -> Match:
    """Store a match's state; the version counts up."""
    await tx.execute("update match set state = $2, version = version + 1 where id = $1", match_id, state)
    return await _get_match(tx, match_id)


async def find_match(connection: Connection, match_id: UUID) -> Match | None:
    """A match by id."""
    row = await connection.fetchrow(_SELECT_MATCH + "where match.id = $1", match_id)
    return None if row is None else _match(row)


async def find_match_of(connection: Connection, challenge_id: UUID, team_id: UUID) -> Match | None:
    """The match of a challenge and a team."""
    row = await connection.fetchrow(
        _SELECT_MATCH + "where match.challenge_id = $1 and match.team_id = $2", challenge_id, team_id
    )
    return None if row is None else _match(row)


async def matches_of_programme(connection: Connection, programme_id: UUID) -> Sequence[Match]:
    """Every match of a round in any state, oldest first."""
    rows = await connection.fetch(
        _SELECT_MATCH + "where match.programme_id = $1 order by match.created_at, match.id", programme_id
    )
    return [_match(row) for row in rows]


async def stands_for(connection: Connection, challenge_id: UUID) -> bool:
    """Whether a challenge has a match that has not ended."""
    return bool(
        await connection.fetchval(
            "select exists (select from match where challenge_id = $1 and state <> 'ENDED')", challenge_id
        )
    )


async def lock_match_with_challenge(tx: Connection, match_id: UUID) -> Match | None:
    """A match by id, its challenge and its round, each locked in this order: round (shared), challenge, match."""
    await tx.fetchval(
        """
        select programme.id from programme
        join match on match.programme_id = programme.id
        where match.id = $1
        for share of programme
        """,
        match_id,
    )
    await tx.fetchval(
        """
        select challenge.id from challenge
        join match on match.challenge_id = challenge.id
        where match.id = $1
        for update of challenge
        """,
        match_id,
    )
    return await lock_match(tx, match_id)


async def lock_match(tx: Connection, match_id: UUID) -> Match | None:
    """A match by id, which nobody else changes until the transaction ends."""
    row = await tx.fetchrow(_SELECT_MATCH + "where match.id = $1 for update of match", match_id)
    return None if row is None else _match(row)


async def _get_match(tx: Connection, match_id: UUID) -> Match:
    match = await find_match(tx, match_id)
    if match is None:
        raise AssertionError("written in this transaction")  # pragma: no cover
    return match


def _assignment(row: asyncpg.Record | None) -> Assignment:
    if row is None:
        raise AssertionError("written in this transaction")  # pragma: no cover
    fields: dict[str, Any] = {**dict(row), "state": AssignmentState(row["state"])}
    return Assignment(**fields)


def _match(row: asyncpg.Record) -> Match:
    fields: dict[str, Any] = {**dict(row), "state": MatchState(row["state"])}
    return Match(**fields)
