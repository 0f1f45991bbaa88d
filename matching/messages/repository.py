"""How messages are stored, and who reads them."""

from uuid import UUID

from store.database import Connection

#: Between both sides of the match and the officers; nobody else, also when the match is public.
VISIBLE = (
    "(:is_officer or exists (select from match as between_them"
    " join challenge as theirs on theirs.id = between_them.challenge_id"
    " where between_them.id = {t}.match_id"
    " and (between_them.team_id = any(:team_ids) or theirs.owner_id = any(:organisation_ids))))"
)


async def insert(tx: Connection, match_id: UUID, sent_by: UUID | None, side: str, text: str) -> UUID:
    """Store a message and return its id."""
    message_id: UUID = await tx.fetchval(
        "insert into match_message (match_id, sent_by, side, text) values ($1, $2, $3, $4) returning id",
        match_id,
        sent_by,
        side,
        text,
    )
    return message_id
