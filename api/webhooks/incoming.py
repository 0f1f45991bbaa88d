"""What GitHub tells us by itself: checked against the shared secret, noted once, answered at once, done by a job."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import orjson
from litestar import Request, Response, post
from litestar.datastructures import State
from litestar.types import ControllerRouterHandler

from registry.forges import repository as forges
from registry.observations import service as observations
from registry.software import repository as software
from registry.software import service
from scrapers.failures import NOT_FOUND, PRIVATE
from scrapers.github_events import Message, Told, read_event
from scrapers.github_facts import FORGE
from store import jobs
from store.database import Database
from store.jobs import Job

PATH: Final = "/webhooks/github"
QUEUE: Final = "github-told"  # the queue whose worker does what GitHub told
MOST_BYTES: Final = 25 * 1024 * 1024  # GitHub, "Webhook events and payloads": larger ones are not delivered
ONE_CHANGED: Final = 5  # priority: before the night's looks, after those that a person waits for
CHECKED_AFTER: Final = timedelta(
    minutes=5
)  # a delivery's id is not signed: an old one sent again under another id is found out
SIGNATURE: Final = "X-Hub-Signature-256"
GONE: Final = {Told.DELETED: NOT_FOUND, Told.PRIVATE: PRIVATE}

AnyRequest = Request[Any, Any, State]


def handlers(database: Database, secret: str | None) -> list[ControllerRouterHandler]:
    """The address that GitHub delivers to; none where no secret is set, because anybody could write to it."""
    if not secret:
        return []

    @post(PATH, status_code=202, request_max_body_size=MOST_BYTES)
    async def delivered(request: AnyRequest) -> Response[bytes]:
        """Take one delivery: 202 when there is something to do, 200 when not, 401 when it is not signed by GitHub."""
        body = await request.body()
        if not is_signed(body, request.headers.get(SIGNATURE, ""), secret):
            return _said(401, "the signature is wrong")
        delivery, event = (
            request.headers.get("X-GitHub-Delivery", ""),
            request.headers.get("X-GitHub-Event", ""),
        )
        try:
            payload = orjson.loads(body)
        except orjson.JSONDecodeError:
            return _said(400, "the body is not JSON; choose the content type application/json")
        if not delivery or not isinstance(payload, dict):
            return _said(400, "it is not a delivery of GitHub")
        message = read_event(event, payload)
        if message is None:
            return _said(200, "nothing to do")
        is_new = await _note(database, delivery[:100], event, message)
        return _said(202, "noted") if is_new else _said(200, "noted before")

    return [delivered]


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Say whether GitHub signed these very bytes with the secret; compared in constant time.

    GitHub, "Validating webhook deliveries": `sha256=` and the HMAC of the raw body in hexadecimal.
    """
    expected = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))


async def _note(database: Database, delivery: str, event: str, message: Message) -> bool:
    async with database.transaction() as tx:
        noted = await forges.insert_delivery(tx, delivery, event, asdict(message))
        if noted is None:
            return False
        await jobs.enqueue(tx, QUEUE, {"delivery_id": str(noted)}, subject_id=noted, priority=ONE_CHANGED)
    return True


def _said(status: int, words: str) -> Response[bytes]:
    return Response(words.encode(), status_code=status, media_type="text/plain")


class Listener:
    """Does what GitHub told: a look, or noting at once that a repository is gone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def act(self, job: Job, payload: Mapping[str, Any]) -> None:  # noqa: ARG002 - what every queue's work takes
        """Work off one delivery; a repository that the catalogue does not know is none of ours."""
        async with self._database.transaction() as tx:
            noted = await forges.find_delivery(tx, UUID(payload["delivery_id"]))
            if noted is None:
                return
            _, subject = noted
            told = Told(subject["told"])
            found = await software.find_on_forge(tx, FORGE, subject["forge_id"], subject["full_name"])
            if found is None:
                return
            if told in GONE:
                await observations.record_unreachable(tx, found.id, GONE[told], gone=True)
                await service.enqueue_look(tx, found.id, priority=ONE_CHANGED, delay=CHECKED_AFTER)
            else:
                priority = ONE_CHANGED + (told is Told.LICENCE_CHANGED)
                await service.enqueue_look(tx, found.id, priority=priority)
