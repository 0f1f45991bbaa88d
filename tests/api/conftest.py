"""The application as its users reach it, and a cable to the database that a test can cut."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest
import pytest_asyncio
import structlog
from httpx import ASGITransport, AsyncClient
from litestar.types import ControllerRouterHandler

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


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """A test that sets up logging leaves it as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    root.handlers, root.level = handlers, level


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", base_url=ADDRESS)


Browse = Callable[..., Any]


@pytest.fixture
def browse(settings: Settings) -> Browse:
    """Open the application on a database: `async with browse(database) as client`."""

    @asynccontextmanager
    async def open_client(
        database: Database, *more: ControllerRouterHandler, **changed: Any
    ) -> AsyncIterator[AsyncClient]:
        app = create_app(settings.model_copy(update=changed), database, assets=ASSETS, more=more)
        transport = ASGITransport(app=app, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url=ADDRESS) as client:
            yield client

    return open_client


@pytest_asyncio.fixture
async def client(browse: Browse, database: Database) -> AsyncIterator[AsyncClient]:
    """A client of the application on an empty database."""
    async with browse(database) as opened:
        yield opened


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


@pytest_asyncio.fixture
async def cable(database: Database) -> AsyncIterator[Cable]:
    """A whole cable to the test's own database."""
    made = Cable(database.dsn)
    await made.mend()
    yield made
    await made.cut()


def graphql(query: str) -> Mapping[str, Any]:
    """The arguments of a client's `post` that ask the API."""
    return {"url": "/graphql", "json": {"query": query}}
