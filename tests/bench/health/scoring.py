"""Scoring ten thousand observations, grown from invented histories as long and as varied as real ones."""

import random
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import click

from registry.health import (
    AdvisoryFact,
    CommitFact,
    DeclaredFacts,
    RepositoryObservation,
    TagFact,
    ThreadFact,
    snapshot,
)
from tests.bench.first import Goal

REPOSITORIES = 10_000
TARGET_SECONDS = 20
NOW = datetime(2026, 11, 21, tzinfo=UTC)
SEED = 20261121
FILES = (
    "LICENSE",
    "README.md",
    "SECURITY.md",
    ".github/workflows/test.yml",
    "publiccode.yml",
    "docs/index.md",
)


def goals() -> Sequence[Goal]:
    """Measure the scoring alone: no I/O, no parsing."""
    observations = list(grown(REPOSITORIES))
    declared = DeclaredFacts(development_status="stable", maintenance_type="internal")
    began = time.perf_counter()
    scored = sum(snapshot(each, declared, NOW).score is not None for each in observations)
    seconds = time.perf_counter() - began
    commits = sum(len(each.commits) for each in observations)
    click.echo(f"{scored} of {len(observations)} observations got a score; they hold {commits} commits")
    return [Goal("score-10000-seconds", seconds, TARGET_SECONDS)]


def grown(count: int) -> Iterator[RepositoryObservation]:
    """Give observations from living to dead, most with tens, one in twenty with 500 commits, as sampling bounds it."""
    chance = random.Random(SEED)  # noqa: S311 - the same repositories each time, nothing secret
    for number in range(count):
        commits = 500 if number % 20 == 0 else chance.randrange(1, 120)
        silent = chance.choice((0, 20, 200, 900))
        yield _repository(chance, number, commits, silent)


def _repository(chance: random.Random, number: int, commits: int, silent: int) -> RepositoryObservation:
    people = [f"person-{each}" for each in range(chance.randrange(1, 9))]
    days = sorted(silent + chance.random() * 700 for _ in range(commits))
    history = tuple(
        CommitFact(
            f"{place:040x}",
            _ago(day),
            _ago(day),
            chance.choice(people),
            is_bot=chance.random() < 0.1,
            is_merge=chance.random() < 0.2,
        )
        for place, day in enumerate(days)
    )
    return RepositoryObservation(
        url=f"https://github.com/invented/{number}",
        forge="github",
        forge_id=number,
        full_name=f"invented/{number}",
        observed_at=NOW,
        created_at=_ago(2000),
        commits=history,
        commits_complete=True,
        tags=tuple(TagFact(f"v{each}", _ago(silent + 60 * each)) for each in range(chance.randrange(0, 12))),
        files=tuple(path for path in FILES if chance.random() < 0.7)
        + tuple(f"src/{n}.py" for n in range(200)),
        threads=tuple(
            ThreadFact(_ago(day), _ago(day - 2), None, is_change_request=True)
            for day in range(10, 10 + chance.randrange(0, 60))
        ),
        advisories=(AdvisoryFact("A", is_critical=False, published_at=_ago(40), closed_at=None),),
        organisation_files=(),
    )


def _ago(days: float) -> datetime:
    return NOW - timedelta(days=days)
