from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from uuid import UUID

import pytest_asyncio

from matching.agreements import service as agreements
from matching.agreements.model import Agreement
from matching.assignments.model import Match
from matching.assignments.repository import VISIBLE_MATCH
from matching.coaching import service
from matching.coaching.model import Entry, Kind
from matching.coaching.repository import VISIBLE_ENTRY
from matching.forms import today
from store.actor import Actor
from store.database import Connection
from tests.matching.conftest import MakesPerson, Refuses

DAY = date(2026, 1, 5)
NOTE = Entry(Kind.NOTE, "They have no test data", 45, DAY)
Sees = Callable[[str, str, UUID, Actor], Awaitable[bool]]


@pytest_asyncio.fixture
async def coach(make_person: MakesPerson) -> Actor:
    return await make_person("coach")


@pytest_asyncio.fixture
async def coaching(tx: Connection, officer: Actor, coach: Actor, match: Match) -> UUID:
    assert coach
    return await service.assign(tx, officer, match.id, "Coach@example.org ")


async def test_a_coach_sees_the_match_they_are_assigned_to_and_not_before(
    tx: Connection, officer: Actor, coach: Actor, match: Match, sees: Sees
) -> None:
    assert not await sees(VISIBLE_MATCH, "match", match.id, coach)
    coaching = await service.assign(tx, officer, match.id, "coach@example.org")
    assert await sees(VISIBLE_MATCH, "match", match.id, coach)
    assert await service.unassign(tx, officer, coaching) == match.id
    assert not await sees(VISIBLE_MATCH, "match", match.id, coach)


async def test_whoever_is_of_either_side_coaches_nobody_there(
    tx: Connection, officer: Actor, owner: Actor, match: Match, refused: Refuses
) -> None:
    assert owner
    for email in ("owner@example.org", "lead-of-mappers@example.org"):
        async with refused("COACH_IS_PARTIAL"):
            await service.assign(tx, officer, match.id, email)
    async with refused("EMAIL_UNKNOWN"):
        await service.assign(tx, officer, match.id, "nobody@example.org")
    async with refused("OFFICERS_ONLY"):
        await service.assign(tx, owner, match.id, "nobody@example.org")


async def test_a_note_stays_with_coach_and_officers_and_advice_goes_to_the_pair(
    tx: Connection,
    coaching: UUID,
    coach: Actor,
    officer: Actor,
    owner: Actor,
    lead: Actor,
    stranger: Actor,
    sees: Sees,
) -> None:
    await service.write(tx, coach, coaching, NOTE)
    await service.write(tx, coach, coaching, Entry(Kind.ADVICE, "Ask for test data", 15, DAY))
    rows = {row["kind"]: row["id"] for row in await tx.fetch("select id, kind from coaching_entry")}
    told = {
        kind: [
            await sees(VISIBLE_ENTRY, "coaching_entry", row, actor)
            for actor in (coach, officer, owner, lead, stranger)
        ]
        for kind, row in rows.items()
    }
    assert told == {"NOTE": [True, True, False, False, False], "ADVICE": [True, True, True, True, False]}


async def test_only_the_coach_writes_and_of_days_that_were(
    tx: Connection, coaching: UUID, coach: Actor, officer: Actor, refused: Refuses
) -> None:
    async with refused("NOT_YOUR_COACHING"):
        await service.write(tx, officer, coaching, NOTE)
    async with refused("WORDS_MISSING", "OUT_OF_RANGE", "STARTS_IN_FUTURE"):
        await service.write(tx, coach, coaching, Entry(Kind.NOTE, " ", 1441, today() + timedelta(days=2)))


async def test_in_a_coached_round_a_pair_has_a_coach_before_it_agrees(
    tx: Connection,
    officer: Actor,
    owner: Actor,
    coach: Actor,
    match: Match,
    agreement: Agreement,
    refused: Refuses,
) -> None:
    await tx.execute("update programme set mode = 'COACHED' where id = $1", match.programme_id)
    async with refused("COACH_MISSING"):
        await agreements.accept(tx, owner, agreement.id, agreement.version)
    assert coach
    await service.assign(tx, officer, match.id, "coach@example.org")
    assert (await agreements.accept(tx, owner, agreement.id, agreement.version)).accepted_by_owner_at
