"""What happens around every request: an id that ties answer and log together, headers that protect, one line of log."""

import re
import time
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final
from uuid import uuid4

import structlog
from litestar.datastructures import Headers
from litestar.enums import HttpMethod, ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from api import open_catalog
from api.auth.origin import is_planted
from api.auth.sessions import REQUEST_ID, SCHEME, SESSION_COOKIE, SESSION_ENDED, ended_cookie
from api.problems import problem_body, problem_headers
from api.settings import Settings

REQUEST_ID_HEADER = "X-Request-Id"
_ACCEPTED_ID = re.compile(
    r"[A-Za-z0-9._-]{8,64}"
)  # what balancers send; nothing that could break a line of log

#: For whatever does not bring its own: an answer is data, not a page that runs or frames anything.
PROTECTION: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}
HTTPS_ONLY = {
    "Strict-Transport-Security": "max-age=31536000"
}  # a year, the least that browsers' lists ask for

#: Paths that pages of other sites may use, as anybody may or with a token that they hold: never with a cookie.
OPEN_PATHS = frozenset({"/graphql", "/schema.graphql"})
OPEN_BELOW = (open_catalog.BELOW, "/exports/")
OPEN: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": f"{REQUEST_ID_HEADER}, ETag, Retry-After",
}
PREFLIGHT: Mapping[str, str] = {
    **OPEN,
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Accept-Language, Idempotency-Key, If-None-Match",
    "Access-Control-Max-Age": "7200",  # the longest that Chromium keeps it
}


def _pairs(headers: Mapping[str, str]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name.lower().encode(), value.encode()) for name, value in headers.items())


REQUEST_ID_NAME = REQUEST_ID_HEADER.lower().encode()
_HTTP, _HTTPS, _OPEN = _pairs(PROTECTION), _pairs({**PROTECTION, **HTTPS_ONLY}), _pairs(OPEN)

log = structlog.get_logger()


class Around:
    """Wraps the application's own handler; it sees every request, whether or not there is a route for it.

    A HEAD is answered as the GET of the same address would be, less the body (RFC 9110, section 9.3.2).
    """

    def __init__(self, inner: ASGIApp, settings: Settings) -> None:
        self._inner = inner
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != ScopeType.HTTP:
            await self._inner(scope, receive, send)
            return
        headers = Headers.from_scope(scope)
        request_id = _request_id(headers.get(REQUEST_ID_HEADER, ""))
        scope["state"][REQUEST_ID] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        answer = _Answer(scope, send, request_id, self._settings)
        if _is_open(scope["path"]) and scope["method"] == "OPTIONS":
            await _send(answer, 204, PREFLIGHT)
        elif self._is_planted(scope, headers):
            refused = "This request came from another site; open the page here and send it again."
            body = problem_body("CROSS_ORIGIN", refused, request_id)
            await _send(answer, 403, problem_headers(scope["path"], headers), body)
        elif scope["method"] == "HEAD":
            await self._inner({**scope, "method": HttpMethod.GET}, receive, answer)
        else:
            await self._inner(scope, receive, answer)
        answer.note()

    def _is_planted(self, scope: HTTPScope, headers: Headers) -> bool:
        """Whether a request that acts by a session's cookie came from another site; a bearer token no site can plant.

        Other credentials, such as those for a proxy in front, browsers send by themselves, as they do the cookie.
        """
        is_bearer = headers.get("authorization", "").lower().startswith(SCHEME)
        if is_bearer or SESSION_COOKIE not in headers.get("cookie", ""):
            return False
        return is_planted(scope["method"], headers, self._settings.public_url)


class _Answer:
    """The way out of one answer: it adds headers and remembers what the log wants to know."""

    def __init__(self, scope: HTTPScope, send: Send, request_id: str, settings: Settings) -> None:
        self._scope = scope
        self._send = send
        self._request_id = request_id
        self._settings = settings
        self._began = time.perf_counter()
        self._status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            message["headers"] = self._added(message["headers"])
        if self._scope["method"] != "HEAD":
            await self._send(message)
        elif message["type"] == "http.response.start":  # what a GET would have said, and nothing behind it
            await self._send(message)
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    def _added(self, sent: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        """The headers of an answer with ours, as bytes: this runs for every request."""
        headers = [
            (name, MENDED[name](value) if name in MENDED else value)
            for name, value in ((name.lower(), value) for name, value in sent)
            if name != REQUEST_ID_NAME
        ]
        brought = {name for name, _ in headers}
        ours = _HTTPS if self._settings.is_https else _HTTP
        headers += [each for each in ours if each[0] not in brought]
        if _is_open(self._scope["path"]):
            headers += [each for each in _OPEN if each[0] not in brought]
        headers.append((REQUEST_ID_NAME, self._request_id.encode()))
        if self._scope["state"].get(SESSION_ENDED) and not any(
            name == b"set-cookie" and SESSION_COOKIE.encode() in value for name, value in headers
        ):
            cookie = ended_cookie(secure=self._settings.is_https).to_header(header="")
            headers.append((b"set-cookie", cookie.encode()))
        return headers

    def note(self) -> None:
        """Write the line of log; addresses of people and queries are left out of it."""
        path: str = self._scope["path"]
        write: Any = log.debug if path.startswith("/assets/") or path == "/healthz" else log.info
        took = round((time.perf_counter() - self._began) * 1000, 1)
        write("request", method=self._scope["method"], path=path, status=self._status, ms=took)


@lru_cache(maxsize=64)
def _each_once(listed: bytes) -> bytes:
    """A header's list without what stands there twice, as when an answer that varies was compressed too."""
    return b", ".join(dict.fromkeys(each.strip() for each in listed.split(b",")))


def _with_head(listed: bytes) -> bytes:
    """The methods of an address, with that which is answered wherever there is a GET."""
    return _each_once(listed.replace(b"GET", b"GET, HEAD"))


#: Headers that Litestar makes without knowing of what is done around it.
MENDED: Final[Mapping[bytes, Callable[[bytes], bytes]]] = {b"allow": _with_head, b"vary": _each_once}


def _is_open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(OPEN_BELOW)


def _request_id(given: str) -> str:
    return given if _ACCEPTED_ID.fullmatch(given) else uuid4().hex


async def _send(send: Send, status: int, headers: Mapping[str, str], body: bytes = b"") -> None:
    pairs = [*_pairs(headers), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body, "more_body": False})
