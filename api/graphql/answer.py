"""How the API answers: media type, status, and what browsers and caches on the way may keep of it.

An answer may be kept when anybody would get the same: a query by GET, without a session or token, that ran without an
error. Its ETag is made of the body itself, so it changes exactly when the answer does; nothing has to be invalidated.
Between two looks an answer is believed for MAX_AGE_SECONDS at most.
"""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from litestar.types import Send
from strawberry.types import ExecutionResult

from api.auth.sessions import SESSION_COOKIE
from api.graphql.negotiation import JSON, accepted, answered_in, takes_gzip
from api.graphql.request import AnyRequest, Refusal
from api.pages.errors import RETRY_AFTER_SECONDS
from api.validators import etag_of, is_held
from schema.cost import RATE_LIMITED
from schema.writes import IN_PROGRESS

MAX_AGE_SECONDS = (
    60  # a dashboard that is a minute behind misleads nobody; a crowd then costs one request a minute
)
#: What passes, so that the same is to be sent again after the time in Retry-After.
PASSING: Final[Mapping[str, int]] = {"UNAVAILABLE": 503, RATE_LIMITED: 429, IN_PROGRESS: 409}
COMPRESSED_FROM = 1_000  # bytes; less than that fits one packet either way
GZIP_LEVEL = 6  # zlib's own choice between size and time
VARY = "Accept, Accept-Encoding, Accept-Language, Authorization, Cookie"
NOT_KEPT = "no-store"
PRIVATE = "private, no-store"
PUBLIC = f"public, max-age={MAX_AGE_SECONDS}"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it is sent."""

    body: bytes
    media_type: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    async def send(self, request: AnyRequest, send: Send) -> None:
        """Send it, compressed when the client takes that.

        Done here and not around all of the application: what stands around compresses streams too, and holds them back.
        """
        body = self.body
        headers = [
            (b"content-type", f"{self.media_type}; charset=utf-8".encode()),
            (b"vary", VARY.encode()),
            *((name.lower().encode(), value.encode()) for name, value in self.headers.items()),
        ]
        if len(body) >= COMPRESSED_FROM and takes_gzip(request.headers.get("accept-encoding", "")):
            body = gzip.compress(body, GZIP_LEVEL, mtime=0)
            headers.append((b"content-encoding", b"gzip"))
        if self.status != 304:  # noqa: PLR2004 - RFC 9110, section 15.4.5: its length would be that of the body left out
            headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})


def refused(request: AnyRequest, refusal: Refusal) -> Answer:
    """An answer to what was refused before anything ran."""
    error = {"message": str(refusal), "extensions": {"code": refusal.code}}
    headers = {"Cache-Control": NOT_KEPT, **refusal.headers}
    return Answer(orjson.dumps({"errors": [error]}), _media_type(request), refusal.status, headers)


def answer(request: AnyRequest, result: ExecutionResult) -> Answer:
    """The answer to an operation, or word that the client has it already."""
    media_type = _media_type(request)
    errors = result.errors or ()
    body: dict[str, Any] = {}
    if errors:
        body["errors"] = [error.formatted for error in errors]
    ran = result.data is not None or any(error.path for error in errors)
    if ran:
        body["data"] = result.data
    if result.extensions:
        body["extensions"] = result.extensions
    sent = orjson.dumps(body)
    for told in (error.extensions or {} for error in errors):
        status = PASSING.get(told.get("code", ""))
        if status is not None:
            again = told.get("retryAfterSeconds", RETRY_AFTER_SECONDS)
            return Answer(sent, media_type, status, {"Cache-Control": NOT_KEPT, "Retry-After": str(again)})
    if errors or request.method != "GET" or says_who(request):
        kept = PRIVATE if says_who(request) else NOT_KEPT
        status = 200 if ran or media_type == JSON else 400
        return Answer(sent, media_type, status, {"Cache-Control": kept})
    return _public(request, sent, media_type)


def _public(request: AnyRequest, body: bytes, media_type: str) -> Answer:
    """What anybody would get."""
    etag = etag_of(body)
    headers = {"Cache-Control": PUBLIC, "ETag": etag}
    if is_held(request.headers, etag):
        return Answer(b"", media_type, 304, headers)
    return Answer(body, media_type, 200, headers)


def says_who(request: AnyRequest) -> bool:
    """Whether the answer may be somebody's own."""
    headers = request.headers
    return "authorization" in headers or SESSION_COOKIE in headers.get("cookie", "")


def _media_type(request: AnyRequest) -> str:
    """As the client takes it; who takes nothing that is offered is told so in JSON."""
    return answered_in(accepted(request.headers)) or JSON
