"""Load on one address: a few connections that each ask again as soon as they were answered."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson

CONNECTIONS = 8  # keeps a single worker process busy without making its queue the thing that is measured
READ_AHEAD = 1 << 20  # bytes: longer than any answer
MILLISECONDS = 1000
OK = 200

Asker = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run of load saw.

    Attributes:
        per_second: requests answered in a second.
        p50_ms: the median of what they took, in milliseconds.
        p99_ms: what 99 of 100 did not exceed.
        requests: how many that is drawn from.
    """

    per_second: float
    p50_ms: float
    p99_ms: float
    requests: int


class Failed(Exception):  # noqa: N818 - the state of what is measured
    """A contestant answered something that is no answer; the message has its beginning."""


class HttpConnection:
    """One kept-open HTTP/1.1 connection that sends one request and reads its answer; no more than the load needs."""

    def __init__(self, url: str, body: bytes, headers: dict[str, str]) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname, parts.port
        lines = [f"POST {parts.path} HTTP/1.1", f"Host: {parts.netloc}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self._request = "\r\n".join([*lines, "", ""]).encode() + body
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def open(self) -> None:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection(self._host, self._port, limit=READ_AHEAD)

    async def ask(self) -> bytes:
        """Send the request and read the answer's body to its end.

        Raises:
            Failed: it is not answered 200.
        """
        self._writer.write(self._request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        if b"transfer-encoding: chunked" in head:
            body = await self._chunks()
        else:
            length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
            body = await self._reader.readexactly(length)
        if int(head.split(b" ", 2)[1]) != OK:
            raise Failed(body[:500].decode(errors="replace"))
        return body

    async def _chunks(self) -> bytes:
        found = []
        while size := int(await self._reader.readuntil(b"\r\n"), 16):
            found.append((await self._reader.readexactly(size + 2))[:-2])
        await self._reader.readexactly(2)
        return b"".join(found)

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


def graphql_request(
    url: str, document: str, variables: dict[str, Any], headers: dict[str, str]
) -> HttpConnection:
    """A connection that asks one document; answers are wanted as they are, not compressed."""
    body = orjson.dumps({"query": document, "variables": variables})
    return HttpConnection(url, body, {"Content-Type": "application/json", **headers})


async def loaded(askers: list[Asker], seconds: float) -> Seen:
    """Let every asker ask again and again for this long."""
    taken: list[float] = []
    began = time.perf_counter()

    async def ask_on(ask: Asker) -> None:
        while (now := time.perf_counter()) < began + seconds:
            await ask()
            taken.append(time.perf_counter() - now)

    await asyncio.gather(*(ask_on(ask) for ask in askers))
    whole = time.perf_counter() - began
    taken.sort()
    return Seen(
        len(taken) / whole,
        taken[len(taken) // 2] * MILLISECONDS,
        taken[len(taken) * 99 // 100] * MILLISECONDS,
        len(taken),
    )
