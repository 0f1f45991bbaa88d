"""How proposals and owners' interest in them are read through the API."""

from matching.proposals.repository import VISIBLE
from store.read import NEWEST, OLDEST, ReadView

PROPOSALS = ReadView(
    source="proposal",
    visible=VISIBLE,
    columns={"is_own": "coalesce({t}.author_id = :person_id or {t}.team_id = any(:team_ids), false)"},
    joins={
        "programme": "{o}.id = {t}.programme_id",
        "team": "{o}.id = {t}.team_id",
        "challenge": "{o}.id = {t}.challenge_id",
    },
    orders={"NEWEST": NEWEST, "OLDEST": OLDEST},
)

INTERESTS = ReadView(
    source="proposal_interest",
    visible=(
        "exists (select from proposal as offered where offered.id = {t}.proposal_id and "
        + VISIBLE.replace("{t}", "offered")
        + ")"
    ),
    joins={"proposal": "{o}.id = {t}.proposal_id", "organisation": "{o}.id = {t}.organisation_id"},
    orders={"OLDEST": OLDEST},
)
