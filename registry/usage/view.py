"""How usages are read through the API."""

from registry.usage.repository import VISIBLE
from store.read import Direction, ReadView, Term

USAGES = ReadView(
    source="usage",
    visible=VISIBLE,
    columns={
        "expires_at": "({t}.attested_at + interval '365 days')",
        "is_current": "{t}.attested_at > now() - interval '365 days'",
    },
    joins={"software": "{o}.id = {t}.software_id", "agency": "{o}.id = {t}.agency_id"},
    orders={"NEWEST": (Term("{t}.attested_at", Direction.DESCENDING, "timestamptz"),)},
)
