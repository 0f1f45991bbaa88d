"""How questions are read through the API."""

from matching.questions.repository import VISIBLE
from store.read import Direction, ReadView, Term

QUESTIONS = ReadView(
    source="question",
    visible=VISIBLE,
    columns={"is_mine": "coalesce({t}.asked_by = :person_id, false)"},
    joins={"challenge": "{o}.id = {t}.challenge_id"},
    orders={
        "OLDEST": (Term("{t}.asked_at", Direction.ASCENDING, "timestamptz"),),
        "NEWEST": (Term("{t}.asked_at", Direction.DESCENDING, "timestamptz"),),
    },
)
