"""How software, its repositories and its health are read through the API."""

from registry.software.expiry import INVALID_FOR, NOTICE
from registry.software.repository import VISIBLE
from registry.usage.repository import IS_CURRENT
from store.read import NEWEST, OLDEST, Direction, ReadView, Term

#: The catalogue's own order: alive first, then by name; software nobody has observed yet comes last.
BY_HEALTH = (Term("coalesce({t}.health_score, -1)", Direction.DESCENDING, "int"),)

#: The last snapshot of each month: nightly looks would fill any page with the same few weeks.
_HISTORY = """(
    select coalesce(
        jsonb_agg(
            jsonb_build_object(
                'taken_at', h.taken_at, 'model_version', h.model_version, 'score', h.score, 'coverage', h.coverage,
                'band', h.band
            )
            order by h.taken_at
        ),
        '[]'::jsonb
    )
    from (
        select distinct on (date_trunc('month', s.taken_at)) s.taken_at, s.model_version, s.score, s.coverage, s.band
        from health_snapshot as s where s.software_id = {t}.id
        order by date_trunc('month', s.taken_at), s.taken_at desc, s.id desc
    ) as h
)"""

_BELIEVED = IS_CURRENT.replace("{t}", "u")

SOFTWARE = ReadView(
    source="software",
    visible=VISIBLE,
    columns={
        "software_type": "upper(replace({t}.software_type, '/', '_'))",
        "development_status": "upper({t}.development_status)",
        "maintenance_type": "upper({t}.maintenance_type)",
        "features": (
            "(select coalesce(jsonb_agg(jsonb_build_object('language', f.key, 'features', f.value) order by f.key),"
            " '[]'::jsonb) from jsonb_each({t}.features) as f)"
        ),
        "expires_at": (  # as `expiry` decides it: nothing leaves before its notice is old enough
            f"case when {{t}}.invalid_since is not null then greatest("
            f"{{t}}.invalid_since + interval '{INVALID_FOR.days} days',"
            f" coalesce({{t}}.expiry_noticed_at, now()) + interval '{NOTICE.days} days') end"
        ),
        "health_history": _HISTORY,
        "evidence": "({t}.verdict_detail -> 'evidence')",
        "next_step": "({t}.verdict_detail ->> 'next_step')",
        "shipped_licence": "({t}.verdict_detail ->> 'shipped')",
        "content_licence": "({t}.verdict_detail ->> 'content')",
        "watcher_count": "(select count(*) from watch as w where w.software_id = {t}.id)",
        "usage_count": (
            f"(select count(*) from usage as u where u.software_id = {{t}}.id and {_BELIEVED})"  # noqa: S608 - our own
        ),
    },
    joins={"publisher": "{o}.id = {t}.publisher_id"},
    orders={
        "NAME": (Term("{t}.name", Direction.ASCENDING, "text"),),
        "NEWEST": NEWEST,
        "OLDEST": OLDEST,
        "HEALTH": BY_HEALTH,
        "RELEASED": (Term("coalesce({t}.release_date, date '0001-01-01')", Direction.DESCENDING, "date"),),
    },
    filters={
        "category": "{t}.categories && {value}",
        "scope": "{t}.scopes && {value}",
        "technology": "{t}.technologies && {value}",
        "licence": "{t}.licence = any({value})",
        "verdict": "{t}.verdict = any({value})",
        "health_band": "{t}.health_band = any({value})",
        "development_status": "upper({t}.development_status) = any({value})",
        "software_type": "upper(replace({t}.software_type, '/', '_')) = any({value})",
        "publisher": "exists (select from organisation as o where o.id = {t}.publisher_id and o.slug = any({value}))",
        "language": "{t}.languages && {value}",
        "name": "{t}.name = any({value})",
        "url": "{t}.url = any({value})",
    },
)

REPOSITORIES = ReadView(
    source="repository",
    visible="true",  # read only below a software, which decides
    columns={
        "is_main": (
            "exists (select from software as s where s.id = {t}.software_id and lower(s.url) = lower({t}.url))"
        )
    },
    joins={"software": "{o}.id = {t}.software_id"},
    orders={"URL": (Term("{t}.url", Direction.ASCENDING, "text"),)},
)

SNAPSHOTS = ReadView(
    source="health_snapshot",
    visible="true",  # the same
    joins={"software": "{o}.id = {t}.software_id"},
    orders={
        "NEWEST": (Term("{t}.taken_at", Direction.DESCENDING, "timestamptz"),),
        "OLDEST": (Term("{t}.taken_at", Direction.ASCENDING, "timestamptz"),),
    },
)
