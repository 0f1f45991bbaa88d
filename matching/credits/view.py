"""How the ledger is read through the API."""

from typing import Final

from matching.credits.repository import BALANCE, EARNED_BY_TEAM, VISIBLE
from store.read import Direction, ReadView, Term

CREDITS = ReadView(
    source="credit",
    visible=VISIBLE,
    columns={
        "is_mine": "coalesce({t}.helper_id = :person_id, false)",
        "is_mine_to_confirm": (
            "({t}.confirmed_at is null and {t}.declined_at is null and {t}.helper_id is distinct from :person_id and"
            " (coalesce({t}.helped_id = :person_id, false) or exists (select from match as m join challenge as c"
            " on c.id = m.challenge_id join role_grant as g on g.organisation_id = c.owner_id"
            " where m.id = {t}.match_id and g.role = 'owner' and g.person_id = :person_id)))"
        ),
        "helper": "(select p.name from person as p where p.id = {t}.helper_id)",
        "helped": "(select p.name from person as p where p.id = {t}.helped_id)",
    },
    joins={
        "match": "{o}.id = {t}.match_id",
        "person": (
            "({o}.id in ({t}.helper_id, {t}.helped_id) or exists (select from match as m join challenge as c"
            " on c.id = m.challenge_id join role_grant as g on g.organisation_id = c.owner_id"
            " where m.id = {t}.match_id and g.role = 'owner' and g.person_id = {o}.id))"
        ),
    },
    orders={"NEWEST": (Term("{t}.claimed_at", Direction.DESCENDING, "timestamptz"),)},
)

#: As columns of a person's and of a team's row `{t}`.
OF_PERSON: Final = {"credit_balance": f"case when {{t}}.id = :person_id then {BALANCE} end"}
OF_TEAM: Final = {"credits_earned": EARNED_BY_TEAM}
