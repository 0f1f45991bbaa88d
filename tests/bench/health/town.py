"""Repositories shaped as real ones are, by the thousand, and what a day changes of them."""

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.github_double.recording import Recording, blob_sha
from tests.github_double.texts import MIT
from tests.github_double.threads import Thread

SEED = 20261121
FIRST_NUMBER = 700_000
PUBLISHERS = 40
#: Commits of two years, as the ten recorded repositories and the catalogue's entries have them: most few, some many.
COMMITS = (2, 8, 20, 35, 60, 90, 120, 180, 260, 499)
EMPTY_SHARE = 30  # one in so many was never pushed to: its last, which is never among those pushed to
PEOPLE = tuple(f"resident-{number}" for number in range(30))


def town(count: int, now: datetime) -> Iterator[Recording]:
    """Give repositories, the same for the same count and time."""
    chance = random.Random(SEED)  # noqa: S311 - the same each time, nothing secret
    for number in range(count):
        yield _repository(chance, number, now)


def waiting(recordings: Sequence[Recording], now: datetime) -> dict[str, tuple[Thread, ...]]:
    """Give the repositories in which somebody waits for an answer: one in three, so that a night meets many."""
    asked = now - timedelta(days=40)
    return {each.full_name: (Thread(1, PEOPLE[0], asked),) for each in recordings[1::3]}


def after_a_push(recording: Recording, now: datetime) -> Recording:
    """Give the repository with one more commit, which changed its readme."""
    content = f"# Changed {now.isoformat()}\n".encode()
    sha = hashlib.sha1(recording.full_name.encode(), usedforsecurity=False).hexdigest()
    stroke = {**recording.commits[0], "sha": sha, "authored": now.isoformat(), "committed": now.isoformat()}
    return replace(
        recording,
        repo={**recording.repo, "pushed_at": now.isoformat()},
        commits=(stroke, *recording.commits),
        tree=tuple(
            _blob(str(each["path"]), content) if each["path"] == "README.md" else each
            for each in recording.tree
        ),
        files={**recording.files, "README.md": content},
    )


def _repository(chance: random.Random, number: int, now: datetime) -> Recording:
    name = f"publisher-{number % PUBLISHERS}/service-{number}"
    written = 0 if number % EMPTY_SHARE == EMPTY_SHARE - 1 else chance.choice(COMMITS)
    shas = [f"{number:08x}{place:032x}" for place in range(written)]
    days = sorted(chance.random() * 700 for _ in shas)
    people = chance.sample(PEOPLE, chance.randint(1, 5))
    commits = tuple(
        {
            "sha": sha,
            "parents": [],
            "login": chance.choice(people),
            "type": "User",
            "authored": (now - timedelta(days=day)).isoformat(),
            "committed": (now - timedelta(days=day)).isoformat(),
        }
        for sha, day in zip(shas, days, strict=True)
    )
    files = _files(chance, name)
    sources = [_blob(f"src/part_{place}.py", b"") for place in range(chance.randint(5, 120))]
    return Recording(
        repo={
            "full_name": name,
            "id": FIRST_NUMBER + number,
            "default_branch": "main",
            "created_at": (now - timedelta(days=1500)).isoformat(),
            "pushed_at": (now - timedelta(days=days[0] if days else 1500)).isoformat(),
            "archived": chance.random() < 0.05,
            "fork": False,
            "description": f"Service {number} of a city",
            "topics": [],
            "stargazers_count": chance.randint(0, 40),
            "open_issues_count": chance.randint(0, 9),
            "license": {"spdx_id": "MIT"},
        },
        commits=commits,
        tags=tuple({"name": f"v1.{place}", "sha": sha} for place, sha in enumerate(shas[::25])),
        tree=(*(_blob(path, content) for path, content in files.items()), *sources),
        files=files,
        releases=(),
        advisories=(),
    )


def _files(chance: random.Random, name: str) -> dict[str, bytes]:
    wanted = {
        "README.md": f"# {name}\n".encode(),
        "LICENSE": MIT.format(year=2025, holder=name).encode(),
        "SECURITY.md": b"Write to security@example.org\n",
        "CONTRIBUTING.md": b"Open an issue first.\n",
        "package.json": b'{"license": "MIT"}',
        ".github/workflows/test.yml": b"on: push\n",
    }
    return {path: content for path, content in wanted.items() if path == "README.md" or chance.random() < 0.7}


def _blob(path: str, content: bytes) -> dict[str, Any]:
    return {"path": path, "sha": blob_sha(content), "size": len(content), "type": "blob"}


def urls(recordings: Sequence[Recording]) -> list[str]:
    """Give the addresses that the catalogue knows them by."""
    return [f"https://github.com/{each.full_name}" for each in recordings]
