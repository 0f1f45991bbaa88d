"""A file that somebody names is fetched from the public web only, from the address that was looked at."""

from collections.abc import Sequence

import httpx
import pytest

from scrapers.failures import Gone, NotSupported, Unreachable
from scrapers.public_files import MOST_BYTES, fetch_public_file, raw_addresses

PUBLIC = "192.0.2.1"  # for documentation (RFC 5737), and therefore not global: tests use another
ROUTED = "93.184.216.34"


async def resolved(_host: str, _port: int) -> Sequence[str]:
    return [ROUTED]


def answering(status: int = 200, content: bytes = b"name: Tidal", **headers: str) -> httpx.MockTransport:
    return httpx.MockTransport(lambda _: httpx.Response(status, content=content, headers=headers))


async def test_the_connection_goes_to_the_address_that_was_looked_at_in_the_name_of_the_host() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, content=b"name: Tidal")

    content = await fetch_public_file(
        "https://example.org/a.yml#x", transport=httpx.MockTransport(answer), resolve=resolved
    )
    assert content == b"name: Tidal"
    assert (str(asked[0].url), asked[0].headers["host"]) == (f"https://{ROUTED}/a.yml", "example.org")
    assert asked[0].extensions["sni_hostname"] == "example.org"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.8", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", PUBLIC,
        "224.0.0.1", "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::127.0.0.1",
    ],
)  # fmt: skip
async def test_a_name_that_leads_inside_is_refused_and_nothing_is_asked(address: str) -> None:
    async def inside(_host: str, _port: int) -> Sequence[str]:
        return [ROUTED, address]

    with pytest.raises(NotSupported):
        await fetch_public_file("https://example.org/a.yml", transport=answering(), resolve=inside)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/a", "file:///etc/passwd", "https://u:p@example.org/a", "https://example.org:8080/a",
        "https://example.org:port/", "https:///a", "a.yml", "https://exa mple.org/", "http://[::1", "https://e.org/\n",
    ],
)  # fmt: skip
async def test_what_is_no_plain_address_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(NotSupported):
        await fetch_public_file(url, transport=answering(), resolve=resolved)


async def test_a_numeric_address_inside_is_refused() -> None:
    with pytest.raises(NotSupported):
        await fetch_public_file("http://127.0.0.1/a.yml", transport=answering())


async def test_a_file_that_is_not_there_is_gone() -> None:
    with pytest.raises(Gone):
        await fetch_public_file("https://example.org/a", transport=answering(404), resolve=resolved)


@pytest.mark.parametrize(
    ("transport", "reason"),
    [
        (answering(302, location="http://127.0.0.1/"), "HTTP_302"),
        (answering(content=b"x" * (MOST_BYTES + 1)), "TOO_LARGE"),
    ],
)
async def test_redirects_and_large_files_are_not_followed_or_read(
    transport: httpx.MockTransport, reason: str
) -> None:
    with pytest.raises(Unreachable) as refused:
        await fetch_public_file("https://example.org/a", transport=transport, resolve=resolved)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://github.com/a/b", ["https://raw.githubusercontent.com/a/b/HEAD/publiccode.yml"]),
        ("https://github.com/a/b.git", ["https://raw.githubusercontent.com/a/b/HEAD/publiccode.yml"]),
        ("https://github.com/a/b/blob/main/x/p.yml", ["https://raw.githubusercontent.com/a/b/main/x/p.yml"]),
        (" https://example.org/p.yml ", ["https://example.org/p.yml"]),
    ],
)
def test_the_page_of_a_repository_leads_to_its_files(url: str, expected: list[str]) -> None:
    assert raw_addresses(url, ["publiccode.yml"]) == expected
