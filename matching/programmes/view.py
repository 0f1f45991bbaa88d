"""How programmes are read through the API."""

from matching.programmes.repository import VISIBLE
from matching.statistics.view import OF_PROGRAMME, PEOPLE_OF_PROGRAMME
from store.read import NEWEST, OLDEST, Direction, ReadView, Term

PROGRAMMES = ReadView(
    source="programme",
    visible=VISIBLE,
    columns=OF_PROGRAMME
    | PEOPLE_OF_PROGRAMME
    | {
        "weights": (
            "(select coalesce(jsonb_agg(jsonb_build_object('criterion', upper(w.key), 'weight', w.value)"
            " order by w.value::text::float desc, w.key), '[]'::jsonb) from jsonb_each({t}.weights) as w)"
        ),
        "challenge_count": (
            "(select count(*) from challenge as c where c.programme_id = {t}.id and c.published_at is not null)"
        ),
        "application_count": (
            "(case when {t}.source is null then"
            " (select count(*) from application as a join challenge as c on c.id = a.challenge_id"
            " where c.programme_id = {t}.id and a.state <> 'WITHDRAWN') end)"
        ),
        "match_count": (
            "(select count(*) from match as m"
            " where m.programme_id = {t}.id and m.state in ('AGREED', 'DELIVERED'))"
        ),
    },
    joins={"organisation": "{o}.id = {t}.organisation_id"},
    orders={
        "NEWEST": NEWEST,
        "OLDEST": OLDEST,
        "OPENS_ON": (Term("coalesce({t}.opens_on, date '0001-01-01')", Direction.DESCENDING, "date"),),
    },
    filters={"mode": "{t}.mode = any({value})", "state": "{t}.state = any({value})"},
)
