"""How organisations and people are read through the API."""

from registry.people.repository import VISIBLE_ORGANISATION, VISIBLE_PERSON
from store.read import NEWEST, OLDEST, Direction, ReadView, Term

#: Organisations by their Chinese name, or the first there is, as the lists of publishers and owners show them.
BY_NAME = (
    Term("coalesce({t}.name ->> 'zh-Hant', {t}.name ->> 'en', {t}.slug)", Direction.ASCENDING, "text"),
)

#: Whether an organisation publishes software.
PUBLISHES = "exists (select from software as s where s.publisher_id = {t}.id)"

ORGANISATIONS = ReadView(
    source="organisation",
    visible=VISIBLE_ORGANISATION,
    columns={
        "software_count": "(select count(*) from software as s where s.publisher_id = {t}.id)",
        "challenge_count": (
            "(select count(*) from challenge as c where c.owner_id = {t}.id and c.published_at is not null)"
        ),
    },
    orders={"NAME": BY_NAME, "NEWEST": NEWEST, "OLDEST": OLDEST},
    filters={
        "publishes_software": f"{PUBLISHES} = {{value}}",
        "kind": "{t}.kind = any({value})",
        "place": "{t}.place = any({value})",
    },
)

PEOPLE = ReadView(
    source="person",
    visible=VISIBLE_PERSON,
    columns={
        "roles": (
            "coalesce((select json_agg(distinct upper(g.role) order by upper(g.role))"
            " from role_grant as g where g.person_id = {t}.id), '[]'::json)"
        ),
    },
    orders={"OLDEST": OLDEST},
)

#: What a person may do for an organisation.
GRANTS = ReadView(
    source="role_grant",
    visible="(:is_officer or {t}.person_id = :person_id)",
    columns={
        "role": "upper({t}.role)",
        "name": "(select p.name from person as p where p.id = {t}.person_id)",
    },
    joins={"person": "{o}.id = {t}.person_id", "organisation": "{o}.id = {t}.organisation_id"},
    orders={
        "OLDEST": (Term("{t}.granted_at", Direction.ASCENDING, "timestamptz"),),
        "NEWEST": (Term("{t}.granted_at", Direction.DESCENDING, "timestamptz"),),
    },
    filters={"role": "{t}.role = any({value})"},
)
