"""How long a newcomer waits: for the first page after a start, for the tour, for a page of a small and of a large list.

Run by `make bench`. Starts servers of its own in temporary folders, and ends with one line a goal; exits with 1 when
one is short. How each figure is taken stands in docs/benchmarks.md.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import click
import httpx

from api.tour.asking import connect
from api.tour.server import PROGRAM, environment, settings_in, started
from store.embedded import EmbeddedServer
from tests.bench.search.grown import fill

STARTS = 3  # the median of them: one start may meet a busy disk
WARM_UP_REQUESTS = 20  # statements are prepared, templates compiled and the pool is open after fewer
REQUESTS = 100
PAGE_SECONDS = 30.0  # longest wait for a page before it counts as not there
TOUR_SECONDS = 240.0  # eight times the goal; what takes longer hangs
LOOKS_EVERY = 0.01  # seconds
FIRST_PAGE = "/en/"
CATALOGUE_PAGE = "/en/catalogue"
LARGE = 10_000
MILLISECONDS = 1000

#: The usual settings, but no look at the real GitHub: the demo brings its own observations.
NOWHERE = {"github_api": "http://127.0.0.1:9", "log_level": "info"}


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that must not be larger than its target, or with `at_least` not smaller."""

    name: str
    value: float
    target: float
    at_least: bool = False

    def is_met(self) -> bool:
        return self.value >= self.target if self.at_least else self.value <= self.target

    def line(self) -> str:
        return f"GOAL {self.name} {self.value:.2f} {self.target:g} {'ok' if self.is_met() else 'short'}"


class NotMeasured(Exception):  # noqa: N818 - the state of what was measured
    """Something that should be measured does not work; the message says what."""


def main() -> int:
    """Measure everything, print the goals last, and return the exit code."""
    with TemporaryDirectory(prefix="commonfield-bench-") as name:
        first_page, page = _measure_pages(Path(name))
    with TemporaryDirectory(prefix="commonfield-bench-") as name:
        large_page = _measure_large_page(Path(name))
    goals = [
        Goal("first-page-seconds", first_page, 5),
        Goal("tour-seconds", _measure_tour(), 30),
        Goal("page-p50-ms", page, 50),
        Goal("large-page-p50-ms", large_page, 50),
    ]
    for goal in goals:
        click.echo(goal.line())
    return 0 if all(goal.is_met() for goal in goals) else 1


def _measure_pages(folder: Path) -> tuple[float, float]:
    """Seconds from a later start to the first page, and milliseconds of the catalogue's page."""
    with _first_page(folder) as (_, seconds):
        click.echo(f"first start, with a new database and the demo: first page after {seconds:.2f} s")
    taken = []
    for _ in range(STARTS - 1):
        with _first_page(folder) as (_, seconds):
            taken.append(seconds)
    with _first_page(folder) as (client, seconds):
        taken.append(seconds)
        page = _p50_ms(client, CATALOGUE_PAGE)
    click.echo(f"later starts: first page after {', '.join(f'{each:.2f}' for each in taken)} s")
    return statistics.median(taken), page


def _measure_large_page(folder: Path) -> float:
    """Milliseconds of the catalogue's page over `LARGE` entries of hundreds of publishers."""
    with started(folder, {**NOWHERE, "demo": "never"}) as url, connect(url) as client:
        server = EmbeddedServer(settings_in(folder).postgres_dir)
        server.start()
        try:
            asyncio.run(_grown(server.dsn))
        finally:
            server.stop()
        return _p50_ms(client, CATALOGUE_PAGE)


async def _grown(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await fill(connection, LARGE)
    finally:
        await connection.close()


@contextmanager
def _first_page(folder: Path) -> Iterator[tuple[httpx.Client, float]]:
    """Start a server in a folder, and give a connection and the seconds until its first page was there."""
    began = time.perf_counter()
    with started(folder, NOWHERE) as url, connect(url) as client:
        _wait_for(client, FIRST_PAGE)
        yield client, time.perf_counter() - began


def _wait_for(client: httpx.Client, path: str) -> None:
    give_up = time.perf_counter() + PAGE_SECONDS
    status: int | str = "no answer"
    while time.perf_counter() < give_up:
        try:
            status = client.get(path).status_code
        except httpx.TransportError as error:
            status = str(error)
        if status == httpx.codes.OK:
            return
        if status == httpx.codes.NOT_FOUND:
            break
        time.sleep(LOOKS_EVERY)
    raise NotMeasured(f"{path} does not answer 200: {status}")


def _p50_ms(client: httpx.Client, path: str) -> float:
    """The median over some requests, one after the other on one connection, each read to its end."""
    for _ in range(WARM_UP_REQUESTS):
        _get(client, path)
    taken = sorted(_get(client, path) for _ in range(REQUESTS))
    click.echo(
        f"{path}: p50 {_percentile(taken, 50):.1f} ms, p95 {_percentile(taken, 95):.1f} ms, slowest {taken[-1]:.1f} ms"
    )
    return statistics.median(taken)


def _get(client: httpx.Client, path: str) -> float:
    began = time.perf_counter()
    answer = client.get(path)
    took = (time.perf_counter() - began) * MILLISECONDS
    if answer.status_code != httpx.codes.OK:
        raise NotMeasured(f"{path} answers {answer.status_code}")
    return took


def _percentile(ordered: Sequence[float], percent: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def _measure_tour() -> float:
    """Seconds of the whole command, from calling it until everything it started is gone."""
    with TemporaryDirectory(prefix="commonfield-bench-") as name:
        began = time.perf_counter()
        tour = subprocess.run(  # noqa: S603 - this very program, with arguments of our own
            [sys.executable, "-P", "-c", PROGRAM, "tour", "--json"],
            env=environment(Path(name)),
            stdout=subprocess.PIPE,
            timeout=TOUR_SECONDS,
            check=False,
        )
        seconds = time.perf_counter() - began
    told = json.loads(tour.stdout) if tour.stdout else {}
    if tour.returncode != 0 or not told.get("ok"):
        raise NotMeasured(f"the tour did not end well: {told.get('problem', tour.returncode)}")
    slowest = sorted(told["steps"], key=lambda step: -step["seconds"])[:3]
    named = ", ".join(f"{step['step']} {step['seconds']:.2f} s" for step in slowest)
    click.echo(f"tour: {len(told['steps'])} steps in {told['seconds']:.2f} s; slowest: {named}")
    return seconds


if __name__ == "__main__":
    try:
        code = main()
    except NotMeasured as reason:
        click.echo(f"Nothing can be said: {reason}", err=True)
        code = 1
    sys.exit(code)
