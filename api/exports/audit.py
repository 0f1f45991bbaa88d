"""The audit trail as a file, for officers: a table, or one JSON object a line; sent as it is read."""

import dataclasses
from collections.abc import AsyncIterator, Callable
from datetime import datetime

import orjson
from litestar import get
from litestar.di import NamedDependency
from litestar.exceptions import ClientException, PermissionDeniedException
from litestar.params import FromQuery
from litestar.response import Stream

from api.exports import spreadsheets
from registry.moments import read_moment_of_address
from store import audit
from store.actor import Actor
from store.audit import Event
from store.database import Database

COLUMNS = tuple(field.name for field in dataclasses.fields(Event))


@get("/audit-events.csv")
async def as_table(
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
    since: FromQuery[str] = "",
) -> Stream:
    """Every event from `since` on (RFC 3339), oldest first, as RFC 4180 has it."""
    return _sent(database, actor, since, _line, spreadsheets.lines([COLUMNS]), "text/csv", "csv")


@get("/audit-events.jsonl")
async def as_lines(
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
    since: FromQuery[str] = "",
) -> Stream:
    """The same, one JSON object a line."""
    return _sent(database, actor, since, _object, b"", "application/jsonl", "jsonl")


ROUTES = (as_table, as_lines)


def _sent(
    database: Database,
    actor: Actor,
    since: str,
    written: Callable[[Event], bytes],
    heading: bytes,
    media_type: str,
    ending: str,
) -> Stream:
    """The file.

    Raises:
        PermissionDeniedException: the reader is no officer.
        ClientException: `since` is no moment.
    """
    if not actor.is_officer:
        raise PermissionDeniedException("Only officers read the audit trail.")
    from_then_on = _moment(since) if since else None

    async def parts() -> AsyncIterator[bytes]:
        yield heading
        async with database.transaction() as tx:
            async for event in audit.events(tx, from_then_on):
                yield written(event)

    headers = {
        "Content-Disposition": f'attachment; filename="audit-events.{ending}"',
        "Cache-Control": "no-store",
    }
    return Stream(parts(), media_type=media_type, headers=headers)


def _moment(written: str) -> datetime:
    try:
        return read_moment_of_address(written)
    except ValueError as error:
        raise ClientException("`since` is a time such as 2026-01-31T09:00:00Z.") from error


def _object(event: Event) -> bytes:
    return orjson.dumps(_plain(event), option=orjson.OPT_APPEND_NEWLINE)


def _line(event: Event) -> bytes:
    return spreadsheets.lines([tuple(_plain(event).values())])


def _plain(event: Event) -> dict[str, object]:
    """An event less what asyncpg's own classes of ids would make of it."""
    values = {name: getattr(event, name) for name in COLUMNS}
    return {name: str(value) if name.endswith("_id") and value else value for name, value in values.items()}
