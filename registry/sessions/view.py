"""How one's own sessions are read through the API."""

from registry.sessions.repository import VISIBLE
from store.read import NEWEST, OLDEST, ReadView

SESSIONS = ReadView(
    source="session",
    visible=VISIBLE,
    joins={"person": "{o}.id = {t}.person_id"},
    orders={"NEWEST": NEWEST, "OLDEST": OLDEST},
)
