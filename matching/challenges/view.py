"""How challenges and their needs are read through the API."""

from matching.challenges.repository import VISIBLE, VISIBLE_NEED
from store.read import OLDEST, Direction, ReadView, Term

CHALLENGES = ReadView(
    source="challenge",
    visible=VISIBLE,
    columns={
        "application_count": (
            "(case when {t}.source is null then"
            " (select count(*) from application as a where a.challenge_id = {t}.id and a.state <> 'WITHDRAWN') end)"
        ),
        "published_at": "(case when {t}.source is null then {t}.published_at end)",
        "wanted_licence": "{t}.licence",
        "readiness": (
            "(case when {t}.owner_id = any(:organisation_ids) or :is_officer then"
            " (select coalesce(jsonb_agg(jsonb_build_object('dimension', r.key, 'answer', r.value) order by r.key),"
            " '[]'::jsonb) from jsonb_each_text({t}.readiness) as r) end)"
        ),
        "released_by": "(select p.name from person as p where p.id = {t}.released_by)",
    },
    joins={"programme": "{o}.id = {t}.programme_id", "owner": "{o}.id = {t}.owner_id"},
    orders={
        "NEWEST": (
            Term("coalesce({t}.published_at, {t}.created_at)", Direction.DESCENDING, "timestamptz"),
            Term("{t}.created_at", Direction.DESCENDING, "timestamptz"),
        ),
        "OLDEST": OLDEST,
        "TITLE": (
            Term(
                "coalesce({t}.title ->> 'zh-Hant', {t}.title ->> 'en', {t}.slug)", Direction.ASCENDING, "text"
            ),
        ),
    },
    filters={
        "state": "{t}.state = any({value})",
        "mode": "exists (select from programme as p where p.id = {t}.programme_id and p.mode = any({value}))",
        "programme": "exists (select from programme as p where p.id = {t}.programme_id and p.slug = any({value}))",
        "owner": "exists (select from organisation as o where o.id = {t}.owner_id and o.slug = any({value}))",
        "domain": "{t}.domains && {value}",
        "data_class": "{t}.data_class = any({value})",
        "need": "exists (select from challenge_need as n where n.challenge_id = {t}.id and n.concept = any({value}))",
        "is_open": (
            "({t}.state = 'PUBLISHED' and exists"
            " (select from programme as p where p.id = {t}.programme_id and p.state = 'OPEN')) = {value}"
        ),
    },
)

NEEDS = ReadView(
    source="challenge_need",
    visible=VISIBLE_NEED,
    joins={"challenge": "{o}.id = {t}.challenge_id"},
    orders={"POSITION": (Term("{t}.position", Direction.ASCENDING, "int"),)},
)
