"""What a federating catalogue asks for and is given: a page between two cursors, an entry, a publisher, a change."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from registry.moments import read_moment_of_address

SIZE = 25  # rows of a page when none is asked for, as the Open Catalog API has it
LARGEST = 100  # rows; the same
LONGEST_CURSOR = 255  # characters; the same
EARLIEST_YEAR, LATEST_YEAR = (
    1970,
    9998,
)  # nothing here is older, and a year at the end leaves room for every zone
_NUMBER = re.compile(r"[0-9]{1,18}")  # of PostgreSQL's bigint, with room to spare

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: after the row of this time and number.

    Attributes:
        at: the row's time, with its zone.
        id: the row's id as text; it parts rows of one time.
    """

    at: datetime
    id: str

    def written(self) -> str:
        """Give it as programs pass it on: base64 for addresses, without padding."""
        return base64.urlsafe_b64encode(f"{self.at.isoformat()} {self.id}".encode()).decode().rstrip("=")


def read_cursor(written: str, *, numbered: bool = False) -> Cursor:
    """Read what `Cursor.written` gave.

    Args:
        written: by a program that carried it on.
        numbered: whether the rows of the list have numbers for ids, not UUIDs.

    Raises:
        ValueError: it is no cursor of this list.
    """
    if len(written) > LONGEST_CURSOR:
        raise ValueError("too long")
    try:
        text = base64.b64decode(written + "=" * (-len(written) % 4), altchars=b"-_", validate=True).decode()
    except binascii.Error as error:
        raise ValueError("no base64") from error
    at, _, row = text.partition(" ")
    if not numbered:
        return Cursor(read_time(at), str(UUID(row)))
    if not _NUMBER.fullmatch(row):
        raise ValueError("no number")
    return Cursor(read_time(at), row)


def read_time(written: str) -> datetime:
    """Read a time as RFC 3339 has it, also where the `+` of its zone came out of an address as a space.

    Raises:
        ValueError: it is none, or has no zone, or lies out of what the database stores.
    """
    moment = read_moment_of_address(written)
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        raise ValueError("no time that there are records of")
    return moment


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows: at most `size` of them, between cursors and between times, both ends left out."""

    size: int = SIZE
    after: Cursor | None = None
    before: Cursor | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and where to go on; None where there is nothing more."""

    rows: tuple[Row, ...]
    previous: Cursor | None
    following: Cursor | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A software as other catalogues take it over.

    Attributes:
        aliases: further addresses of its repositories, and their names since they were renamed.
        is_active: false when each of its repositories is gone.
        row: the columns that its publiccode.yml is written from.
    """

    id: UUID
    url: str
    aliases: tuple[str, ...]
    is_active: bool
    created_at: datetime
    updated_at: datetime
    row: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CodeHosting:
    """Where a publisher's code lies.

    Attributes:
        is_group: whether repositories lie below the address, as below an account of GitHub.
        since: when the first of them came into the catalogue.
    """

    url: str
    is_group: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who releases software; contacts are not stored, so none are given on."""

    id: UUID
    slug: str
    name: Mapping[str, str]
    hosting: tuple[CodeHosting, ...]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """Something that became of a software, without who did it.

    Attributes:
        id: made of the number of its event, the same each time it is read.
        action: of the audit trail, such as `software.changed`.
        before, after: the facts that changed, as `registry.software.service` wrote them.
    """

    id: UUID
    number: int
    at: datetime
    software_id: UUID
    action: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
