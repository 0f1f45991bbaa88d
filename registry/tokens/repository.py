"""How API tokens and service accounts are stored, and who may see them."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import asyncpg

from registry.people.repository import ACTOR_COLUMNS, actor_of
from registry.tokens.model import ApiToken, NewToken, Scope, ServiceAccount, within
from store.actor import Actor
from store.database import Connection

#: Accounts are seen by officers, and by who acts for the organisation.
VISIBLE_ACCOUNT = (
    "(:is_officer or exists (select from role_grant as g where g.person_id = :person_id and g.role = 'owner'"
    " and g.organisation_id = {t}.organisation_id))"
)
#: One's own tokens, and those of the accounts that one sees.
VISIBLE_TOKEN = (
    "({t}.person_id = :person_id or exists (select from service_account as a"
    f" where a.id = {{t}}.service_account_id and {VISIBLE_ACCOUNT.replace('{t}', 'a')}))"
)


async def insert_account(tx: Connection, organisation_id: UUID | None, name: str) -> ServiceAccount:
    """Store a service account."""
    row = await tx.fetchrow(
        """
        insert into service_account (organisation_id, name) values ($1, $2)
        returning id, organisation_id, name, created_at, disabled_at
        """,
        organisation_id,
        name,
    )
    if row is None:
        raise AssertionError("an insert returns its row")  # pragma: no cover
    return ServiceAccount(*row)


async def lock_account(tx: Connection, account_id: UUID) -> ServiceAccount | None:
    """Find a service account and keep it as it is until the transaction ends."""
    row = await tx.fetchrow(
        """
        select id, organisation_id, name, created_at, disabled_at
        from service_account where id = $1
        for update
        """,
        account_id,
    )
    return None if row is None else ServiceAccount(*row)


async def disable_account(tx: Connection, account_id: UUID) -> None:
    """Switch a service account off; its tokens are worthless from then on."""
    await tx.execute(
        "update service_account set disabled_at = now() where id = $1 and disabled_at is null", account_id
    )


async def insert_token(tx: Connection, token_hash: bytes, person_id: UUID | None, new: NewToken) -> ApiToken:
    """Store a token under its hash, for a person or for the account that it names."""
    row = await tx.fetchrow(
        """
        insert into api_token (token_hash, person_id, service_account_id, name, scopes, expires_at)
        values ($1, $2, $3, $4, $5, now() + $6)
        returning id, person_id, service_account_id, name, scopes, expires_at, last_used_on, revoked_at
        """,
        token_hash,
        person_id,
        new.service_account_id,
        new.name,
        sorted(new.scopes),
        timedelta(days=new.days),
    )
    if row is None:
        raise AssertionError("an insert returns its row")  # pragma: no cover
    return _token(row)


async def lock_token(tx: Connection, token_id: UUID) -> ApiToken | None:
    """Find a token by id and keep it as it is until the transaction ends."""
    row = await tx.fetchrow(
        """
        select id, person_id, service_account_id, name, scopes, expires_at, last_used_on, revoked_at
        from api_token where id = $1
        for update
        """,
        token_id,
    )
    return None if row is None else _token(row)


async def revoke_token(tx: Connection, token_id: UUID) -> None:
    """Make a token worthless; one that was revoked before stays revoked since then."""
    await tx.execute("update api_token set revoked_at = now() where id = $1 and revoked_at is null", token_id)


async def count_valid(connection: Connection, person_id: UUID | None, service_account_id: UUID | None) -> int:
    """Count the tokens of a holder that can still be used."""
    counted: int = await connection.fetchval(
        """
        select count(*) from api_token
        where (person_id = $1 or service_account_id = $2) and revoked_at is null and expires_at > now()
        """,
        person_id,
        service_account_id,
    )
    return counted


async def holder(connection: Connection, token_hash: bytes) -> Actor | None:
    """Find who acts with a token, as far as its scopes reach, in one statement; None when it is not valid (any more).

    A service account of an organisation acts for it as its owner does; one of no organisation is an officer.
    """
    row = await connection.fetchrow(
        f"""
        select
            token.id as token_id, token.scopes, token.service_account_id, account.name as account_name,
            account.organisation_id, {ACTOR_COLUMNS}
        from api_token as token
        left join person on person.id = token.person_id
        left join service_account as account on account.id = token.service_account_id
        where token.token_hash = $1 and token.expires_at > now() and token.revoked_at is null
            and account.disabled_at is null
        """,  # noqa: S608 - our own columns
        token_hash,
    )
    if row is None:
        return None
    is_program = row["service_account_id"] is not None
    whole = _program(row) if is_program else actor_of(row)
    return replace(within(whole, _scopes(row)), token_id=row["token_id"])


async def note_use(connection: Connection, token_id: UUID) -> None:
    """Note that a token was used today; once a day is enough to tell which nobody uses any more."""
    await connection.execute(
        """
        update api_token set last_used_on = current_date
        where id = $1 and last_used_on is distinct from current_date
        """,
        token_id,
    )


async def delete_ended(tx: Connection) -> int:
    """Forget tokens that ended a year ago, which the audit trail still names, and say how many."""
    forgotten: int = await tx.fetchval(
        """
        with gone as (
            delete from api_token where least(expires_at, revoked_at) < now() - interval '365 days' returning id
        )
        select count(*) from gone
        """
    )
    return forgotten


def _program(row: asyncpg.Record) -> Actor:
    organisation_id: UUID | None = row["organisation_id"]
    return Actor(
        name=row["account_name"],
        is_officer=organisation_id is None,
        owner_of=frozenset({organisation_id}) if organisation_id else frozenset(),
        service_account_id=row["service_account_id"],
    )


def _scopes(row: asyncpg.Record) -> frozenset[Scope]:
    return frozenset(Scope(each) for each in row["scopes"])


def _token(row: asyncpg.Record) -> ApiToken:
    return ApiToken(**{**dict(row), "scopes": _scopes(row)})
