from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from uuid import uuid4

from matching.assignments.model import Match
from matching.messages import repository, service
from store.actor import Actor
from store.database import Connection

Refuses = Callable[..., AbstractAsyncContextManager[None]]
Sees = Callable[..., Awaitable[bool]]
NOBODY = Actor.anonymous()


async def test_both_sides_and_officers_write_and_read_and_nobody_else(
    tx: Connection, agreed_match: Match, owner: Actor, lead: Actor, officer: Actor, stranger: Actor, sees: Sees,
    refused: Refuses,
) -> None:  # fmt: skip
    sent = [await service.send(tx, each, agreed_match.id, " Tuesday? ") for each in (owner, lead, officer)]
    rows = await tx.fetch("select side, text from match_message order by sent_at, side")
    assert {tuple(row) for row in rows} == {
        ("OWNER", "Tuesday?"),
        ("TEAM", "Tuesday?"),
        ("OFFICER", "Tuesday?"),
    }
    for actor in (owner, lead, officer):
        assert await sees(repository.VISIBLE, "match_message", sent[0], actor)
    for actor in (stranger, NOBODY):
        assert not await sees(repository.VISIBLE, "match_message", sent[0], actor)
        async with refused("NOT_YOUR_MATCH"):
            await service.send(tx, actor, agreed_match.id, "Hello")


async def test_an_empty_message_and_an_unknown_match_are_refused(
    tx: Connection, agreed_match: Match, lead: Actor, refused: Refuses
) -> None:
    async with refused("TEXT_MISSING"):
        await service.send(tx, lead, agreed_match.id, "  ")
    async with refused("UNKNOWN_MATCH"):
        await service.send(tx, lead, uuid4(), "Hello")


async def test_the_audit_trail_keeps_that_somebody_wrote_and_not_what(
    tx: Connection, agreed_match: Match, lead: Actor
) -> None:
    await service.send(tx, lead, agreed_match.id, "Between us")
    trail = await tx.fetch("select after::text from audit_event where action = 'message.sent'")
    assert len(trail) == 1
    assert "Between us" not in trail[0][0]
