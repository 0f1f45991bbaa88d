from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.assignments.model import Match
from matching.credits import repository, service
from matching.credits.model import MOST_HOURS, Claim
from matching.forms import today
from store.actor import Actor
from store.database import Connection
from store.refusal import Refused

Refuses = Callable[..., AbstractAsyncContextManager[None]]
Sees = Callable[..., Awaitable[bool]]
NOBODY = Actor.anonymous()
MAPS = Claim(5, date(2026, 10, 1), "Drew maps")


async def has(tx: Connection, actor: Actor) -> int:
    assert actor.person_id
    return await repository.balance(tx, actor.person_id)


async def earned(tx: Connection, match: Match, lead: Actor, owner: Actor, hours: int) -> None:
    """Hours in the match that the owner confirmed."""
    entry = await service.claim_for_match(tx, lead, match.id, replace(MAPS, hours=hours))
    await service.settle(tx, owner, entry, is_confirmed=True)


async def helped(tx: Connection, helper: Actor, helped_name: str, hours: int) -> UUID:
    return await service.claim_from_person(
        tx, helper, f"{helped_name}@example.org", replace(MAPS, hours=hours)
    )


async def test_hours_count_once_the_owner_confirms(
    tx: Connection, agreed_match: Match, lead: Actor, owner: Actor
) -> None:
    entry = await service.claim_for_match(tx, lead, agreed_match.id, MAPS)
    assert await has(tx, lead) == 0
    await service.settle(tx, owner, entry, is_confirmed=True)
    assert await has(tx, lead) == 5
    team = f"select {repository.EARNED_BY_TEAM.replace('{t}', 'team')} from team where id = $1"  # noqa: S608 - our own words
    assert await tx.fetchval(team, agreed_match.team_id) == 5


async def test_nobody_confirms_their_own_hours_or_others(
    tx: Connection, agreed_match: Match, lead: Actor, stranger: Actor, officer: Actor, refused: Refuses
) -> None:
    entry = await service.claim_for_match(tx, lead, agreed_match.id, MAPS)
    for actor in (lead, stranger, officer, NOBODY):
        async with refused("NOT_YOURS_TO_CONFIRM"):
            await service.settle(tx, actor, entry, is_confirmed=True)


async def test_what_was_declined_never_counts(
    tx: Connection, agreed_match: Match, lead: Actor, owner: Actor, refused: Refuses
) -> None:
    entry = await service.claim_for_match(tx, lead, agreed_match.id, MAPS)
    await service.settle(tx, owner, entry, is_confirmed=False)
    assert await has(tx, lead) == 0
    async with refused("CREDIT_SETTLED"):
        await service.settle(tx, owner, entry, is_confirmed=True)


async def test_nobody_has_less_than_nothing(
    tx: Connection, agreed_match: Match, lead: Actor, owner: Actor, stranger: Actor, refused: Refuses
) -> None:
    entry = await helped(tx, stranger, "lead-of-mappers", 6)
    await earned(tx, agreed_match, lead, owner, 5)
    async with refused("BALANCE_TOO_LOW"):
        await service.settle(tx, lead, entry, is_confirmed=True)
    await earned(tx, agreed_match, lead, owner, 1)
    await service.settle(tx, lead, entry, is_confirmed=True)
    assert (await has(tx, lead), await has(tx, stranger)) == (0, 6)


async def test_who_may_claim_what(
    tx: Connection, match: Match, lead: Actor, owner: Actor, stranger: Actor, refused: Refuses
) -> None:
    for actor in (owner, stranger, NOBODY):
        async with refused("NOT_YOUR_TEAM"):
            await service.claim_for_match(tx, actor, match.id, MAPS)
    async with refused("MATCH_STATE"):
        await service.claim_for_match(tx, lead, match.id, MAPS)
    async with refused("UNKNOWN_MATCH"):
        await service.claim_for_match(tx, lead, uuid4(), MAPS)
    async with refused("CONFLICT_OF_INTEREST"):
        await service.claim_for_match(tx, replace(lead, owner_of=owner.owner_of), match.id, MAPS)
    async with refused("SIGN_IN_FIRST"):
        await service.claim_from_person(tx, NOBODY, "owner@example.org", MAPS)
    async with refused("EMAIL_UNKNOWN"):
        await service.claim_from_person(tx, lead, "nobody@example.org", MAPS)
    async with refused("HELPED_ONESELF"):
        await service.claim_from_person(tx, lead, "lead-of-mappers@example.org", MAPS)


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        (replace(MAPS, hours=0), "OUT_OF_RANGE"),
        (replace(MAPS, hours=MOST_HOURS + 1), "OUT_OF_RANGE"),
        (replace(MAPS, what=" "), "TEXT_MISSING"),
    ],
)
async def test_a_claim_that_is_none_is_refused(
    tx: Connection, agreed_match: Match, lead: Actor, refused: Refuses, claim: Claim, code: str
) -> None:
    async with refused(code):
        await service.claim_for_match(tx, lead, agreed_match.id, claim)


async def test_tomorrows_hours_are_refused(
    tx: Connection, agreed_match: Match, lead: Actor, refused: Refuses
) -> None:
    async with refused("DATE_IN_FUTURE"):
        await service.claim_for_match(
            tx, lead, agreed_match.id, replace(MAPS, worked_on=today() + timedelta(days=1))
        )


async def test_both_sides_see_an_entry_and_others_do_not(
    tx: Connection, agreed_match: Match, lead: Actor, owner: Actor, stranger: Actor, sees: Sees
) -> None:
    entry = await service.claim_for_match(tx, lead, agreed_match.id, MAPS)
    seen = [await sees(repository.VISIBLE, "credit", entry, each) for each in (lead, owner, stranger, NOBODY)]
    assert seen == [True, True, False, False]


async def test_a_ledger_adds_up(
    tx: Connection, agreed_match: Match, lead: Actor, owner: Actor, stranger: Actor
) -> None:
    await earned(tx, agreed_match, lead, owner, 8)
    await service.settle(tx, lead, await helped(tx, stranger, "lead-of-mappers", 3), is_confirmed=True)
    await helped(tx, lead, "stranger", 2)
    assert lead.person_id
    rows = await repository.ledger(tx, lead.person_id)
    assert sorted((row["hours"], row["is_mine"], row["confirmed_at"] is None) for row in rows) == [
        (2, True, True), (3, False, False), (8, True, False),
    ]  # fmt: skip
    assert rows[-1]["balance"] == 5 == await has(tx, lead)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 9)), max_size=8))
async def test_whatever_is_confirmed_in_whatever_order_nobody_falls_below_nothing(
    tx: Connection,
    agreed_match: Match,
    lead: Actor,
    owner: Actor,
    stranger: Actor,
    moves: list[tuple[bool, int]],
) -> None:
    await tx.execute("delete from credit")
    expected = 0
    for is_earned, hours in moves:
        if is_earned:
            await earned(tx, agreed_match, lead, owner, hours)
            expected += hours
            continue
        entry = await helped(tx, stranger, "lead-of-mappers", hours)
        if hours > expected:
            with pytest.raises(Refused):
                await service.settle(tx, lead, entry, is_confirmed=True)
        else:
            await service.settle(tx, lead, entry, is_confirmed=True)
            expected -= hours
        assert await has(tx, lead) == expected >= 0
