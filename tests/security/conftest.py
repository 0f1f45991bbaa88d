"""The application as strangers reach it, and a world in which there is something to hide."""

from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest_asyncio

from store.database import Database, prepare
from tests.api import conftest as application
from tests.conftest import named
from tests.matching import conftest as rounds
from tests.security import world

browse = application.browse
complete_form = rounds.complete_form
logging_as_it_was = application.logging_as_it_was
settings = application.settings


@pytest_asyncio.fixture(scope="module")
async def peopled(server: str, template: str) -> AsyncIterator[Database]:
    """A database with the world in it, for all tests of a module: they leave it as it is."""
    name = f"world_{uuid4().hex}"
    maintenance = await asyncpg.connect(server)
    await maintenance.execute(f"create database {name} template {template}")
    writer = await asyncpg.connect(named(server, name))
    await prepare(writer)
    await world.make(writer)
    await writer.close()
    database = Database(named(server, name))
    yield database
    await database.close()
    await maintenance.execute(f"drop database {name} with (force)")
    await maintenance.close()
