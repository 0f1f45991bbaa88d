"""Who did what, when, to which record, and how it was before and after; never edited."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from store.actor import Actor
from store.database import Connection
from store.refusal import refuse_unless


async def record(
    tx: Connection,
    actor: Actor,
    action: str,
    subject_type: str,
    subject_id: UUID | None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Write an audit event in the caller's transaction.

    No write goes without one, so this is also the one place that holds tokens which only read to reading: what was
    written before in the transaction goes with it.

    Args:
        tx: the transaction of the write itself, so that neither exists without the other.
        actor: who did it.
        action: noun and past tense, such as `challenge.published`.
        subject_type: table of the record.
        subject_id: its id.
        before: the changed fields as they were; no personal data beyond ids.
        after: the changed fields as they are now; the same.

    Raises:
        Refused: SCOPE_MISSING: the actor may only read.
    """
    refuse_unless(actor.may_write, "SCOPE_MISSING", scope="WRITE")
    await tx.execute(
        """
        insert into audit_event (
            person_id, actor_name, action, subject_type, subject_id, before, after, request_id, token_id,
            service_account_id
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        actor.person_id,
        actor.name,
        action,
        subject_type,
        subject_id,
        before,
        after,
        actor.request_id,
        actor.token_id,
        actor.service_account_id,
    )


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it is exported: ids are those of rows.

    Attributes:
        person_id: who; None for the system, a service account, and whoever was deleted keeps theirs.
        actor_name: how they were called then.
        request_id: ties together what one request did.
    """

    id: int
    at: datetime
    person_id: UUID | None
    service_account_id: UUID | None
    token_id: UUID | None
    actor_name: str
    action: str
    subject_type: str
    subject_id: UUID | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    request_id: str | None


READ_AHEAD = 500  # events that are fetched at once, so that memory does not grow with the trail


async def events(tx: Connection, since: datetime | None = None) -> AsyncIterator[Event]:
    """Every event from a time on, oldest first, read on as they are taken."""
    rows = tx.cursor(
        """
        select
            id, at, person_id, service_account_id, token_id, actor_name, action, subject_type, subject_id, before,
            after, request_id
        from audit_event
        where $1::timestamptz is null or at >= $1
        order by at, id
        """,
        since,
        prefetch=READ_AHEAD,
    )
    async for row in rows:
        yield Event(*row)
