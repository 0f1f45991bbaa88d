"""How agreements are stored, and who may see them."""

from typing import Any
from uuid import UUID

import asyncpg

from matching.agreements.model import Agreement, Ownership, Side
from matching.assignments.repository import VISIBLE_MATCH
from store.database import Connection

#: Terms are as visible as their match: public once both sides accepted them, and no longer when the match ended.
VISIBLE = (
    "exists (select 1 from match agreeing where agreeing.id = {t}.match_id and "  # noqa: S608 - our own words
    + VISIBLE_MATCH.replace("{t}", "agreeing")
    + ")"
)

#: How terms came about is between both sides and the officers.
VISIBLE_VERSION = (
    "(:is_officer or exists (select from agreement as written join match as of_terms on of_terms.id = written.match_id"
    " join challenge as theirs on theirs.id = of_terms.challenge_id where written.id = {t}.agreement_id"
    " and (of_terms.team_id = any(:team_ids) or theirs.owner_id = any(:organisation_ids))))"
)

_SELECT = """
    select id, match_id, ownership, licence, content_licence, data_terms, publication_terms, credit_terms,
        mentoring_terms, proposed_by, accepted_by_owner_at, accepted_by_owner,
        accepted_by_team_at, accepted_by_team, created_at, updated_at, version
    from agreement
"""


async def insert(tx: Connection, agreement: Agreement) -> Agreement:
    """Store proposed terms; the database chooses id and times."""
    agreement_id: UUID = await tx.fetchval(
        """
        insert into agreement (match_id, ownership, licence, content_licence, data_terms, publication_terms,
            credit_terms, mentoring_terms, proposed_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        returning id
        """,
        agreement.match_id,
        agreement.ownership,
        agreement.licence,
        agreement.content_licence,
        dict(agreement.data_terms),
        dict(agreement.publication_terms),
        dict(agreement.credit_terms),
        dict(agreement.mentoring_terms),
        agreement.proposed_by,
    )
    return await _get(tx, agreement_id)


async def rewrite(tx: Connection, agreement: Agreement) -> Agreement:
    """Store other terms, which nobody has accepted yet; the version counts up."""
    await tx.execute(
        """
        update agreement
        set ownership = $2, licence = $3, content_licence = $4, data_terms = $5, publication_terms = $6,
            credit_terms = $7, mentoring_terms = $8, proposed_by = $9, accepted_by_owner_at = null,
            accepted_by_owner = null, accepted_by_team_at = null, accepted_by_team = null,
            updated_at = now(), version = version + 1
        where id = $1
        """,
        agreement.id,
        agreement.ownership,
        agreement.licence,
        agreement.content_licence,
        dict(agreement.data_terms),
        dict(agreement.publication_terms),
        dict(agreement.credit_terms),
        dict(agreement.mentoring_terms),
        agreement.proposed_by,
    )
    return await _get(tx, agreement.id)


async def accept(tx: Connection, agreement_id: UUID, side: Side, person_id: UUID | None) -> Agreement:
    """Store that a side accepted the terms."""
    if side is Side.OWNER:
        await tx.execute(
            "update agreement set accepted_by_owner_at = now(), accepted_by_owner = $2 where id = $1",
            agreement_id,
            person_id,
        )
    else:
        await tx.execute(
            "update agreement set accepted_by_team_at = now(), accepted_by_team = $2 where id = $1",
            agreement_id,
            person_id,
        )
    return await _get(tx, agreement_id)


async def find(connection: Connection, agreement_id: UUID) -> Agreement | None:
    """An agreement by id."""
    row = await connection.fetchrow(_SELECT + "where id = $1", agreement_id)
    return None if row is None else _agreement(row)


async def find_of_match(connection: Connection, match_id: UUID) -> Agreement | None:
    """The agreement of a match."""
    row = await connection.fetchrow(_SELECT + "where match_id = $1", match_id)
    return None if row is None else _agreement(row)


async def _get(tx: Connection, agreement_id: UUID) -> Agreement:
    agreement = await find(tx, agreement_id)
    if agreement is None:
        raise AssertionError("written in this transaction")  # pragma: no cover
    return agreement


def _agreement(row: asyncpg.Record) -> Agreement:
    fields: dict[str, Any] = {**dict(row), "ownership": Ownership(row["ownership"])}
    return Agreement(**fields)
