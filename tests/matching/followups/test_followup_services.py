from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest_asyncio

from matching.assignments.model import Match
from matching.delivery import service as delivery
from matching.followups import repository, service
from matching.followups.model import Answer
from matching.forms import today
from store.actor import Actor
from store.database import Connection

Refuses = Callable[..., AbstractAsyncContextManager[None]]
Sees = Callable[..., Awaitable[bool]]
NOBODY = Actor.anonymous()
YES = Answer(is_in_service=True, since=today() - timedelta(days=9), note={"en": " In two districts "})


async def delivered(tx: Connection, match: Match, lead: Actor, months: int) -> None:
    """Deliver so many months ago."""
    await delivery.deliver(tx, lead, match.id, "https://github.com/example-org/dengue-map")
    await tx.execute(
        "update delivery set delivered_at = now() - make_interval(months => $1, days => 1)", months
    )


@pytest_asyncio.fixture
async def check(tx: Connection, agreed_match: Match, lead: Actor) -> UUID:
    await delivered(tx, agreed_match, lead, 3)
    await service.ask_due(tx)
    found: UUID = await tx.fetchval("select id from service_check")
    return found


async def test_it_is_asked_after_three_six_and_twelve_months_each_once(
    tx: Connection, agreed_match: Match, lead: Actor
) -> None:
    asked = []
    await delivered(tx, agreed_match, lead, 2)
    for months in (2, 3, 6, 11, 12):
        await tx.execute(
            "update delivery set delivered_at = now() - make_interval(months => $1, days => 1)", months
        )
        asked.append(await service.ask_due(tx))
        assert await service.ask_due(tx) == 0
    assert asked == [0, 1, 1, 0, 1]
    assert [row[0] for row in await tx.fetch("select months from service_check order by months")] == [
        3,
        6,
        12,
    ]


async def test_what_was_only_reported_is_not_asked_about(
    tx: Connection, agreed_match: Match, lead: Actor
) -> None:
    await delivered(tx, agreed_match, lead, 12)
    await tx.execute("update programme set source = 'A report'")
    assert await service.ask_due(tx) == 0


async def test_the_owner_answers_and_everybody_reads_it_then(
    tx: Connection, owner: Actor, lead: Actor, check: UUID, sees: Sees
) -> None:
    seen = [await sees(repository.VISIBLE, "service_check", check, each) for each in (NOBODY, lead, owner)]
    assert seen == [False, True, True]
    await service.answer(tx, owner, check, YES)
    row = await tx.fetchrow("select is_in_service, since, note->>'en', answered_by from service_check")
    assert row is not None
    assert tuple(row) == (True, YES.since, "In two districts", owner.person_id)
    assert await sees(repository.VISIBLE, "service_check", check, NOBODY)


async def test_what_came_to_an_end_is_said_too(tx: Connection, owner: Actor, check: UUID) -> None:
    await service.answer(tx, owner, check, YES)
    await service.answer(tx, owner, check, Answer(is_in_service=False, since=None, note={}))
    assert await tx.fetchval("select is_in_service from service_check") is False


async def test_nobody_answers_for_the_owner(
    tx: Connection, lead: Actor, officer: Actor, check: UUID, refused: Refuses
) -> None:
    for actor in (lead, officer, NOBODY):
        async with refused("NOT_YOUR_CHALLENGE"):
            await service.answer(tx, actor, check, YES)


async def test_an_answer_that_makes_no_sense_is_refused(
    tx: Connection, owner: Actor, check: UUID, refused: Refuses
) -> None:
    async with refused("SINCE_MISSING"):
        await service.answer(tx, owner, check, Answer(is_in_service=True, since=None, note={}))
    async with refused("DATE_IN_FUTURE"):
        tomorrow = today() + timedelta(days=1)
        await service.answer(tx, owner, check, Answer(is_in_service=True, since=tomorrow, note={}))
    async with refused("NOT_IN_SERVICE"):
        await service.answer(tx, owner, check, Answer(is_in_service=False, since=today(), note={}))
    async with refused("UNKNOWN_SERVICE_CHECK"):
        await service.answer(tx, owner, uuid4(), YES)
