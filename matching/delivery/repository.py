"""How milestones and deliveries are stored, and who may see them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from matching.assignments.repository import VISIBLE_MATCH
from matching.delivery.model import Delivery, Milestone
from matching.forms import LocalizedText
from store.database import Connection

#: Both are as visible as their match.
VISIBLE_MILESTONE = (
    "exists (select 1 from match working where working.id = {t}.match_id and "  # noqa: S608 - our own words
    + VISIBLE_MATCH.replace("{t}", "working")
    + ")"
)
VISIBLE_DELIVERY = VISIBLE_MILESTONE

_SELECT_MILESTONE = """
    select id, match_id, position, title, due_on, reached_on, note, version from milestone
"""
_SELECT_DELIVERY = """
    select id, match_id, repository_url, software_id, note, delivered_by, delivered_at from delivery
"""


async def insert_milestone(tx: Connection, milestone: Milestone) -> Milestone:
    """Store a milestone after the last one of its match."""
    milestone_id: UUID = await tx.fetchval(
        """
        insert into milestone (match_id, position, title, due_on)
        select $1, coalesce(max(position) + 1, 0), $2, $3 from milestone where match_id = $1
        returning id
        """,
        milestone.match_id,
        dict(milestone.title),
        milestone.due_on,
    )
    return await _get_milestone(tx, milestone_id)


async def update_milestone(tx: Connection, milestone: Milestone) -> Milestone:
    """Store what is written about a milestone and whether it was reached; the version counts up."""
    await tx.execute(
        """
        update milestone
        set title = $2, due_on = $3, reached_on = $4, note = $5, version = version + 1
        where id = $1
        """,
        milestone.id,
        dict(milestone.title),
        milestone.due_on,
        milestone.reached_on,
        milestone.note,
    )
    return await _get_milestone(tx, milestone.id)


async def find_milestone(connection: Connection, milestone_id: UUID) -> Milestone | None:
    """A milestone by id."""
    row = await connection.fetchrow(_SELECT_MILESTONE + "where id = $1", milestone_id)
    return None if row is None else Milestone(*row)


async def milestones_of(connection: Connection, match_id: UUID) -> Sequence[Milestone]:
    """The milestones of a match in their order."""
    rows = await connection.fetch(_SELECT_MILESTONE + "where match_id = $1 order by position, id", match_id)
    return [Milestone(*row) for row in rows]


async def insert_delivery(
    tx: Connection,
    match_id: UUID,
    repository_url: str,
    note: LocalizedText,
    person_id: UUID | None,
    delivered_at: datetime | None = None,
) -> Delivery | None:
    """Store a delivery, made now when no time is given; None when the match delivered that repository before."""
    row = await tx.fetchrow(
        """
        insert into delivery (match_id, repository_url, note, delivered_by, delivered_at)
        values ($1, $2, $3, $4, coalesce($5, now()))
        on conflict (match_id, repository_url) do nothing
        returning id, match_id, repository_url, software_id, note, delivered_by, delivered_at
        """,
        match_id,
        repository_url,
        dict(note),
        person_id,
        delivered_at,
    )
    return None if row is None else Delivery(*row)


async def link_software(tx: Connection, delivery_id: UUID, software_id: UUID) -> Delivery:
    """Store which entry of the catalogue a delivery became."""
    await tx.execute("update delivery set software_id = $2 where id = $1", delivery_id, software_id)
    row = await tx.fetchrow(_SELECT_DELIVERY + "where id = $1", delivery_id)
    if row is None:
        raise AssertionError("written in this transaction")  # pragma: no cover
    return Delivery(*row)


async def deliveries_of(connection: Connection, match_id: UUID) -> Sequence[Delivery]:
    """What a match delivered, oldest first."""
    rows = await connection.fetch(
        _SELECT_DELIVERY + "where match_id = $1 order by delivered_at, id", match_id
    )
    return [Delivery(*row) for row in rows]


async def _get_milestone(tx: Connection, milestone_id: UUID) -> Milestone:
    milestone = await find_milestone(tx, milestone_id)
    if milestone is None:
        raise AssertionError("written in this transaction")  # pragma: no cover
    return milestone
