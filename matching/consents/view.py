"""How consents are read through the API."""

from matching.consents.repository import VISIBLE
from store.read import Direction, ReadView, Term

CONSENTS = ReadView(
    source="consent",
    visible=VISIBLE,
    columns={"about": "(select s.name from team as s where s.id = {t}.subject_id)"},
    joins={"person": "{o}.id = {t}.person_id"},
    orders={"NEWEST": (Term("{t}.given_at", Direction.DESCENDING, "timestamptz"),)},
)
