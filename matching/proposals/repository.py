"""How proposals and owners' interest in them are stored, and who may see them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg

from matching.forms import LocalizedText
from matching.proposals.model import Proposal, State
from store.database import Connection

#: Made in order to be found; what was taken back its author, its team and officers see.
VISIBLE = (
    "({t}.state <> 'WITHDRAWN' or {t}.author_id = :person_id or {t}.team_id = any(:team_ids) or :is_officer)"
)

_SELECT = """
    select id, programme_id, team_id, author_id, title, idea, domains, state, state_reason, challenge_id, created_at
    from proposal
"""


async def insert(
    tx: Connection,
    programme_id: UUID,
    team_id: UUID | None,
    author_id: UUID | None,
    title: LocalizedText,
    idea: LocalizedText,
    domains: Sequence[str],
) -> Proposal:
    """Store a new proposal."""
    row = await tx.fetchrow(
        """
        insert into proposal (programme_id, team_id, author_id, title, idea, domains, created_at)
        values ($1, $2, $3, $4, $5, $6, clock_timestamp())
        returning id, programme_id, team_id, author_id, title, idea, domains, state, state_reason, challenge_id,
            created_at
        """,
        programme_id,
        team_id,
        author_id,
        dict(title),
        dict(idea),
        list(domains),
    )
    return _proposal(row)


async def lock(tx: Connection, proposal_id: UUID) -> Proposal | None:
    """A proposal by id, which nobody else changes until the transaction ends."""
    row = await tx.fetchrow(_SELECT + "where id = $1 for update", proposal_id)
    return None if row is None else _proposal(row)


async def move(
    tx: Connection,
    proposal_id: UUID,
    state: State,
    *,
    reason: str | None = None,
    challenge_id: UUID | None = None,
) -> Proposal:
    """Store where a proposal stands now."""
    row = await tx.fetchrow(
        """
        update proposal set state = $2, state_reason = $3, challenge_id = $4
        where id = $1
        returning id, programme_id, team_id, author_id, title, idea, domains, state, state_reason, challenge_id,
            created_at
        """,
        proposal_id,
        state,
        reason,
        challenge_id,
    )
    return _proposal(row)


async def count_open_of(connection: Connection, programme_id: UUID, author_id: UUID) -> int:
    """How many proposals of somebody look for an owner in a round."""
    found: int = await connection.fetchval(
        "select count(*) from proposal where programme_id = $1 and author_id = $2 and state = 'OPEN'",
        programme_id,
        author_id,
    )
    return found


async def open_ids(connection: Connection, programme_id: UUID) -> frozenset[UUID]:
    """The proposals of a round that look for an owner."""
    rows = await connection.fetch(
        "select id from proposal where programme_id = $1 and state = 'OPEN'", programme_id
    )
    return frozenset(row["id"] for row in rows)


async def team_behind(connection: Connection, challenge_id: UUID) -> UUID | None:
    """The team whose proposal a challenge came of; None where it came of none, or of somebody without a team."""
    found: UUID | None = await connection.fetchval(
        "select team_id from proposal where challenge_id = $1", challenge_id
    )
    return found


async def put_interest(tx: Connection, proposal_id: UUID, organisation_id: UUID, note: str) -> UUID:
    """Store that an organisation is interested; saying it again replaces the note."""
    found: UUID = await tx.fetchval(
        """
        insert into proposal_interest (proposal_id, organisation_id, note) values ($1, $2, $3)
        on conflict (proposal_id, organisation_id) do update set note = excluded.note
        returning id
        """,
        proposal_id,
        organisation_id,
        note,
    )
    return found


async def is_interested(connection: Connection, proposal_id: UUID, organisation_id: UUID) -> bool:
    """Whether an organisation said that it is interested."""
    found: bool = await connection.fetchval(
        "select exists (select from proposal_interest where proposal_id = $1 and organisation_id = $2)",
        proposal_id,
        organisation_id,
    )
    return found


def _proposal(row: asyncpg.Record | None) -> Proposal:
    if row is None:
        raise AssertionError("written in this transaction")  # pragma: no cover
    facts: dict[str, Any] = dict(row)
    return Proposal(**{**facts, "state": State(facts["state"]), "domains": tuple(facts["domains"])})
