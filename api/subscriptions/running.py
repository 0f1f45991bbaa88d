"""One operation that goes on: who follows, as whom, and each of its results as it is sent."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Final

import orjson
from graphql import GraphQLError
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from api.auth import sessions
from api.graphql.request import Operation
from api.limits.http import refused_for_now, settle_result
from schema.context import Context, Live
from schema.contract import SCHEMA
from schema.errors import shown
from store.actor import Actor
from store.changes import Changes
from store.database import Database

AnyConnection = ASGIConnection[Any, Any, Any, State]
Results = AsyncGenerator["Result", None]

#: What may be asked over a connection that stays; mutations come by POST, where browsers say who planted them.
STREAMED: Final = frozenset({OperationType.QUERY, OperationType.SUBSCRIPTION})


@dataclass(frozen=True, slots=True)
class Result:
    """One result of an operation.

    Attributes:
        body: as GraphQL writes it, in JSON.
        is_refusal: whether the operation did not begin, and `body` has errors only.
    """

    body: bytes
    is_refusal: bool = False


@dataclass(frozen=True, slots=True)
class Streams:
    """What every stream of this process is given.

    Attributes:
        database: the pool.
        changes: wakes who follows.
        context: makes the context of one operation from its connection and its reader.
        public_url: the address that people reach this installation at.
    """

    database: Database
    changes: Changes
    context: Callable[[AnyConnection, Actor], Context]
    public_url: str

    async def results(self, connection: AnyConnection, operation: Operation) -> Results:
        """Run an operation, and give each result until it ends.

        Args:
            connection: whose headers say who the reader is.
            operation: with its document.

        Raises:
            UnknownToken: the bearer token is not valid (any more).
            Unavailable: the database cannot be reached.
        """

        async def refresh() -> Actor:
            try:
                return await sessions.reader(_anew(connection), self.database)
            except sessions.UnknownToken as error:
                raise GraphQLError(error.detail, extensions={"code": "UNAUTHENTICATED"}) from error

        context = self.context(connection, await sessions.reader(_anew(connection), self.database))
        context.live = Live(self.changes, refresh)
        empty = refused_for_now(context)
        if empty is not None:
            yield _result(context, PreExecutionError(data=None, errors=empty.errors), is_first=True)
            return
        found = await SCHEMA.stream(
            operation.query, operation.variables, context, None, operation.name, None, STREAMED
        )
        async with aclosing(found) as stream:
            is_first = True
            try:
                async for each in stream:
                    if isinstance(each, ExecutionResult):
                        yield _result(context, each, is_first=is_first)
                        is_first = False
            except GraphQLError as refused:  # no document, or one beyond a limit
                yield _result(context, PreExecutionError(data=None, errors=[refused]), is_first=is_first)


def with_authorization(connection: AnyConnection, value: str) -> AnyConnection:
    """The connection as if it had been opened with this header: browsers cannot send one with a WebSocket."""
    headers = [pair for pair in connection.scope["headers"] if pair[0].lower() != b"authorization"]
    return _anew(connection, [*headers, (b"authorization", value.encode("latin-1", "replace"))])


def _anew(connection: AnyConnection, headers: list[tuple[bytes, bytes]] | None = None) -> AnyConnection:
    """The connection with nothing remembered of who is behind it."""
    scope: Any = {**connection.scope, "state": {}}
    if headers is not None:
        scope["headers"] = headers
    return ASGIConnection(scope)


def _result(context: Context, result: ExecutionResult, *, is_first: bool) -> Result:
    """A result as it is sent; the first tells what all of them cost."""
    if is_first:
        settle_result(context, result, is_own=True)
    errors = [shown(_worded(error)).formatted for error in result.errors or ()]
    body: dict[str, Any] = {"errors": errors} if errors else {}
    is_refusal = isinstance(result, PreExecutionError)
    if not is_refusal:
        body["data"] = result.data
    if result.extensions:
        body["extensions"] = result.extensions
    return Result(orjson.dumps(body), is_refusal)


def _worded(error: GraphQLError) -> GraphQLError:
    """An error of strawberry's about which operation was asked for, as the caller's own."""
    if isinstance(error.original_error, InvalidOperationTypeError):
        message = "queries and subscriptions can be streamed; a mutation is answered once, to a POST"
    elif isinstance(error.original_error, CannotGetOperationTypeError):
        message = error.original_error.as_http_error_reason()
    else:
        return error
    return GraphQLError(message, extensions={"code": "BAD_REQUEST"})
