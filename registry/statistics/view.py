"""How the figures of the catalogue are read through the API, in one row."""
# ruff: noqa: S608 - composed of what stands here

from registry.usage.repository import IS_CURRENT
from store.read import ReadView
from store.statistics import counted, counted_by_month, spread, spread_by

MONTHS_OF_HEALTH = 12  # a year shows a trend; further back every snapshot there is would be read
MOST_REUSED = 20  # a page of a list

_CURRENT = IS_CURRENT.replace("{t}", "u")
_USAGES = f"usage as u join software as s on s.id = u.software_id where {_CURRENT}"
_SOFTWARE = "software as s"
_OF_PUBLISHERS = f"{_SOFTWARE} left join organisation as o on o.id = s.publisher_id"
_HEALTH_MONTH = "date_trunc('month', h.taken_at at time zone 'UTC')::date"
_SNAPSHOTS = (
    "health_snapshot as h where h.taken_at >="
    f" date_trunc('month', now() at time zone 'UTC') at time zone 'UTC' - interval '{MONTHS_OF_HEALTH - 1} months'"
)

_MOST_REUSED = f"""(
    select coalesce(
        jsonb_agg(
            jsonb_build_object('slug', slug, 'name', name, 'usages', usages) order by usages desc, name, slug
        ),
        '[]'::jsonb
    )
    from (
        select s.slug, s.name, count(*) as usages
        from {_USAGES}
        group by s.slug, s.name
        order by usages desc, s.name, s.slug
        limit {MOST_REUSED}
    ) as reused
)"""

STATISTICS = ReadView(
    source="(select '00000000-0000-0000-0000-000000000000'::uuid as id)",
    columns={
        "software_by_licence": counted("licence", "s.licence", _SOFTWARE),
        "software_by_verdict": counted("verdict", "s.verdict", _SOFTWARE),
        "software_by_health_band": counted("band", "s.health_band", _SOFTWARE),
        "software_by_development_status": counted("status", "upper(s.development_status)", _SOFTWARE),
        "software_by_county": counted("county", "o.place", _OF_PUBLISHERS),
        "software_by_month": counted_by_month("s.created_at", _SOFTWARE),
        "health_score": spread("s.health_score", _SOFTWARE),
        "health_score_by_licence": spread_by("licence", "s.licence", "s.health_score", _SOFTWARE),
        "health_score_by_month": spread_by("month", _HEALTH_MONTH, "h.score", _SNAPSHOTS),
        "usages_by_month": counted_by_month("u.attested_at", _USAGES),
        "usages_per_reused_software": spread(
            "number", f"(select count(*) as number from {_USAGES} group by u.software_id) as reused"
        ),
        "most_reused": _MOST_REUSED,
    },
)
