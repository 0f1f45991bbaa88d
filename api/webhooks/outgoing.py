"""Telling addresses what happened: the message, its signature, one try to send it, and what the log keeps of that."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import httpx
import orjson
import structlog

from api.graphql import handlers as graphql
from registry.search.model import SearchIndex
from registry.webhooks import repository, service
from registry.webhooks.model import Attempt, Delivery, DeliveryState, Event, signature
from schema.context import Context
from schema.ids import to_global_id
from scrapers.public_addresses import IsAllowed, NotPublic, is_public_web_server, pin
from store.actor import Actor
from store.database import Database
from store.jobs import Job, TryAgainLater

log = structlog.get_logger()

ANSWER_SECONDS: Final = 10.0  # a receiver takes the message and works on it afterwards
HEADERS: Final = {"Content-Type": "application/json", "User-Agent": "Commonfield-Webhooks/1"}
FIRST_GOOD, LAST_GOOD = 200, 299  # any other answer, a redirect among them, is a failure

#: What a message says of its subject: what anybody may read of it in the API at the time of the first attempt.
SUBJECTS: Final[Mapping[str, str]] = {
    "software": "... on Software { id slug name url licence declaredLicence verdict healthBand healthScore updatedAt "
    "expiresAt expiredAt }",
    "alert": "... on Alert { id kind key before after signals observedAt software { id slug } }",
    "usage": "... on Usage { id since attestedAt expiresAt software { id slug } agency { id slug } }",
    "programme": "... on Programme { id slug name state applicationsCloseOn decisionOn endsOn }",
    "challenge": "... on Challenge { id slug title state publishedAt owner { id slug } programme { id slug } }",
    "match": "... on Match { id state challenge { id slug } team { id slug } }",
    "delivery": "... on Delivery { id repositoryUrl deliveredAt software { id slug } match { id } }",
}


@dataclass(frozen=True, slots=True)
class Teller:
    """Works off the queue of deliveries.

    Attributes:
        database: where webhooks and their log are.
        search: for the context of the API's own documents.
        is_allowed: which machines may be told, and at which port; public web servers.
    """

    database: Database
    search: SearchIndex
    is_allowed: IsAllowed = is_public_web_server

    async def deliver(self, job: Job, payload: Mapping[str, Any]) -> None:
        """Try to deliver one message.

        Raises:
            TryAgainLater: it was not taken, and more attempts are left.
        """
        async with self.database.read() as connection:
            delivery = await repository.find_delivery(connection, UUID(payload["delivery_id"]))
        if delivery is None or delivery.state is not DeliveryState.WAITING:
            return
        body = await self._body(delivery)
        if body is None:
            async with self.database.transaction() as tx:
                await repository.settle(tx, delivery.id, DeliveryState.DROPPED, None)
            return
        attempt = await self.attempt(delivery, body.encode())
        async with self.database.transaction() as tx:
            state = await service.note_attempt(tx, delivery, attempt)
        log.info(
            "webhook",
            delivery=str(delivery.id),
            job=str(job.id),
            status=attempt.status,
            failure=attempt.failure,
        )
        if state is DeliveryState.WAITING:
            raise TryAgainLater(attempt.failure or "")

    async def attempt(self, delivery: Delivery, body: bytes) -> Attempt:
        """Send a message once; whatever goes wrong is told by a code, and nothing of the answer's body is read."""
        began = time.monotonic()

        def took(status: int | None, failure: str | None) -> Attempt:
            return Attempt(status, round((time.monotonic() - began) * 1000), failure)

        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                status = await self._send(delivery, body)
        except NotPublic:
            return took(None, "NOT_A_PUBLIC_ADDRESS")
        except (TimeoutError, httpx.TimeoutException):
            return took(None, "TIMED_OUT")
        except (httpx.HTTPError, httpx.InvalidURL):
            return took(None, "NOT_REACHED")
        is_good = FIRST_GOOD <= status <= LAST_GOOD
        return took(status, None if is_good else f"ANSWERED_{status}")

    async def _send(self, delivery: Delivery, body: bytes) -> int:
        pinned = await pin(delivery.webhook.address, self.is_allowed)
        timestamp = int(time.time())
        headers = {
            **HEADERS,
            "Host": pinned.host,
            "webhook-id": str(delivery.id),
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signature(delivery.webhook.secret, delivery.id, timestamp, body),
        }
        extensions = {"sni_hostname": pinned.name}
        async with (
            httpx.AsyncClient(follow_redirects=False, trust_env=False, timeout=ANSWER_SECONDS) as client,
            client.stream("POST", pinned.url, content=body, headers=headers, extensions=extensions) as answer,
        ):
            return answer.status_code

    async def _body(self, delivery: Delivery) -> str | None:
        """The message, made before the first attempt; None when nobody may read of its subject any more."""
        if delivery.body is not None:
            return delivery.body
        subject = await self._subject(delivery)
        if subject is None:
            return None
        message = {
            "id": str(delivery.id),
            "type": delivery.event,
            "timestamp": delivery.occurred_at,
            "data": subject,
        }
        body = orjson.dumps(message).decode()
        async with self.database.transaction() as tx:
            await repository.put_body(tx, delivery.id, body)
        return body

    async def _subject(self, delivery: Delivery) -> Mapping[str, Any] | None:
        if delivery.event is Event.PING or delivery.subject_id is None:
            return {"webhook": to_global_id("Webhook", delivery.webhook.id)}
        context = Context(self.database, Actor.anonymous(), "en", self.search)
        document = f"query Subject($id: ID!) {{ node(id: $id) {{ {SUBJECTS[delivery.subject_type]} }} }}"
        node = to_global_id(delivery.subject_type.capitalize(), delivery.subject_id)
        found: Mapping[str, Any] | None = (await graphql.query(context, document, {"id": node}))["node"]
        return found
