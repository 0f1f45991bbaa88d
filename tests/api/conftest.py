"""The application as its users reach it."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import structlog
from httpx import ASGITransport, AsyncClient
from litestar.types import ControllerRouterHandler

from api.app import create_app
from api.settings import Settings
from store.database import Database
from tests.api.application import ADDRESS, ASSETS, Browse, Cable, visited


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


@pytest.fixture
def browse(settings: Settings) -> Browse:
    """Open the application on a database: `async with browse(database) as client`."""

    @asynccontextmanager
    async def open_client(
        database: Database, *more: ControllerRouterHandler, **changed: Any
    ) -> AsyncIterator[AsyncClient]:
        wanted = settings.model_copy(update=changed)
        if not more and not changed:
            async with visited(wanted, database) as client:
                yield client
            return
        app = create_app(wanted, database, assets=ASSETS, more=more)
        transport = ASGITransport(app=app, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url=ADDRESS) as client:
            yield client

    return open_client


@pytest_asyncio.fixture
async def client(browse: Browse, database: Database) -> AsyncIterator[AsyncClient]:
    """A client of the application on an empty database."""
    async with browse(database) as opened:
        yield opened


@pytest_asyncio.fixture
async def cable(database: Database) -> AsyncIterator[Cable]:
    """A whole cable to the test's own database."""
    made = Cable(database.dsn)
    await made.mend()
    yield made
    await made.cut()
