"""How outcome figures are stored, and who may see them."""

from datetime import date
from uuid import UUID

from matching.assignments.repository import VISIBLE_MATCH
from store.database import Connection

#: As visible as their match.
VISIBLE = (
    "exists (select from match measured where measured.id = {t}.match_id and "
    + VISIBLE_MATCH.replace("{t}", "measured")
    + ")"
)


async def put(
    tx: Connection, match_id: UUID, measure: int, value: float, measured_on: date, reported_by: UUID | None
) -> UUID:
    """Store a figure and return its id; it replaces what was said of the same measure and day."""
    figure_id: UUID = await tx.fetchval(
        """
        insert into outcome_figure (match_id, measure, value, measured_on, reported_by)
        values ($1, $2, $3, $4, $5)
        on conflict (match_id, measure, measured_on) do update
        set value = excluded.value, reported_by = excluded.reported_by, reported_at = now()
        returning id
        """,
        match_id,
        measure,
        value,
        measured_on,
        reported_by,
    )
    return figure_id
