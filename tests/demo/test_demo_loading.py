"""Loading the demo: all of it, once, quickly, and again after an interruption."""

import asyncio
import time
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from demo import load as loading
from demo.load import Loaded, is_loaded, load
from demo.records import Known
from store.database import Connection, Database
from tests.conftest import copied, named
from tests.timing import TRIES

NOW = datetime.now(UTC)  # services look at the real clock, so the demo is loaded at the real time
SECONDS = 5.0  # of loading: a newcomer is waiting


@pytest_asyncio.fixture
async def loaded(database: Database) -> Loaded:
    return await load(database, NOW)


async def row_counts(database: Database) -> dict[str, int]:
    """How many rows every table has."""
    async with database.read() as connection:
        tables = await connection.fetch("select tablename from pg_tables where schemaname = 'public'")
        return {
            table: await connection.fetchval(f'select count(*) from "{table}"')  # noqa: S608 - names come from the database
            for (table,) in tables
        }


async def test_a_clean_database_shows_what_the_demo_promises(database: Database, loaded: Loaded) -> None:
    async with database.read() as connection:
        shown = await connection.fetchrow(
            """
            select
                (select count(*) from software) as software,
                (select count(*) from challenge where not is_example) as challenges,
                (select count(*) from challenge where is_example) as example_challenges,
                (select count(*) from programme where not is_example) as programmes,
                (select count(*) from programme where is_example) as example_programmes,
                (select count(*) from team where not is_example) as teams,
                (select count(*) from team where is_example) as example_teams,
                (select count(*) from person where is_example) as people
            """
        )
    assert shown is not None
    assert dict(shown) == {
        "software": 26,
        "challenges": 8,
        "example_challenges": 8,
        "programmes": 5,
        "example_programmes": 4,
        "teams": 4,
        "example_teams": 8,
        "people": 17,
    }
    assert loaded.is_new
    assert loaded.counts["software"] == 26


async def test_loading_is_quick(server: str, template: str) -> None:
    took = []
    while (
        len(took) < TRIES and min(took, default=SECONDS) >= SECONDS
    ):  # the machine may be at something else once
        async with copied(server, template) as name:
            database = Database(named(server, name))
            began = time.perf_counter()
            await load(database, NOW)
            took.append(time.perf_counter() - began)
            await database.close()
    assert min(took) < SECONDS


async def test_loading_twice_changes_nothing(database: Database, loaded: Loaded) -> None:
    before = await row_counts(database)
    again = await load(database, NOW)
    assert not again.is_new
    assert again.loaded_at == loaded.loaded_at
    assert again.counts == loaded.counts
    assert await row_counts(database) == before


async def test_a_later_version_adds_nothing_to_a_demo_that_is_complete(
    database: Database, loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await row_counts(database)
    renamed = {f"renamed {name}": step for name, step in loading.STEPS.items()}
    monkeypatch.setattr(loading, "STEPS", renamed)
    monkeypatch.setattr(loading, "VERSION", loading.VERSION + 1)
    again = await load(database, NOW)
    assert (again.is_new, again.version) == (False, loaded.version)
    assert await row_counts(database) == before


async def test_two_processes_that_load_at_once_load_one_demo(database: Database) -> None:
    await asyncio.gather(load(database, NOW), load(database, NOW))
    counts = await row_counts(database)
    assert (counts["software"], counts["programme"], counts["person"]) == (26, 9, 17)


async def test_an_interrupted_loading_is_resumed(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(tx: Connection, _known: Known) -> dict[str, object]:
        await tx.execute("delete from organisation where false")
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(loading, "STEPS", {**loading.STEPS, "challenges": fails})
        with pytest.raises(KeyboardInterrupt):
            await load(database, NOW)
    async with database.read() as connection:
        assert not await is_loaded(connection)
        assert await connection.fetchval("select count(*) from challenge") == 0
        assert await connection.fetchval("select count(*) from software") == 26
    assert (await load(database, NOW)).is_new
    async with database.read() as connection:
        assert await is_loaded(connection)
        assert await connection.fetchval("select count(*) from challenge where not is_example") == 8
        assert await connection.fetchval("select count(*) from software") == 26


async def test_an_empty_installation_has_no_demo(database: Database) -> None:
    async with database.read() as connection:
        assert not await is_loaded(connection)
