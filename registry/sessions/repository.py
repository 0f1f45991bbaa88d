"""How sessions are stored: by the hash of their token, so that nobody who reads the table can be anybody."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from registry.people.repository import ACTOR_COLUMNS, actor_of
from store.actor import Actor
from store.database import Connection

#: One's own only, and those that still last.
VISIBLE = "({t}.person_id = :person_id and {t}.expires_at > now())"


async def insert_session(
    tx: Connection, token_hash: bytes, person_id: UUID, lasts: timedelta, issuer: str | None = None
) -> None:
    """Store a session, with the identity provider that it came from, and forget those that ended."""
    await tx.execute("delete from session where expires_at <= now()")
    await tx.execute(
        "insert into session (token_hash, person_id, expires_at, issuer) values ($1, $2, now() + $3, $4)",
        token_hash,
        person_id,
        lasts,
        issuer,
    )


async def delete_session(tx: Connection, token_hash: bytes) -> tuple[UUID, str | None] | None:
    """End a session and return whose it was, and which identity provider it came from."""
    row = await tx.fetchrow(
        "delete from session where token_hash = $1 returning person_id, issuer", token_hash
    )
    return None if row is None else (row["person_id"], row["issuer"])


async def delete_own_session(tx: Connection, person_id: UUID, session_id: UUID) -> bool:
    """End one of a person's sessions; False when they have none of that id."""
    ended: UUID | None = await tx.fetchval(
        "delete from session where id = $1 and person_id = $2 returning id", session_id, person_id
    )
    return ended is not None


async def delete_sessions_of(tx: Connection, person_id: UUID) -> Sequence[tuple[UUID, str | None]]:
    """End every session of a person and return their ids, each with the identity provider that it came from."""
    rows = await tx.fetch("delete from session where person_id = $1 returning id, issuer", person_id)
    return [(row["id"], row["issuer"]) for row in rows]


async def holder(connection: Connection, token_hash: bytes) -> tuple[UUID, Actor] | None:
    """Find a session's id and its holder, with everything that decides what they may do, in one statement."""
    row = await connection.fetchrow(
        f"""
        select session.id as session_id, {ACTOR_COLUMNS}
        from session
        join person on person.id = session.person_id
        where session.token_hash = $1 and session.expires_at > now()
        """,  # noqa: S608 - our own columns
        token_hash,
    )
    return None if row is None else (row["session_id"], actor_of(row))
