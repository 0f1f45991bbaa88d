"""Invented histories, short to write."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from registry.health import (
    AdvisoryFact,
    CommitFact,
    RepositoryObservation,
    Signal,
    TagFact,
    ThreadFact,
    snapshot,
)
from registry.health.model import DeclaredFacts, HealthSnapshot
from registry.licences import VerdictKind

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
WELL_KEPT = (
    ".github/dependabot.yml",
    ".github/workflows/test.yml",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "SECURITY.md",
    "docs/index.md",
    "publiccode.yml",
    "src/main.py",
)
WELL_DECLARED = DeclaredFacts(
    development_status="stable",
    maintenance_type="internal",
    licence_verdict=VerdictKind.AGREE,
    publiccode_valid=True,
)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def commits(
    author: str, days: Iterable[float], *, bot: bool = False, merge: bool = False
) -> tuple[CommitFact, ...]:
    return tuple(
        CommitFact(f"{author}-{day}-{bot}-{merge}", ago(day), ago(day), author, bot, merge) for day in days
    )


def thread(
    opened: float, answered: float | None = None, closed: float | None = None, *, change: bool = True
) -> ThreadFact:
    """A thread opened, answered and closed so many days ago."""
    first, last = (None if each is None else ago(each) for each in (answered, closed))
    return ThreadFact(ago(opened), first, last, change)


ANSWERED = tuple(thread(day, day - 1, day - 2) for day in range(10, 60, 5))


def observed(
    *histories: tuple[CommitFact, ...],
    age_days: float = 1500,
    files: tuple[str, ...] = WELL_KEPT,
    tags: tuple[TagFact, ...] = (TagFact("v1.0", ago(30), is_signed=True),),
    complete: bool = True,
    archived: bool = False,
    without: Iterable[str] = (),
    threads: tuple[ThreadFact, ...] | None = ANSWERED,
    advisories: tuple[AdvisoryFact, ...] | None = (),
    organisation_files: tuple[str, ...] | None = (),
) -> RepositoryObservation:
    together = sorted(
        (commit for history in histories for commit in history),
        key=lambda commit: commit.committed_at,
        reverse=True,
    )
    return RepositoryObservation(
        url="https://github.com/invented/one",
        forge="github",
        forge_id=1,
        full_name="invented/one",
        observed_at=NOW,
        created_at=ago(age_days),
        archived=archived,
        commits=tuple(together),
        commits_complete=complete,
        tags=tags,
        files=files,
        threads=threads,
        advisories=advisories,
        organisation_files=organisation_files,
        missing=dict.fromkeys(without, "HTTP_502"),
    )


def scored(observation: RepositoryObservation, declared: DeclaredFacts = WELL_DECLARED) -> HealthSnapshot:
    return snapshot(observation, declared, NOW)


def signal(name: str, observation: RepositoryObservation, declared: DeclaredFacts = WELL_DECLARED) -> Signal:
    return next(each for each in scored(observation, declared).signals if each.id == name)


LIVING = observed(
    commits("mei", range(5, 720, 10)), commits("otto", range(9, 720, 15)), commits("ines", range(20, 720, 20))
)
