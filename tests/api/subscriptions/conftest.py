"""The application on a port of this machine, as uvicorn serves it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
import pytest_asyncio

from api.app import create_app
from api.process import _serve
from api.settings import Settings
from store.database import Database
from tests.api.application import ASSETS

Served = Callable[[Database], Awaitable[str]]


@asynccontextmanager
async def served(settings: Settings, database: Database) -> AsyncIterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    host = f"127.0.0.1:{listening.getsockname()[1]}"
    app = create_app(settings.model_copy(update={"base_url": f"http://{host}"}), database, assets=ASSETS)
    started = asyncio.Event()

    async def tell() -> None:
        started.set()

    serving = asyncio.create_task(_serve(app, listening, tell))
    await started.wait()
    try:
        yield host
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


@pytest_asyncio.fixture
async def serve(settings: Settings) -> AsyncIterator[Served]:
    """Serve the application on a database: `host = await serve(database)`."""
    async with AsyncExitStack() as stack:

        async def start(database: Database) -> str:
            return await stack.enter_async_context(served(settings, database))

        yield start


@pytest_asyncio.fixture
async def host(serve: Served, database: Database) -> str:
    """Where the application is, on the test's own database."""
    return await serve(database)


@pytest.fixture(autouse=True)
def no_wait_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is stopped while somebody follows does not wait for them."""
    monkeypatch.setattr("api.process.GRACE_SECONDS", 0)
