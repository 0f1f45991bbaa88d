"""Webhooks: addresses that are told what happens here, and the log of telling them."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeAlias, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from registry.webhooks import model, service, view
from schema.context import Context
from schema.fields import Connection, column, many, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.scalars import URL
from schema.writes import DonePayload, Payload, write
from scrapers.public_addresses import WEB_PORTS, names_no_public_machine, names_no_web_port
from store.actor import Actor
from store.database import Connection as Transaction
from store.refusal import refuse_unless

if TYPE_CHECKING:
    from schema.people import Organisation

strawberry.enum(
    model.Event,
    name="WebhookEvent",
    description="What an address may be told of; `docs/webhooks.md` in the source has a message of each.",
)
WebhookEvent: TypeAlias = model.Event
strawberry.enum(
    model.State,
    name="WebhookState",
    description="Whether a webhook is told; DISABLED has failed too often in a row and waits to be resumed.",
)
WebhookState: TypeAlias = model.State
strawberry.enum(
    model.DeliveryState,
    name="WebhookDeliveryState",
    description="Where a message stands; DROPPED had nothing to tell any more, because its subject is not public.",
)
WebhookDeliveryState: TypeAlias = model.DeliveryState


@reads(view.DELIVERIES)
@strawberry.type(description="One message to a webhook, and how sending it went; kept for 30 days.")
class WebhookDelivery(Node):
    """A line of the log; its id is the message's `webhook-id`."""

    event: WebhookEvent = column("What it tells of.")
    state: WebhookDeliveryState = column("Where it stands.")
    attempts: int = column("How often it was sent.")
    response_status: int | None = column("HTTP status of the last answer; null when there was none.")
    duration_ms: int | None = column("How long the last attempt took, in milliseconds.")
    failure: str | None = column("Why the last attempt failed, as a code; null when it did not.")
    occurred_at: datetime = column("When what it tells of happened.")
    created_at: datetime = column("When it was queued.")
    attempted_at: datetime | None = column("When it was sent last.")
    next_attempt_at: datetime | None = column(
        "When it is tried again, or for the first time; null when it is settled, or being sent."
    )


@reads(view.WEBHOOKS)
@strawberry.type(
    description="An address that is told of events; seen by officers and the people of its organisation."
)
class Webhook(Node):
    """A webhook, less its secret."""

    address: URL = column("Where messages are sent.")
    events: list[WebhookEvent] = column("What it is told of.")
    state: WebhookState = column("Whether it is told.")
    failures: int = column("Attempts in a row that failed; at 20 it is disabled.")
    last_failure: str | None = column("Why the last attempt failed, as a code; null when it did not.")
    created_at: datetime = column("When it was registered.")
    organisation: Annotated["Organisation", strawberry.lazy("schema.people")] | None = one(
        "organisation", "Whose it is; null for the installation's own, which officers keep."
    )
    deliveries: Connection[WebhookDelivery] = many("webhook", "The log, newest first.", order="NEWEST")


@strawberry.enum(description="In which order webhooks are listed.")
class WebhookOrder(StrEnum):
    """Orders of the read view."""

    NEWEST = "NEWEST"
    OLDEST = "OLDEST"


@strawberry.type(description="A webhook that was written, or why not.")
class WebhookPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The webhook; null when nothing was written.")
    async def webhook(self, info: Info[Context, None]) -> Webhook | None:
        """The row."""
        return cast("Webhook | None", await planned_row(info, "Webhook", self.row))


@strawberry.type(description="A webhook that was registered, with its secret, or why not.")
class NewWebhookPayload(WebhookPayload):
    """Outcome of registering."""

    secret: str | None = column("Shown once: the key that messages are signed with.")


@strawberry.type(description="A message that was queued, or why not.")
class WebhookDeliveryPayload(Payload):
    """Outcome of a test, or of sending again."""

    @strawberry.field(description="The message; null when nothing was written.")
    async def delivery(self, info: Info[Context, None]) -> WebhookDelivery | None:
        """The row."""
        return cast("WebhookDelivery | None", await planned_row(info, "WebhookDelivery", self.row))


def refuse_unless_public(address: str) -> None:
    """Refuse what is seen, before anything is looked up, to be no web server of the public internet.

    Raises:
        Refused: NOT_A_PUBLIC_ADDRESS or PORT_NOT_CALLED.
    """
    refuse_unless(not names_no_public_machine(address), "NOT_A_PUBLIC_ADDRESS", "address")
    ports = ", ".join(str(each) for each in sorted(WEB_PORTS))
    refuse_unless(not names_no_web_port(address), "PORT_NOT_CALLED", "address", ports=ports)


@strawberry.type
class WebhookMutations:
    """What keepers of webhooks may do."""

    @strawberry.mutation(description="Have an address told of events from now on.")
    async def register_webhook(
        self,
        info: Info[Context, None],
        address: URL,
        events: list[WebhookEvent],
        organisation_id: strawberry.ID | None = None,
    ) -> NewWebhookPayload:
        """Register."""
        secrets: list[str] = []

        async def work(tx: Transaction, actor: Actor) -> UUID:
            organisation = row_id(organisation_id, "Organisation") if organisation_id else None
            refuse_unless_public(address)
            made = await service.register(tx, actor, address, [each.value for each in events], organisation)
            secrets.append(made.secret)
            return made.id

        payload = await write(info, NewWebhookPayload, work, secret=None)
        payload.secret = None if payload.user_errors else secrets[0]
        return payload

    @strawberry.mutation(description="Tell an address nothing more, and forget its log.")
    async def remove_webhook(self, info: Info[Context, None], id: strawberry.ID) -> DonePayload:
        """Remove."""

        async def work(tx: Transaction, actor: Actor) -> None:
            await service.remove(tx, actor, row_id(id, "Webhook"))

        return await write(info, DonePayload, work)

    @strawberry.mutation(description="Send a test message, even while the webhook is disabled.")
    async def ping_webhook(self, info: Info[Context, None], id: strawberry.ID) -> WebhookDeliveryPayload:
        """Ping."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return await service.ping(tx, actor, row_id(id, "Webhook"))

        return await write(info, WebhookDeliveryPayload, work)

    @strawberry.mutation(
        description="Send a message once more as it was, at once, with the same `webhook-id`: after it failed, when it "
        "was lost, or before its next try."
    )
    async def send_webhook_delivery_again(
        self, info: Info[Context, None], id: strawberry.ID
    ) -> WebhookDeliveryPayload:
        """Send again."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return await service.send_again(tx, actor, row_id(id, "WebhookDelivery"))

        return await write(info, WebhookDeliveryPayload, work)

    @strawberry.mutation(
        description="Tell an address again that was disabled; what it missed is not sent afterwards."
    )
    async def resume_webhook(self, info: Info[Context, None], id: strawberry.ID) -> WebhookPayload:
        """Resume."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.resume(tx, actor, row_id(id, "Webhook"))).id

        return await write(info, WebhookPayload, work)
