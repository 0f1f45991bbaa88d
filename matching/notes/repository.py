"""How shared notes are stored, and who may read them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from matching.assignments.repository import VISIBLE_MATCH
from matching.notes.model import Note, Part
from store.database import Connection

_SIDES = (
    "(:is_officer or noted.team_id = any(:team_ids) or exists (select from challenge as theirs"
    " where theirs.id = noted.challenge_id and theirs.owner_id = any(:organisation_ids)))"
)
#: Both sides and officers; once it is published, whoever sees the match.
VISIBLE = (
    "exists (select from match as noted where noted.id = {t}.match_id"
    f" and ({_SIDES} or ({{t}}.published_at is not null and " + VISIBLE_MATCH.replace("{t}", "noted") + ")))"
)


async def insert(tx: Connection, match_id: UUID, title: str, held_on: date, created_by: UUID | None) -> UUID:
    """Store a note without words and return its id."""
    note_id: UUID = await tx.fetchval(
        "insert into shared_note (match_id, title, held_on, created_by) values ($1, $2, $3, $4) returning id",
        match_id,
        title,
        held_on,
        created_by,
    )
    return note_id


async def lock(tx: Connection, note_id: UUID) -> Note | None:
    """A note that nobody else changes until the transaction ends."""
    row = await tx.fetchrow(
        """
        select shared_note.id, shared_note.match_id, challenge.owner_id, match.team_id, shared_note.published_at
        from shared_note
        join match on match.id = shared_note.match_id
        join challenge on challenge.id = match.challenge_id
        where shared_note.id = $1
        for update of shared_note
        """,
        note_id,
    )
    return None if row is None else Note(*row)


async def parts(connection: Connection, note_id: UUID) -> Sequence[Part]:
    """What everybody said, in the order of their ids."""
    rows = await connection.fetch(
        "select id, note_id, speaker_id, text, approved_at, version from note_part where note_id = $1 order by id",
        note_id,
    )
    return [Part(*row) for row in rows]


async def find_part(connection: Connection, part_id: UUID) -> Part | None:
    """A part by id."""
    row = await connection.fetchrow(
        "select id, note_id, speaker_id, text, approved_at, version from note_part where id = $1", part_id
    )
    return None if row is None else Part(*row)


async def insert_part(tx: Connection, note_id: UUID, speaker_id: UUID) -> None:
    """Make room for what somebody says; they have it once."""
    await tx.execute(
        "insert into note_part (note_id, speaker_id) values ($1, $2) on conflict (note_id, speaker_id) do nothing",
        note_id,
        speaker_id,
    )


async def write_part(tx: Connection, part_id: UUID, text: str) -> None:
    """Store other words, which their speaker has not approved; the version counts up."""
    await tx.execute(
        "update note_part set text = $2, approved_at = null, version = version + 1 where id = $1",
        part_id,
        text,
    )


async def approve_part(tx: Connection, part_id: UUID) -> None:
    """Store that the speaker approved the words as they are."""
    await tx.execute("update note_part set approved_at = now() where id = $1", part_id)


async def delete_part(tx: Connection, note_id: UUID, speaker_id: UUID) -> None:
    """Take away what somebody said."""
    await tx.execute("delete from note_part where note_id = $1 and speaker_id = $2", note_id, speaker_id)


async def publish(tx: Connection, note_id: UUID) -> None:
    """Store that everybody may read a note."""
    await tx.execute("update shared_note set published_at = now() where id = $1", note_id)
