"""How continuations are read through the API."""

from matching.continuations.repository import VISIBLE_REASON
from store.read import OLDEST, ReadView

CONTINUATIONS = ReadView(
    source="continuation",
    columns={
        "stage": (
            "(case when not coalesce({t}.owner_answer, true) or not coalesce({t}.team_answer, true) then 'DECLINED'"
            " when {t}.owner_answer and {t}.team_answer then 'ACCEPTED'"
            " when {t}.respond_by < (now() at time zone 'UTC')::date then 'LAPSED' else 'ASKED' end)"
        ),
        "owner_reason": f"(case when {VISIBLE_REASON} then {{t}}.owner_reason end)",
        "team_reason": f"(case when {VISIBLE_REASON} then {{t}}.team_reason end)",
    },
    joins={
        "challenge": "{o}.id = {t}.challenge_id",
        "match": "{o}.id = {t}.match_id",
        "programme": "exists (select from challenge as c where c.id = {t}.challenge_id and c.programme_id = {o}.id)",
    },
    orders={"OLDEST": OLDEST},
)
