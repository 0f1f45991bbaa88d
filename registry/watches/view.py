"""How watches and alerts are read through the API."""

from registry.watches.repository import VISIBLE_ALERT, VISIBLE_WATCH
from store.read import NEWEST, OLDEST, ReadView

WATCHES = ReadView(
    source="watch",
    visible=VISIBLE_WATCH,
    joins={"software": "{o}.id = {t}.software_id", "person": "{o}.id = {t}.person_id"},
    orders={"NEWEST": NEWEST, "OLDEST": OLDEST},
)

ALERTS = ReadView(
    source="alert",
    visible=VISIBLE_ALERT,
    joins={"software": "{o}.id = {t}.software_id"},
    orders={"NEWEST": NEWEST, "OLDEST": OLDEST},
)
