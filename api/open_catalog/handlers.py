"""What a federating catalogue may read: software, publishers and logs, under the names that the Open Catalog API has.

The API is that of Developers Italia, as the publiccode.yml community reads it
(https://github.com/italia/developers-italia-api): cursor pages with `links`, RFC 9457 problems. Ours is read only.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import orjson
from litestar import Request, Response, Router, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import HTTPException
from litestar.params import FromPath
from litestar.types import ExceptionHandlersMap

from api.open_catalog import openapi, shapes
from api.pages.errors import RETRY_AFTER_SECONDS
from api.validators import etag_of, is_held
from registry.syndication import repository
from registry.syndication.model import LARGEST, SIZE, Asked, Page, read_cursor, read_time
from store.database import Database, Unavailable

AnyRequest = Request[Any, Any, State]
Row = TypeVar("Row")

CACHE = {"Cache-Control": "public, max-age=60", "Vary": "Accept-Encoding"}  # federation reads every few hours
PROBLEM = "application/problem+json"
FLAGS: Mapping[str, bool] = {"true": True, "1": True, "false": False, "0": False}
#: Parameters that a link of a page carries on beside its cursor.
CURSORS = frozenset({"page[after]", "page[before]"})


class Wrong(HTTPException):
    """A parameter has a value that cannot be used; the detail says which would be right."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY


class Unknown(HTTPException):
    """There is no such thing here."""

    status_code = HTTPStatus.NOT_FOUND


@get("/software")
async def software_list(request: AnyRequest, database: NamedDependency[Database]) -> Response[bytes]:
    """List software, oldest first."""
    asked = _asked(request)
    url = request.query_params.get("url")
    everything = _flag(request, "all")
    async with database.read() as connection:
        page = await repository.software_page(connection, asked, url=url, everything=everything)
    return _page(request, page, shapes.software)


@get("/software/{software_id:str}")
async def software(
    request: AnyRequest, software_id: FromPath[str], database: NamedDependency[Database]
) -> Response[bytes]:
    """Give one software."""
    async with database.read() as connection:
        found = await repository.find_software(connection, _id(software_id))
    if found is None:
        raise Unknown("There is no software with this id.")
    return _answer(request, shapes.software(found))


@get("/software/{software_id:str}/logs")
async def software_logs(
    request: AnyRequest, software_id: FromPath[str], database: NamedDependency[Database]
) -> Response[bytes]:
    """List what became of one software, newest first."""
    asked = _asked(request, numbered=True)
    row = _id(software_id)
    async with database.read() as connection:
        if await repository.find_software(connection, row) is None:
            raise Unknown("There is no software with this id.")
        page = await repository.change_page(connection, asked, software_id=row)
    return _page(request, page, shapes.log)


@get("/publishers")
async def publisher_list(request: AnyRequest, database: NamedDependency[Database]) -> Response[bytes]:
    """List publishers, oldest first; all of ours are active, so `all` changes nothing."""
    asked = _asked(request)
    _flag(request, "all")
    async with database.read() as connection:
        page = await repository.publisher_page(connection, asked)
    return _page(request, page, shapes.publisher)


@get("/publishers/{publisher_id:str}")
async def publisher(
    request: AnyRequest, publisher_id: FromPath[str], database: NamedDependency[Database]
) -> Response[bytes]:
    """Give one publisher, by its id or its `alternativeId`."""
    async with database.read() as connection:
        found = await repository.find_publisher(connection, publisher_id)
    if found is None:
        raise Unknown("There is no publisher with this id.")
    return _answer(request, shapes.publisher(found))


@get("/logs")
async def logs(request: AnyRequest, database: NamedDependency[Database]) -> Response[bytes]:
    """List what became of all software, newest first."""
    asked = _asked(request, numbered=True)
    async with database.read() as connection:
        page = await repository.change_page(connection, asked)
    return _page(request, page, shapes.log)


@get("/status", status_code=HTTPStatus.NO_CONTENT)
async def status(database: NamedDependency[Database]) -> None:
    """Say that the API can serve; 503 while the database is away."""
    await database.check()


@get("/openapi.json", sync_to_thread=False)
def description(request: AnyRequest) -> Response[bytes]:
    """Describe this API to programs, as OpenAPI."""
    return _answer(request, openapi.DESCRIPTION)


def _refused(_request: AnyRequest, error: HTTPException) -> Response[bytes]:
    return problem(error.status_code, error.detail, error.headers)


def _unavailable(_request: AnyRequest, _error: Unavailable) -> Response[bytes]:
    wait = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, "The database cannot be reached now.", wait)


_HANDLERS: ExceptionHandlersMap = {HTTPException: _refused, Unavailable: _unavailable}

BELOW = "/api/v1/"
ROUTES = Router(
    BELOW,
    route_handlers=[
        software_list,
        software,
        software_logs,
        publisher_list,
        publisher,
        logs,
        status,
        description,
    ],
    exception_handlers=_HANDLERS,
)


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response[bytes]:
    """Say what went wrong, as RFC 9457 has it."""
    body = {"title": HTTPStatus(status).phrase, "detail": detail, "status": status}
    shown = {"Cache-Control": "no-store", **(headers or {})}
    return Response(orjson.dumps(body), status_code=status, media_type=PROBLEM, headers=shown)


def _answer(request: AnyRequest, body: Mapping[str, Any]) -> Response[bytes]:
    written = orjson.dumps(body)
    etag = etag_of(written)
    headers = {**CACHE, "ETag": etag}
    if is_held(request.headers, etag):
        return Response(b"", status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(written, media_type="application/json", headers=headers)


def _page(request: AnyRequest, page: Page[Row], shape: Callable[[Row], Mapping[str, Any]]) -> Response[bytes]:
    others = [pair for pair in parse_qsl(request.url.query, keep_blank_values=True) if pair[0] not in CURSORS]

    def link(name: str, cursor: str | None) -> str | None:
        return None if cursor is None else "?" + urlencode([*others, (name, cursor)], safe="[]")

    previous = page.previous.written() if page.previous else None
    following = page.following.written() if page.following else None
    links = {"prev": link("page[before]", previous), "next": link("page[after]", following)}
    return _answer(request, {"data": [shape(row) for row in page.rows], "links": links})


def _asked(request: AnyRequest, *, numbered: bool = False) -> Asked:
    def cursor(written: str) -> Any:
        return read_cursor(written, numbered=numbered)

    return Asked(
        _read(request, "page[size]", _size, f"a whole number from 1 to {LARGEST}") or SIZE,
        _read(request, "page[after]", cursor, "a cursor from `links.next`"),
        _read(request, "page[before]", cursor, "a cursor from `links.prev`"),
        _read(request, "from", read_time, "a time such as 2026-01-05T09:00:00Z"),
        _read(request, "to", read_time, "a time such as 2026-01-05T09:00:00Z"),
    )


def _size(written: str) -> int:
    if not written.isascii() or not written.isdecimal() or len(written) > len(str(LARGEST)):
        raise ValueError("no whole number")
    size = int(written)
    if not 1 <= size <= LARGEST:
        raise ValueError("out of bounds")
    return size


def _flag(request: AnyRequest, name: str) -> bool:
    return _read(request, name, lambda written: FLAGS[written.lower()], "true or false") or False


def _read(request: AnyRequest, name: str, read: Callable[[str], Row], right: str) -> Row | None:
    written = request.query_params.get(name)
    if not written:
        return None
    try:
        return read(written)
    except (ValueError, KeyError) as error:
        raise Wrong(f"`{name}` is {right}.") from error


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError as error:
        raise Unknown("There is no software with this id.") from error
