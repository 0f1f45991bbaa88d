"""How questions are stored, and who may see them."""

from uuid import UUID

from matching.challenges.repository import VISIBLE as VISIBLE_CHALLENGE
from matching.forms import LocalizedText
from matching.questions.model import Question
from store.database import Connection

#: As public as the challenge; a hidden one is seen by officers, its owner and whoever asked it.
VISIBLE = (
    "(exists (select from challenge as asked_about where asked_about.id = {t}.challenge_id and "  # noqa: S608 - our own words
    + VISIBLE_CHALLENGE.replace("{t}", "asked_about")
    + ") and ({t}.hidden_at is null or :is_officer or {t}.asked_by = :person_id"
    " or exists (select from challenge as of_owner where of_owner.id = {t}.challenge_id"
    " and of_owner.owner_id = any(:organisation_ids))))"
)

_SELECT = """
    select question.id, question.challenge_id, challenge.owner_id, question.asked_by, question.text, question.asked_at,
        question.answer, question.answered_at, question.hidden_at, question.version
    from question join challenge on challenge.id = question.challenge_id
"""


async def insert(tx: Connection, challenge_id: UUID, asked_by: UUID, text: LocalizedText) -> UUID:
    """Store a question and return its id."""
    question_id: UUID = await tx.fetchval(
        "insert into question (challenge_id, asked_by, text) values ($1, $2, $3) returning id",
        challenge_id,
        asked_by,
        dict(text),
    )
    return question_id


async def lock(tx: Connection, question_id: UUID) -> Question | None:
    """A question, which nobody else changes until the transaction ends."""
    row = await tx.fetchrow(_SELECT + "where question.id = $1 for update of question", question_id)
    return None if row is None else Question(*row)


async def open_of(connection: Connection, challenge_id: UUID, person_id: UUID) -> int:
    """How many questions of somebody about a challenge wait for an answer."""
    found: int = await connection.fetchval(
        """
        select count(*) from question
        where challenge_id = $1 and asked_by = $2 and answered_at is null and hidden_at is null
        """,
        challenge_id,
        person_id,
    )
    return found


async def answer(tx: Connection, question_id: UUID, text: LocalizedText, person_id: UUID | None) -> None:
    """Store an answer, in place of the one before; the version counts up."""
    await tx.execute(
        """
        update question
        set answer = $2, answered_by = $3, answered_at = now(), version = version + 1
        where id = $1
        """,
        question_id,
        dict(text),
        person_id,
    )


async def hide(tx: Connection, question_id: UUID, reason: str, person_id: UUID | None) -> None:
    """Store that a question is not shown to everybody any more, and why."""
    await tx.execute(
        """
        update question
        set hidden_at = now(), hidden_by = $3, hidden_reason = $2, version = version + 1
        where id = $1
        """,
        question_id,
        reason,
        person_id,
    )
