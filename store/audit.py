"""Who did what, when, to which record, and how it was before and after; never edited."""

from collections.abc import Mapping
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
