from datetime import timedelta
from uuid import UUID

import pytest_asyncio

from matching.challenges.model import Answer, Readiness
from matching.forms import today
from matching.programmes.model import Programme
from matching.surveys import service
from matching.surveys.model import MOST_TOPICS, AnswerForm, Topic
from registry.people.model import Organisation
from store.actor import Actor
from store.database import Connection
from tests.matching.conftest import Refuses

SAID = AnswerForm(
    " Fewer forms ",
    {Readiness.URGENT_NEED: Answer.NO},
    (Topic("Trees", "Nobody counts them"), Topic(" ", " ")),
)


@pytest_asyncio.fixture
async def survey(tx: Connection, officer: Actor) -> UUID:
    return await service.begin(tx, officer, {"en": "Needs of 2027"}, today() + timedelta(days=30))


@pytest_asyncio.fixture
async def topic(tx: Connection, survey: UUID, owner: Actor, tainan: Organisation) -> UUID:
    await service.answer(tx, owner, survey, tainan.id, SAID)
    found: UUID = await tx.fetchval("select id from survey_topic")
    return found


async def test_a_local_government_answers_and_answers_anew(
    tx: Connection, survey: UUID, owner: Actor, tainan: Organisation
) -> None:
    await service.answer(tx, owner, survey, tainan.id, SAID)
    await service.answer(tx, owner, survey, tainan.id, AnswerForm("Better water", {}, (Topic("Wells"),)))
    rows = await tx.fetch("select needs, readiness from survey_answer")
    assert [(row["needs"], row["readiness"]) for row in rows] == [("Better water", {})]
    assert [row[0] for row in await tx.fetch("select title from survey_topic")] == ["Wells"]


async def test_what_was_judged_or_drafted_outlives_a_new_answer(
    tx: Connection, survey: UUID, topic: UUID, officer: Actor, owner: Actor, tainan: Organisation
) -> None:
    await service.judge_topic(tx, officer, topic, "Needs a law")
    await service.answer(
        tx, owner, survey, tainan.id, AnswerForm("Other", {}, (Topic("Trees"), Topic("Wells")))
    )
    rows = await tx.fetch("select title, outside_reason from survey_topic order by title")
    assert [tuple(row) for row in rows] == [("Trees", "Needs a law"), ("Wells", None)]


async def test_a_topic_becomes_a_draft_once(
    tx: Connection,
    topic: UUID,
    owner: Actor,
    stranger: Actor,
    officer: Actor,
    programme: Programme,
    refused: Refuses,
) -> None:
    async with refused("NOT_YOUR_ORGANISATION"):
        await service.draft(tx, stranger, topic, programme.id)
    drafted = await service.draft(tx, owner, topic, programme.id)
    assert (drafted.title, drafted.problem) == ({"en": "Trees"}, {"en": "Nobody counts them"})
    async with refused("TOPIC_DRAFTED"):
        await service.draft(tx, owner, topic, programme.id)
    async with refused("TOPIC_DRAFTED"):
        await service.judge_topic(tx, officer, topic, "Late")


async def test_a_need_outside_is_kept_and_no_draft_until_taken_back(
    tx: Connection, topic: UUID, owner: Actor, officer: Actor, programme: Programme, refused: Refuses
) -> None:
    async with refused("OFFICERS_ONLY"):
        await service.judge_topic(tx, owner, topic, "I say so")
    await service.judge_topic(tx, officer, topic, " Needs a law ")
    async with refused("TOPIC_OUTSIDE"):
        await service.draft(tx, owner, topic, programme.id)
    await service.judge_topic(tx, officer, topic, " ")
    assert (await service.draft(tx, owner, topic, programme.id)).title == {"en": "Trees"}


async def test_only_local_governments_answer_for_themselves_and_in_time(
    tx: Connection, survey: UUID, owner: Actor, stranger: Actor, tainan: Organisation, refused: Refuses
) -> None:
    async with refused("NOT_YOUR_ORGANISATION"):
        await service.answer(tx, stranger, survey, tainan.id, SAID)
    async with refused("SURVEY_NEEDS_MISSING", "TOO_MANY_ENTRIES"):
        await service.answer(
            tx, owner, survey, tainan.id, AnswerForm(" ", {}, (Topic("One"),) * (MOST_TOPICS + 1))
        )
    await tx.execute("update organisation set kind = 'AGENCY' where id = $1", tainan.id)
    async with refused("NOT_ASKED"):
        await service.answer(tx, owner, survey, tainan.id, SAID)
    await tx.execute("update organisation set kind = 'LOCAL_GOVERNMENT' where id = $1", tainan.id)
    await tx.execute("update survey set closes_on = current_date - 1")
    async with refused("SURVEY_CLOSED"):
        await service.answer(tx, owner, survey, tainan.id, SAID)


async def test_only_officers_ask_and_not_for_yesterday(
    tx: Connection, officer: Actor, owner: Actor, refused: Refuses
) -> None:
    async with refused("OFFICERS_ONLY"):
        await service.begin(tx, owner, {"en": "Mine"}, today())
    async with refused("TITLE_MISSING", "DATE_PASSED"):
        await service.begin(tx, officer, {"en": " "}, today() - timedelta(days=1))
