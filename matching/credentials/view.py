"""How credentials are read through the API."""

from matching.credentials.repository import VISIBLE
from store.read import Direction, ReadView, Term

CREDENTIALS = ReadView(
    source="credential",
    visible=VISIBLE,
    joins={"person": "{o}.id = {t}.person_id", "match": "{o}.id = {t}.match_id"},
    orders={"NEWEST": (Term("{t}.issued_at", Direction.DESCENDING, "timestamptz"),)},
)
