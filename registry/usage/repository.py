"""How usages are stored, and who may see them."""

from collections.abc import Sequence
from uuid import UUID

from registry.usage.model import BELIEVED_FOR, NewUsage, Usage
from store.database import Connection

#: How long a statement is believed, and whether it still is, as SQL over a row of `usage`.
BELIEVED_UNTIL = f"({{t}}.attested_at + interval '{BELIEVED_FOR.days} days')"
IS_CURRENT = f"({BELIEVED_UNTIL} > now())"
VISIBLE = "true"  # public by nature: an agency attests in order to be seen


async def insert(tx: Connection, usage: NewUsage, attested_by: UUID | None) -> Usage:
    """Store a statement; the same agency attesting again renews it."""
    row = await tx.fetchrow(
        """
        insert into usage (software_id, agency_id, since, purpose, attested_by)
        values ($1, $2, $3, $4, $5)
        on conflict (software_id, agency_id) do update
        set since = excluded.since, purpose = excluded.purpose, attested_by = excluded.attested_by, attested_at = now()
        returning id, software_id, agency_id, since, purpose, attested_at
        """,
        usage.software_id,
        usage.agency_id,
        usage.since,
        dict(usage.purpose),
        attested_by,
    )
    if row is None:
        raise AssertionError("an upsert returns its row")  # pragma: no cover
    return Usage(*row)


async def renew(tx: Connection, usage_id: UUID, attested_by: UUID | None) -> Usage:
    """Believe a statement for another year."""
    row = await tx.fetchrow(
        """
        update usage set attested_at = now(), attested_by = $2
        where id = $1
        returning id, software_id, agency_id, since, purpose, attested_at
        """,
        usage_id,
        attested_by,
    )
    if row is None:
        raise AssertionError("the caller holds the row")  # pragma: no cover
    return Usage(*row)


async def delete(tx: Connection, usage_id: UUID) -> None:
    """Forget a statement."""
    await tx.execute("delete from usage where id = $1", usage_id)


async def lock(tx: Connection, usage_id: UUID) -> Usage | None:
    """Find a statement and keep others from changing it until the transaction ends."""
    row = await tx.fetchrow(
        """
        select id, software_id, agency_id, since, purpose, attested_at
        from usage where id = $1 for update
        """,
        usage_id,
    )
    return None if row is None else Usage(*row)


async def of_software(connection: Connection, software_id: UUID) -> Sequence[Usage]:
    """List who uses a software, those who said so last first."""
    rows = await connection.fetch(
        """
        select id, software_id, agency_id, since, purpose, attested_at
        from usage where software_id = $1 order by attested_at desc, id
        """,
        software_id,
    )
    return [Usage(*row) for row in rows]
