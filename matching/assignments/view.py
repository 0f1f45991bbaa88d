"""How cohort assignments and matches are read through the API."""

from matching.assignments.repository import VISIBLE_ASSIGNMENT, VISIBLE_MATCH
from store.read import NEWEST, OLDEST, ReadView

ASSIGNMENTS = ReadView(
    source="cohort_assignment",
    visible=VISIBLE_ASSIGNMENT,
    joins={"programme": "{o}.id = {t}.programme_id"},
    orders={"NEWEST": NEWEST, "OLDEST": OLDEST},
)

MATCHES = ReadView(
    source="match",
    visible=VISIBLE_MATCH,
    joins={
        "programme": "{o}.id = {t}.programme_id",
        "challenge": "{o}.id = {t}.challenge_id",
        "team": "{o}.id = {t}.team_id",
    },
    orders={"NEWEST": NEWEST, "OLDEST": OLDEST},
)
