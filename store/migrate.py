"""Brings a database to the shape this version of the program needs: numbered SQL files, forward only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries

from store.database import prepare

ADVISORY_LOCK = 0x636F6D6D  # "comm": two processes starting at once migrate one after the other
LOCK_TIMEOUT = "10s"  # a migration that waits longer blocks everyone behind it
STATEMENT_TIMEOUT = "10min"
FILE_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step."""

    number: int
    name: str
    sql: str


def migrations() -> Sequence[Migration]:
    """Every migration of this version, in order.

    Raises:
        ValueError: a file name is not numbered, or a number is missing or doubled.
    """
    found = []
    for file in sorted(files("store").joinpath("migrations").iterdir(), key=lambda file: file.name):
        match = FILE_NAME.fullmatch(file.name)
        if match is None:
            raise ValueError(f"{file.name} is not named like 0001_what_it_does.sql")
        found.append(
            Migration(int(match[1]), file.name.removesuffix(".sql"), file.read_text(encoding="utf-8"))
        )
    numbers = [migration.number for migration in found]
    if numbers != list(range(1, len(found) + 1)):
        raise ValueError(f"migrations are not numbered 1 to {len(found)}: {numbers}")
    return found


async def migrate(dsn: str) -> Sequence[str]:
    """Apply what is missing and return the names applied; safe to call from several processes at once.

    Raises:
        RuntimeError: the database was migrated by a newer version of the program.
        asyncpg.PostgresError: a step failed; it was rolled back and the earlier ones stand.
    """
    connection = await asyncpg.connect(dsn, server_settings={"application_name": "commonfield-migrate"})
    try:
        await prepare(connection)
        await connection.execute("select pg_advisory_lock($1)", ADVISORY_LOCK)
        return await _apply(connection)
    finally:
        await connection.close()


async def _apply(connection: "asyncpg.Connection[asyncpg.Record]") -> Sequence[str]:
    await connection.execute(
        """
        create table if not exists schema_migration (
            number int primary key,
            name text not null,
            applied_at timestamptz not null default now()
        )
        """
    )
    applied = {row["number"] for row in await connection.fetch("select number from schema_migration")}
    steps = migrations()
    if applied - {step.number for step in steps}:
        raise RuntimeError(
            f"this database is at migration {max(applied)}, this program knows {len(steps)}: install the newer version"
        )
    done = []
    for step in steps:
        if step.number in applied:
            continue
        async with connection.transaction():
            await connection.execute(f"set local lock_timeout = '{LOCK_TIMEOUT}'")
            await connection.execute(f"set local statement_timeout = '{STATEMENT_TIMEOUT}'")
            await connection.execute(step.sql)
            await connection.execute(
                "insert into schema_migration (number, name) values ($1, $2)", step.number, step.name
            )
        done.append(step.name)
    await _install_job_queue(connection)
    return done


async def _install_job_queue(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """PgQueuer owns its tables; it installs them and brings them up to its own version."""
    queries = Queries(AsyncpgDriver(connection))
    if await queries.schema_is_installed():
        await queries.upgrade()
    else:
        await queries.install()
