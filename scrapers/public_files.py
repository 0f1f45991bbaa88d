"""Files at public addresses that people name: fetched once, small, and never from inside our own network.

The name is resolved first, every address behind it must be public, and the connection goes to the very address that
was looked at: a name that answers differently the second time leads nowhere else (DNS rebinding).
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import ip_address
from typing import Final, Protocol
from urllib.parse import urlsplit

import httpx

from scrapers.addresses import parse_address
from scrapers.failures import (
    BAD_ANSWER,
    CONNECTION_FAILED,
    NOT_FOUND,
    TOO_LARGE,
    Gone,
    NotSupported,
    Unreachable,
)
from scrapers.public_addresses import is_public

MOST_BYTES: Final = 512 * 1024  # as much as a publiccode.yml may have
SECONDS: Final = 10.0  # for the whole file; a person waits
AT_ONCE: Final = 4  # files fetched at the same time, so that nobody makes us busy for others
_PORTS: Final = frozenset({None, 80, 443})
_HTTP_OK: Final = 200
_GONE: Final = frozenset({404, 410})

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives the addresses behind a name."""

_places = asyncio.Semaphore(AT_ONCE)


class Fetch(Protocol):
    """Fetches a file."""

    async def __call__(self, url: str) -> bytes:
        """Give its content.

        Raises:
            NotSupported: not an address of the public web.
            Gone: there is no such file.
            Unreachable: it did not come, or is too large.
        """


async def fetch_public_file(
    url: str,
    *,
    most_bytes: int = MOST_BYTES,
    seconds: float = SECONDS,
    transport: httpx.AsyncBaseTransport | None = None,
    resolve: Resolve | None = None,
) -> bytes:
    """Fetch a file from the public web; redirects are not followed.

    Args:
        url: http(s), on the usual ports, without credentials.
        most_bytes: a longer file is not taken.
        seconds: for the whole file.
        transport: in place of the network, for tests.
        resolve: in place of the system's resolver, for tests.

    Raises:
        NotSupported: another scheme or port, credentials, or a name that leads to an address that is not public.
        Gone: HTTP 404 or 410.
        Unreachable: anything else that kept it from coming: no such name, another status, too slow, too large.
    """
    host, port, pinned = _split(url)
    async with _places:
        try:
            async with asyncio.timeout(seconds):
                address = await _public_address(url, host, port, resolve or _resolved)
                return await _read(pinned(address), host, transport, most_bytes)
        except TimeoutError:
            raise Unreachable(CONNECTION_FAILED) from None


def raw_addresses(url: str, names: Sequence[str]) -> Sequence[str]:
    """Give where files of a GitHub repository lie by themselves, on its main branch; of any other address, just it.

    A page of a file, `…/blob/main/publiccode.yml`, leads to that file.
    """
    parts = urlsplit(url.strip())
    path = parts.path.strip("/").split("/")
    if parts.hostname in {"github.com", "www.github.com"} and len(path) > 4 and path[2] == "blob":  # noqa: PLR2004 - owner, name, blob, branch, file
        return [f"https://raw.githubusercontent.com/{path[0]}/{path[1]}/{'/'.join(path[3:])}"]
    try:
        repository = parse_address(url)
    except NotSupported:
        return [url.strip()]
    return [f"https://raw.githubusercontent.com/{repository.full_name}/HEAD/{name}" for name in names]


def _split(url: str) -> tuple[str, int, Callable[[str], str]]:
    """Give host and port of an address, and a way to write it with a numeric address in the host's place."""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:
        raise NotSupported(url) from None
    unusual = parts.scheme not in {"http", "https"} or port not in _PORTS or parts.username is not None
    if unusual or not host or not url.isprintable() or " " in url:
        raise NotSupported(url)

    def pinned(address: str) -> str:
        literal = f"[{address}]" if ":" in address else address
        place = literal if port is None else f"{literal}:{port}"
        return parts._replace(netloc=place, fragment="").geturl()

    return host, port or (443 if parts.scheme == "https" else 80), pinned


async def _resolved(host: str, port: int) -> Sequence[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


async def _public_address(url: str, host: str, port: int, resolve: Resolve) -> str:
    try:
        found = await resolve(host, port)
    except OSError:
        raise Unreachable(CONNECTION_FAILED) from None
    for each in found:
        if not is_public(ip_address(each.partition("%")[0])):
            raise NotSupported(url)
    if not found:
        raise Unreachable(CONNECTION_FAILED)
    return found[0]


async def _read(pinned: str, host: str, transport: httpx.AsyncBaseTransport | None, most_bytes: int) -> bytes:
    """Read the file from the address that was looked at; name and certificate are still those of the host."""
    async with httpx.AsyncClient(transport=transport, follow_redirects=False, trust_env=False) as client:
        request = client.build_request(
            "GET",
            pinned,
            headers={"Host": host, "User-Agent": "commonfield"},
            extensions={"sni_hostname": host},
        )
        try:
            response = await client.send(request, stream=True)
            try:
                return await _bounded(response, most_bytes)
            finally:
                await response.aclose()
        except httpx.HTTPError:
            raise Unreachable(CONNECTION_FAILED) from None


async def _bounded(response: httpx.Response, most_bytes: int) -> bytes:
    if response.status_code in _GONE:
        raise Gone(NOT_FOUND)
    if response.status_code != _HTTP_OK:
        raise Unreachable(f"HTTP_{response.status_code}" if response.status_code else BAD_ANSWER)
    content = bytearray()
    async for part in response.aiter_bytes():
        content += part
        if len(content) > most_bytes:
            raise Unreachable(TOO_LARGE)
    return bytes(content)
