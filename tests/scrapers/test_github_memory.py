"""What a second look at a repository asks, and what it rests on."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
import pytest

from registry.forges.model import ForgeAnswer
from registry.health import EventFact, RepositoryObservation
from scrapers.github import GitHubAccess, observe
from scrapers.memory import Memory
from tests.github_double import (
    BUSY_REGISTRY,
    EMPTY_START,
    FERRY_TIMETABLE,
    FLOOD_REPORT,
    PARADE_MAP,
    Double,
)
from tests.github_double.recording import blob_sha
from tests.scrapers.conftest import INVENTED, NOW

EVERY = [each.full_name for each in INVENTED]


def stored(memory: Memory) -> Memory:
    """The memory as a database gives it back."""
    kept = {
        name: ForgeAnswer(each.etag, orjson.loads(orjson.dumps(each.facts)))
        for name, each in {**memory.known, **memory.learned}.items()
        if name in memory.used
    }
    return Memory(kept)


def looked(
    access: GitHubAccess, full_name: str, memory: Memory | None = None, days: int = 0
) -> tuple[RepositoryObservation, Memory]:
    number = next(each.repo["id"] for each in INVENTED if each.full_name == full_name)
    memory = memory or Memory()
    url = f"https://github.com/{full_name}"
    seen = observe(url, access, forge_id=int(number), now=NOW + timedelta(days=days), memory=memory)
    return seen, stored(memory)


def changed(double: Double, full_name: str, **changes: Any) -> None:
    recording = double.named(*full_name.split("/"))
    assert recording is not None
    double.add(replace(recording, repo={**recording.repo, **changes}))


@pytest.mark.parametrize("full_name", EVERY)
def test_an_unchanged_repository_costs_three_requests_all_answered_304(
    double: Double, access: GitHubAccess, full_name: str
) -> None:
    first, memory = looked(access, full_name)
    double.asked.clear()
    again, _ = looked(access, full_name, memory)
    assert [each.status for each in double.asked] == [304, 304, 304]
    assert again == replace(first, events=())
    assert memory.learned == {}


def test_nights_later_it_costs_the_same(double: Double, access: GitHubAccess) -> None:
    _, memory = looked(access, FLOOD_REPORT)
    double.asked.clear()
    again, later = looked(access, FLOOD_REPORT, memory, days=200)
    assert [each.status for each in double.asked] == [304, 304, 304]
    assert again.observed_at == NOW + timedelta(days=200)
    assert later.known == memory.known


def test_a_new_star_is_seen_without_reading_the_code_again(double: Double, access: GitHubAccess) -> None:
    _, memory = looked(access, FLOOD_REPORT)
    changed(double, FLOOD_REPORT, stargazers_count=8)
    double.asked.clear()
    again, _ = looked(access, FLOOD_REPORT, memory)
    assert (again.stars, len(again.commits)) == (8, 139)
    assert [each.status for each in double.asked] == [200, 304, 304]


def test_after_a_push_only_what_it_changed_is_sent_again(double: Double, access: GitHubAccess) -> None:
    first, memory = looked(access, FLOOD_REPORT)
    recording = double.named(*FLOOD_REPORT.split("/"))
    assert recording is not None
    content = b"# Flood report, now with maps\n"
    tree = tuple(
        {**each, "sha": blob_sha(content), "size": len(content)} if each["path"] == "README.md" else each
        for each in recording.tree
    )
    stroke = {**recording.commits[0], "sha": "f" * 40, "committed": NOW.isoformat()}
    double.add(
        replace(
            recording,
            repo={**recording.repo, "pushed_at": (NOW + timedelta(hours=1)).isoformat()},
            commits=(stroke, *recording.commits),
            tree=tree,
            files={**recording.files, "README.md": content},
        )
    )
    double.asked.clear()
    again, _ = looked(access, FLOOD_REPORT, memory, days=1)
    assert again.texts["README.md"] == content.decode()
    assert [each.sha for each in again.commits] == ["f" * 40, *(each.sha for each in first.commits)]
    asked_files = [each.path for each in double.asked if "/contents/" in each.path]
    assert [path.rsplit("/", 1)[-1] for path in asked_files] == ["README.md"]
    unchanged = {each.path.rsplit("/", 1)[-1] for each in double.asked if each.status == 304}
    assert unchanged == {"releases", "tags", "security-advisories"}


def test_lists_are_asked_for_with_their_validators(double: Double, access: GitHubAccess) -> None:
    _, memory = looked(access, BUSY_REGISTRY)
    changed(double, BUSY_REGISTRY, pushed_at=(NOW + timedelta(hours=1)).isoformat())
    double.asked.clear()
    again, _ = looked(access, BUSY_REGISTRY, memory)
    lists = [each for each in double.asked if each.path.endswith(("/commits", "/tags", "/releases"))]
    assert len(lists) == 8
    assert {(each.conditional, each.status) for each in lists} == {(True, 304)}
    assert (len(again.commits), again.commits_complete) == (500, False)


def test_a_rename_is_an_event_once_and_keeps_what_is_remembered(double: Double, access: GitHubAccess) -> None:
    _, memory = looked(access, FLOOD_REPORT)
    double.rename(FLOOD_REPORT, "harbour-district/water-watch")
    again, memory = looked(access, FLOOD_REPORT, memory)
    names = {"from": FLOOD_REPORT, "to": "harbour-district/water-watch"}
    assert again.events == (EventFact("renamed", names),)
    third, _ = looked(access, FLOOD_REPORT, memory)
    assert (third.events, third.full_name) == ((), "harbour-district/water-watch")


def test_another_owner_is_a_transfer(double: Double, access: GitHubAccess) -> None:
    _, memory = looked(access, FLOOD_REPORT)
    double.rename(FLOOD_REPORT, "river-district/flood-report")
    again, _ = looked(access, FLOOD_REPORT, memory)
    assert [each.kind for each in again.events] == ["transferred"]


def test_another_default_branch_and_archiving_are_events(double: Double, access: GitHubAccess) -> None:
    _, memory = looked(access, FLOOD_REPORT)
    changed(double, FLOOD_REPORT, default_branch="stable", archived=True)
    again, _ = looked(access, FLOOD_REPORT, memory)
    assert again.events == (
        EventFact("default_branch_changed", {"from": "main", "to": "stable"}),
        EventFact("archived", {}),
    )
    assert again.archived is True


def test_a_fork_names_its_parent(double: Double, access: GitHubAccess) -> None:
    changed(double, FERRY_TIMETABLE, fork=True, parent={"full_name": "upstream/timetable"})
    seen, _ = looked(access, FERRY_TIMETABLE)
    assert (seen.fork, seen.parent) == (True, "upstream/timetable")


def test_an_empty_repository_is_remembered_as_empty(double: Double, access: GitHubAccess) -> None:
    _, memory = looked(access, EMPTY_START)
    again, _ = looked(access, EMPTY_START, memory)
    assert (again.commits, again.commits_complete, again.commit_count, again.files) == ((), True, 0, ())


def test_statistics_that_github_computes_while_one_waits_are_never_asked_for(
    double: Double, access: GitHubAccess
) -> None:
    for full_name in EVERY:
        looked(access, full_name)
    assert not any("/stats/" in each.path for each in double.asked)


def test_what_is_remembered_names_nobody(access: GitHubAccess) -> None:
    _, memory = looked(access, FLOOD_REPORT)
    commits = [each.facts for name, each in memory.known.items() if name.startswith("commits?")]
    assert len(commits) == 3
    written = orjson.dumps(commits).decode()
    assert not any(name in written for name in ("mei-lantern", "otto-pier", "ines-quay"))


def test_advisories_are_read_and_those_withdrawn_are_not(double: Double, access: GitHubAccess) -> None:
    recording = double.named(*PARADE_MAP.split("/"))
    assert recording is not None
    published = "2026-01-05T00:00:00Z"
    double.add(
        replace(
            recording,
            advisories=(
                {
                    "ghsa_id": "GHSA-1",
                    "severity": "critical",
                    "published_at": published,
                    "vulnerabilities": [],
                },
                {"ghsa_id": "GHSA-2", "published_at": published, "withdrawn_at": published},
                {
                    "ghsa_id": "GHSA-3",
                    "severity": "low",
                    "published_at": published,
                    "vulnerabilities": [{"patched_versions": "2.0"}],
                },
            ),
        )
    )
    seen, _ = looked(access, PARADE_MAP)
    found = [(each.id, each.is_critical, each.closed_at is None) for each in seen.advisories or ()]
    assert found == [("GHSA-1", True, True), ("GHSA-3", False, False)]
