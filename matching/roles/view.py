"""How roles are read through the API."""

from typing import Final

from matching.roles.repository import VISIBLE
from store.read import NEWEST, OLDEST, ReadView

_TAKEN = (
    "(select count(*) from role_interest as i where i.role_id = {t}.id and i.state in ('ACCEPTED', 'JOINED'))"
)
_LOOKED_FOR = (
    "({t}.is_open and exists (select from challenge as c join programme as p on p.id = c.programme_id"
    " where c.id = {t}.challenge_id and c.state = 'PUBLISHED' and p.state = 'OPEN'))"
)

ROLES = ReadView(
    source="challenge_role",
    visible=VISIBLE,
    columns={
        "places_taken": _TAKEN,
        "state": (
            f"(case when not {_LOOKED_FOR} then 'CLOSED' when {_TAKEN} >= {{t}}.places then 'FILLED' else 'OPEN' end)"
        ),
    },
    joins={"challenge": "{o}.id = {t}.challenge_id"},
    orders={"NEWEST": NEWEST, "OLDEST": OLDEST},
    filters={
        "skill": (
            "exists (select from jsonb_array_elements({t}.needs) as need (stated)"
            " where need.stated ->> 'concept' = any({value}))"
        ),
        "language": (
            "(case when {t}.languages = '{}' then"
            " (select c.languages from challenge as c where c.id = {t}.challenge_id)"
            " else {t}.languages end) && {value}"
        ),
        "on_site": "{t}.on_site = {value}",
        "is_open": f"({_LOOKED_FOR} and {_TAKEN} < {{t}}.places) = {{value}}",
    },
)

#: As a column of a challenge's row `{t}`.
OF_CHALLENGE: Final = {
    "role_hours": (
        "(select coalesce(sum(r.hours_needed * r.places), 0)::int from challenge_role as r"
        " where r.challenge_id = {t}.id)"
    )
}
