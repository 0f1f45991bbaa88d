from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import date, timedelta
from uuid import UUID

import pytest_asyncio

from matching.assignments.model import Match
from matching.consents import repository as consent_rows
from matching.consents import service as consents
from matching.consents.model import Purpose
from matching.forms import today
from matching.notes import repository, service
from store.actor import Actor
from store.database import Connection

Refuses = Callable[..., AbstractAsyncContextManager[None]]
Sees = Callable[..., Awaitable[bool]]
NOBODY = Actor.anonymous()
DAY = date(2026, 10, 1)


@pytest_asyncio.fixture
async def note(tx: Connection, agreed_match: Match, lead: Actor) -> UUID:
    return await service.begin(tx, lead, agreed_match.id, "First meeting", DAY)


async def part_of(tx: Connection, note: UUID, actor: Actor) -> UUID:
    """Agree to be written down, and give the room for it."""
    await service.join(tx, actor, note, 1)
    found: UUID = await tx.fetchval(
        "select id from note_part where note_id = $1 and speaker_id = $2", note, actor.person_id
    )
    return found


async def test_nobody_is_written_down_before_they_agreed(
    tx: Connection, owner: Actor, lead: Actor, note: UUID
) -> None:
    assert await repository.parts(tx, note) == []
    part = await part_of(tx, note, owner)
    await service.write(tx, lead, part, 1, " We need it by spring ")
    (written,) = await repository.parts(tx, note)
    assert (written.text, written.speaker_id, written.approved_at) == (
        "We need it by spring",
        owner.person_id,
        None,
    )
    assert owner.person_id
    assert await consent_rows.standing(tx, owner.person_id, Purpose.RECORDING, note) is not None


async def test_only_the_speaker_approves_and_only_what_they_read(
    tx: Connection, owner: Actor, lead: Actor, officer: Actor, note: UUID, refused: Refuses
) -> None:
    part = await part_of(tx, note, owner)
    async with refused("TEXT_MISSING"):
        await service.approve(tx, owner, part, 1)
    await service.write(tx, lead, part, 1, "By spring")
    for actor in (lead, officer):
        async with refused("NOT_YOUR_PART"):
            await service.approve(tx, actor, part, 2)
    async with refused("CONFLICT"):
        await service.approve(tx, owner, part, 1)
    await service.approve(tx, owner, part, 2)
    await service.write(tx, lead, part, 2, "By autumn")
    (again,) = await repository.parts(tx, note)
    assert again.approved_at is None


async def test_nothing_is_published_before_everybody_approved(
    tx: Connection, owner: Actor, lead: Actor, note: UUID, refused: Refuses, sees: Sees
) -> None:
    async with refused("NOT_APPROVED_BY_ALL"):
        await service.publish(tx, lead, note)
    parts = {actor: await part_of(tx, note, actor) for actor in (owner, lead)}
    for actor, part in parts.items():
        await service.write(tx, actor, part, 1, "Said")
    await service.approve(tx, owner, parts[owner], 2)
    async with refused("NOT_APPROVED_BY_ALL"):
        await service.publish(tx, owner, note)
    await service.approve(tx, lead, parts[lead], 2)
    assert not await sees(repository.VISIBLE, "shared_note", note, NOBODY)
    await service.publish(tx, owner, note)
    assert await sees(repository.VISIBLE, "shared_note", note, NOBODY)
    async with refused("NOTE_PUBLISHED"):
        await service.write(tx, lead, parts[lead], 2, "Other words")


async def test_taking_the_consent_back_takes_the_part_away_also_when_published(
    tx: Connection, owner: Actor, note: UUID
) -> None:
    part = await part_of(tx, note, owner)
    await service.write(tx, owner, part, 1, "Said")
    await service.approve(tx, owner, part, 2)
    await service.publish(tx, owner, note)
    assert owner.person_id
    agreed = await consent_rows.standing(tx, owner.person_id, Purpose.RECORDING, note)
    assert agreed is not None
    await consents.withdraw(tx, owner, agreed.id)
    assert await repository.parts(tx, note) == []


async def test_others_have_no_part_in_it(
    tx: Connection, stranger: Actor, agreed_match: Match, note: UUID, refused: Refuses, sees: Sees
) -> None:
    for actor in (stranger, NOBODY):
        assert not await sees(repository.VISIBLE, "shared_note", note, actor)
        async with refused("NOT_YOUR_MATCH"):
            await service.begin(tx, actor, agreed_match.id, "Note", DAY)
        async with refused("NOT_YOUR_MATCH"):
            await service.join(tx, actor, note, 1)
        async with refused("NOT_YOUR_MATCH"):
            await service.publish(tx, actor, note)


async def test_a_note_needs_a_title_and_a_day_that_was(
    tx: Connection, agreed_match: Match, lead: Actor, refused: Refuses
) -> None:
    async with refused("TITLE_MISSING", "DATE_IN_FUTURE"):
        await service.begin(tx, lead, agreed_match.id, " ", today() + timedelta(days=1))


async def test_a_speaker_who_is_deleted_leaves_no_words(tx: Connection, owner: Actor, note: UUID) -> None:
    part = await part_of(tx, note, owner)
    await service.write(tx, owner, part, 1, "Said")
    await tx.execute("delete from person where id = $1", owner.person_id)
    assert await repository.parts(tx, note) == []
