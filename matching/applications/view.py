"""How applications and their reviews are read through the API."""

from matching.applications.repository import VISIBLE, VISIBLE_REVIEW, VISIBLE_SUMMARY
from store.read import NEWEST, OLDEST, Direction, ReadView, Term

COUNT = "select count(*) from review as r where r.application_id = {t}.id"
#: Reviewers were assigned, and this one is none of them; or this one declared a conflict.
NOT_MINE_TO_SCORE = (
    "exists (select from review_conflict as k where k.application_id = {t}.id and k.reviewer_id = :person_id)"
    " or (exists (select from review_task as k where k.application_id = {t}.id) and not exists"
    " (select from review_task as k where k.application_id = {t}.id and k.reviewer_id = :person_id))"
)
#: One reviewer's weighted mean, 0 to 5, as `matching.programmes.model.weighted_mean` computes it.
MEAN_OF_ONE = (
    "select sum((line ->> 'weight')::float8 * (r.scores ->> (line ->> 'id'))::float8)"
    " / sum((line ->> 'weight')::float8) as mean from review as r"
    " join application as a on a.id = r.application_id join challenge as c on c.id = a.challenge_id"
    " join programme as p on p.id = c.programme_id cross join jsonb_array_elements(p.rubric) as line"
)
#: Of all reviewers, as `model.summarise` computes it.
OF_ALL = f"from ({MEAN_OF_ONE} where r.application_id = {{t}}.id group by r.id) as m"


def _for_officers(expression: str) -> str:
    return f"case when {VISIBLE_SUMMARY} then ({expression}) end"


APPLICATIONS = ReadView(
    source="application",
    visible=VISIBLE,
    columns={
        "submitted_at": "{t}.created_at",
        "is_mine_to_score": f"(:is_reviewer and {{t}}.state = 'SUBMITTED' and not ({NOT_MINE_TO_SCORE}))",
        "review_count": _for_officers(COUNT),
        "review_mean": _for_officers(f"select avg(m.mean) {OF_ALL}"),
        "review_lowest": _for_officers(f"select min(m.mean) {OF_ALL}"),
        "review_highest": _for_officers(f"select max(m.mean) {OF_ALL}"),
    },
    joins={"challenge": "{o}.id = {t}.challenge_id", "team": "{o}.id = {t}.team_id"},
    orders={"NEWEST": NEWEST, "OLDEST": OLDEST},
)

REVIEWS = ReadView(
    source="review",
    visible=VISIBLE_REVIEW,
    columns={
        "mean": f"({MEAN_OF_ONE} where r.id = {{t}}.id)",
        "scores": (
            "(select coalesce(jsonb_agg(jsonb_build_object('criterion', s.key, 'points', s.value) order by s.key),"
            " '[]'::jsonb) from jsonb_each({t}.scores) as s)"
        ),
    },
    joins={"application": "{o}.id = {t}.application_id", "reviewer": "{o}.id = {t}.reviewer_id"},
    orders={"OLDEST": (Term("{t}.submitted_at", Direction.ASCENDING, "timestamptz"),)},
)
