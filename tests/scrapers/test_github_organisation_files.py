"""What an owner keeps in its repository `.github` holds for all of its repositories."""

from dataclasses import replace
from datetime import timedelta

import pytest

from registry.health import DeclaredFacts, RepositoryObservation, snapshot
from scrapers.github import GitHubAccess, observe
from scrapers.memory import Memory
from tests.github_double import FLOOD_REPORT, Double, Fault
from tests.github_double.recording import blob_sha
from tests.scrapers.conftest import NOW

OWNER = FLOOD_REPORT.partition("/")[0]


def add_dot_github(double: Double, *paths: str, number: int = 4711) -> None:
    flood = double.named(*FLOOD_REPORT.split("/"))
    assert flood is not None
    tree = tuple({"path": path, "sha": blob_sha(b"x"), "size": 1, "type": "blob"} for path in paths)
    repo = {**flood.repo, "id": number, "full_name": f"{OWNER}/.github", "name": ".github"}
    double.add(replace(flood, repo=repo, tree=tree, files=dict.fromkeys(paths, b"x")))


def without_papers(double: Double) -> None:
    """Take the repository's own policy and rules away."""
    flood = double.named(*FLOOD_REPORT.split("/"))
    assert flood is not None
    kept = tuple(each for each in flood.tree if each["path"] not in {"SECURITY.md", "CONTRIBUTING.md"})
    double.add(replace(flood, tree=kept))


def points(seen: RepositoryObservation) -> dict[str, float | None]:
    found = {each.id: each.points for each in snapshot(seen, DeclaredFacts(), NOW).signals}
    return {name: found[name] for name in ("security", "contributing")}


def looked(access: GitHubAccess, memory: Memory | None = None, days: int = 0) -> RepositoryObservation:
    at = NOW + timedelta(days=days)
    return observe(f"https://github.com/{FLOOD_REPORT}", access, now=at, memory=memory)


def test_the_owners_policy_counts_and_what_it_lacks_is_absent(double: Double, access: GitHubAccess) -> None:
    without_papers(double)
    add_dot_github(double, "SECURITY.md", "profile/README.md")
    seen = looked(access)
    assert seen.organisation_files == ("SECURITY.md", "profile/README.md")
    assert points(seen) == {"security": 100, "contributing": 0}


def test_an_owner_without_such_a_repository_is_known_to_have_none(
    double: Double, access: GitHubAccess
) -> None:
    without_papers(double)
    seen = looked(access)
    assert (seen.organisation_files, seen.missing.get("organisation_files")) == ((), None)
    assert points(seen) == {"security": 0, "contributing": 0}


@pytest.mark.parametrize(("status", "reason"), [(502, "HTTP_502"), (451, "BLOCKED")])
def test_what_could_not_be_asked_is_unknown_not_absent(
    double: Double, access: GitHubAccess, status: int, reason: str
) -> None:
    without_papers(double)
    double.fail(Fault(path="/.github/", status=status))
    seen = looked(access)
    assert (seen.organisation_files, seen.missing["organisation_files"]) == (None, reason)
    assert points(seen) == {"security": None, "contributing": None}


def test_a_repository_with_its_own_papers_asks_for_no_others(double: Double, access: GitHubAccess) -> None:
    flood = double.named(*FLOOD_REPORT.split("/"))
    assert flood is not None
    added = tuple(
        {"path": path, "sha": blob_sha(b"x"), "size": 1, "type": "blob"}
        for path in ("SECURITY.md", "docs/CONTRIBUTING.md")
        if not any(each["path"] == path for each in flood.tree)
    )
    double.add(replace(flood, tree=(*flood.tree, *added), files={**flood.files, "SECURITY.md": b"x"}))
    seen = looked(access)
    assert not any("/.github/" in each.path for each in double.asked)
    assert points(seen) == {"security": 100, "contributing": 100}


@pytest.mark.parametrize("has_one", [True, False])
def test_an_unchanged_night_rests_on_what_was_seen(
    double: Double, access: GitHubAccess, *, has_one: bool
) -> None:
    without_papers(double)
    if has_one:
        add_dot_github(double, "SECURITY.md")
    memory = Memory()
    first = looked(access, memory)
    double.asked.clear()
    kept = Memory({name: each for name, each in memory.learned.items() if name in memory.used})
    again = looked(access, kept, days=1)
    assert [each.status for each in double.asked] == [304, 304, 304]
    assert again.organisation_files == first.organisation_files
