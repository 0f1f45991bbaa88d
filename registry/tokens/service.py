"""Who may make a token or a service account, what it may do, and how it is taken back."""

from dataclasses import replace
from uuid import UUID

from registry.people import repository as people
from registry.people.model import LONGEST_NAME, token_hash
from registry.sessions.service import own
from registry.texts import is_plain
from registry.tokens import repository
from registry.tokens.model import (
    LEAST_DAYS,
    MOST_DAYS,
    MOST_TOKENS,
    ApiToken,
    NewToken,
    Scope,
    ServiceAccount,
    new_api_token,
)
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Problems, Refused, refuse_unless


async def create(tx: Connection, actor: Actor, new: NewToken) -> tuple[ApiToken, str]:
    """Make a token, one's own or a service account's, and return it with the secret, which is shown once.

    Raises:
        Refused: SESSION_NEEDED, NAME_MISSING, TEXT_TOO_LONG, TEXT_NOT_PLAIN, TOKEN_LIFE_OUT_OF_RANGE,
            SCOPE_NOT_YOURS, UNKNOWN_ACCOUNT, ACCOUNT_DISABLED or TOO_MANY_TOKENS.
    """
    person_id: UUID | None = own(actor)
    problems = _judged_name(new.name)
    is_in_range = LEAST_DAYS <= new.days <= MOST_DAYS
    problems.unless(is_in_range, "TOKEN_LIFE_OUT_OF_RANGE", "days", least=LEAST_DAYS, most=MOST_DAYS)
    problems.refuse()
    may_officiate = actor.is_officer
    if new.service_account_id is not None:
        account = await _locked(tx, actor, new.service_account_id, "serviceAccountId")
        refuse_unless(account.disabled_at is None, "ACCOUNT_DISABLED", "serviceAccountId")
        may_officiate = may_officiate and account.organisation_id is None
        person_id = None
    refuse_unless(Scope.OFFICER not in new.scopes or may_officiate, "SCOPE_NOT_YOURS", "scopes")
    held = await repository.count_valid(tx, person_id, new.service_account_id)
    refuse_unless(held < MOST_TOKENS, "TOO_MANY_TOKENS", most=MOST_TOKENS)
    secret = new_api_token()
    whole = replace(new, name=new.name.strip(), scopes=new.scopes | {Scope.READ})
    token = await repository.insert_token(tx, token_hash(secret), person_id, whole)
    await audit.record(tx, actor, "token.created", "api_token", token.id, after=_facts(token))
    return token, secret


async def revoke(tx: Connection, actor: Actor, token_id: UUID) -> ApiToken:
    """Take a token back: one's own, or one of an account that one may run. A token may take itself back.

    Raises:
        Refused: SESSION_NEEDED or UNKNOWN_TOKEN.
    """
    if actor.token_id != token_id:
        own(actor)
    token = await repository.lock_token(tx, token_id)
    if token is None or not await _may_revoke(tx, actor, token):
        raise Refused(Problem("UNKNOWN_TOKEN", "id"))
    await repository.revoke_token(tx, token_id)
    before = {**_facts(token), "was_valid": token.revoked_at is None}
    may = replace(actor, may_write=True)  # to lose a right takes none
    await audit.record(tx, may, "token.revoked", "api_token", token_id, before=before, after={})
    return token


async def create_account(
    tx: Connection, actor: Actor, organisation_id: UUID | None, name: str
) -> ServiceAccount:
    """Make an account that a program acts as, for an organisation or, without one, for the officers.

    Raises:
        Refused: SESSION_NEEDED, OFFICERS_ONLY, NOT_YOUR_ORGANISATION, UNKNOWN_ORGANISATION, NAME_MISSING,
            TEXT_TOO_LONG or TEXT_NOT_PLAIN.
    """
    own(actor)
    if organisation_id is None:
        refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    else:
        may_run = actor.is_officer or actor.owns(organisation_id)
        refuse_unless(may_run, "NOT_YOUR_ORGANISATION", "organisationId")
        known = await people.find_organisation(tx, organisation_id)
        refuse_unless(known, "UNKNOWN_ORGANISATION", "organisationId")
    _judged_name(name).refuse()
    account = await repository.insert_account(tx, organisation_id, name.strip())
    after = {"name": account.name, "organisation_id": str(organisation_id) if organisation_id else None}
    await audit.record(tx, actor, "service_account.created", "service_account", account.id, after=after)
    return account


async def disable_account(tx: Connection, actor: Actor, account_id: UUID) -> ServiceAccount:
    """Switch a service account off for good, with all its tokens.

    Raises:
        Refused: SESSION_NEEDED or UNKNOWN_ACCOUNT.
    """
    own(actor)
    account = await _locked(tx, actor, account_id, "id")
    await repository.disable_account(tx, account_id)
    before = {"is_disabled": account.disabled_at is not None}
    await audit.record(
        tx, actor, "service_account.disabled", "service_account", account_id, before, {"is_disabled": True}
    )
    return account


async def _locked(tx: Connection, actor: Actor, account_id: UUID, field: str) -> ServiceAccount:
    account = await repository.lock_account(tx, account_id)
    if account is None or not _runs(actor, account):
        raise Refused(Problem("UNKNOWN_ACCOUNT", field))
    return account


def _runs(actor: Actor, account: ServiceAccount) -> bool:
    return actor.is_officer or (account.organisation_id is not None and actor.owns(account.organisation_id))


async def _may_revoke(tx: Connection, actor: Actor, token: ApiToken) -> bool:
    if token.id == actor.token_id or (token.person_id is not None and token.person_id == actor.person_id):
        return True
    if token.service_account_id is None:
        return actor.is_officer  # whoever left, or whose token was found in the open
    account = await repository.lock_account(tx, token.service_account_id)
    return account is not None and _runs(actor, account)


def _judged_name(name: str) -> Problems:
    problems = Problems()
    problems.unless(name.strip(), "NAME_MISSING", "name")
    problems.unless(len(name) <= LONGEST_NAME, "TEXT_TOO_LONG", "name", limit=LONGEST_NAME, length=len(name))
    problems.unless(is_plain(name), "TEXT_NOT_PLAIN", "name")
    return problems


def _facts(token: ApiToken) -> dict[str, object]:
    return {
        "person_id": str(token.person_id) if token.person_id else None,
        "service_account_id": str(token.service_account_id) if token.service_account_id else None,
        "scopes": sorted(token.scopes),
        "expires_at": token.expires_at.isoformat(),
    }
