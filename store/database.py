"""The connection pool, and the two ways to use it: a read, and a transaction."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeAlias
from uuid import UUID

import asyncpg
import orjson
from asyncpg.pool import PoolConnectionProxy

#: A connection of our own or one lent by the pool; quoted because asyncpg's classes are generic only in its stubs.
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"

STATEMENT_TIMEOUT_MS = 15_000  # a page nobody waits for any longer must not hold a connection
LOCK_TIMEOUT_MS = 5_000  # a writer that waits longer is better refused than queued
ACQUIRE_TIMEOUT_SECONDS = 5.0  # a request that gets no connection by then answers 503
CONNECT_TIMEOUT_SECONDS = 5.0
CLOSE_TIMEOUT_SECONDS = 5.0

#: What every session is told. Statements here are short and many: to compile one, or to spread it over processes that
#: other requests need, takes longer than it saves, and longest where the machine is busy.
SESSION = {"timezone": "UTC", "jit": "off", "max_parallel_workers_per_gather": "0"}

#: What it looks like when the database goes away under a statement.
LOST = (
    asyncpg.AdminShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.CrashShutdownError,
    asyncpg.PostgresConnectionError,
    asyncpg.TooManyConnectionsError,
    ConnectionError,
)
#: What it looks like when it cannot be reached in the first place.
UNREACHABLE = (*LOST, asyncpg.InterfaceError, OSError, TimeoutError)


#: What a statement that ran into STATEMENT_TIMEOUT_MS ends with.
TooSlow = asyncpg.QueryCanceledError

#: What a statement that waited LOCK_TIMEOUT_MS for another writer ends with.
Occupied = asyncpg.LockNotAvailableError


class Unavailable(Exception):  # noqa: N818 - the state of the database, not a fault of the program
    """The database cannot be reached now; trying again later may work."""


def _as_json(value: object) -> str:
    if isinstance(value, str):
        return value
    keyed_by_enumerations = orjson.OPT_NON_STR_KEYS
    return orjson.dumps(value, default=_plain, option=keyed_by_enumerations).decode()


def _plain(value: object) -> object:
    """Asyncpg's ids are a subclass of UUID, which orjson does not take for one."""
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


async def prepare(connection: Connection) -> None:
    """Make a connection speak JSON: values in and out; text is taken to be JSON already, as PgQueuer sends it."""
    for name in ("json", "jsonb"):
        await connection.set_type_codec(name, encoder=_as_json, decoder=orjson.loads, schema="pg_catalog")


async def _keep(_: Connection) -> None:
    """Leave a connection as it is when it goes back to the pool.

    asyncpg would send a statement for each, to undo what we never do: settings and locks here end with a transaction,
    and what listens has a connection of its own. An open transaction it rolls back without being told.
    """


class Database:
    """A pool of connections to one PostgreSQL database.

    The pool opens lazily and heals by itself: a server that was down is found again by the next request.
    """

    def __init__(
        self, dsn: str, *, min_size: int = 1, max_size: int = 10, lock_timeout_ms: int = LOCK_TIMEOUT_MS
    ) -> None:
        self.dsn = dsn
        self._lock_timeout_ms = lock_timeout_ms
        self._min_size = min_size
        self._max_size = max_size
        self._pool = self._new_pool()
        self._opening = asyncio.Lock()
        self._opened = False

    def _new_pool(self) -> "asyncpg.Pool[asyncpg.Record]":
        return asyncpg.create_pool(
            self.dsn,
            min_size=self._min_size,
            max_size=self._max_size,
            init=prepare,
            reset=_keep,
            timeout=CONNECT_TIMEOUT_SECONDS,
            command_timeout=STATEMENT_TIMEOUT_MS / 1000 + 1,
            server_settings={
                "application_name": "commonfield",
                "statement_timeout": str(STATEMENT_TIMEOUT_MS),
                "lock_timeout": str(self._lock_timeout_ms),
                **SESSION,
            },
        )

    async def open(self) -> None:
        """Open the pool.

        Raises:
            Unavailable: the server cannot be reached.
        """
        async with self._opening:
            if self._opened:
                return
            try:
                await self._pool
            except UNREACHABLE as error:
                self._pool = self._new_pool()  # asyncpg closes a pool for good that could not be opened
                raise Unavailable(str(error)) from error
            self._opened = True

    async def close(self) -> None:
        """Close every connection; those still in use after a while are cut."""
        if not self._opened:
            return
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT_SECONDS):
                await self._pool.close()
        except TimeoutError:
            self._pool.terminate()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Connection]:
        """A connection for reading.

        Raises:
            Unavailable: no connection could be had, or it was lost on the way.
        """
        if not self._opened:
            await self.open()
        try:
            connection = await self._pool.acquire(timeout=ACQUIRE_TIMEOUT_SECONDS)
        except UNREACHABLE as error:
            raise Unavailable(str(error)) from error
        try:
            yield connection
        except LOST as error:
            raise Unavailable(str(error)) from error
        except asyncpg.InterfaceError as error:
            if connection.is_closed():
                raise Unavailable(str(error)) from error
            raise
        finally:
            await self._pool.release(connection)

    async def check(self) -> None:
        """Ask the server for a sign of life.

        Raises:
            Unavailable: it gave none.
        """
        async with self.read() as connection:
            await connection.execute("select 1")

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """A connection in a transaction: committed at the end, rolled back by any exception.

        Raises:
            Unavailable: no connection could be had, or it was lost on the way; nothing was written.
        """
        async with self.read() as connection, connection.transaction():
            yield connection
