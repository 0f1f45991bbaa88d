"""How usages are read through the API."""

from registry.usage.repository import BELIEVED_UNTIL, IS_CURRENT, VISIBLE
from store.read import Direction, ReadView, Term

USAGES = ReadView(
    source="usage",
    visible=VISIBLE,
    columns={
        "expires_at": BELIEVED_UNTIL,
        "is_current": IS_CURRENT,
    },
    joins={"software": "{o}.id = {t}.software_id", "agency": "{o}.id = {t}.agency_id"},
    orders={"NEWEST": (Term("{t}.attested_at", Direction.DESCENDING, "timestamptz"),)},
)
