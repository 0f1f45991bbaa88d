"""How bills of materials and their components are read through the API."""

from registry.bills.repository import STANDS
from store.read import Direction, ReadView, Term

_ANSWERS = """(
    select coalesce(jsonb_agg(jsonb_build_object('answer', a.answer, 'components', a.components) order by a.rank), '[]')
    from (
        select l.rank, l.compatibility ->> 'answer' as answer, sum(l.components)::int as components
        from sbom_licence as l where l.sbom_id = {t}.id group by 1, 2
    ) as a
)"""
_LICENCES = """(
    select coalesce(
        jsonb_agg(
            jsonb_build_object(
                'licence', nullif(l.licence, ''), 'components', l.components, 'compatibility', l.compatibility
            )
            order by l.rank, l.components desc, l.licence
        ),
        '[]'
    )
    from (
        select licence, components, rank, compatibility from sbom_licence
        where sbom_id = {t}.id order by rank, components desc, licence limit 200
    ) as l
)"""
_OF_LICENCE = (
    "(select l.{column} from sbom_licence as l where l.sbom_id = {{t}}.sbom_id and l.licence = {{t}}.licence)"
)

BILLS = ReadView(
    source="sbom",
    visible=STANDS,  # a catalogue of public code hides nothing; what does not stand is no answer
    columns={"answers": _ANSWERS, "licences": _LICENCES, "is_valid": "({t}.finding_count = 0)"},
    joins={"software": "{o}.id = {t}.software_id"},
)

COMPONENTS = ReadView(
    source="sbom_component",
    visible="true",  # read only below a bill, which decides
    columns={
        "licence": "nullif({t}.licence, '')",
        "compatibility": _OF_LICENCE.format(column="compatibility"),
    },
    joins={"bill": "{o}.id = {t}.sbom_id"},
    orders={
        "WORST": (
            Term(_OF_LICENCE.format(column="rank"), Direction.ASCENDING, "int"),
            Term("{t}.position", Direction.ASCENDING, "int"),
        ),
    },
)
