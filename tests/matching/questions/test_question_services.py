from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from matching.challenges.model import Challenge
from matching.questions import repository, service
from matching.questions.model import LONGEST_QUESTION, MOST_OPEN
from store.actor import Actor
from store.database import Connection

Refuses = Callable[..., AbstractAsyncContextManager[None]]
Sees = Callable[..., Awaitable[bool]]
NOBODY = Actor.anonymous()
TEXT = {"en": "Which district comes first?"}


async def test_anybody_signed_in_asks_and_everybody_reads_the_answer(
    tx: Connection, stranger: Actor, owner: Actor, challenge: Challenge, sees: Sees
) -> None:
    asked = await service.ask(tx, stranger, challenge.id, TEXT)
    assert await sees(repository.VISIBLE, "question", asked, NOBODY)
    await service.answer(tx, owner, asked, 1, {"en": " The northern one. "})
    row = await tx.fetchrow("select answer->>'en', answered_by, version from question where id = $1", asked)
    assert row is not None
    assert tuple(row) == ("The northern one.", owner.person_id, 2)


async def test_who_is_nobody_or_asks_about_what_is_not_public_is_refused(
    tx: Connection, owner: Actor, stranger: Actor, draft_challenge: Challenge, refused: Refuses
) -> None:
    async with refused("SIGN_IN_FIRST"):
        await service.ask(tx, NOBODY, draft_challenge.id, TEXT)
    for actor in (stranger, owner):
        async with refused("UNKNOWN_CHALLENGE"):
            await service.ask(tx, actor, draft_challenge.id, TEXT)


async def test_nobody_floods_an_owner(
    tx: Connection, owner: Actor, stranger: Actor, challenge: Challenge, refused: Refuses
) -> None:
    asked = [
        await service.ask(tx, stranger, challenge.id, {"en": f"Question {each}"}) for each in range(MOST_OPEN)
    ]
    async with refused("TOO_MANY_QUESTIONS"):
        await service.ask(tx, stranger, challenge.id, TEXT)
    await service.answer(tx, owner, asked[0], 1, TEXT)
    await service.ask(tx, stranger, challenge.id, TEXT)


async def test_a_question_is_not_empty_or_endless(
    tx: Connection, stranger: Actor, challenge: Challenge, refused: Refuses
) -> None:
    async with refused("TEXT_MISSING"):
        await service.ask(tx, stranger, challenge.id, {"en": " "})
    async with refused("TEXT_TOO_LONG"):
        await service.ask(tx, stranger, challenge.id, {"en": "a" * (LONGEST_QUESTION + 1)})


async def test_only_the_owner_answers_and_nobody_overwrites_unread(
    tx: Connection, owner: Actor, officer: Actor, stranger: Actor, challenge: Challenge, refused: Refuses
) -> None:
    asked = await service.ask(tx, stranger, challenge.id, TEXT)
    for actor in (stranger, officer, NOBODY):
        async with refused("NOT_YOUR_CHALLENGE"):
            await service.answer(tx, actor, asked, 1, TEXT)
    await service.answer(tx, owner, asked, 1, TEXT)
    async with refused("CONFLICT"):
        await service.answer(tx, owner, asked, 1, TEXT)


async def test_what_an_officer_hides_is_read_by_those_concerned_only(
    tx: Connection,
    owner: Actor,
    officer: Actor,
    stranger: Actor,
    lead: Actor,
    challenge: Challenge,
    sees: Sees,
    refused: Refuses,
) -> None:
    asked = await service.ask(tx, stranger, challenge.id, TEXT)
    async with refused("OFFICERS_ONLY"):
        await service.hide(tx, owner, asked, "Why")
    async with refused("REASON_MISSING"):
        await service.hide(tx, officer, asked, " ")
    await service.hide(tx, officer, asked, "It names a neighbour")
    seen = [
        await sees(repository.VISIBLE, "question", asked, each)
        for each in (NOBODY, lead, owner, officer, stranger)
    ]
    assert seen == [False, False, True, True, True]
    async with refused("QUESTION_HIDDEN"):
        await service.answer(tx, owner, asked, 2, TEXT)
    async with refused("QUESTION_HIDDEN"):
        await service.hide(tx, officer, asked, "Again")


async def test_whoever_asked_is_forgotten_and_the_question_stays(
    tx: Connection, stranger: Actor, challenge: Challenge
) -> None:
    await service.ask(tx, stranger, challenge.id, TEXT)
    await tx.execute("delete from person where id = $1", stranger.person_id)
    assert await tx.fetchval("select count(*) from question where asked_by is null") == 1
