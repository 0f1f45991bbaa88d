"""How public votes and ballots are stored; what was voted is read by its voter, and counted once the vote closed."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import asyncpg

from matching.votes.model import PublicVote
from store.database import Connection

_SELECT = "select id, programme_id, opened_at, closes_at from public_vote "


async def insert(tx: Connection, programme_id: UUID, closes_at: datetime) -> PublicVote:
    """Open a vote now."""
    row = await tx.fetchrow(
        """
        insert into public_vote (programme_id, closes_at) values ($1, $2)
        returning id, programme_id, opened_at, closes_at
        """,
        programme_id,
        closes_at,
    )
    found = _vote(row)
    if found is None:
        raise AssertionError("written in this transaction")  # pragma: no cover
    return found


async def hold(tx: Connection, vote_id: UUID) -> PublicVote | None:
    """A vote by id, which stays until the transaction ends."""
    return _vote(await tx.fetchrow(_SELECT + "where id = $1 for share", vote_id))


async def find_of(connection: Connection, programme_id: UUID) -> PublicVote | None:
    """The vote of a round."""
    return _vote(await connection.fetchrow(_SELECT + "where programme_id = $1", programme_id))


async def exists(connection: Connection, programme_id: UUID) -> bool:
    """Whether the vote of a round has begun, or is over."""
    return await find_of(connection, programme_id) is not None


async def is_open(connection: Connection, programme_id: UUID) -> bool:
    """Whether ballots are taken in a round at this moment, by the clock of the database."""
    found: bool = await connection.fetchval(
        "select exists (select from public_vote where programme_id = $1 and clock_timestamp() < closes_at)",
        programme_id,
    )
    return found


async def put_ballot(tx: Connection, vote_id: UUID, person_id: UUID, votes: Mapping[UUID, int]) -> bool:
    """Store somebody's ballot over the one before, if the vote is still open; False when it is not."""
    stored: UUID | None = await tx.fetchval(
        """
        insert into ballot (vote_id, person_id, votes)
        select id, $2, $3 from public_vote where id = $1 and clock_timestamp() < closes_at
        on conflict (vote_id, person_id) do update set votes = excluded.votes
        returning id
        """,
        vote_id,
        person_id,
        {str(proposal): each for proposal, each in votes.items()},
    )
    return stored is not None


def _vote(row: asyncpg.Record | None) -> PublicVote | None:
    return None if row is None else PublicVote(*row)
