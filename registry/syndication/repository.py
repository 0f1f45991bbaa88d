"""How federating catalogues read software, publishers and changes: in pages that stay right while rows are added."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import orjson

from registry.people.repository import VISIBLE_ORGANISATION
from registry.people.view import PUBLISHES
from registry.software import addresses
from registry.software.columns import METADATA
from registry.software.repository import VISIBLE
from registry.syndication.model import Asked, Change, CodeHosting, Cursor, Entry, Page, Publisher
from store.database import Connection

Row = TypeVar("Row")

_METADATA = ", ".join(f"software.{column}" for column in METADATA.values())
_IS_ACTIVE = """(
    not exists (select from repository where repository.software_id = software.id)
    or exists (select from repository where repository.software_id = software.id and repository.state <> 'GONE')
)"""
_ALIASES = """array(
    select distinct alias
    from repository, unnest(array[repository.url, 'https://github.com/' || repository.full_name]) as alias
    where repository.software_id = software.id and repository.forge = 'github'
        and lower(alias) <> lower(software.url)
    order by alias
)"""
_SOFTWARE = f"""
    select software.id, software.url, {_ALIASES} as aliases, {_IS_ACTIVE} as is_active, software.created_at,
        software.updated_at, {_METADATA}, software.depends_on, software.technologies
    from software
    where {VISIBLE.replace("{t}", "software")}
"""  # noqa: S608 - columns and predicates of our own
_ALIAS_IS = f"lower($1) = any(select lower(alias) from unnest({_ALIASES}) as alias)"  # noqa: S608 - columns and predicates of our own; values are parameters
_PUBLISHERS = f"""
    select organisation.id, organisation.slug, organisation.name, organisation.created_at,
        coalesce(
            (
                select json_agg(json_build_object('url', software.url, 'at', software.created_at))
                from software where software.publisher_id = organisation.id
            ),
            '[]'
        ) as software
    from organisation
    where {VISIBLE_ORGANISATION.replace("{t}", "organisation")} and {PUBLISHES.replace("{t}", "organisation")}
"""  # noqa: S608 - columns and predicates of our own; values are parameters
_CHANGES = """
    select md5('audit_event:' || event.id)::uuid as id, event.id as number, event.at, event.subject_id as software_id,
        event.action, coalesce(event.before, '{}') as before, coalesce(event.after, '{}') as after
    from audit_event as event
    where event.subject_type = 'software' and event.action like 'software.%'
        and exists (select from software where software.id = event.subject_id)
"""


async def software_page(
    connection: Connection, asked: Asked, *, url: str | None = None, everything: bool = False
) -> Page[Entry]:
    """List software, oldest first.

    Args:
        connection: to read with.
        asked: which page.
        url: only the entry with this address or alias.
        everything: those that are not active any more, too.
    """
    statement = _SOFTWARE + ("" if everything else f" and {_IS_ACTIVE}")
    values: list[Any] = []
    if url is not None:
        values = [url]
        statement += f" and (lower(software.url) = lower($1) or {_ALIAS_IS})"
    return await _page(connection, statement, values, _SOFTWARE_ORDER, asked, _entry)


async def find_software(connection: Connection, software_id: UUID) -> Entry | None:
    """Find an entry by id, whether it is active or not."""
    row = await connection.fetchrow(f"{_SOFTWARE} and software.id = $1", software_id)
    return None if row is None else _entry(dict(row))


async def publisher_page(connection: Connection, asked: Asked) -> Page[Publisher]:
    """List organisations that publish software, oldest first."""
    return await _page(connection, _PUBLISHERS, [], _PUBLISHER_ORDER, asked, _publisher)


async def find_publisher(connection: Connection, named: str) -> Publisher | None:
    """Find a publisher by id or slug."""
    statement = f"{_PUBLISHERS} and (organisation.id::text = $1 or organisation.slug = $1)"
    row = await connection.fetchrow(statement, named)
    return None if row is None else _publisher(dict(row))


async def change_page(
    connection: Connection, asked: Asked, *, software_id: UUID | None = None
) -> Page[Change]:
    """List what became of software, newest first; of one only, when it is given."""
    statement = _CHANGES + ("" if software_id is None else " and event.subject_id = $1")
    values = [] if software_id is None else [software_id]
    return await _page(connection, statement, values, _CHANGE_ORDER, asked, lambda row: Change(**row))


async def turns_of_health(
    connection: Connection, software_id: UUID, limit: int
) -> Sequence[tuple[UUID, datetime, str, int | None]]:
    """List the snapshots that found another band than the one before: id, time, band, score; newest first."""
    rows = await connection.fetch(
        """
        select id, taken_at, band, score
        from (
            select id, taken_at, band, score, lag(band) over (order by taken_at, id) as earlier
            from health_snapshot where software_id = $1
        ) as snapshot
        where band is distinct from earlier
        order by taken_at desc, id desc
        limit $2
        """,
        software_id,
        limit,
    )
    return [(row["id"], row["taken_at"], row["band"], row["score"]) for row in rows]


@dataclass(frozen=True, slots=True)
class _Order:
    """How a list runs.

    Attributes:
        time, number: its keys in SQL.
        number_type: of the second.
        at, row_id: where they stand in a row.
    """

    time: str
    number: str
    number_type: str
    is_rising: bool
    at: str
    row_id: str

    def cursor(self, row: Mapping[str, Any]) -> Cursor:
        """The place of a row."""
        return Cursor(row[self.at], str(row[self.row_id]))


_SOFTWARE_ORDER = _Order("software.created_at", "software.id", "uuid", True, "created_at", "id")  # noqa: FBT003 - it rises
_PUBLISHER_ORDER = _Order("organisation.created_at", "organisation.id", "uuid", True, "created_at", "id")  # noqa: FBT003 - it rises
_CHANGE_ORDER = _Order("event.at", "event.id", "bigint", False, "at", "number")  # noqa: FBT003 - newest first


async def _page(
    connection: Connection,
    statement: str,
    values: Sequence[Any],
    order: _Order,
    asked: Asked,
    read: Callable[[Mapping[str, Any]], Row],
) -> Page[Row]:
    given = list(values)
    statement += _between(order, asked, given)
    is_backward = asked.before is not None and asked.after is None
    way = "asc" if order.is_rising is not is_backward else "desc"
    given.append(asked.size + 1)
    statement += f" order by {order.time} {way}, {order.number} {way} limit ${len(given)}::int"
    found = [dict(row) for row in await connection.fetch(statement, *given)]
    has_more, found = len(found) > asked.size, found[: asked.size]
    if is_backward:
        found.reverse()
    has_previous = has_more if is_backward else asked.after is not None
    has_following = has_more or is_backward
    return Page(
        tuple(read(row) for row in found),
        order.cursor(found[0]) if found and has_previous else None,
        order.cursor(found[-1]) if found and has_following else None,
    )


def _between(order: _Order, asked: Asked, given: list[Any]) -> str:
    """Write the conditions of a page; their values join those given."""
    clauses = ""
    further, back = (">", "<") if order.is_rising else ("<", ">")
    for cursor, sign in ((asked.after, further), (asked.before, back)):
        if cursor is not None:
            given += (cursor.at, cursor.id)
            place = f"(${len(given) - 1}::timestamptz, ${len(given)}::text::{order.number_type})"
            clauses += f" and ({order.time}, {order.number}) {sign} {place}"
    for moment, sign in ((asked.since, ">"), (asked.until, "<")):
        if moment is not None:
            given.append(moment)
            clauses += f" and {order.time} {sign} ${len(given)}::timestamptz"
    return clauses


def _entry(row: Mapping[str, Any]) -> Entry:
    return Entry(
        row["id"],
        row["url"],
        tuple(row["aliases"]),
        row["is_active"],
        row["created_at"],
        row["updated_at"],
        dict(row),
    )


def _publisher(row: Mapping[str, Any]) -> Publisher:
    """Fold the addresses of a publisher's software into the accounts they lie under, each with its earliest time."""
    software = row["software"] if isinstance(row["software"], list) else orjson.loads(row["software"])
    since: dict[tuple[str, bool], datetime] = {}
    for each in software:
        full_name = addresses.full_name_in(each["url"])
        account = f"https://github.com/{full_name.partition('/')[0]}" if full_name else each["url"]
        at = datetime.fromisoformat(each["at"])
        key = (account, full_name is not None)
        since[key] = min(at, since.get(key, at))
    hosting = tuple(CodeHosting(url, group, since[url, group]) for url, group in sorted(since))
    return Publisher(row["id"], row["slug"], row["name"], hosting, row["created_at"])
