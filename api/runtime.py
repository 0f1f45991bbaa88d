"""From settings to a database that is there, has the right shape and is left cleanly; every command uses it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from api.auth.demonstration import fills_itself
from api.settings import Settings
from demo import repository as demo_repository
from demo.load import Loaded, load
from registry.people.repository import is_empty
from registry.search.fallback import WithFallback
from registry.search.model import SearchIndex
from registry.search.postgres import PostgresIndex
from scrapers.github import GitHubAccess
from scrapers.github_app import Installation
from store.database import UNREACHABLE, Database, Unavailable
from store.embedded import EmbeddedServer
from store.migrate import migrate

if TYPE_CHECKING:
    from registry.search.meilisearch import MeilisearchIndex

log = structlog.get_logger()

ADDRESS = "address"  # the file of the data folder that says where each `commonfield run` answers


@dataclass(frozen=True, slots=True)
class Server:
    """Where the database is.

    Attributes:
        dsn: its address, for asyncpg.
        embedded: our own server; None when somebody else runs it.
    """

    dsn: str
    embedded: EmbeddedServer | None = None


@asynccontextmanager
async def server(settings: Settings) -> AsyncIterator[Server]:
    """The database server that is set, or the embedded one, started if nobody has it running.

    Raises:
        EmbeddedUnavailable: this machine cannot run the embedded server.
    """
    if settings.database_url is not None:
        yield Server(settings.database_url)
        return
    embedded = EmbeddedServer(settings.postgres_dir)
    try:
        await _to_the_end(embedded.start)
        yield Server(embedded.dsn, embedded)
    finally:
        await _to_the_end(embedded.stop)


async def _to_the_end(step: Callable[[], None]) -> None:
    """Run a step in a thread and wait for it even when cancelled: half a start would leave a server behind."""
    work = asyncio.ensure_future(asyncio.to_thread(step))
    try:
        await asyncio.shield(work)
    except asyncio.CancelledError:
        await work
        raise


@contextmanager
def noted_address(settings: Settings) -> Iterator[None]:
    """Keep in the data folder at which address this installation answers, until the block ends, for `reached_at`."""
    note = settings.data_dir / ADDRESS
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        _note(note, [*(each for each in _noted(note) if each != settings.public_url), settings.public_url])
    except OSError as error:  # links cost less than a start: a folder may be read-only
        log.info("address not noted", reason=str(error))
    try:
        yield
    finally:
        with suppress(OSError, ValueError):  # somebody emptied the folder meanwhile
            left = _noted(note)
            left.remove(settings.public_url)
            _note(note, left)


def _noted(note: Path) -> list[str]:
    """The addresses of the servers that share the data folder, the newest last."""
    try:
        return note.read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return []


def _note(note: Path, addresses: list[str]) -> None:
    if addresses:
        note.write_text("\n".join(addresses), encoding="utf-8")
    else:
        note.unlink(missing_ok=True)


def reached_at(settings: Settings) -> str:
    """The address that links printed by a command begin with: as set, else of the server that runs, else the usual."""
    if settings.base_url is not None:
        return settings.base_url
    try:
        return next(reversed(_noted(settings.data_dir / ADDRESS)), settings.public_url)
    except OSError:
        return settings.public_url


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[Database]:
    """A database in the shape that this version needs.

    Raises:
        EmbeddedUnavailable: this machine cannot run the embedded server.
        Unavailable: the database cannot be reached.
    """
    async with server(settings) as found:
        await migrated(found.dsn)
        opened = Database(found.dsn)
        try:
            yield opened
        finally:
            await opened.close()


async def migrated(dsn: str) -> list[str]:
    """Bring the database to the shape that this version needs and return the names of the steps applied.

    Raises:
        Unavailable: the database cannot be reached.
    """
    try:
        return list(await migrate(dsn))
    except UNREACHABLE as error:
        raise Unavailable(str(error)) from error


async def welcome(settings: Settings, database: Database) -> Loaded | None:
    """Load the demo where nothing else is, or what is missing of one that was begun; None where it is not wanted."""
    if not fills_itself(settings):
        return None
    async with database.read() as connection:
        wanted = await demo_repository.find(connection) is not None or await is_empty(connection)
    return await load(database, datetime.now(UTC)) if wanted else None


def github_access(settings: Settings) -> GitHubAccess:
    """How GitHub is reached: as an installation of an App, with a token, or as anybody."""
    app, number, key = settings.github_app_id, settings.github_app_installation_id, settings.github_app_key
    if app is not None and number is not None and key is not None:
        installation = Installation(app, number, key, settings.github_api)
        return GitHubAccess(settings.github_api, installation=installation)
    token = settings.github_token
    return GitHubAccess(settings.github_api, token.get_secret_value() if token else None)


def fed_index(settings: Settings, database: Database) -> "MeilisearchIndex | None":
    """The search engine that has to be told of changes; None when PostgreSQL, which holds them, is the engine."""
    if settings.meilisearch_url is None:
        return None
    from registry.search.meilisearch import MeilisearchIndex  # noqa: PLC0415 - its client is slow to import, and optional

    key = settings.meilisearch_key
    return MeilisearchIndex(settings.meilisearch_url, key.get_secret_value() if key else None, database)


def search_index(settings: Settings, database: Database) -> SearchIndex:
    """The search engine that readers ask; when it is down, PostgreSQL answers."""
    fed = fed_index(settings, database)
    own = PostgresIndex(database)
    return own if fed is None else WithFallback(fed, own)
