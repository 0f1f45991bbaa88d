"""What somebody may do with their consent: give it in the words of today, and take it back with what rests on it."""

from uuid import UUID

from matching.consents import repository
from matching.consents.model import Consent, Purpose, current_version
from matching.members import repository as members
from matching.notes import repository as notes
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless


async def give(tx: Connection, actor: Actor, purpose: Purpose, subject_id: UUID, text_version: int) -> None:
    """Keep that the actor agreed to the words that they were shown; where that stands already, nothing changes.

    The services of what rests on a consent call this, after they judged who may; nobody agrees for somebody else.

    Raises:
        Refused: SIGN_IN_FIRST, SESSION_NEEDED (no token agrees to anything) or TEXT_OUTDATED.
    """
    person_id = _oneself(actor)
    current = current_version(purpose)
    refuse_unless(text_version == current, "TEXT_OUTDATED", "textVersion", current=current)
    given = await repository.insert(tx, person_id, purpose, subject_id, text_version)
    if given is not None:
        await _record(tx, actor, "consent.given", given)


async def withdraw(tx: Connection, actor: Actor, consent_id: UUID) -> None:
    """Take a consent back: answers and what was written down are deleted, a name is no longer public.

    Raises:
        Refused: SIGN_IN_FIRST, SESSION_NEEDED, UNKNOWN_CONSENT (also for somebody else's) or CONSENT_WITHDRAWN.
    """
    person_id = _oneself(actor)
    found = await repository.find(tx, consent_id)
    if found is None or found.person_id != person_id:
        raise Refused(Problem("UNKNOWN_CONSENT", "id"))
    refuse_unless(found.withdrawn_at is None, "CONSENT_WITHDRAWN", "id")
    await repository.withdraw(tx, consent_id)
    if found.purpose is Purpose.BARRIERS:
        await members.replace_barriers(tx, found.subject_id, person_id, ())
    if found.purpose is Purpose.RECORDING:
        await notes.delete_part(tx, found.subject_id, person_id)
    await _record(tx, actor, "consent.withdrawn", found)


def _oneself(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise Refused(Problem("SIGN_IN_FIRST"))
    refuse_unless(actor.token_id is None, "SESSION_NEEDED")
    return actor.person_id


async def _record(tx: Connection, actor: Actor, action: str, consent: Consent) -> None:
    after = {"purpose": consent.purpose, "text_version": consent.text_version}
    await audit.record(tx, actor, action, "consent", consent.id, after=after)
