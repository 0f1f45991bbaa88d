"""How long a search takes with a hundred thousand entries, facets and all, for queries of every size."""

import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import click

from registry.search.model import NO_FILTERS, Facet, Filters
from registry.search.postgres import find
from store.database import SESSION, Connection, prepare
from tests.bench.first import Goal
from tests.bench.search import grown

NARROW = 500  # matches, as the goal is stated
PAIRS = 120  # queries of two words
TYPOS = 20  # queries of one word with a wrong letter
STEP = 1.12  # between the places of single words asked for: about 90 of 30,000
ROUNDS = 3
WARM_UP = 20
MILLISECONDS = 1000
NANOSECONDS = 1_000_000  # of a millisecond
SIZES = (0, 10, 100, 500, 2_000, 10_000)

#: What a reader narrows the whole catalogue by.
CHOICES: Sequence[Filters] = (
    {Facet.CATEGORY: ["accounting"]},
    {Facet.VERDICT: ["AGREE"], Facet.LICENCE: ["MIT", "EUPL-1.2"]},
    {Facet.COUNTRY: ["TW"], Facet.HEALTH_BAND: ["THRIVING"]},
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One search: how much it matched, at least, how long it took, and how much of that the server's processor worked.

    The last is None where the system does not tell; on a busy machine it is what remains comparable.
    """

    matches: int
    milliseconds: float
    processor: float | None


async def measured(dsn: str) -> Sequence[Goal]:
    """Fill the database, ask everything, tell the distribution of matches, and give the goals."""
    connection = await asyncpg.connect(dsn, server_settings=SESSION)
    try:
        await prepare(connection)
        await connection.execute("set synchronous_commit = off")
        began = time.perf_counter()
        await grown.fill(connection)
        click.echo(f"{grown.SOFTWARE:,} software written in {time.perf_counter() - began:.0f} s")
        asked = await _ask_all(connection)
    finally:
        await connection.close()
    _tell(asked)
    narrow = sorted(each.milliseconds for each in asked if each.matches <= NARROW)
    everything = sorted(each.milliseconds for each in asked)
    return (
        Goal("narrow-p50-ms", statistics.median(narrow), 10),
        Goal("narrow-p99-ms", _percentile(narrow, 99), 50),
        Goal("any-p50-ms", statistics.median(everything), 60),
        Goal("any-p99-ms", _percentile(everything, 99), 250),
    )


def questions() -> Sequence[tuple[str, Filters]]:
    """Single words from the commonest to the rarest in even steps, pairs as often as drawn, typos, and no words."""
    words = grown.vocabulary()
    places = dict.fromkeys(int(STEP**power) - 1 for power in range(1_000) if STEP**power <= len(words.words))
    chance = random.Random(grown.SEED + 1)  # noqa: S311 - the same everywhere is what is wanted
    singles = [words.words[place] + " " for place in places]
    pairs = [" ".join(words.drawn(chance, 2)) + " " for _ in range(PAIRS)]
    typos = [f"{word[:2]}x{word[3:]} " for word in words.drawn(chance, TYPOS)]
    chosen = [("", filters) for filters in (NO_FILTERS, *CHOICES)]
    return [*((each, NO_FILTERS) for each in (*singles, *pairs, *typos)), *chosen]


async def _ask_all(connection: Connection) -> Sequence[Asked]:
    asked: list[Asked] = []
    every = questions()
    for query, filters in every[:WARM_UP]:
        await find(connection, query, filters)
    process = connection.get_server_pid()
    for query, filters in every * ROUNDS:
        began, worked = time.perf_counter(), _processor(process)
        page = await find(connection, query, filters)
        taken, now = (time.perf_counter() - began) * MILLISECONDS, _processor(process)
        asked.append(Asked(page.total, taken, None if worked is None or now is None else now - worked))
    return asked


def _processor(process: int) -> float | None:
    """Tell for how many milliseconds a process of this machine has had a processor, as Linux counts it."""
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]) / NANOSECONDS
    except OSError:
        return None


def _tell(asked: Sequence[Asked]) -> None:
    click.echo("matches, searches, p50 and slowest in ms:")
    for low, high in zip(SIZES, (*SIZES[1:], grown.SOFTWARE), strict=True):
        taken = sorted(each.milliseconds for each in asked if low <= each.matches < high)
        if taken:
            click.echo(f"  {low:>6}+ {len(taken):>4} {statistics.median(taken):>7.1f} {taken[-1]:>7.1f}")

    worked = sorted(each.processor for each in asked if each.processor is not None)
    if worked:
        click.echo(
            f"the server's processor alone: p50 {statistics.median(worked):.1f}, p99 {_percentile(worked, 99):.1f} ms"
        )


def _percentile(ordered: Sequence[float], percent: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
