"""How cohort assignments and matches are read through the API."""

from matching.assignments.repository import (
    VISIBLE_ASSIGNMENT,
    VISIBLE_DETAIL,
    VISIBLE_MATCH,
    VISIBLE_MATCH_FIT,
)
from store.read import NEWEST, OLDEST, ReadView

ASSIGNMENTS = ReadView(
    source="cohort_assignment",
    visible=VISIBLE_ASSIGNMENT,
    columns={
        "objective": "upper(replace({t}.objective, '-', '_'))",
        "summary": "({t}.report -> 'summary')",
        "input": f"case when {VISIBLE_DETAIL} then {{t}}.input end",
        "solution": f"case when {VISIBLE_DETAIL} then {{t}}.solution end",
        "report": f"case when {VISIBLE_DETAIL} then {{t}}.report end",
    },
    joins={"programme": "{o}.id = {t}.programme_id"},
    orders={"NEWEST": NEWEST, "OLDEST": OLDEST},
)

MATCHES = ReadView(
    source="match",
    visible=VISIBLE_MATCH,
    columns={
        "fit": f"case when {VISIBLE_MATCH_FIT} then {{t}}.fit end",
        "created_at": "case when {t}.assignment_id is not null then {t}.created_at end",
    },
    joins={
        "programme": "{o}.id = {t}.programme_id",
        "challenge": "{o}.id = {t}.challenge_id",
        "team": "{o}.id = {t}.team_id",
    },
    orders={"NEWEST": NEWEST, "OLDEST": OLDEST},
)
