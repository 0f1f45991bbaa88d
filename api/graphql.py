"""GraphQL over HTTP: the one address of the API, and the same schema for our own pages."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

import orjson
from graphql import GraphQLError, OperationDefinitionNode, OperationType, parse
from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter, SkipValidation
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType as AllowedType

from api.auth.sessions import session_token
from api.pages.errors import RETRY_AFTER_SECONDS
from registry.search.model import SearchIndex
from schema.context import Context, Gate
from schema.contract import SCHEMA
from store.actor import Actor
from store.database import Database

MAX_BODY_BYTES = 256 * 1024  # the longest form, a challenge in two languages, has a tenth of that
JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
READS = frozenset({AllowedType.QUERY})
ALL = frozenset({AllowedType.QUERY, AllowedType.MUTATION})


Engine = NamedDependency[SkipValidation[SearchIndex]]  # a protocol is no class to check against


class BadRequest(Exception):  # noqa: N818 - what the caller sent, not a fault of the program
    """The request is no GraphQL request; the message says what would be one."""


async def query(
    context: Context, document: str, variables: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Run one of our own documents and return its data as plain values, for a page.

    Raises:
        GraphQLError: the first error, masked as the API would mask it.
    """
    result = await SCHEMA.execute(
        document, dict(variables or {}), context, allowed_operation_types=set(READS)
    )
    if result.errors:
        raise result.errors[0]
    data: dict[str, Any] = orjson.loads(orjson.dumps(result.data))
    return data


@post("/graphql", request_max_body_size=MAX_BODY_BYTES, status_code=200)
async def graphql_post(
    request: Request[Any, Any, Any],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
    language: NamedDependency[str],
    search: Engine,
    demo_gate: NamedDependency[SkipValidation[Gate]],
) -> Response[bytes]:
    """Run an operation sent as JSON."""
    try:
        operation = _operation(await _body(request))
    except BadRequest as error:
        return _refused(request, str(error))
    context = Context(database, actor, language, search, session_token(request), demo_gate)
    return await _run(request, context, operation, ALL)


@get("/graphql")
async def graphql_get(
    request: Request[Any, Any, Any],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
    language: NamedDependency[str],
    search: Engine,
    document: Annotated[str | None, QueryParameter(name="query")] = None,
    variables: FromQuery[str | None] = None,
    operation_name: Annotated[str | None, QueryParameter(name="operationName")] = None,
) -> Response[bytes] | Redirect:
    """Run a query sent in the address; mutations are refused here, so that a link never writes.

    Somebody who opens the bare address in a browser is led to the page that explains it.
    """
    if document is None and _is_browser(request):
        headers = {"Vary": "Accept, Accept-Language"}
        return Redirect(f"/{language}/data", status_code=HTTP_303_SEE_OTHER, headers=headers)
    try:
        operation = _operation(
            {
                "query": document,
                "variables": _json(variables.encode()) if variables else None,
                "operationName": operation_name,
            }
        )
    except BadRequest as error:
        return _refused(request, str(error))
    if _is_mutation(operation):
        return _refused(request, "mutations are sent by POST", status=405, headers={"Allow": "POST"})
    context = Context(database, actor, language, search)
    return await _run(request, context, operation, READS)


@get("/schema.graphql", sync_to_thread=False)
def contract() -> Response[str]:
    """The whole contract in GraphQL's schema language, as text."""
    return Response(_sdl(), media_type="text/plain", headers={"Cache-Control": "public, max-age=300"})


ROUTES = Router("/", route_handlers=[graphql_get, graphql_post, contract])


@cache
def _sdl() -> str:
    return SCHEMA.as_str()


def _is_browser(request: Request[Any, Any, Any]) -> bool:
    """Whether a page is wanted more than JSON: browsers name text/html first."""
    wanted = [each.partition(";")[0].strip() for each in request.headers.get("Accept", "").split(",")]
    return wanted[0] == "text/html"


async def _run(
    request: Request[Any, Any, Any],
    context: Context,
    operation: Mapping[str, Any],
    allowed: frozenset[AllowedType],
) -> Response[bytes]:
    try:
        result = await SCHEMA.execute(
            operation["query"],
            operation.get("variables"),
            context,
            operation_name=operation.get("operationName"),
            allowed_operation_types=set(allowed),
        )
    except (InvalidOperationTypeError, CannotGetOperationTypeError) as error:
        return _refused(request, str(error))
    return _answer(request, result)


def _answer(request: Request[Any, Any, Any], result: ExecutionResult) -> Response[bytes]:
    body: dict[str, Any] = {}
    if result.errors:
        body["errors"] = [error.formatted for error in result.errors]
    ran = result.data is not None or any(error.path for error in result.errors or ())
    if ran:
        body["data"] = result.data
    if result.extensions:
        body["extensions"] = result.extensions
    if any((error.extensions or {}).get("code") == "UNAVAILABLE" for error in result.errors or ()):
        headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
        return _response(body, _media_type(request), 503, headers)
    media_type = _media_type(request)
    status = 200 if ran or media_type == JSON else 400
    return _response(body, media_type, status)


def _refused(
    request: Request[Any, Any, Any], reason: str, status: int = 400, headers: Mapping[str, str] | None = None
) -> Response[bytes]:
    return _response({"errors": [{"message": reason}]}, _media_type(request), status, headers)


def _response(
    body: Mapping[str, Any], media_type: str, status: int, headers: Mapping[str, str] | None = None
) -> Response[bytes]:
    shown = {"Vary": "Accept, Accept-Language, Authorization, Cookie", **(headers or {})}
    return Response(
        orjson.dumps(body), media_type=f"{media_type}; charset=utf-8", status_code=status, headers=shown
    )


def _media_type(request: Request[Any, Any, Any]) -> str:
    """The older type for clients that do not ask for the newer, as GraphQL over HTTP has it."""
    accepted = request.headers.get("Accept", "")
    return GRAPHQL_JSON if GRAPHQL_JSON in accepted else JSON


async def _body(request: Request[Any, Any, Any]) -> Any:
    if request.content_type[0] != JSON:
        raise BadRequest("send the operation as application/json")
    return _json(await request.body())


def _json(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"this is no JSON: {error}") from error


def _operation(sent: Any) -> Mapping[str, Any]:
    if isinstance(sent, list):
        raise BadRequest("send one operation at a time; batches are not taken")
    if not isinstance(sent, dict) or not isinstance(sent.get("query"), str):
        raise BadRequest('send an object with `query`, such as {"query": "{ viewer { name } }"}')
    if sent.get("variables") is not None and not isinstance(sent["variables"], dict):
        raise BadRequest("`variables` is an object from name to value")
    if sent.get("operationName") is not None and not isinstance(sent["operationName"], str):
        raise BadRequest("`operationName` is a text")
    return sent


def _is_mutation(operation: Mapping[str, Any]) -> bool:
    try:
        document = parse(operation["query"])
    except GraphQLError:
        return False
    name = operation.get("operationName")
    return any(
        isinstance(definition, OperationDefinitionNode)
        and definition.operation is OperationType.MUTATION
        and (name is None or (definition.name is not None and definition.name.value == name))
        for definition in document.definitions
    )
