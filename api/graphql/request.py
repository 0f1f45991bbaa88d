"""What a client asks of the API, read from a body or an address as GraphQL over HTTP has it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from litestar import Request
from litestar.datastructures import State

from api.graphql.negotiation import EVENTS, JSON, OFFERED, accepted, answered_in, takes_events

AnyRequest = Request[Any, Any, State]

MAX_BODY_BYTES = 256 * 1024  # the longest form, a challenge in two languages, has a tenth of that
SHA256_HEX = re.compile("[0-9a-fA-F]{64}")


class Refusal(Exception):  # noqa: N818 - what the caller sent, not a fault of the program
    """The request is answered before anything runs; the message says what would be right.

    Attributes:
        code: stable, as `extensions.code` has it.
        status: of HTTP.
        headers: more of the answer's.
    """

    def __init__(
        self,
        message: str,
        code: str = "BAD_REQUEST",
        *,
        status: int = 400,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.headers = headers or {}


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as it was sent.

    Attributes:
        query: its document; None when only the hash was sent.
        variables: by name.
        name: which operation of the document.
        sha256: the document's hash, when the client wants it kept or found.
    """

    query: str | None
    variables: dict[str, Any] | None = None
    name: str | None = None
    sha256: bytes | None = None


async def from_body(request: AnyRequest) -> Operation:
    """The operation of a POST.

    Raises:
        Refusal: it is too long, or no GraphQL request, or no answer would be taken.
    """
    _refuse_unless_answerable(request)
    media_type, parameters = request.content_type
    charset = parameters.get("charset", "utf-8").strip('"').lower()
    if media_type != JSON or charset not in {"utf-8", "utf8"}:
        raise Refusal(
            "send the operation as application/json, in UTF-8", "UNSUPPORTED_MEDIA_TYPE", status=415
        )
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refusal(
            "send the operation as it is, not compressed",
            "UNSUPPORTED_MEDIA_TYPE",
            status=415,
            headers={"Accept-Encoding": "identity"},  # RFC 9110, section 12.5.3
        )
    return _operation(_json(await _body(request)))


def from_address(request: AnyRequest) -> Operation:
    """The operation of a GET.

    Raises:
        Refusal: it is no GraphQL request, or no answer would be taken.
    """
    _refuse_unless_answerable(request)
    parameters = request.query_params
    sent: dict[str, Any] = {
        "query": parameters.get("query"),
        "operationName": parameters.get("operationName")
        or None,  # as if it were left out, when nothing is said
    }
    for name in ("variables", "extensions"):
        text = parameters.get(name)
        sent[name] = _json(text.encode()) if text else None
    return _operation(sent)


def _refuse_unless_answerable(request: AnyRequest) -> None:
    """Run nothing whose answer is not taken (RFC 9110, section 15.5.7)."""
    accept = accepted(request.headers)
    if answered_in(accept) is None and not takes_events(accept):
        raise Refusal(f"answers are {', '.join((*OFFERED, EVENTS))}", "NOT_ACCEPTABLE", status=406)


async def _body(request: AnyRequest) -> bytes:
    too_long = Refusal(f"at most {MAX_BODY_BYTES} bytes are taken", "TOO_LARGE", status=413)
    chunks: list[bytes] = []
    length = 0
    while True:
        message = await request.receive()
        if message["type"] != "http.request":
            raise Refusal("the request ended early")
        chunk = message["body"]
        length += len(chunk)
        if length > MAX_BODY_BYTES:
            raise too_long
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks)


def _json(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Refusal(f"this is no JSON: {error}") from error


def _operation(sent: Any) -> Operation:
    if isinstance(sent, list):
        raise Refusal("send one operation at a time; batches are not taken")
    if not isinstance(sent, dict):
        raise _no_operation()
    query, variables, name = sent.get("query"), sent.get("variables"), sent.get("operationName")
    extensions = sent.get("extensions")
    if variables is not None and not isinstance(variables, dict):
        raise Refusal("`variables` is an object from name to value")
    if name is not None and not isinstance(name, str):
        raise Refusal("`operationName` is a text")
    if extensions is not None and not isinstance(extensions, dict):
        raise Refusal("`extensions` is an object from name to value")
    sha256 = _hash(extensions["persistedQuery"]) if extensions and "persistedQuery" in extensions else None
    if query == "" or (not isinstance(query, str) and (query is not None or sha256 is None)):
        raise _no_operation()
    return Operation(query, variables, name, sha256)


def _no_operation() -> Refusal:
    return Refusal('send an object with `query`, such as {"query": "{ viewer { name } }"}')


def _hash(persisted: Any) -> bytes:
    if not isinstance(persisted, dict) or persisted.get("version") != 1:
        raise Refusal("PersistedQueryNotSupported", "PERSISTED_QUERY_NOT_SUPPORTED", status=200)
    written = persisted.get("sha256Hash")
    if not isinstance(written, str) or SHA256_HEX.fullmatch(written) is None:
        raise Refusal("`sha256Hash` is a SHA-256 in 64 hexadecimal digits")
    return bytes.fromhex(written)
