"""The application as strangers reach it, and a world in which there is something to hide."""

from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio

from store.database import Database, prepare
from tests.api import conftest as application
from tests.conftest import copied, named
from tests.matching import conftest as rounds
from tests.security import world

browse = application.browse
complete_form = rounds.complete_form
logging_as_it_was = application.logging_as_it_was
settings = application.settings


@pytest_asyncio.fixture(scope="module")
async def peopled(server: str, template: str) -> AsyncIterator[Database]:
    """A database with the world in it, for all tests of a module: they leave it as it is."""
    async with copied(server, template) as name:
        writer = await asyncpg.connect(named(server, name))
        await prepare(writer)
        await world.make(writer)
        await writer.close()
        database = Database(named(server, name))
        yield database
        await database.close()
