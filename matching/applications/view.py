"""How applications and their reviews are read through the API."""

from matching.applications.repository import VISIBLE, VISIBLE_REVIEW
from store.read import NEWEST, OLDEST, Direction, ReadView, Term

APPLICATIONS = ReadView(
    source="application",
    visible=VISIBLE,
    columns={"submitted_at": "{t}.created_at"},
    joins={"challenge": "{o}.id = {t}.challenge_id", "team": "{o}.id = {t}.team_id"},
    orders={"NEWEST": NEWEST, "OLDEST": OLDEST},
)

REVIEWS = ReadView(
    source="review",
    visible=VISIBLE_REVIEW,
    columns={
        "scores": (
            "(select coalesce(jsonb_agg(jsonb_build_object('criterion', s.key, 'points', s.value) order by s.key),"
            " '[]'::jsonb) from jsonb_each({t}.scores) as s)"
        ),
    },
    joins={"application": "{o}.id = {t}.application_id"},
    orders={"OLDEST": (Term("{t}.submitted_at", Direction.ASCENDING, "timestamptz"),)},
)
