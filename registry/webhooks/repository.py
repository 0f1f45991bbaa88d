"""How webhooks and their deliveries are stored, and who may see them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from registry.webhooks.model import Attempt, Audited, Delivery, DeliveryState, Event, State, Webhook
from store.database import Connection

#: Their keepers see them: officers those of the installation and all others, an organisation's people their own.
VISIBLE = "(:is_officer or {t}.organisation_id = any(:organisation_ids))"
VISIBLE_DELIVERY = (
    "exists (select 1 from webhook telling where telling.id = {t}.webhook_id and "  # noqa: S608 - our own words
    + VISIBLE.replace("{t}", "telling")
    + ")"
)

_WEBHOOK = "id, address, events, organisation_id, secret, state, failures, created_by"


async def insert(
    tx: Connection,
    address: str,
    events: Sequence[Event],
    organisation_id: UUID | None,
    secret: str,
    created_by: UUID | None,
) -> Webhook:
    """Store a webhook."""
    row = await tx.fetchrow(
        f"""
        insert into webhook (address, events, organisation_id, secret, created_by)
        values ($1, $2, $3, $4, $5)
        returning {_WEBHOOK}
        """,  # noqa: S608 - columns are constants of this module
        address,
        [str(event) for event in events],
        organisation_id,
        secret,
        created_by,
    )
    if row is None:
        raise AssertionError("an insert returns its row")  # pragma: no cover
    return _webhook(dict(row))


async def count_of(connection: Connection, organisation_id: UUID | None) -> int:
    """Count the webhooks of one keeper."""
    found: int = await connection.fetchval(
        "select count(*) from webhook where organisation_id is not distinct from $1", organisation_id
    )
    return found


async def lock(tx: Connection, webhook_id: UUID) -> Webhook | None:
    """Find a webhook and keep others from changing it until the transaction ends."""
    row = await tx.fetchrow(f"select {_WEBHOOK} from webhook where id = $1 for update", webhook_id)  # noqa: S608 - columns and predicates of our own; values are parameters
    return None if row is None else _webhook(dict(row))


async def delete(tx: Connection, webhook_id: UUID) -> None:
    """Forget a webhook with its log."""
    await tx.execute("delete from webhook where id = $1", webhook_id)


async def resume(tx: Connection, webhook_id: UUID) -> None:
    """Tell a webhook again, with a clean slate."""
    await tx.execute(
        "update webhook set state = 'ACTIVE', failures = 0, last_failure = null, updated_at = now() where id = $1",
        webhook_id,
    )


async def disable(tx: Connection, webhook_id: UUID) -> None:
    """Tell a webhook nothing more until somebody resumes it."""
    await tx.execute("update webhook set state = 'DISABLED', updated_at = now() where id = $1", webhook_id)


async def note(tx: Connection, webhook_id: UUID, failure: str | None) -> int:
    """Count a failed attempt, or begin to count anew after a good one; gives the attempts in a row that failed."""
    failures: int | None = await tx.fetchval(
        """
        update webhook
        set failures = case when $2::text is null then 0 else failures + 1 end, last_failure = $2, updated_at = now()
        where id = $1
        returning failures
        """,
        webhook_id,
        failure,
    )
    return failures or 0


async def take_events(tx: Connection, limit: int = 100) -> Sequence[Audited]:
    """Take the oldest events that were not looked at yet; they come again if the transaction does not commit."""
    rows = await tx.fetch(
        """
        with taken as (
            delete from webhook_event
            where audit_event_id in (
                select audit_event_id from webhook_event order by audit_event_id limit $1 for update skip locked
            )
            returning audit_event_id
        )
        select action, subject_type, subject_id, coalesce(before, '{}') as before, coalesce(after, '{}') as after, at
        from taken join audit_event on audit_event.id = taken.audit_event_id
        order by audit_event.id
        """,
        limit,
    )
    return [Audited(**row) for row in rows]


async def wanting(connection: Connection, event: Event) -> Sequence[UUID]:
    """List the active webhooks that want to be told of an event."""
    rows = await connection.fetch(
        "select id from webhook where state = 'ACTIVE' and $1 = any(events) order by created_at, id",
        str(event),
    )
    return [row["id"] for row in rows]


async def insert_delivery(tx: Connection, webhook_id: UUID, event: Event, audited: Audited) -> UUID:
    """Store that a webhook has to be told."""
    delivery_id: UUID = await tx.fetchval(
        """
        insert into webhook_delivery (webhook_id, event, subject_type, subject_id, occurred_at)
        values ($1, $2, $3, $4, $5)
        returning id
        """,
        webhook_id,
        str(event),
        audited.subject_type,
        audited.subject_id,
        audited.at,
    )
    return delivery_id


async def find_delivery(connection: Connection, delivery_id: UUID) -> Delivery | None:
    """Find a telling with its webhook."""
    row = await connection.fetchrow(
        """
        select delivery.id as delivery_id, delivery.event, delivery.subject_type, delivery.subject_id,
            delivery.occurred_at, delivery.body, delivery.state as delivery_state, delivery.attempts,
            webhook.id, webhook.address, webhook.events, webhook.organisation_id, webhook.secret, webhook.state,
            webhook.failures, webhook.created_by
        from webhook_delivery as delivery join webhook on webhook.id = delivery.webhook_id
        where delivery.id = $1
        """,
        delivery_id,
    )
    if row is None:
        return None
    return Delivery(
        row["delivery_id"],
        _webhook(dict(row)),
        Event(row["event"]),
        row["subject_type"],
        row["subject_id"],
        row["occurred_at"],
        row["body"],
        DeliveryState(row["delivery_state"]),
        row["attempts"],
    )


async def lock_delivery(tx: Connection, delivery_id: UUID) -> Delivery | None:
    """Find a telling with its webhook, and keep it as it is until the transaction ends."""
    await tx.execute("select from webhook_delivery where id = $1 for update", delivery_id)
    return await find_delivery(tx, delivery_id)


async def reopen(tx: Connection, delivery_id: UUID) -> None:
    """Let a telling wait again that was settled; how its last attempt went stays readable until the next."""
    await tx.execute("update webhook_delivery set state = 'WAITING' where id = $1", delivery_id)


async def put_body(tx: Connection, delivery_id: UUID, body: str) -> None:
    """Store what is sent, before it is sent for the first time."""
    await tx.execute("update webhook_delivery set body = $2 where id = $1", delivery_id, body)


async def settle(tx: Connection, delivery_id: UUID, state: DeliveryState, attempt: Attempt | None) -> None:
    """Note where a telling stands; an attempt is counted."""
    await tx.execute(
        """
        update webhook_delivery
        set state = $2, attempts = attempts + case when $3 then 1 else 0 end, response_status = $4,
            duration_ms = $5, failure = $6, attempted_at = case when $3 then now() else attempted_at end
        where id = $1
        """,
        delivery_id,
        state,
        attempt is not None,
        attempt.status if attempt else None,
        attempt.duration_ms if attempt else None,
        attempt.failure if attempt else None,
    )


async def forget_old(tx: Connection, older_than: timedelta) -> int:
    """Delete deliveries of long ago, and say how many those were."""
    forgotten: int = await tx.fetchval(
        """
        with forgotten as (delete from webhook_delivery where created_at < now() - $1::interval returning id)
        select count(*) from forgotten
        """,
        older_than,
    )
    return forgotten


def _webhook(row: Mapping[str, Any]) -> Webhook:
    return Webhook(
        row["id"],
        row["address"],
        tuple(Event(name) for name in row["events"]),
        row["organisation_id"],
        row["secret"],
        State(row["state"]),
        row["failures"],
        row["created_by"],
    )
