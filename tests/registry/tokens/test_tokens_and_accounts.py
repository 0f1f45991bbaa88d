from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from registry.people import service as people
from registry.people.model import NewOrganisation, OrganisationKind, token_hash
from registry.sessions import service as sessions
from registry.tokens import repository, service
from registry.tokens.model import MOST_TOKENS, PREFIX, NewToken, Scope
from store.actor import Actor, Role
from store.database import Connection
from store.refusal import Refused

ALL = frozenset(Scope)


@contextmanager
def refused(*codes: str) -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    assert tuple(problem.code for problem in caught.value.problems) == codes


def new(*scopes: Scope, days: int = 30, account: UUID | None = None) -> NewToken:
    return NewToken("dashboard", frozenset(scopes), days, account)


async def person(tx: Connection, role: Role | None = None, organisation_id: UUID | None = None) -> Actor:
    made = await people.register_person(tx, Actor.system(), f"{uuid4().hex}@example.org", "Ming", "en")
    if role is not None:
        await people.grant(tx, Actor.system(), made.id, role, organisation_id)
    held = await sessions.holder_of(tx, await sessions.sign_in(tx, made.id))
    assert held is not None
    return held[1]


async def organisation(tx: Connection) -> UUID:
    new_one = NewOrganisation({"en": "Tainan"}, OrganisationKind.LOCAL_GOVERNMENT)
    return (await people.register_organisation(tx, Actor.system(), new_one)).id


async def holder(tx: Connection, secret: str) -> Actor:
    found = await repository.holder(tx, token_hash(secret))
    assert found is not None
    return found


async def count(tx: Connection, table: str) -> int:
    return int(await tx.fetchval(f"select count(*) from {table}"))  # noqa: S608 - the test's own table names


async def test_only_the_hash_of_a_token_is_stored(tx: Connection) -> None:
    token, secret = await service.create(tx, await person(tx), new())
    assert secret.startswith(PREFIX)
    assert len(secret) == len(PREFIX) + 43
    row: Any = await tx.fetchrow("select token_hash, expires_at - created_at as lasts from api_token")
    assert (row["token_hash"], row["lasts"]) == (token_hash(secret), timedelta(days=30))
    told = await tx.fetchval("select string_agg(coalesce(after::text, ''), ' ') from audit_event")
    assert secret not in told
    assert token.scopes == {Scope.READ}


@pytest.mark.parametrize(
    ("scopes", "is_officer", "may_write"),
    [
        ((), False, False),
        ((Scope.WRITE,), False, True),
        ((Scope.OFFICER,), True, False),
        ((Scope.WRITE, Scope.OFFICER), True, True),
    ],
)
async def test_a_token_reaches_as_far_as_its_scopes(
    tx: Connection, scopes: tuple[Scope, ...], *, is_officer: bool, may_write: bool
) -> None:
    officer = await person(tx, Role.OFFICER)
    token, secret = await service.create(tx, officer, new(*scopes))
    acting = await holder(tx, secret)
    assert acting == replace(officer, is_officer=is_officer, may_write=may_write, token_id=token.id)


async def test_a_role_taken_back_is_gone_from_its_tokens(tx: Connection) -> None:
    officer = await person(tx, Role.OFFICER)
    _, secret = await service.create(tx, officer, new(*ALL))
    await tx.execute("delete from role_grant")
    assert not (await holder(tx, secret)).is_officer


async def test_nobody_gives_a_scope_that_they_have_not(tx: Connection) -> None:
    with refused("SCOPE_NOT_YOURS"):
        await service.create(tx, await person(tx, Role.REVIEWER), new(Scope.OFFICER))
    assert await count(tx, "api_token") == 0


@pytest.mark.parametrize("days", [-1, 0, 366, 10_000])
async def test_a_token_lives_a_year_at_most(tx: Connection, days: int) -> None:
    with refused("TOKEN_LIFE_OUT_OF_RANGE"):
        await service.create(tx, await person(tx), new(days=days))
    assert await count(tx, "api_token") == 0


async def test_a_token_makes_no_tokens_and_ends_no_sessions(tx: Connection) -> None:
    officer = await person(tx, Role.OFFICER)
    _, secret = await service.create(tx, officer, new(*ALL))
    acting = await holder(tx, secret)
    for attempt in (
        service.create(tx, acting, new()),
        service.create_account(tx, acting, None, "name"),
        sessions.sign_out_everywhere(tx, acting),
        sessions.end(tx, acting, uuid4()),
    ):
        with refused("SESSION_NEEDED"):
            await attempt
    assert (await count(tx, "api_token"), await count(tx, "session")) == (1, 1)


async def test_a_holder_has_so_many_tokens_and_no_more(tx: Connection) -> None:
    actor = await person(tx)
    for _ in range(MOST_TOKENS):
        token, _secret = await service.create(tx, actor, new())
    with refused("TOO_MANY_TOKENS"):
        await service.create(tx, actor, new())
    await service.revoke(tx, actor, token.id)
    await service.create(tx, actor, new())
    assert await count(tx, "api_token") == MOST_TOKENS + 1


@pytest.mark.parametrize(
    "ended",
    [
        "update api_token set revoked_at = now()",
        "update api_token set expires_at = now()",
        "delete from person where id in (select person_id from api_token)",
    ],
)
async def test_a_token_that_ended_lets_nobody_in(tx: Connection, ended: str) -> None:
    _, secret = await service.create(tx, await person(tx), new())
    await tx.execute(ended)
    assert await repository.holder(tx, token_hash(secret)) is None


async def test_a_token_is_taken_back_by_its_holder_an_officer_or_itself(tx: Connection) -> None:
    ming, other, officer = await person(tx), await person(tx), await person(tx, Role.OFFICER)
    token, secret = await service.create(tx, ming, new())
    with refused("UNKNOWN_TOKEN"):
        await service.revoke(tx, other, token.id)
    assert await repository.holder(tx, token_hash(secret)) is not None
    await service.revoke(tx, await holder(tx, secret), token.id)  # though it may only read
    assert await repository.holder(tx, token_hash(secret)) is None
    await service.revoke(tx, officer, token.id)
    actions = await tx.fetch("select person_id, token_id from audit_event where action = 'token.revoked'")
    assert [tuple(each) for each in actions] == [
        (ming.person_id, token.id),
        (officer.person_id, None),
    ]


async def test_one_token_does_not_take_another_back(tx: Connection) -> None:
    ming = await person(tx)
    token, _ = await service.create(tx, ming, new())
    _, found = await service.create(tx, ming, new(Scope.WRITE))
    with refused("SESSION_NEEDED"):
        await service.revoke(tx, await holder(tx, found), token.id)
    assert await tx.fetchval("select count(*) from api_token where revoked_at is null") == 2


async def test_an_account_of_an_organisation_does_what_its_owner_may(tx: Connection) -> None:
    tainan = await organisation(tx)
    owner = await person(tx, Role.OWNER, tainan)
    account = await service.create_account(tx, owner, tainan, " City portal ")
    token, secret = await service.create(tx, owner, new(Scope.WRITE, account=account.id))
    assert await holder(tx, secret) == Actor(
        name="City portal",
        owner_of=frozenset({tainan}),
        service_account_id=account.id,
        token_id=token.id,
    )


async def test_what_an_account_does_is_in_the_audit_trail_by_its_name(tx: Connection) -> None:
    officer = await person(tx, Role.OFFICER)
    account = await service.create_account(tx, officer, None, "nightly")
    token, secret = await service.create(tx, officer, new(*ALL, account=account.id))
    await people.invite(tx, await holder(tx, secret), "new@example.org")
    event: Any = await tx.fetchrow(
        "select person_id, actor_name, service_account_id, token_id from audit_event where action = 'person.invited'"
    )
    assert tuple(event) == (None, "nightly", account.id, token.id)


async def test_a_token_that_reads_changes_nothing(tx: Connection) -> None:
    officer = await person(tx, Role.OFFICER)
    _, secret = await service.create(tx, officer, new(Scope.OFFICER))
    acting = await holder(tx, secret)
    with refused("SCOPE_MISSING"):
        async with tx.transaction():
            await people.invite(tx, acting, "new@example.org")
    assert await count(tx, "invitation") == 0


async def test_accounts_are_made_by_those_who_may_act_so(tx: Connection) -> None:
    tainan, officer = await organisation(tx), await person(tx, Role.OFFICER)
    owner, agency = await person(tx, Role.OWNER, tainan), await person(tx, Role.AGENCY, tainan)
    with refused("OFFICERS_ONLY"):
        await service.create_account(tx, owner, None, "name")
    with refused("NOT_YOUR_ORGANISATION"):
        await service.create_account(tx, agency, tainan, "name")
    with refused("UNKNOWN_ORGANISATION"):
        await service.create_account(tx, officer, uuid4(), "name")
    with refused("NAME_MISSING"):
        await service.create_account(tx, officer, None, "  ")
    assert await count(tx, "service_account") == 0


async def test_an_account_of_the_officers_is_no_owners_to_use(tx: Connection) -> None:
    tainan, officer = await organisation(tx), await person(tx, Role.OFFICER)
    owner = await person(tx, Role.OWNER, tainan)
    account = await service.create_account(tx, officer, None, "nightly")
    with refused("UNKNOWN_ACCOUNT"):
        await service.create(tx, owner, new(account=account.id))
    with refused("UNKNOWN_ACCOUNT"):
        await service.disable_account(tx, owner, account.id)
    own = await service.create_account(tx, officer, tainan, "portal")
    with refused("SCOPE_NOT_YOURS"):
        await service.create(tx, officer, new(Scope.OFFICER, account=own.id))
    assert await count(tx, "api_token") == 0


async def test_an_account_that_is_switched_off_lets_nobody_in_and_gets_no_tokens(tx: Connection) -> None:
    officer = await person(tx, Role.OFFICER)
    account = await service.create_account(tx, officer, None, "nightly")
    _, secret = await service.create(tx, officer, new(*ALL, account=account.id))
    await service.disable_account(tx, officer, account.id)
    assert await repository.holder(tx, token_hash(secret)) is None
    with refused("ACCOUNT_DISABLED"):
        await service.create(tx, officer, new(account=account.id))


async def test_the_day_of_its_last_use_is_noted_once_a_day(tx: Connection) -> None:
    token, _ = await service.create(tx, await person(tx), new())
    await repository.note_use(tx, token.id)
    first = await tx.fetchval("select xmin::text || ctid::text from api_token")
    await repository.note_use(tx, token.id)
    assert await tx.fetchval("select xmin::text || ctid::text from api_token") == first
    assert await tx.fetchval("select last_used_on = current_date from api_token")


async def test_tokens_are_forgotten_a_year_after_they_ended(tx: Connection) -> None:
    actor = await person(tx)
    await service.create(tx, actor, new())
    old, _ = await service.create(tx, actor, new())
    await tx.execute(
        "update api_token set created_at = now() - interval '731 days', expires_at = now() - interval '366 days'"
        " where id = $1",
        old.id,
    )
    assert await repository.delete_ended(tx) == 1
    assert await count(tx, "api_token") == 1
