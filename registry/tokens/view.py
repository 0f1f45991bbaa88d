"""How API tokens and service accounts are read through the API; of a token everything but the token."""

from registry.tokens.repository import VISIBLE_ACCOUNT, VISIBLE_TOKEN
from store.read import NEWEST, OLDEST, ReadView

TOKENS = ReadView(
    source="api_token",
    visible=VISIBLE_TOKEN,
    columns={
        "scopes": "array(select upper(s) from unnest({t}.scopes) as s order by array_position("
        "array['read', 'write', 'officer'], s))",
        "is_valid": (
            "({t}.revoked_at is null and {t}.expires_at > now() and not exists (select from service_account as a"
            " where a.id = {t}.service_account_id and a.disabled_at is not null))"
        ),
    },
    joins={
        "person": "{o}.id = {t}.person_id",
        "service_account": "{o}.id = {t}.service_account_id",
    },
    orders={"NEWEST": NEWEST, "OLDEST": OLDEST},
)

SERVICE_ACCOUNTS = ReadView(
    source="service_account",
    visible=VISIBLE_ACCOUNT,
    joins={"organisation": "{o}.id = {t}.organisation_id"},
    orders={"NEWEST": NEWEST, "OLDEST": OLDEST},
)
