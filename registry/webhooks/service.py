"""Who may have an address told of what happens, and what follows when telling it fails."""

import base64
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from registry.people import repository as people
from registry.webhooks import repository
from registry.webhooks.model import (
    KEPT_FOR,
    MOST_FAILURES,
    MOST_PER_KEEPER,
    PREFIX,
    SECRET_BYTES,
    Attempt,
    Audited,
    Delivery,
    DeliveryState,
    Event,
    State,
    Webhook,
    chosen,
    events_of,
    is_web_address,
)
from store import audit, jobs
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Problems, Refused, refuse_unless

DELIVER = "webhook"  # the queue whose worker tells addresses
LAST_ATTEMPT = jobs.MAX_ATTEMPTS


async def register(
    tx: Connection, actor: Actor, address: str, events: Sequence[str], organisation_id: UUID | None = None
) -> Webhook:
    """Have an address told of events from now on; the answer holds its secret, which is never shown again.

    Args:
        tx: the transaction.
        actor: an officer, or somebody of the organisation.
        address: http(s) address of the receiver.
        events: names of `Event`.
        organisation_id: whose webhook it is; None for the installation's own.

    Raises:
        Refused: NOT_YOUR_ORGANISATION, UNKNOWN_ORGANISATION, NOT_A_WEB_ADDRESS, EVENTS_MISSING, UNKNOWN_EVENT or
            TOO_MANY_WEBHOOKS; nothing is written.
    """
    _refuse_stranger(actor, organisation_id, "organisationId")
    if organisation_id is not None:
        found = await people.find_organisation(tx, organisation_id)
        refuse_unless(found is not None, "UNKNOWN_ORGANISATION", "organisationId")
    problems = Problems()
    problems.unless(is_web_address(address), "NOT_A_WEB_ADDRESS", "address")
    problems.unless(events, "EVENTS_MISSING", "events")
    problems.refuse()
    try:
        wanted = chosen(events)
    except ValueError as error:
        raise Refused(Problem("UNKNOWN_EVENT", "events")) from error
    is_room = await repository.count_of(tx, organisation_id) < MOST_PER_KEEPER
    refuse_unless(is_room, "TOO_MANY_WEBHOOKS", limit=MOST_PER_KEEPER)
    secret = PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    webhook = await repository.insert(tx, address, wanted, organisation_id, secret, actor.person_id)
    await audit.record(tx, actor, "webhook.registered", "webhook", webhook.id, after=_facts(webhook))
    return webhook


async def remove(tx: Connection, actor: Actor, webhook_id: UUID) -> Webhook:
    """Tell an address nothing more, and forget its log.

    Raises:
        Refused: UNKNOWN_WEBHOOK or NOT_YOUR_ORGANISATION; nothing is written.
    """
    webhook = await _own(tx, actor, webhook_id)
    await repository.delete(tx, webhook_id)
    await audit.record(tx, actor, "webhook.removed", "webhook", webhook_id, before=_facts(webhook))
    return webhook


async def resume(tx: Connection, actor: Actor, webhook_id: UUID) -> Webhook:
    """Tell an address again that was disabled because it failed too often; what it missed is not sent.

    Raises:
        Refused: UNKNOWN_WEBHOOK or NOT_YOUR_ORGANISATION; nothing is written.
    """
    webhook = await _own(tx, actor, webhook_id)
    await repository.resume(tx, webhook_id)
    await audit.record(tx, actor, "webhook.resumed", "webhook", webhook_id, before={"state": webhook.state})
    return webhook


async def ping(tx: Connection, actor: Actor, webhook_id: UUID) -> UUID:
    """Send a test to an address, even while it is disabled, and return the delivery.

    Raises:
        Refused: UNKNOWN_WEBHOOK or NOT_YOUR_ORGANISATION; nothing is written.
    """
    await _own(tx, actor, webhook_id)
    await audit.record(tx, actor, "webhook.pinged", "webhook", webhook_id)
    asked = Audited(Event.PING, "webhook", webhook_id, {}, {}, datetime.now(UTC))
    return await _queue(tx, webhook_id, Event.PING, asked)


async def send_again(tx: Connection, actor: Actor, delivery_id: UUID) -> UUID:
    """Send a message once more as it was, at once: after a failure, when the receiver lost it, or before its next try.

    It keeps its id, by which the receiver knows that it is the same (Standard Webhooks 1.0.0, "webhook-id"). One that
    had all its attempts gets one more.

    Raises:
        Refused: UNKNOWN_WEBHOOK_DELIVERY or NOT_YOUR_ORGANISATION; nothing is written.
    """
    delivery = await repository.lock_delivery(tx, delivery_id)
    if delivery is None:
        raise Refused(Problem("UNKNOWN_WEBHOOK_DELIVERY", "id"))
    _refuse_stranger(actor, delivery.webhook.organisation_id, "id")
    if delivery.state is DeliveryState.WAITING:
        await jobs.hurry(tx, DELIVER, delivery_id)
    else:
        await repository.reopen(tx, delivery_id)
        await _enqueue(tx, delivery_id)
    before = {"delivery_id": str(delivery_id), "state": delivery.state, "attempts": delivery.attempts}
    await audit.record(tx, actor, "webhook.sent_again", "webhook", delivery.webhook.id, before=before)
    return delivery_id


async def fan_out(tx: Connection) -> int:
    """Queue a delivery for each webhook that wants one of the newest events, and say how many events were taken."""
    taken = await repository.take_events(tx)
    for audited in taken:
        for event in events_of(audited):
            for webhook_id in await repository.wanting(tx, event):
                await _queue(tx, webhook_id, event, audited)
    return len(taken)


async def note_attempt(tx: Connection, delivery: Delivery, attempt: Attempt) -> DeliveryState:
    """Take in how an attempt went: a webhook that fails too often in a row is disabled, and its keepers see why."""
    if attempt.failure is None:
        state = DeliveryState.DELIVERED
    elif delivery.attempts + 1 >= LAST_ATTEMPT or delivery.event is Event.PING:
        state = DeliveryState.FAILED
    else:
        state = DeliveryState.WAITING
    await repository.settle(tx, delivery.id, state, attempt)
    failures = await repository.note(tx, delivery.webhook.id, attempt.failure)
    if failures >= MOST_FAILURES and delivery.webhook.state is State.ACTIVE:
        await repository.disable(tx, delivery.webhook.id)
        told = {"state": State.DISABLED, "failure": attempt.failure, "failures": failures}
        await audit.record(tx, Actor.system(), "webhook.disabled", "webhook", delivery.webhook.id, after=told)
    return state


async def forget_old(tx: Connection) -> int:
    """Delete what the log keeps no longer, and say how many deliveries those were."""
    return await repository.forget_old(tx, KEPT_FOR)


async def _queue(tx: Connection, webhook_id: UUID, event: Event, audited: Audited) -> UUID:
    delivery_id = await repository.insert_delivery(tx, webhook_id, event, audited)
    await _enqueue(tx, delivery_id)
    return delivery_id


async def _enqueue(tx: Connection, delivery_id: UUID) -> None:
    await jobs.enqueue(tx, DELIVER, {"delivery_id": str(delivery_id)}, subject_id=delivery_id)


async def _own(tx: Connection, actor: Actor, webhook_id: UUID) -> Webhook:
    webhook = await repository.lock(tx, webhook_id)
    if webhook is None:
        raise Refused(Problem("UNKNOWN_WEBHOOK", "id"))
    _refuse_stranger(actor, webhook.organisation_id, "id")
    return webhook


def _refuse_stranger(actor: Actor, organisation_id: UUID | None, field: str) -> None:
    is_keeper = organisation_id is not None and actor.is_of(organisation_id)
    refuse_unless(actor.is_officer or is_keeper, "NOT_YOUR_ORGANISATION", field)


def _facts(webhook: Webhook) -> dict[str, object]:
    return {
        "address": webhook.address,
        "events": [str(event) for event in webhook.events],
        "organisation_id": str(webhook.organisation_id) if webhook.organisation_id else None,
    }
