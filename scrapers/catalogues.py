"""What other catalogues list: the Open Catalog API of software catalogues, and inventories in code.json.

Their addresses were given by somebody, and so were those in their answers: whatever is fetched goes through
`public_files`. The next page is asked for at the catalogue's own address; only the cursor is taken from its answer.
"""

import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlsplit

from registry.publiccode import write
from registry.publiccode.crosswalks import Format, convert
from scrapers.failures import BAD_ANSWER, MORE_THAN_READ, Unreachable
from scrapers.public_files import Fetch

PAGE: Final = 100  # entries of a page, the most that the Open Catalog API allows
MOST_PAGES: Final = (
    200  # 20,000 entries; larger than any catalogue known, and an end for one that leads in circles
)
MOST_RELEASES: Final = 20_000  # of an inventory
LONGEST_CURSOR: Final = 255  # characters, as the Open Catalog API has it


@dataclass(frozen=True, slots=True)
class Entry:
    """What a catalogue says of one software.

    Attributes:
        id: what the catalogue itself calls it; it survives a new address.
        url: of its repository; None where none is told.
        aliases: other addresses of the same repository.
        publiccode: its publiccode.yml, or one made of what the catalogue has; None where that has nothing.
        is_active: whether the catalogue says that it is still there.
        name: what to call it where it has no address.
    """

    id: str
    url: str | None
    aliases: tuple[str, ...] = ()
    publiccode: bytes | None = None
    is_active: bool = True
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Hosting:
    """An account or a repository of a publisher, as a catalogue tells it."""

    publisher: str
    url: str
    is_group: bool


async def open_catalog(base: str, fetch: Fetch) -> AsyncIterator[Sequence[Entry]]:
    """Read the software of a catalogue, page by page.

    Developers Italia, "Open Catalog API": `/software` with `page[size]`, `page[after]` and `links.next`.

    Args:
        base: address of the API above `/software`.
        fetch: fetches public files.

    Raises:
        NotSupported, Gone, Unreachable: as of `fetch`; BAD_ANSWER where it is no such answer, MORE_THAN_READ after
            200 pages, so that a catalogue that was not read to its end is never taken for a whole one.
    """
    async for data in _pages(f"{base}/software", fetch):
        yield [entry for each in data if (entry := _entry(each)) is not None]


async def publishers(base: str, fetch: Fetch) -> AsyncIterator[Sequence[Hosting]]:
    """Read where the publishers of a catalogue have their code, page by page; raises as `open_catalog`."""
    async for data in _pages(f"{base}/publishers", fetch):
        yield [hosting for each in data for hosting in _hosting(each)]


async def inventory(url: str, fetch: Fetch) -> Sequence[Entry]:
    """Read a code.json: an inventory with `releases`, a list of releases, or one release.

    Raises:
        NotSupported, Gone, Unreachable: as of `fetch`; BAD_ANSWER where it is no such file, MORE_THAN_READ beyond
            20,000 releases.
    """
    data = _decoded(await fetch(url))
    releases = data.get("releases", [data]) if isinstance(data, dict) else data
    if not isinstance(releases, list):
        raise Unreachable(BAD_ANSWER)
    if len(releases) > MOST_RELEASES:
        raise Unreachable(MORE_THAN_READ)
    return [_release(each) for each in releases if isinstance(each, dict)]


async def _pages(address: str, fetch: Fetch) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
    after: str | None = None
    for _ in range(MOST_PAGES):
        cursor = "" if after is None else f"&page[after]={quote(after, safe='')}"
        answer = _decoded(await fetch(f"{address}?page[size]={PAGE}{cursor}"))
        data = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(data, list):
            raise Unreachable(BAD_ANSWER)
        yield [each for each in data if isinstance(each, dict)]
        following = _cursor(answer.get("links"))
        if following is None:
            return
        after = following
    raise Unreachable(MORE_THAN_READ)


def _cursor(links: Any) -> str | None:
    """Read the cursor of the next page out of `links.next`, whatever address stands around it."""
    following = links.get("next") if isinstance(links, dict) else None
    if following is None:
        return None
    try:
        found = parse_qs(urlsplit(following).query).get("page[after]") if isinstance(following, str) else None
    except ValueError:
        found = None
    if not found or len(found[0]) > LONGEST_CURSOR:
        raise Unreachable(BAD_ANSWER)
    return found[0]


def _entry(data: Mapping[str, Any]) -> Entry | None:
    identity, written = _text(data, "id"), _text(data, "publiccodeYml")
    if identity is None:
        return None
    aliases = data.get("aliases")
    return Entry(
        id=identity,
        url=_text(data, "url"),
        aliases=tuple(each for each in aliases if isinstance(each, str)) if isinstance(aliases, list) else (),
        publiccode=None if written is None else written.encode("utf-8", "replace"),
        is_active=data.get("active") is not False,
    )


def _hosting(data: Mapping[str, Any]) -> Iterator[Hosting]:
    name, listed = _text(data, "description"), data.get("codeHosting")
    for each in listed if isinstance(listed, list) else ():
        url = _text(each, "url") if isinstance(each, dict) else None
        if name is not None and url is not None:
            yield Hosting(name, url, each.get("group") is not False)


def _release(data: Mapping[str, Any]) -> Entry:
    """Take one release; its address is its identity, for code.json numbers nothing."""
    document = convert(data, Format.CODEJSON, Format.PUBLICCODE).result
    url, name = document.get("url"), _text(data, "name")
    has_address = isinstance(url, str) and bool(url)
    return Entry(
        id=(url if has_address else name) or "",
        url=url if has_address else None,
        publiccode=write(document) if document else None,
        name=name,
    )


def _decoded(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise Unreachable(BAD_ANSWER) from None


def _text(data: Mapping[str, Any], key: str) -> str | None:
    value = data.get(key)
    return value if isinstance(value, str) and value else None
