"""What must follow a write outside the database: put down with the write, worked off by the worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from store.database import Connection

KEPT_FOR = timedelta(days=7)  # handled messages: long enough to see what a bad week's search was told
CHANNEL = "commonfield_outbox"  # NOTIFY wakes the worker; the table is the truth


@dataclass(frozen=True, slots=True)
class Message:
    """One change that others must hear of."""

    id: int
    topic: str
    subject_id: UUID
    put_at: datetime


async def put(tx: Connection, topic: str, subject_id: UUID) -> None:
    """Announce a change in the caller's transaction; listeners are woken when it commits."""
    await tx.execute("insert into outbox (topic, subject_id) values ($1, $2)", topic, subject_id)
    await tx.execute("select pg_notify($1, $2)", CHANNEL, topic)


async def take(tx: Connection, limit: int = 100) -> Sequence[Message]:
    """The oldest unhandled messages, locked for this transaction; other workers skip them."""
    rows = await tx.fetch(
        """
        select id, topic, subject_id, put_at
        from outbox
        where handled_at is null
        order by id
        limit $1
        for update skip locked
        """,
        limit,
    )
    return [Message(*row) for row in rows]


async def done(tx: Connection, messages: Sequence[Message]) -> None:
    """Mark messages as handled; they are handled again if the transaction does not commit."""
    await tx.execute(
        "update outbox set handled_at = now() where id = any($1::bigint[])",
        [message.id for message in messages],
    )


async def forget_handled(tx: Connection) -> int:
    """Delete messages that were handled long enough ago, and say how many those were."""
    forgotten: int = await tx.fetchval(
        """
        with forgotten as (delete from outbox where handled_at < now() - $1::interval returning id)
        select count(*) from forgotten
        """,
        KEPT_FOR,
    )
    return forgotten


async def lag_seconds(connection: Connection) -> float:
    """Age of the oldest unhandled message, in seconds; 0 when everything is handled."""
    age: float | None = await connection.fetchval(
        "select extract(epoch from now() - min(put_at))::float8 from outbox where handled_at is null"
    )
    return age or 0.0
