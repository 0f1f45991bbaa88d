"""How the log of what was deleted is read through the API."""

from matching.retention.repository import VISIBLE
from store.read import Direction, ReadView, Term

RETENTION_COUNTS = ReadView(
    source="retention_count",
    visible=VISIBLE,
    orders={"NEWEST": (Term("{t}.ran_at", Direction.DESCENDING, "timestamptz"),)},
)
