"""What people may ask about a challenge, who answers, and what officers may hide."""

from uuid import UUID

from matching.challenges import repository as challenges
from matching.fits.service import may_see
from matching.forms import LONGEST_TEXT, LocalizedText, check_line, refuse_other_version, tidied
from matching.questions import repository
from matching.questions.model import MOST_OPEN, Question, judge
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Problems, Refused, refuse_unless


async def ask(tx: Connection, actor: Actor, challenge_id: UUID, text: LocalizedText) -> UUID:
    """Ask its owner something about a challenge, in public, without one's name.

    Raises:
        Refused: SIGN_IN_FIRST, UNKNOWN_CHALLENGE, TOO_MANY_QUESTIONS, or what `model.judge` finds.
    """
    if actor.person_id is None:
        raise Refused(Problem("SIGN_IN_FIRST"))
    challenge = await challenges.hold(tx, challenge_id)
    if challenge is None or challenge.published_at is None or not may_see(actor, challenge):
        raise Refused(Problem("UNKNOWN_CHALLENGE", "challengeId"))
    waiting = await repository.open_of(tx, challenge_id, actor.person_id)
    refuse_unless(waiting < MOST_OPEN, "TOO_MANY_QUESTIONS", "challengeId", limit=MOST_OPEN)
    written = tidied(text)
    judge("text", written).refuse()
    question_id = await repository.insert(tx, challenge_id, actor.person_id, written)
    after = {"challenge_id": str(challenge_id)}
    await audit.record(tx, actor, "question.asked", "question", question_id, after=after)
    return question_id


async def answer(
    tx: Connection, actor: Actor, question_id: UUID, expected_version: int, text: LocalizedText
) -> None:
    """Answer in public, or better an answer, for the owner of the challenge.

    Raises:
        Refused: UNKNOWN_QUESTION, NOT_YOUR_CHALLENGE, CONFLICT, QUESTION_HIDDEN, or what `model.judge` finds.
    """
    question = await _locked(tx, question_id)
    refuse_unless(actor.owns(question.owner_id), "NOT_YOUR_CHALLENGE", "id")
    refuse_other_version(question.version, expected_version)
    refuse_unless(question.hidden_at is None, "QUESTION_HIDDEN", "id")
    written = tidied(text)
    judge("answer", written).refuse()
    await repository.answer(tx, question_id, written, actor.person_id)
    before, after = {"answer": question.answer}, {"answer": written}
    await audit.record(tx, actor, "question.answered", "question", question_id, before=before, after=after)


async def hide(tx: Connection, actor: Actor, question_id: UUID, reason: str) -> None:
    """Take a question and its answer from public view; the owner and whoever asked read why.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_QUESTION, QUESTION_HIDDEN, REASON_MISSING, TEXT_TOO_LONG or TEXT_NOT_PLAIN.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    question = await _locked(tx, question_id)
    refuse_unless(question.hidden_at is None, "QUESTION_HIDDEN", "id")
    said = reason.strip()
    problems = Problems()
    problems.unless(said, "REASON_MISSING", "reason")
    check_line(problems, "reason", said, LONGEST_TEXT)
    problems.refuse()
    await repository.hide(tx, question_id, said, actor.person_id)
    await audit.record(tx, actor, "question.hidden", "question", question_id, after={"reason": said})


async def _locked(tx: Connection, question_id: UUID) -> Question:
    question = await repository.lock(tx, question_id)
    if question is None:
        raise Refused(Problem("UNKNOWN_QUESTION", "id"))
    return question
