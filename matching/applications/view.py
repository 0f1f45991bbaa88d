"""How applications and their reviews are read through the API."""

from matching.applications.repository import VISIBLE, VISIBLE_REVIEW, VISIBLE_SUMMARY
from store.read import NEWEST, OLDEST, Direction, ReadView, Term

COUNT = "select count(*) from review as r where r.application_id = {t}.id"
#: The mean of the reviewers' weighted means, as `model.summarise` computes it.
MEAN = (
    "select avg(m.mean) from (select sum((line ->> 'weight')::float8 * (r.scores ->> (line ->> 'id'))::float8)"
    " / sum((line ->> 'weight')::float8) as mean from review as r"
    " join challenge as c on c.id = {t}.challenge_id join programme as p on p.id = c.programme_id"
    " cross join jsonb_array_elements(p.rubric) as line where r.application_id = {t}.id group by r.id) as m"
)

APPLICATIONS = ReadView(
    source="application",
    visible=VISIBLE,
    columns={
        "submitted_at": "{t}.created_at",
        "review_count": f"case when {VISIBLE_SUMMARY} then ({COUNT}) end",
        "review_mean": f"case when {VISIBLE_SUMMARY} then ({MEAN}) end",
    },
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
