"""How mutual grades are read through the API."""

from matching.grading.repository import VISIBLE
from store.read import Direction, ReadView, Term

MUTUAL_GRADES = ReadView(
    source="mutual_grade",
    visible=VISIBLE,
    joins={"application": "{o}.id = {t}.application_id"},
    orders={"OLDEST": (Term("{t}.graded_at", Direction.ASCENDING, "timestamptz"),)},
)
