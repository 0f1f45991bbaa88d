"""How surveys, answers and topics are stored, and who may see them."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import asyncpg

from matching.challenges.model import Answer, Readiness
from matching.forms import LocalizedText
from matching.surveys.model import AnswerForm, StoredTopic, Survey, Topic
from registry.slugs import variants
from store.database import Connection

#: That there is a survey everybody may know; what somebody answered, they themselves and officers.
VISIBLE_ANSWER = "({t}.organisation_id = any(:organisation_ids) or :is_officer)"
VISIBLE_TOPIC = (
    "exists (select from survey_answer as of where of.id = {t}.answer_id and "
    + VISIBLE_ANSWER.replace("{t}", "of")
    + ")"
)

_TOPIC = """
    select topic.id, answer.survey_id, answer.organisation_id, topic.title, topic.problem, topic.outside_reason,
        topic.challenge_id
    from survey_topic as topic join survey_answer as answer on answer.id = topic.answer_id
"""


async def insert(tx: Connection, wanted_slug: str, title: LocalizedText, closes_on: date) -> UUID:
    """Store a survey under the wanted slug, or the next free one."""
    for slug in variants(wanted_slug):
        found: UUID | None = await tx.fetchval(
            """
            insert into survey (slug, title, closes_on) values ($1, $2, $3)
            on conflict (slug) do nothing returning id
            """,
            slug,
            dict(title),
            closes_on,
        )
        if found is not None:
            return found
    raise AssertionError("variants never end")  # pragma: no cover


async def hold(tx: Connection, survey_id: UUID) -> Survey | None:
    """A survey by id, which stays until the transaction ends."""
    row = await tx.fetchrow(
        "select id, slug, title, closes_on from survey where id = $1 for share", survey_id
    )
    return None if row is None else Survey(*row)


async def put_answer(
    tx: Connection, survey_id: UUID, organisation_id: UUID, answer: AnswerForm, person_id: UUID | None
) -> UUID:
    """Store what somebody says over what they said before, without its topics."""
    found: UUID = await tx.fetchval(
        """
        insert into survey_answer (survey_id, organisation_id, needs, readiness, answered_by, created_at)
        values ($1, $2, $3, $4, $5, clock_timestamp())
        on conflict (survey_id, organisation_id) do update
        set needs = excluded.needs, readiness = excluded.readiness, answered_by = excluded.answered_by,
            updated_at = now()
        returning id
        """,
        survey_id,
        organisation_id,
        answer.needs,
        _stored(answer.readiness),
        person_id,
    )
    return found


async def replace_topics(tx: Connection, answer_id: UUID, topics: Sequence[Topic]) -> None:
    """Store topics instead of those before; those that something came of, or that were judged, stay."""
    await tx.execute(
        "delete from survey_topic where answer_id = $1 and challenge_id is null and outside_reason is null",
        answer_id,
    )
    await tx.executemany(
        """
        insert into survey_topic (answer_id, position, title, problem)
        select $1, $2, $3, $4
        where not exists (select from survey_topic where answer_id = $1 and title = $3)
        """,
        [(answer_id, position, each.title, each.problem) for position, each in enumerate(topics)],
    )


async def lock_topic(tx: Connection, topic_id: UUID) -> StoredTopic | None:
    """A topic by id, which nobody else changes until the transaction ends."""
    row: asyncpg.Record | None = await tx.fetchrow(
        _TOPIC + "where topic.id = $1 for update of topic", topic_id
    )
    return None if row is None else StoredTopic(*row)


async def mark_outside(tx: Connection, topic_id: UUID, reason: str | None) -> None:
    """Store why no programme can meet a need; None takes that back."""
    await tx.execute("update survey_topic set outside_reason = $2 where id = $1", topic_id, reason)


async def link_challenge(tx: Connection, topic_id: UUID, challenge_id: UUID) -> None:
    """Store what became of a topic."""
    await tx.execute("update survey_topic set challenge_id = $2 where id = $1", topic_id, challenge_id)


def _stored(readiness: Mapping[Readiness, Answer]) -> dict[str, str]:
    return {name.value: said.value for name, said in readiness.items()}
