"""What officers and coaches may do: give a pair a coach, and write down notes, advice and hours."""

from uuid import UUID

from matching.assignments import repository as matches
from matching.assignments.model import MatchState
from matching.coaching import repository
from matching.coaching.model import Entry, judge
from matching.forms import today
from registry.people import repository as people
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless


async def assign(tx: Connection, actor: Actor, match_id: UUID, email: str) -> UUID:
    """Let somebody coach a pair: from now on they see its match, and no other that they did not see before.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_MATCH, MATCH_STATE, EMAIL_UNKNOWN, or COACH_IS_PARTIAL for somebody of
            either side.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    match = await matches.lock_match(tx, match_id)
    if match is None:
        raise Refused(Problem("UNKNOWN_MATCH", "matchId"))
    state, wanted = match.state.value, MatchState.AGREEING.value
    refuse_unless(match.state is not MatchState.ENDED, "MATCH_STATE", "matchId", state=state, wanted=wanted)
    person = await people.find_person_by_email(tx, email.strip().lower())
    if person is None:
        raise Refused(Problem("EMAIL_UNKNOWN", "email"))
    partial = await repository.is_of_either_side(tx, match_id, person.id)
    refuse_unless(not partial, "COACH_IS_PARTIAL", "email")
    coaching = await repository.put(tx, match_id, person.id)
    after = {"match_id": str(match_id), "person_id": str(person.id)}
    await audit.record(tx, actor, "coach.assigned", "coaching", coaching, after=after)
    return coaching


async def unassign(tx: Connection, actor: Actor, coaching_id: UUID) -> UUID:
    """End a coaching, with everything that was written in it; gives its match.

    Raises:
        Refused: OFFICERS_ONLY or UNKNOWN_COACHING.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    match_id = await repository.delete(tx, coaching_id)
    if match_id is None:
        raise Refused(Problem("UNKNOWN_COACHING", "id"))
    after = {"match_id": str(match_id)}
    await audit.record(tx, actor, "coach.unassigned", "coaching", coaching_id, after=after)
    return match_id


async def write(tx: Connection, actor: Actor, coaching_id: UUID, entry: Entry) -> UUID:
    """Write down a note or advice with the time it took, for a pair that one coaches.

    Raises:
        Refused: UNKNOWN_COACHING, NOT_YOUR_COACHING, or what `model.judge` finds.
    """
    coach = await repository.coach_of(tx, coaching_id)
    refuse_unless(coach, "UNKNOWN_COACHING", "id")
    refuse_unless(actor.person_id is not None and coach == actor.person_id, "NOT_YOUR_COACHING", "id")
    judge(entry, today()).refuse()
    await repository.insert_entry(tx, coaching_id, entry)
    after = {"kind": entry.kind, "minutes": entry.minutes}
    await audit.record(tx, actor, "coach.wrote", "coaching", coaching_id, after=after)
    return coaching_id
