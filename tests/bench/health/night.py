"""A night over ten thousand repositories, in the middle of which a worker is killed.

GitHub's double holds an hour of 5,000 requests and a minute of 900 as GitHub does, in time that runs `FASTER` than
ours: its hour, its minute and the pace of our workers are all that much shorter, and hold as many requests as in truth.
COMMONFIELD_BENCH_REPOSITORIES sets how many repositories there are.
"""

import asyncio
import gc
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from api.work.worker import Worker
from registry.software import service
from scrapers.budget import GITHUB_PACE, Pace
from scrapers.github import GitHubAccess
from store.actor import Actor
from store.database import Database
from store.embedded import EmbeddedServer
from store.migrate import migrate
from tests.bench.first import Goal
from tests.bench.health.town import after_a_push, town, urls, waiting
from tests.github_double import AUTHORISED_LIMIT, Double, Recording, serve
from tests.github_double.state import HOUR_SECONDS, MINUTE_SECONDS, POINTS_A_MINUTE, Asked

FASTER = 12  # an hour of the double is five of our minutes
REPOSITORIES = int(os.environ.get("COMMONFIELD_BENCH_REPOSITORIES", "10000"))
CHANGED_SHARE = 20  # one in so many is pushed to in a day: 5 %
PLENTY = 10**9  # requests in the hour of the first looks, which are not what is measured
UNPACED = Pace(PLENTY, PLENTY)
BATCH = 500  # registered in one transaction
LOOK_SECONDS = 0.1
ASKING = (
    "observe",
    "sbom",
)  # the queues that ask GitHub: a look may be followed by its bill of materials, once a week
MOST_SECONDS = 3 * 3600.0
OWNERS = "/.github/git/"  # in the address of what an owner keeps for all of its repositories
NUMBER = re.compile(r"^/repositories/(\d+)")


@dataclass(frozen=True, slots=True)
class Night:
    """What a night took.

    Attributes:
        first_look: the most requests of a first look.
        unchanged: the most requests for a repository that had not changed, before the kill or after it: what was cut
            off by it has to be asked again.
        unchanged_sent: how many of those were answered with anything but 304.
        waited: repositories that had not changed, of which GitHub was asked whether somebody who waits was answered.
        refused: how often GitHub said no.
        repeated: requests after the kill for repositories whose look was stored before it.
        requests: of the night, by status.
        counted: requests that counted against the limit, by hour.
        sent_bytes: of bodies in the night.
        seconds: of the night, on our clock.
        memory_kib: the most that a worker held.
        unseen: repositories that the night left without a look.
    """

    first_look: int
    unchanged: int
    unchanged_sent: int
    waited: int
    refused: int
    repeated: int
    requests: Mapping[int, int]
    counted: Sequence[int]
    sent_bytes: int
    seconds: float
    memory_kib: int
    unseen: int


def goals() -> Sequence[Goal]:
    """Live through a night on a database of its own."""
    with TemporaryDirectory(prefix="commonfield-night-") as name, EmbeddedServer(Path(name) / "pg") as server:
        asyncio.run(_migrated(server.dsn))
        night = asyncio.run(lived(server.dsn, REPOSITORIES))
    asked = sum(night.requests.values())
    click.echo(
        f"night over {REPOSITORIES} repositories: {asked} requests {night.requests}, {night.sent_bytes / 1e6:.1f} MB of"
        f" bodies; counted by hour: {list(night.counted)}; {night.seconds:.0f} s, which are"
        f" {night.seconds * FASTER / 60:.0f} minutes of GitHub's time; {night.memory_kib / 1024:.0f} MB a worker;"
        f" {night.unseen} unseen; in {night.waited} unchanged ones somebody waited;"
        f" {night.unchanged_sent} answers about unchanged ones were not 304"
    )
    return [
        Goal("first-look-requests", night.first_look, 18),
        Goal("unchanged-requests", night.unchanged if not night.unchanged_sent else PLENTY, 3),
        Goal("night-refused", night.refused, 0),
        Goal("repeat-after-kill", night.repeated + night.unseen, 0),
    ]


async def _migrated(dsn: str) -> None:
    await migrate(dsn)


async def lived(
    dsn: str,
    count: int,
    *,
    limit: int = AUTHORISED_LIMIT,
    hour_seconds: int = HOUR_SECONDS // FASTER,
    hurry: bool = False,
) -> Night:
    """Register, look for the first time, change one in twenty, and work the night off with a kill in its middle.

    Args:
        dsn: of an empty database.
        count: how many repositories.
        limit: requests in an hour.
        hour_seconds: how long the double's hour is.
        hurry: take up what the killed worker had begun at once, not after the half minute that it takes to be missed.
    """
    now = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    recordings = list(town(count, now))
    gc.freeze()  # a million commits that never go away need not be looked through again
    double = Double(recordings, authorised_limit=PLENTY, hour_seconds=hour_seconds)
    said = waiting(recordings, now)
    double.threads |= said
    database = Database(dsn)
    try:
        with serve(double=double) as api_url:
            await _register(database, recordings)
            async with _worker(dsn, api_url, UNPACED), _worker(dsn, api_url, UNPACED):
                await _worked_off(database)
            first = _requests_each(double.asked)
            pushed = recordings[::CHANGED_SHARE]
            double.restore()
            double.threads |= said
            for each in pushed:
                double.add(after_a_push(each, now + timedelta(hours=12)))
            double.authorised_limit = limit
            double.points_a_minute, double.minute_seconds = POINTS_A_MINUTE, MINUTE_SECONDS / FASTER
            async with database.transaction() as tx:
                await tx.execute("delete from forge_account")
            await _a_week_passes(database)
            return await _night(database, double, api_url, first, pushed, hurry=hurry)
    finally:
        await database.close()


async def _a_week_passes(database: Database) -> None:
    """Let threads have been read a week ago, so that this night looks after everybody who waits for an answer."""
    async with database.transaction() as tx:
        await tx.execute(
            """
            update forge_answer
            set facts = jsonb_set(facts, '{at}', to_jsonb((facts->>'at')::timestamptz - interval '7 days'))
            where endpoint = 'threads'
            """
        )


async def _register(database: Database, recordings: Sequence[Recording]) -> None:
    officer = Actor(name="an officer", is_officer=True)
    addresses = urls(recordings)
    for begin in range(0, len(addresses), BATCH):
        async with database.transaction() as tx:
            for url in addresses[begin : begin + BATCH]:
                await service.register(tx, officer, url)


async def _night(
    database: Database,
    double: Double,
    api_url: str,
    first: Counter[int],
    pushed: Sequence[Recording],
    *,
    hurry: bool,
) -> Night:
    began, start = datetime.now(UTC), time.perf_counter()
    total = await Worker(database, GitHubAccess(api_url)).look_at_all()
    memory, pace = 0, replace(GITHUB_PACE, seconds=GITHUB_PACE.seconds / FASTER)
    async with _worker(database.dsn, api_url, pace) as killed:
        while await _seen(database, began) < total // 2:
            await asyncio.sleep(LOOK_SECONDS)
        memory = max(memory, _memory_kib(killed.pid))
        killed.kill()
        await killed.wait()
    stored = await _stored(database, began)
    asked_before = len(double.asked)
    if hurry:
        async with database.transaction() as tx:
            await tx.execute(
                "update pgqueuer set heartbeat = now() - interval '1 minute' where status = 'picked'"
            )
    async with _worker(database.dsn, api_url, pace) as one, _worker(database.dsn, api_url, pace) as other:
        await _worked_off(database)
        memory = max(memory, _memory_kib(one.pid), _memory_kib(other.pid))
    changed = {int(each.repo["id"]) for each in pushed}
    asked = list(double.asked)
    same_before, same_after = (
        [each for each in part if _number(each) not in changed and OWNERS not in each.path]
        for part in (asked[:asked_before], asked[asked_before:])
    )
    of_owners = sum(OWNERS in each.path for each in asked)
    return Night(
        first_look=max(first.values()),
        unchanged=max(_most(same_before), _most(same_after)),
        unchanged_sent=sum(each.status != 304 for each in (*same_before, *same_after))
        + max(0, of_owners - 2 * len(pushed)),  # one for each that changed, and again where it was cut off
        waited=sum(each.path.endswith("/issues") for each in (*same_before, *same_after)),
        refused=sum(each.status in {403, 429} for each in asked),
        repeated=sum(_number(each) in stored for each in asked[asked_before:]),
        requests=dict(Counter(each.status for each in asked)),
        counted=double.spent_by_hour(),
        sent_bytes=double.sent_bytes,
        seconds=time.perf_counter() - start,
        memory_kib=memory,
        unseen=total - await _seen(database, began),
    )


class _worker:  # noqa: N801 - reads as what it gives
    """A worker's process; it is killed at the end, which it must bear."""

    def __init__(self, dsn: str, api_url: str, pace: Pace) -> None:
        written = json.dumps(asdict(pace))
        self._command = (sys.executable, "-m", "tests.bench.health.working", dsn, api_url, written)

    async def __aenter__(self) -> asyncio.subprocess.Process:
        self._process = await asyncio.create_subprocess_exec(*self._command)
        return self._process

    async def __aexit__(self, *_: object) -> None:
        if self._process.returncode is None:
            self._process.kill()
            await self._process.wait()


def _number(asked: Asked) -> int | None:
    found = NUMBER.match(asked.path)
    return int(found.group(1)) if found else None


def _requests_each(asked: Sequence[Asked]) -> Counter[int]:
    """Count requests by repository.

    The first of a first look goes to its name, and one to its owner's: they are counted with every number.
    """
    numbered = Counter(number for each in asked if (number := _number(each)) is not None)
    named = {OWNERS in each.path for each in asked if each.path.startswith("/repos/")}
    return Counter({number: count + len(named) for number, count in numbered.items()})


def _most(asked: Sequence[Asked]) -> int:
    return max(_requests_each(asked).values(), default=0)


async def _seen(database: Database, since: datetime) -> int:
    async with database.read() as connection:
        seen: int = await connection.fetchval("select count(*) from repository where checked_at >= $1", since)
        return seen


async def _stored(database: Database, since: datetime) -> set[int]:
    async with database.read() as connection:
        rows = await connection.fetch("select forge_id from repository where checked_at >= $1", since)
        return {row["forge_id"] for row in rows}


async def _worked_off(database: Database) -> None:
    give_up = time.monotonic() + MOST_SECONDS
    while await _waiting(database) and time.monotonic() < give_up:
        await asyncio.sleep(LOOK_SECONDS)


async def _waiting(database: Database) -> int:
    async with database.read() as connection:
        waiting: int = await connection.fetchval(
            "select count(*) from job where queue = any($1) and state in ('queued', 'running')",
            ASKING,
        )
        return waiting


def _memory_kib(pid: int) -> int:
    """Read the most that a process held, from Linux; 0 elsewhere."""
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found.group(1)) if found else 0


if __name__ == "__main__":  # for the test of it: DSN, repositories, requests an hour, seconds an hour
    dsn, *numbers = sys.argv[1:]
    count, limit, hour_seconds = map(int, numbers)
    lived_through = asyncio.run(lived(dsn, count, limit=limit, hour_seconds=hour_seconds, hurry=True))
    click.echo(json.dumps(asdict(lived_through)))
