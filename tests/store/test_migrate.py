import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from store import migrate
from store.database import Database


async def test_a_migrated_database_has_nothing_left_to_do(database: Database) -> None:
    assert await migrate.migrate(database.dsn) == []


async def test_two_processes_migrate_one_after_the_other(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.execute("drop schema public cascade")
        await tx.execute("create schema public")
    first, second = await asyncio.gather(migrate.migrate(database.dsn), migrate.migrate(database.dsn))
    assert sorted([first, second], key=len) == [[], [step.name for step in migrate.migrations()]]


async def test_a_step_that_fails_leaves_nothing_of_itself(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = list(migrate.migrations())
    bad = migrate.Migration(len(steps) + 1, "9999_bad", "create table half (id int); select 1 / 0")
    monkeypatch.setattr(migrate, "migrations", lambda: [*steps, bad])
    with pytest.raises(asyncpg.DivisionByZeroError):
        await migrate.migrate(database.dsn)
    async with database.read() as connection:
        assert await connection.fetchval("select to_regclass('half')") is None
        assert await connection.fetchval("select max(number) from schema_migration") == len(steps)


async def test_a_database_of_a_newer_program_is_left_alone(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.execute("insert into schema_migration (number, name) values (9000, '9000_from_the_future')")
    with pytest.raises(migrate.WrongDatabase, match="install the newer version"):
        await migrate.migrate(database.dsn)


async def test_a_step_that_was_edited_after_it_was_applied_is_told_by_name(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, *others = migrate.migrations()
    edited = replace(second, sql=f"{second.sql}\ncreate table more (id int);")
    monkeypatch.setattr(migrate, "migrations", lambda: [first, edited, *others])
    with pytest.raises(migrate.WrongDatabase) as refused:
        await migrate.migrate(database.dsn)
    assert f"other contents of {second.name}." in str(refused.value)
    assert "deleting the data folder" in str(refused.value)
    async with database.read() as connection:
        assert await connection.fetchval("select to_regclass('more')") is None


async def test_a_database_from_before_digests_were_kept_is_not_trusted(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.execute("alter table schema_migration drop column digest")
    with pytest.raises(migrate.WrongDatabase, match=migrate.migrations()[0].name):
        await migrate.migrate(database.dsn)


async def test_what_was_applied_is_kept_as_the_hash_of_its_file(database: Database) -> None:
    async with database.read() as connection:
        kept = await connection.fetch("select name, digest from schema_migration order by number")
    folder = Path(migrate.__file__).parent / "migrations"
    assert {row["name"]: row["digest"] for row in kept} == {
        file.stem: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.glob("*.sql")
    }


def test_migrations_are_numbered_without_gaps() -> None:
    steps: Sequence[Any] = migrate.migrations()
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
