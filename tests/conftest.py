"""What every test may ask for: a real PostgreSQL, and the folder of real inputs where it is present."""

import gc
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from store.database import Connection, Database, prepare
from store.embedded import EmbeddedServer
from store.migrate import migrate

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


#: The folder of a run's own server. It is not pytest's: pytest closes that to other users whenever another run begins,
#: and PostgreSQL runs as another user where we are root.
FOLDER = "COMMONFIELD_TEST_FOLDER"


def pytest_configure(config: pytest.Config) -> None:
    """The run's own folder, which its parallel workers share."""
    if not hasattr(config, "workerinput"):
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="commonfield-tests-")
        os.environ["XDG_CACHE_HOME"] = (
            f"{os.environ[FOLDER]}/cache"  # nothing of ours in the home of who tests
        )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run in which nothing was tried is a failure, whatever the reason."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    is_whole_run = reporter is not None and not hasattr(session.config, "workerinput")
    if is_whole_run and not session.config.option.collectonly and session.exitstatus == pytest.ExitCode.OK:
        tried = sum(len(reporter.stats.get(outcome, ())) for outcome in ("passed", "xfailed"))
        if not tried:
            session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED


def pytest_unconfigure(config: pytest.Config) -> None:
    """Nothing is left behind."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


def pytest_collection_finish() -> None:
    """What was collected stays until the end, so the garbage collector need not walk it again and again."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the real inputs skip, saying so, where those are not present."""
    if SHARED.is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason="needs the real inputs of ../shared/data"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real inputs; a test that uses it is marked `shared`."""
    return SHARED


def named(dsn: str, database: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(dsn)._replace(path=f"/{database}"))


@pytest_asyncio.fixture(scope="session")
async def server() -> AsyncIterator[str]:
    """Address of one PostgreSQL a test run: embedded, or COMMONFIELD_TEST_DATABASE_URL."""
    given = os.environ.get("COMMONFIELD_TEST_DATABASE_URL")
    if given:
        yield given
        return
    with EmbeddedServer(Path(os.environ[FOLDER]) / "postgres") as embedded:
        connection = await asyncpg.connect(embedded.dsn)
        await connection.execute("alter system set fsync = off")
        await connection.execute("select pg_reload_conf()")
        await connection.close()
        yield embedded.dsn


@pytest_asyncio.fixture(scope="session")
async def template(server: str) -> AsyncIterator[str]:
    """Name of this worker's migrated, empty database."""
    name = f"template_{uuid4().hex}"
    maintenance = await asyncpg.connect(server)
    await maintenance.execute(f"create database {name}")
    await migrate(named(server, name))
    yield name
    await maintenance.execute(f"drop database {name} with (force)")
    await maintenance.close()


@pytest_asyncio.fixture(scope="session")
async def own_database(server: str, template: str) -> AsyncIterator[str]:
    """Address of this worker's database, for tests that roll back."""
    async with copied(server, template) as name:
        yield named(server, name)


@pytest_asyncio.fixture
async def tx(own_database: str) -> AsyncIterator[Connection]:
    """A transaction on an empty database, rolled back when the test ends."""
    connection = await asyncpg.connect(own_database, server_settings={"timezone": "UTC"})
    await prepare(connection)
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    await transaction.rollback()
    await connection.close()


@dataclass(frozen=True, slots=True)
class Emptied:
    """A database that tests use in turn, and what its tables look like when nobody changed them."""

    dsn: str
    shape: str


@pytest_asyncio.fixture(scope="session")
async def emptied(server: str, template: str) -> AsyncIterator[Emptied]:
    """This worker's other database."""
    async with copied(server, template) as name:
        dsn = named(server, name)
        connection = await asyncpg.connect(dsn)
        shape: str = await connection.fetchval(SHAPE)
        await connection.close()
        yield Emptied(dsn, shape)


@pytest_asyncio.fixture
async def database(server: str, template: str, emptied: Emptied) -> AsyncIterator[Database]:
    """An empty database, for what needs several connections or commits."""
    database = Database(emptied.dsn)
    yield database
    await database.close()
    if not await _empty(emptied):
        name = urlsplit(emptied.dsn).path.removeprefix("/")
        maintenance = await asyncpg.connect(server)
        await maintenance.execute(f"drop database {name} with (force)")
        await maintenance.execute(f"create database {name} template {template}")
        await maintenance.close()


#: Emptying what was written takes a twentieth of copying the template, which is done for hundreds of tests. Rows are
#: deleted, with no trigger asked: to truncate is to make each table and index anew, and those that refer to it.
EMPTY = """
do $$
declare
    filled regclass;
    has_rows boolean;
begin
    set local session_replication_role = replica;
    for filled in select oid from pg_class
        where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'schema_migration'
            and pg_relation_size(oid) > 0
    loop
        execute format('select exists (select from %s)', filled) into has_rows;
        if has_rows then
            execute format('delete from %s', filled);
        end if;
    end loop;
    perform setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    from pg_sequences where schemaname = 'public' and last_value is not null;
end
$$
"""


SHAPE = """
    select md5(
        string_agg(concat_ws(' ', relname, attname, atttypid), ' ' order by attrelid, attnum)
        || (select string_agg(to_jsonb(step)::text, ' ' order by number) from schema_migration as step)
    )
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace
"""


async def _empty(used: Emptied) -> bool:
    """Leave no row and no connection behind, and say whether a test changed rows only."""
    connection = await asyncpg.connect(used.dsn)
    await connection.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"
    )
    await connection.execute(EMPTY)
    shape = await connection.fetchval(SHAPE)
    await connection.close()
    return bool(shape == used.shape)


@asynccontextmanager
async def copied(server: str, template: str) -> AsyncIterator[str]:
    """Name of a copy of a database, for as long as the block runs."""
    name = f"test_{uuid4().hex}"
    maintenance = await asyncpg.connect(server)
    await maintenance.execute(f"create database {name} template {template}")
    yield name
    await maintenance.execute(f"drop database {name} with (force)")
    await maintenance.close()
