"""How the tasks of reviewers are read through the API."""

from matching.reviewing.repository import VISIBLE_TASK
from store.read import Direction, ReadView, Term

REVIEW_TASKS = ReadView(
    source="review_task",
    visible=VISIBLE_TASK,
    columns={
        "is_done": (
            "exists (select from review as r where r.application_id = {t}.application_id"
            " and r.reviewer_id = {t}.reviewer_id)"
        ),
    },
    joins={"application": "{o}.id = {t}.application_id", "reviewer": "{o}.id = {t}.reviewer_id"},
    orders={"OLDEST": (Term("{t}.assigned_at", Direction.ASCENDING, "timestamptz"),)},
)
