"""How continuations are stored, and who may see what was answered."""

from datetime import date
from uuid import UUID

import asyncpg

from matching.continuations.model import Continuation, Side
from store.database import Connection

#: Everybody learns whether a challenge is still kept for the pair that had it before; why, both sides and officers do.
VISIBLE_REASON = (
    "(:is_officer or exists (select from match as had join challenge as of_had on of_had.id = had.challenge_id"
    " where had.id = {t}.match_id"
    " and (had.team_id = any(:team_ids) or of_had.owner_id = any(:organisation_ids))))"
)

_SELECT = """
    select continuation.id, continuation.match_id, continuation.challenge_id, challenge.owner_id, match.team_id,
        continuation.respond_by, continuation.owner_answer, continuation.team_answer
    from continuation
    join match on match.id = continuation.match_id
    join challenge on challenge.id = continuation.challenge_id
"""


async def insert(tx: Connection, match_id: UUID, challenge_id: UUID, respond_by: date) -> UUID:
    """Store what a pair is asked."""
    found: UUID = await tx.fetchval(
        "insert into continuation (match_id, challenge_id, respond_by) values ($1, $2, $3) returning id",
        match_id,
        challenge_id,
        respond_by,
    )
    return found


async def lock(tx: Connection, continuation_id: UUID) -> Continuation | None:
    """What a pair is asked, which nobody else answers until the transaction ends."""
    row = await tx.fetchrow(
        _SELECT + "where continuation.id = $1 for update of continuation", continuation_id
    )
    return _continuation(row)


async def find_of(connection: Connection, challenge_id: UUID) -> Continuation | None:
    """What was asked about a challenge."""
    return _continuation(await connection.fetchrow(_SELECT + "where challenge.id = $1", challenge_id))


async def answer(tx: Connection, continuation_id: UUID, side: Side, *, accepts: bool, reason: str) -> None:
    """Store the answer of a side."""
    name = side.value.lower()
    await tx.execute(
        f"update continuation set {name}_answer = $2, {name}_reason = nullif($3, '') where id = $1",  # noqa: S608 - one of two words of ours
        continuation_id,
        accepts,
        reason,
    )


def _continuation(row: asyncpg.Record | None) -> Continuation | None:
    return None if row is None else Continuation(*row)
