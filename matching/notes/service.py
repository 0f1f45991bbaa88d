"""Writing a meeting down together: consent first, then words, then approval, then publication."""

from datetime import date
from uuid import UUID

from matching.assignments import repository as matches
from matching.consents import service as consents
from matching.consents.model import Purpose
from matching.forms import LONGEST_TEXT, check_line, refuse_other_version
from matching.notes import repository
from matching.notes.model import Note, Part, judge
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Problems, Refused, refuse_unless


async def begin(tx: Connection, actor: Actor, match_id: UUID, title: str, held_on: date) -> UUID:
    """Begin a note of a meeting; nobody is written down in it yet.

    Raises:
        Refused: UNKNOWN_MATCH, NOT_YOUR_MATCH, or what `model.judge` finds.
    """
    match = await matches.find_match(tx, match_id)
    if match is None:
        raise Refused(Problem("UNKNOWN_MATCH", "matchId"))
    is_side = actor.owns(match.owner_id) or actor.in_team(match.team_id) or actor.is_officer
    refuse_unless(is_side, "NOT_YOUR_MATCH", "matchId")
    judge(title.strip(), held_on).refuse()
    note_id = await repository.insert(tx, match_id, title.strip(), held_on, actor.person_id)
    await audit.record(tx, actor, "note.begun", "shared_note", note_id, after={"match_id": str(match_id)})
    return note_id


async def join(tx: Connection, actor: Actor, note_id: UUID, text_version: int) -> None:
    """Agree that what one says is written down in a note; only then there is room for it.

    Raises:
        Refused: UNKNOWN_NOTE, NOT_YOUR_MATCH, NOTE_PUBLISHED, SIGN_IN_FIRST, SESSION_NEEDED or TEXT_OUTDATED.
    """
    note = await _locked(tx, actor, note_id)
    await consents.give(tx, actor, Purpose.RECORDING, note_id, text_version)
    if actor.person_id is not None:
        await repository.insert_part(tx, note.id, actor.person_id)
    await audit.record(tx, actor, "note.joined", "shared_note", note_id)


async def write(tx: Connection, actor: Actor, part_id: UUID, expected_version: int, text: str) -> UUID:
    """Write down what somebody said who agreed to it, and return the note; what they approved before, they do anew.

    Raises:
        Refused: UNKNOWN_NOTE, NOT_YOUR_MATCH, NOTE_PUBLISHED, CONFLICT, TEXT_TOO_LONG or TEXT_NOT_PLAIN.
    """
    part = await _part(tx, actor, part_id)
    refuse_other_version(part.version, expected_version)
    problems = Problems()
    check_line(problems, "text", text, LONGEST_TEXT)
    problems.refuse()
    await repository.write_part(tx, part_id, text.strip())
    before, after = {"version": part.version}, {"version": part.version + 1}
    await audit.record(tx, actor, "note.written", "note_part", part_id, before=before, after=after)
    return part.note_id


async def approve(tx: Connection, actor: Actor, part_id: UUID, expected_version: int) -> UUID:
    """Approve what is written of oneself, in exactly the words that one read, and return the note.

    Raises:
        Refused: UNKNOWN_NOTE, NOT_YOUR_MATCH, NOTE_PUBLISHED, NOT_YOUR_PART, CONFLICT or TEXT_MISSING.
    """
    part = await _part(tx, actor, part_id)
    refuse_unless(part.speaker_id == actor.person_id, "NOT_YOUR_PART", "id")
    refuse_other_version(part.version, expected_version)
    refuse_unless(part.text, "TEXT_MISSING", "id")
    await repository.approve_part(tx, part_id)
    before, after = {"approved": part.approved_at is not None}, {"approved": True, "version": part.version}
    await audit.record(tx, actor, "note.approved", "note_part", part_id, before=before, after=after)
    return part.note_id


async def publish(tx: Connection, actor: Actor, note_id: UUID) -> None:
    """Let everybody who sees the match read a note, once everybody in it has approved their part.

    Raises:
        Refused: UNKNOWN_NOTE, NOT_YOUR_MATCH, NOTE_PUBLISHED or NOT_APPROVED_BY_ALL.
    """
    note = await _locked(tx, actor, note_id)
    parts = await repository.parts(tx, note.id)
    approved = bool(parts) and all(each.approved_at is not None for each in parts)
    refuse_unless(approved, "NOT_APPROVED_BY_ALL", "id")
    await repository.publish(tx, note_id)
    await audit.record(tx, actor, "note.published", "shared_note", note_id)


async def _part(tx: Connection, actor: Actor, part_id: UUID) -> Part:
    """A part of a note that is not published; whoever changes any part waits for the note."""
    found = await repository.find_part(tx, part_id)
    if found is None:
        raise Refused(Problem("UNKNOWN_NOTE", "id"))
    await _locked(tx, actor, found.note_id)
    return await repository.find_part(tx, part_id) or found


async def _locked(tx: Connection, actor: Actor, note_id: UUID) -> Note:
    note = await repository.lock(tx, note_id)
    if note is None:
        raise Refused(Problem("UNKNOWN_NOTE", "id"))
    is_side = actor.owns(note.owner_id) or actor.in_team(note.team_id) or actor.is_officer
    refuse_unless(is_side, "NOT_YOUR_MATCH", "id")
    refuse_unless(note.published_at is None, "NOTE_PUBLISHED", "id")
    return note
