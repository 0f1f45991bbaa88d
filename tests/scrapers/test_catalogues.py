"""Other catalogues are read to their end or not taken for whole, whatever they answer."""

from collections.abc import Sequence

import httpx
import orjson
import pytest

from scrapers.catalogues import MOST_PAGES, Entry, inventory, open_catalog
from scrapers.failures import BAD_ANSWER, MORE_THAN_READ, TOO_LARGE, Unreachable
from scrapers.public_files import fetch_public_file

BASE = "https://catalogue.example.org/v1"


async def resolved(_host: str, _port: int) -> Sequence[str]:
    return ["93.184.216.34"]


async def read(content: bytes) -> list[Entry]:
    async def fetch(_: str) -> bytes:
        return content

    return [entry async for page in open_catalog(BASE, fetch) for entry in page]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<html>", b"[]", b"{}", b'{"data": {}}', b'{"data": [], "links": {"next": 7}}', b"[" * 100_000,
        b'{"data": [], "links": {"next": "?page[size]=1"}}', b'{"data": [], "links": {"next": "http://[::1"}}',
    ],
)  # fmt: skip
async def test_what_is_no_such_answer_is_said_so(content: bytes) -> None:
    with pytest.raises(Unreachable) as refused:
        await read(content)
    assert refused.value.reason == BAD_ANSWER


async def test_a_catalogue_that_leads_in_circles_has_an_end_and_is_not_whole() -> None:
    asked = []

    async def fetch(url: str) -> bytes:
        asked.append(url)
        return orjson.dumps({"data": [], "links": {"next": "?page[after]=here"}})

    with pytest.raises(Unreachable) as refused:
        [page async for page in open_catalog(BASE, fetch)]
    assert (refused.value.reason, len(asked)) == (MORE_THAN_READ, MOST_PAGES)


async def test_entries_that_are_not_shaped_as_documented_are_passed_over() -> None:
    data = [7, {}, {"id": 1}, {"id": "a", "url": 7, "aliases": "x"}, {"id": "b", "active": False}]
    assert await read(orjson.dumps({"data": data, "links": {}})) == [
        Entry("a", None),
        Entry("b", None, is_active=False),
    ]


async def test_a_release_alone_a_list_and_an_inventory_say_the_same() -> None:
    release = {"name": "Tides", "repositoryURL": "https://github.com/harbour-city/tides"}
    for content in (release, [release], {"releases": [release]}):

        async def fetch(_: str, content: object = content) -> bytes:
            return orjson.dumps(content)

        [entry] = await inventory("https://example.org/code.json", fetch)
        assert (entry.url, entry.name) == (release["repositoryURL"], "Tides")


async def test_a_page_beyond_the_bound_is_not_taken() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"x" * 2_000)

    with pytest.raises(Unreachable) as refused:
        await fetch_public_file(
            "https://example.org/a", most_bytes=1_999, transport=httpx.MockTransport(answer), resolve=resolved
        )
    assert refused.value.reason == TOO_LARGE
