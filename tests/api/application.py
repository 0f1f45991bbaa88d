"""What tests of the application share: invented assets, a way to ask the API, a cable that can be cut."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from ipaddress import IPv4Address
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from httpx import ASGITransport, AsyncClient
from litestar import Litestar

from api.app import create_app
from api.assets import Asset, Assets
from api.settings import Settings
from store.database import Database

ADDRESS = "http://commons.example.org"
NAMES = ("site.css", "mark.svg", "site.mjs")
ASSETS = Assets(
    {name: f"hashed.{name}" for name in NAMES},
    {f"hashed.{name}": Asset(name.encode(), "text/plain") for name in NAMES},
    complete=True,
)

Browse = Callable[..., Any]
"""Opens the application on a database: `async with browse(database) as client`."""


class Lent(Database):
    """Whichever database an application works on now."""

    def __init__(self, first: Database) -> None:
        self.now = first

    def __getattribute__(self, name: str) -> Any:
        now = object.__getattribute__(self, "now")
        return now if name == "now" else getattr(now, name)


#: Applications that nobody uses now, by their settings: putting one together takes longer than most tests.
_IDLE: dict[str, list[tuple[Litestar, Lent]]] = {}

#: Each test comes from an address of its own, for what one has spent is the next one's, too.
_ADDRESSES = (str(IPv4Address("198.18.0.0") + number) for number in count())


@asynccontextmanager
async def visited(settings: Settings, database: Database, **headers: str) -> AsyncIterator[AsyncClient]:
    """Somebody at the application over this database; applications with the same settings are used in turn."""
    idle = _IDLE.setdefault(settings.model_dump_json(exclude={"data_dir"}), [])
    if idle:
        app, lent = idle.pop()
    else:
        lent = Lent(database)
        app = create_app(settings, lent, assets=ASSETS)
    lent.now = database
    transport = ASGITransport(app=app, raise_app_exceptions=False, client=(next(_ADDRESSES), 1))
    async with AsyncClient(transport=transport, base_url=ADDRESS, headers=headers) as client:
        yield client
    idle.append((app, lent))


def graphql(query: str) -> Mapping[str, Any]:
    """The arguments of a client's `post` that ask the API."""
    return {"url": "/graphql", "json": {"query": query}}


class Cable:
    """Carries bytes to a database server until it is cut, and again once it is mended."""

    def __init__(self, dsn: str) -> None:
        parts = urlsplit(dsn)
        query = parse_qs(parts.query)
        self._folder = query.get("host", [None])[0]
        self._host, self._port = parts.hostname, parts.port or 5432
        self._parts = parts
        self._server: asyncio.Server | None = None
        self._carrying: set[asyncio.StreamWriter] = set()
        self.port = 0

    @property
    def dsn(self) -> str:
        """Address of the database by this cable."""
        user = self._parts.netloc.rpartition("@")[0] or "postgres"
        query = urlencode({"sslmode": "disable"})
        return urlunsplit(self._parts._replace(netloc=f"{user}@127.0.0.1:{self.port}", query=query))

    async def mend(self) -> None:
        """Carry on, at the same address as before."""
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Drop every connection and take no more."""
        if self._server is not None:
            self._server.close()
            for writer in list(self._carrying):
                writer.transport.abort()
            await self._server.wait_closed()
            self._server = None

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._folder is not None:
            path = f"{self._folder}/.s.PGSQL.{self._port}"
            far_reader, far_writer = await asyncio.open_unix_connection(path)
        else:
            far_reader, far_writer = await asyncio.open_connection(self._host, self._port)
        both = {writer, far_writer}
        self._carrying |= both
        await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer), return_exceptions=True)
        self._carrying -= both


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
    finally:
        sink.close()
