"""The pages over the demo: one copy that all tests read, and a copy for each test that writes."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import asyncpg
import pytest_asyncio
from httpx import AsyncClient, Response

from api.settings import Demo, Settings
from demo.load import load
from store.database import Connection, Database
from tests.api.application import ADDRESS, visited
from tests.api.pages.markup import Markup
from tests.conftest import copied, named

PLENTY = 1_000_000


FREE = Settings(
    base_url=ADDRESS, demo=Demo.ALWAYS, points_per_minute=PLENTY, points_per_minute_signed_in=PLENTY
)


@asynccontextmanager
async def opened(dsn: str) -> AsyncIterator[AsyncClient]:
    """Somebody at the pages over this database; nobody pays here."""
    database = Database(dsn)
    async with visited(FREE, database, Accept="text/html") as client:
        yield client
    await database.close()


@pytest_asyncio.fixture(scope="session")
async def demo_template(server: str, template: str) -> AsyncIterator[str]:
    """Name of a database that holds the demo and that nobody is connected to."""
    async with copied(server, template) as name:
        database = Database(named(server, name))
        await load(database, datetime.now(UTC))
        await database.close()
        yield name


@pytest_asyncio.fixture(scope="session")
async def reader(server: str, demo_template: str) -> AsyncIterator[AsyncClient]:
    """Somebody who reads the demo and has not signed in; writes nothing."""
    async with copied(server, demo_template) as name, opened(named(server, name)) as client:
        yield client


@pytest_asyncio.fixture
async def own_demo(server: str, demo_template: str) -> AsyncIterator[str]:
    """Address of this test's own copy of the demo."""
    async with copied(server, demo_template) as name:
        yield named(server, name)


@pytest_asyncio.fixture
async def visitor(own_demo: str) -> AsyncIterator[AsyncClient]:
    """Somebody at their own copy of the demo."""
    async with opened(own_demo) as client:
        yield client


@pytest_asyncio.fixture
async def connection(own_demo: str) -> AsyncIterator[Connection]:
    """A look into the database behind `visitor`."""
    made = await asyncpg.connect(own_demo)
    yield made
    await made.close()


async def send(client: AsyncClient, shown: str, to: str, fields: Mapping[str, str | list[str]]) -> Response:
    """Send a form as a browser does: with the token of the page that showed it."""
    page = Markup((await client.get(shown)).text)
    return await client.post(to, data={"form_token": page.hidden("form_token"), **fields})


async def sign_in(client: AsyncClient, connection: Connection, email: str) -> None:
    """Sign in as one of the demo's people."""
    person = await connection.fetchval("select id::text from person where email = $1", email)
    answer = await send(client, "/en/sign-in", "/en/sign-in", {"person": person})
    assert answer.status_code == 303
