"""`make bench-search`: how good and how fast search is, one line a goal; fails if one is short."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import uvloop

from registry.search.postgres import PostgresIndex
from store.database import Database
from store.embedded import EmbeddedServer
from store.migrate import migrate
from tests.bench.first import Goal
from tests.bench.search import quality, speed

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
ONLY = ("quality", "speed")


async def _quality(dsn: str) -> Sequence[Goal]:
    if not SHARED.is_dir():
        click.echo(
            "The judged queries are about the entries in ../shared/data, which are not here.", err=True
        )
        return ()
    await migrate(dsn)
    database = Database(dsn)
    try:
        return await quality.measured(PostgresIndex(database), database, SHARED)
    finally:
        await database.close()


async def _speed(dsn: str) -> Sequence[Goal]:
    await migrate(dsn)
    return await speed.measured(dsn)


def main() -> int:
    """Measure all, print the goals last, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=ONLY, help="one of the two parts")
    only = parser.parse_args().only
    goals: list[Goal] = []
    with TemporaryDirectory(prefix="commonfield-bench-") as name, EmbeddedServer(Path(name)) as server:
        if only in (None, "quality"):
            goals += uvloop.run(_quality(server.dsn))
    with TemporaryDirectory(prefix="commonfield-bench-") as name, EmbeddedServer(Path(name)) as server:
        if only in (None, "speed"):
            goals += uvloop.run(_speed(server.dsn))
    for goal in goals:
        click.echo(goal.line())
    return 0 if goals and all(goal.is_met() for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
