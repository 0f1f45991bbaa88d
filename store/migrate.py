"""Brings a database to the shape this version of the program needs: numbered SQL files, forward only."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries

from store.database import Connection, prepare

ADVISORY_LOCK = 0x636F6D6D  # "comm": two processes starting at once migrate one after the other
LOCK_TIMEOUT = "10s"  # a migration that waits longer blocks everyone behind it
STATEMENT_TIMEOUT = "10min"
_HAS_DIGESTS = """
    select exists (
        select from pg_attribute
        where attrelid = 'schema_migration'::regclass and attname = 'digest' and not attisdropped
    )
"""
FILE_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")


class WrongDatabase(RuntimeError):  # noqa: N818 - the state of the database, with what to do about it
    """The database was not made by the migrations that this program has; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step."""

    number: int
    name: str
    sql: str

    @property
    def digest(self) -> str:
        """SHA-256 of the file, in hexadecimal; the same whatever ends its lines."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


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
        WrongDatabase: a newer version of the program migrated it, or a file was changed after it was applied.
        asyncpg.PostgresError: a step failed; it was rolled back and the earlier ones stand.
    """
    connection = await asyncpg.connect(dsn, server_settings={"application_name": "commonfield-migrate"})
    try:
        await prepare(connection)
        await connection.execute("select pg_advisory_lock($1)", ADVISORY_LOCK)
        return await _apply(connection)
    finally:
        await connection.close()


async def made_at(connection: Connection) -> datetime:
    """When this database was made: nothing in it happened before."""
    found: datetime = await connection.fetchval("select min(applied_at) from schema_migration")
    return found


async def _apply(connection: "asyncpg.Connection[asyncpg.Record]") -> Sequence[str]:
    await connection.execute(
        """
        create table if not exists schema_migration (
            number int primary key,
            name text not null,
            applied_at timestamptz not null default now(),
            digest text
        )
        """
    )
    if not await connection.fetchval(_HAS_DIGESTS):
        await connection.execute("alter table schema_migration add column digest text")
    rows = await connection.fetch("select number, digest from schema_migration")
    applied = {row["number"]: row["digest"] for row in rows}
    steps = migrations()
    _refuse_another_history(applied, steps)
    done = []
    for step in steps:
        if step.number in applied:
            continue
        async with connection.transaction():
            await connection.execute(f"set local lock_timeout = '{LOCK_TIMEOUT}'")
            await connection.execute(f"set local statement_timeout = '{STATEMENT_TIMEOUT}'")
            await connection.execute(step.sql)
            await connection.execute(
                "insert into schema_migration (number, name, digest) values ($1, $2, $3)",
                step.number,
                step.name,
                step.digest,
            )
        done.append(step.name)
    await _install_job_queue(connection)
    return done


def _refuse_another_history(applied: Mapping[int, str | None], steps: Sequence[Migration]) -> None:
    """Refuse a database that other files made.

    A step without a digest was applied before the first release, when files were still edited in place.
    """
    if applied.keys() - {step.number for step in steps}:
        raise WrongDatabase(
            f"this database is at migration {max(applied)}, this program knows {len(steps)}: install the newer version"
        )
    changed = [step.name for step in steps if step.number in applied and applied[step.number] != step.digest]
    if changed:
        raise WrongDatabase(
            f"this database was made with other contents of {', '.join(changed)}. Restore what the files were, or, "
            "where nothing in the database matters, begin with an empty one: the embedded one is emptied by deleting "
            "the data folder"
        )


async def _install_job_queue(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """PgQueuer owns its tables; it installs them and brings them up to its own version."""
    queries = Queries(AsyncpgDriver(connection))
    if await queries.schema_is_installed():
        await queries.upgrade()
    else:
        await queries.install()
