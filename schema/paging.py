"""A page of rows in SQL: which rows come before, after and between cursors, and in which order."""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import orjson
from graphql import GraphQLError

from schema.ids import quoted
from store.read import Direction, Term

DEFAULT_ROWS = 20
MAX_ROWS = 100  # a page of more is an export, which has its own way


def refused(message: str) -> GraphQLError:
    """An argument that cannot be read, told so that the caller can mend it."""
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})


@dataclass(frozen=True, slots=True)
class Slice:
    """Which way a page is read; it shapes the SQL, the values do not.

    Attributes:
        backward: from the end (`last`) rather than from the start.
        after: whether a cursor bounds the start.
        before: whether a cursor bounds the end.
    """

    backward: bool
    after: bool
    before: bool

    @classmethod
    def asked(cls, arguments: Mapping[str, Any]) -> "Slice":
        """What the arguments ask for.

        Raises:
            GraphQLError: both ends at once.
        """
        if arguments.get("first") is not None and arguments.get("last") is not None:
            raise refused("ask for `first` or for `last`, not for both")
        return cls(
            backward=arguments.get("last") is not None,
            after=arguments.get("after") is not None,
            before=arguments.get("before") is not None,
        )


def rows_asked(first: int | None, last: int | None) -> int:
    """How many rows a page may have.

    Raises:
        GraphQLError: not between 1 and 100.
    """
    name, rows = ("first", first) if last is None else ("last", last)
    if rows is None:
        return DEFAULT_ROWS
    if not 1 <= rows <= MAX_ROWS:
        raise refused(f"`{name}` is {rows}; it can be 1 to {MAX_ROWS}")
    return rows


def keys_sql(terms: Sequence[Term], row: str) -> str:
    """SQL of what a row is ordered by, as a JSON list."""
    return f"json_build_array({', '.join(term.expression.replace('{t}', row) for term in terms)})"


def cursor_sql(keys: str) -> str:
    """SQL of the cursor of a row's keys: the JSON list in base64; null for no row."""
    return f"translate(encode(convert_to(({keys})::text, 'UTF8'), 'base64'), E'\\n', '')"


def read_cursor(cursor: str, terms: Sequence[Term]) -> Sequence[str]:
    """The keys in a cursor, as text that the database can cast back.

    Raises:
        GraphQLError: it is no cursor of this list.
    """
    try:
        values = orjson.loads(base64.b64decode(cursor, validate=True))
    except (binascii.Error, ValueError) as error:
        raise refused(f"{quoted(cursor)} is not a cursor of this list") from error
    try:
        return [READS[term.sql_type](value) for term, value in zip(terms, values, strict=True)]
    except (TypeError, ValueError, OverflowError) as error:
        raise refused(
            f"{quoted(cursor)} is not a cursor of this list; cursors hold for one order only"
        ) from error


def _whole(bits: int) -> Callable[[Any], str]:
    def reads(value: Any) -> str:
        if type(value) is not int or not -(1 << bits - 1) <= value < 1 << bits - 1:
            raise ValueError(value)
        return str(value)

    return reads


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(value)
    return value


def _time(value: Any) -> str:
    """A time as the database writes it; one without an offset would be taken for the time of this machine."""
    time = datetime.fromisoformat(_text(value))
    if time.tzinfo is None:
        raise ValueError(value)
    return time.astimezone(UTC).isoformat()


#: A cursor's key as text that can be cast to the type of its term, written as the database would: Python reads forms
#: that PostgreSQL does not. A type without an entry cannot be ordered by.
READS: Mapping[str, Callable[[Any], str]] = {
    "bigint": _whole(64),
    "date": lambda value: date.fromisoformat(_text(value)).isoformat(),
    "int": _whole(32),
    "text": _text,
    "timestamptz": _time,
    "uuid": lambda value: str(UUID(_text(value))),
}


def beyond_sql(terms: Sequence[Term], row: str, values: Sequence[str], *, after: bool) -> str:
    """Predicate of the rows after (or before) the keys whose SQL is given."""
    keys = [term.expression.replace("{t}", row) for term in terms]
    casts = [f"{value}::text::{term.sql_type}" for term, value in zip(terms, values, strict=True)]
    signs = [">" if (term.direction is Direction.ASCENDING) is after else "<" for term in terms]
    if len(set(signs)) == 1:
        return f"({', '.join(keys)}) {signs[0]} ({', '.join(casts)})"
    ways = []
    for position, sign in enumerate(signs):
        equal = [f"{keys[earlier]} = {casts[earlier]}" for earlier in range(position)]
        ways.append(" and ".join([*equal, f"{keys[position]} {sign} {casts[position]}"]))
    return "(" + " or ".join(f"({way})" for way in ways) + ")"


def order_sql(terms: Sequence[Term], row: str, *, backward: bool) -> str:
    """SQL after `order by`."""
    return ", ".join(
        f"{term.expression.replace('{t}', row)} {term.direction.reversed if backward else term.direction}"
        for term in terms
    )
