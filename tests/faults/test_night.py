"""A night over thirty repositories, with a killed worker, two that go on, and an hour that is too short."""

import asyncio
import json
import subprocess
import sys

from store.database import Database

REPOSITORIES = 30
HOUR_SECONDS = 3  # of the double, which makes it one of simulated time
LIMIT = 100  # requests in it: fewer than two workers' looks are given at once


async def test_a_night_is_worked_off_without_a_refusal_and_nothing_twice(database: Database) -> None:
    asked = (database.dsn, str(REPOSITORIES), str(LIMIT), str(HOUR_SECONDS))
    command = (sys.executable, "-m", "tests.bench.health.night", *asked)
    done = await asyncio.to_thread(subprocess.run, command, stdout=subprocess.PIPE, check=True, timeout=120)
    night = json.loads(done.stdout.splitlines()[-1])
    assert night["unseen"] == 0
    assert night["first_look"] <= 18
    assert (night["unchanged"], night["unchanged_sent"]) == (3, 0)
    assert night["waited"] > 0
    assert night["refused"] == 0
    assert night["repeated"] == 0
    assert night["requests"]["200"] >= 2 * 4
