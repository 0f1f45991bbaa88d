"""Sources that are crawled, and why a repository found there is or is not in the catalogue."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from registry.texts import is_plain

EVERY: Final = timedelta(
    days=7
)  # publishers wait a week for a new repository at most, unless an officer asks
JITTER: Final = timedelta(
    hours=12
)  # either way, so that sources added together do not come due together for ever
MISSED_IS_GONE: Final = 2  # whole crawls; once may be a mistake of the source, twice is what it says
LONGEST_ADDRESS: Final = 2000  # characters
_ACCOUNT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_GROUP: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}")  # GitLab, "Reserved names and rules"
_MOST_GROUPS: Final = 20  # within each other, as GitLab allows
_GITHUB: Final = "github.com"


class SourceKind(StrEnum):
    """What sort of place is gone through."""

    ACCOUNT = "ACCOUNT"
    OPEN_CATALOG = "OPEN_CATALOG"
    CODE_JSON = "CODE_JSON"


class Reason(StrEnum):
    """What became of a repository at a source; only LISTED and DUPLICATE are in the catalogue."""

    LISTED = "LISTED"
    DUPLICATE = "DUPLICATE"
    NO_PUBLICCODE = "NO_PUBLICCODE"
    URL_IS_ANOTHER = "URL_IS_ANOTHER"
    INVALID = "INVALID"
    TOO_LARGE = "TOO_LARGE"
    ARCHIVED = "ARCHIVED"
    FORK_OF = "FORK_OF"
    MOVED = "MOVED"
    PRIVATE = "PRIVATE"
    UNREACHABLE = "UNREACHABLE"
    NOT_LISTED = "NOT_LISTED"


IN_CATALOGUE: Final = frozenset({Reason.LISTED, Reason.DUPLICATE})


@dataclass(frozen=True, slots=True)
class Source:
    """A place that is crawled.

    Attributes:
        url: of the account or group, of the catalogue's API above `/software`, or of the inventory.
        organisation_id: whose account it is; what is found there is released by it. None where entries say so.
        next_at: when it is due.
        includes_subgroups: whether projects of groups within the group count, at a GitLab.
    """

    id: UUID
    kind: SourceKind
    url: str
    organisation_id: UUID | None
    next_at: datetime
    created_at: datetime
    includes_subgroups: bool = True


@dataclass(frozen=True, slots=True)
class Crawl:
    """One time that a source is gone through; one that a stopped worker left goes on."""

    id: UUID
    source_id: UUID
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a repository: the reason, and what its publisher needs to know of it."""

    reason: Reason
    detail: Mapping[str, Any] = field(default_factory=dict)
    software_id: UUID | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A repository at a source, as it was found last.

    Attributes:
        url: its address, in the form that the catalogue stores; of entries without one, that of the source and a name.
        upstream_id: what the source itself numbers it with.
        missed: whole crawls in a row that did not find it.
        looked_at: when it was last looked at.
    """

    id: UUID
    source_id: UUID
    url: str
    upstream_id: str | None
    reason: Reason
    detail: Mapping[str, Any]
    digest: str | None
    software_id: UUID | None
    missed: int
    looked_at: datetime


@dataclass(frozen=True, slots=True)
class InRoot:
    """What the root of one repository of an account holds.

    Attributes:
        url: of the repository, as the forge names it now.
        forge_id: the forge's number of it.
        is_fork: whether it was begun as a copy of another.
        file: name of the publiccode.yml; None where there is none.
        size: of it, in bytes.
        content: of it; None where it is too large.
        declares_itself: whether the address in it leads to this very repository; None where it has none.
    """

    url: str
    forge_id: int
    is_fork: bool
    file: str | None = None
    size: int | None = None
    content: bytes | None = None
    declares_itself: bool | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a catalogue tells of one software.

    Attributes:
        id: what the catalogue calls it.
        url: of its repository; None where none is told.
        aliases: other addresses of the same repository.
        publiccode: the file; None where there is none.
        is_active: whether the catalogue says that it is still there.
        name: what to call it where it has no address.
    """

    id: str
    url: str | None
    aliases: tuple[str, ...] = ()
    publiccode: bytes | None = None
    is_active: bool = True
    name: str | None = None


def next_crawl(source_id: UUID, after: datetime) -> datetime:
    """Choose when a source is due again: a week later, up to half a day sooner or later, another each week.

    The same for the same source and moment, so that it can be told and tested.
    """
    drawn = hashlib.sha256(f"{source_id} {after.isoformat()}".encode()).digest()
    share = int.from_bytes(drawn[:4]) / 0xFFFF_FFFF  # 0 to 1
    return after + EVERY + JITTER * (2 * share - 1)


def account_address(written: str) -> str | None:
    """Give the stored form of an account's address, `https://HOST/NAME`, or of a group within groups; None for none."""
    parts = _parts(written)
    if parts is None:
        return None
    host, path = parts
    host = host.removeprefix("www.")
    names = path.split("/-/")[0].strip("/").split("/")
    if host != _GITHUB and len(names) > 1:
        names = names[1:] if names[0] == "groups" else names  # as GitLab's own pages of groups begin
        is_group = len(names) <= _MOST_GROUPS and all(map(_GROUP.fullmatch, names))
    else:
        is_group = len(names) == 1 and _ACCOUNT.fullmatch(names[0]) is not None
    return f"https://{host}/{'/'.join(names)}" if is_group else None


def catalogue_address(written: str) -> str | None:
    """Give the stored form of a catalogue's or an inventory's address; None where it is none that is safe to show.

    Sources are shown to everybody, so no query may carry a secret.
    """
    parts = _parts(written)
    scheme = "http" if written.strip().startswith("http:") else "https"
    return None if parts is None else f"{scheme}://{parts[0]}{parts[1].rstrip('/')}"


def _parts(written: str) -> tuple[str, str] | None:
    text = written.strip()
    if not is_plain(text) or len(text) > LONGEST_ADDRESS or re.search(r"\s", text):
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or "." not in parts.hostname:
        return None
    if parts.username is not None or parts.query or parts.fragment:
        return None
    return (parts.hostname if port is None else f"{parts.hostname}:{port}"), parts.path
