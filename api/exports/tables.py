"""Whole tables as files: CSV for spreadsheets and JSON Lines for programs, streamed so that size costs no memory."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from typing import Any, Final

import orjson
from litestar import Request, Response, Router, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Stream
from litestar.status_codes import HTTP_503_SERVICE_UNAVAILABLE

from api.exports import spreadsheets
from api.limits.http import PRICE
from matching.exports.repository import TABLES, Table, rows
from store.database import Database

AnyRequest = Request[Any, Any, State]
Rows = Sequence[Sequence[Any]]
Encode = Callable[[Table, Rows], bytes]

AT_ONCE: Final = (
    2  # exports of a process at one time: each keeps a connection of the pool while its reader reads
)
LONGEST_SECONDS: Final = 300.0  # a reader slower than that is cut off, and gives the connection back
BUSY: Final = "Other exports are being read; come again soon."
WAIT_SECONDS: Final = 30  # when to come again while others are being served
POINTS: Final = 200  # of the bucket of an address: sixty whole tables a minute, where a page costs ten
KEPT: Final = "public, max-age=300"
BOM: Final = b"\xef\xbb\xbf"  # by which spreadsheets know that a CSV file is UTF-8


def routes(database: Database) -> Router:
    """Make the route of every table in every format."""
    places = asyncio.Semaphore(AT_ONCE)

    @get("/{file:str}", opt={PRICE: POINTS})
    async def export(request: AnyRequest, file: FromPath[str]) -> Stream | Response[bytes]:
        name, _, ending = file.partition(".")
        table, form = TABLES.get(name), FORMATS.get(ending)
        if table is None or form is None:
            raise NotFoundException
        if places.locked():
            return _busy()
        media_type, encode = form
        with_bom = ending == "csv" and request.query_params.get("bom") == "1"
        stream = _chunks(database, places, table, encode, _head(table, ending, with_bom=with_bom))
        first = await anext(stream)  # a database that is away is told by a status, not by a file cut short
        headers = {
            "Cache-Control": KEPT,
            "Content-Disposition": f'attachment; filename="{file}"',
        }
        return Stream(_after(first, stream), media_type=media_type, headers=headers)

    return Router("/exports", route_handlers=[export])


def _busy() -> Response[bytes]:
    return Response(
        orjson.dumps({"errors": [{"message": BUSY, "extensions": {"code": "BUSY"}}]}),
        status_code=HTTP_503_SERVICE_UNAVAILABLE,
        media_type="application/json",
        headers={"Cache-Control": "no-store", "Retry-After": str(WAIT_SECONDS)},
    )


async def _chunks(
    database: Database, places: asyncio.Semaphore, table: Table, encode: Encode, head: bytes
) -> AsyncGenerator[bytes, None]:
    written = head
    async with (
        asyncio.timeout(LONGEST_SECONDS),
        places,
        database.read() as connection,
        aclosing(rows(connection, table)) as batches,
    ):
        async for batch in batches:
            yield written + encode(table, batch)
            written = b""
        if written or not head:
            yield written


async def _after(first: bytes, stream: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    async with aclosing(stream):
        yield first
        async for chunk in stream:
            yield chunk


def _head(table: Table, ending: str, *, with_bom: bool) -> bytes:
    if ending != "csv":
        return b""
    return (BOM if with_bom else b"") + spreadsheets.lines([[column.name for column in table.columns]])


def as_csv(_table: Table, batch: Rows) -> bytes:
    """Write rows as RFC 4180 has it: what would run as a formula is made a text by an apostrophe."""
    return spreadsheets.lines(batch)


def as_json_lines(table: Table, batch: Rows) -> bytes:
    """Write each row as a JSON object on a line of its own."""
    names = [column.name for column in table.columns]
    return b"".join(
        orjson.dumps(dict(zip(names, row, strict=True)), default=str, option=orjson.OPT_APPEND_NEWLINE)
        for row in batch
    )


FORMATS: Final[Mapping[str, tuple[str, Encode]]] = {
    "csv": ("text/csv", as_csv),
    "jsonl": ("application/jsonl", as_json_lines),
}
