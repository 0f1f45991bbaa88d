"""GraphQL over HTTP: the one address of the API, and the same schema for our own pages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from http import HTTPStatus
from typing import Any

import orjson
from litestar import Request, Response, Router, WebSocket, asgi, get
from litestar.enums import ScopeType
from litestar.types import Receive, Scope, Send
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from api.auth import sessions
from api.graphql.answer import Answer, answer, refused, says_who
from api.graphql.negotiation import EVENTS, accepted, takes_events, wants_events
from api.graphql.persisted import Persisted
from api.graphql.request import AnyRequest, Operation, Refusal, from_address, from_body
from api.limits.http import Limits, refused_for_now, settle_result
from api.limits.places import COME_AGAIN_SECONDS
from api.pages.languages import preferred
from api.subscriptions import Streams, events, sockets
from api.validators import etag_of, is_held
from registry.search.model import SearchIndex
from schema.context import Context, Gate
from schema.contract import SCHEMA
from store.actor import Actor
from store.changes import Changes
from store.database import Database

IDEMPOTENCY_KEY = "Idempotency-Key"  # draft-ietf-httpapi-idempotency-key-header
READS = frozenset({OperationType.QUERY})
MUTATION = "mutation"  # as it stands in each document that has one
NEITHER = Refusal(
    "send a POST or a GET", "METHOD_NOT_ALLOWED", status=405, headers={"Allow": "GET, HEAD, OPTIONS, POST"}
)
FULL = Refusal(
    "many streams are open; come again",
    "TOO_MANY_SUBSCRIPTIONS",
    status=429,
    headers={"Retry-After": str(COME_AGAIN_SECONDS)},
)
ALL = frozenset({OperationType.QUERY, OperationType.MUTATION})


async def query(
    context: Context, document: str, variables: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Run one of our own documents and return its data as plain values, for a page.

    Raises:
        GraphQLError: the first error, masked as the API would mask it.
    """
    result = await SCHEMA.execute(document, dict(variables or {}), context, allowed_operation_types=READS)
    if result.errors:
        raise result.errors[0]
    data: dict[str, Any] = orjson.loads(orjson.dumps(result.data))
    return data


@dataclass(frozen=True, slots=True)
class Api:
    """What every operation is given, put together once.

    Attributes:
        database: the pool.
        search: the search engine.
        demo_gate: refuses whoever wants to be one of the demo's people, where that is not offered.
        persisted: documents that can be asked by hash.
        changes: wakes who follows something.
        public_url: the address that people reach this installation at.
        limits: how much each caller may ask for.
    """

    database: Database
    search: SearchIndex
    demo_gate: Gate
    persisted: Persisted
    changes: Changes
    public_url: str
    limits: Limits

    async def answer(self, request: AnyRequest) -> Answer | None:
        """Answer one request; None when that was done by a stream.

        Raises:
            UnknownToken: the bearer token is not valid (any more).
            Unavailable: the database cannot be reached.
        """
        try:
            if request.method == "POST":
                return await self._post(request, await from_body(request))
            if request.method == "GET":
                if not request.scope["query_string"] and _is_browser(request):
                    return _explained(request)
                return await self._run(request, from_address(request), READS)
        except Refusal as refusal:
            return refused(request, refusal)
        return refused(request, NEITHER)

    def context(self, connection: sessions.AnyConnection, actor: Actor) -> Context:
        """What an operation of this connection is given."""
        return Context(
            self.database,
            actor,
            preferred(connection.headers.get("accept-language", "")).tag,
            self.search,
            sessions.session_token(connection),
            self.demo_gate,
            idempotency_key=connection.headers.get(IDEMPOTENCY_KEY),
            purse=self.limits.purse(connection, actor),
        )

    async def follow(self, request: AnyRequest) -> Answer | None:
        """Answer a request for a stream with one; None when that was done."""
        try:
            operation = await from_body(request) if request.method == "POST" else from_address(request)
            return await self._stream(request, operation, await self.persisted.document(operation))
        except Refusal as refusal:
            return refused(request, refusal)

    async def _stream(self, request: AnyRequest, operation: Operation, document: str) -> Answer | None:
        with self.limits.place(request) as is_room:
            if not is_room:
                return refused(request, FULL)
            asked = replace(operation, query=document)
            await events.serve(self._streams(), request, asked, request.receive, request.send)
        return None

    async def converse(self, socket: sockets.AnySocket) -> None:
        """Answer operations over a WebSocket, for as long as it is open."""
        with self.limits.place(socket) as is_room:
            await sockets.serve(self._streams(), socket, is_room=is_room)

    def _streams(self) -> Streams:
        return Streams(self.database, self.changes, self.context, self.public_url)

    async def _post(self, request: AnyRequest, operation: Operation) -> Answer | None:
        if operation.query is None or MUTATION not in operation.query:  # documents kept by hash are queries
            return await self._run(request, operation, READS)
        sessions.forget_holder(request, self.database)
        try:
            return await self._run(request, operation, ALL)
        finally:
            sessions.forget_holder(request, self.database)

    async def _run(
        self, request: AnyRequest, operation: Operation, allowed: frozenset[OperationType]
    ) -> Answer | None:
        context = self.context(request, await sessions.reader(request, self.database))
        refusal = refused_for_now(context)
        if refusal is not None:
            return answer(request, refusal)
        document = await self.persisted.document(operation)
        try:
            result = await SCHEMA.execute(
                document, operation.variables, context, None, operation.name, allowed
            )
        except InvalidOperationTypeError as error:
            if error.operation_type is OperationType.SUBSCRIPTION and takes_events(accepted(request.headers)):
                return await self._stream(request, operation, document)
            raise _not_so(error, request.method) from error
        except CannotGetOperationTypeError as error:
            raise Refusal(error.as_http_error_reason()) from error
        if not result.errors:
            await self.persisted.keep(operation)
        settle_result(context, result, is_own=request.method != "GET" or says_who(request))
        return answer(request, result)


def routes(
    database: Database, search: SearchIndex, demo_gate: Gate, public_url: str, limits: Limits
) -> Router:
    """The addresses of the API.

    It is answered below Litestar's handlers: what those do to match parameters to signatures cost as much time as
    everything else an operation needs.
    """
    api = Api(database, search, demo_gate, Persisted(database), Changes(database.dsn), public_url, limits)

    @asgi("/graphql", copy_scope=False)
    async def graphql(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.WEBSOCKET:
            await api.converse(WebSocket(scope, receive, send))
            return
        request: AnyRequest = Request(scope, receive, send)
        wanted = request.method in {"GET", "POST"} and wants_events(accepted(request.headers))
        made = await api.follow(request) if wanted else await api.answer(request)
        if made is not None:
            await made.send(request, send)

    return Router("/", route_handlers=[graphql, contract])


@get("/schema.graphql", sync_to_thread=False)
def contract(request: AnyRequest) -> Response[bytes]:
    """The whole contract in GraphQL's schema language, as text; it changes only with the version that runs."""
    body, etag = _sdl()
    headers = {"Cache-Control": "public, max-age=300", "ETag": etag, "Vary": "Accept-Encoding"}
    if is_held(request.headers, etag):
        return Response(b"", status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, media_type="text/plain", headers=headers)


@cache
def _sdl() -> tuple[bytes, str]:
    body = SCHEMA.as_str().encode()
    return body, etag_of(body)


def _explained(request: AnyRequest) -> Answer:
    """Somebody who opens the bare address in a browser is led to the page that explains it."""
    language = preferred(request.headers.get("accept-language", ""))
    return Answer(b"", "text/plain", 303, {"Location": f"/{language.tag}/data"})


def _not_so(error: InvalidOperationTypeError, method: str) -> Refusal:
    """Mutations come by POST, so that a link never writes; subscriptions are streams, by either."""
    if error.operation_type is OperationType.SUBSCRIPTION:
        return Refusal(
            f"a subscription is a stream: send `Accept: {EVENTS}`, or use a WebSocket",
            "NOT_ACCEPTABLE",
            status=406,
        )
    return Refusal(
        error.as_http_error_reason(method), "METHOD_NOT_ALLOWED", status=405, headers={"Allow": "POST"}
    )


def _is_browser(request: AnyRequest) -> bool:
    """Whether a page is wanted more than JSON: browsers name text/html first."""
    return request.headers.get("accept", "").partition(",")[0].partition(";")[0].strip() == "text/html"
