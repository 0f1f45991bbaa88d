"""What is read from a clone or mirror, with nothing but git."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from registry.health import DeclaredFacts, HealthBand, figures_as_json, snapshot
from scrapers.git import NotARepository, observe
from scrapers.github import GitHubAccess
from scrapers.github import observe as observe_github
from tests.github_double import Double, read_all, serve
from tests.scrapers.made_with_git import commit, git, new, rebuild, signed

NOW = datetime(2026, 11, 21, 23, 59, 59, tzinfo=UTC)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two people (one with two addresses), a machine, a merge, tags of both kinds, and two years."""
    folder = new(tmp_path / "one")
    (folder / "LICENSE").write_text("MIT")
    commit(folder, "Otto", "otto@example.org", "2024-01-05T10:00:00+08:00")
    git(folder, "tag", "v0.1")
    (folder / ".mailmap").write_text("Mei <mei@example.org> <mei@home.example.org>\n")
    commit(folder, "Mei", "mei@example.org", "2025-11-21T12:00:00Z")  # a year and half a day before
    commit(folder, "Mei", "mei@example.org", "2025-11-22T00:30:00Z")
    git(folder, "switch", "--quiet", "-c", "side")
    (folder / "README.md").write_text("One")
    commit(folder, "Mei", "Mei@home.example.org", "2026-03-01T00:10:00+08:00")  # February in UTC
    commit(folder, "Otto", "otto@example.org", "2026-04-02T00:00:00Z")
    git(folder, "switch", "--quiet", "main")
    merging = signed("Otto", "otto@example.org", "2026-06-01T00:00:00Z")
    git(folder, "merge", "--quiet", "--no-ff", "-m", "merge", "side", **merging)
    bot = "49699333+dependabot[bot]@users.noreply.github.com"
    commit(folder, "dependabot[bot]", bot, "2026-07-01T00:00:00Z")
    tagging = signed("Otto", "otto@example.org", "2026-08-01T00:00:00Z")
    git(folder, "tag", "--annotate", "-m", "release", "v1.0", **tagging)
    return folder


def test_the_figures_of_a_repository_are_exact(repository: Path) -> None:
    assert figures_as_json(observe(repository, NOW), NOW) == {
        "as_of": "2026-11-21T23:59:59+00:00",
        "commits": 7,
        "commits_12m_human_nonmerge": 3,
        "commits_previous_12m_human_nonmerge": 1,
        "authors_12m_human": 2,
        "active_months_12": 3,
        "absence_factor_12m": 1,
        "tags": 2,
        "tags_12m": 1,
        "first_commit": "2024-01-05T02:00:00+00:00",
        "last_human_commit": "2026-04-02T00:00:00+00:00",
    }


def test_only_what_existed_then_is_seen(repository: Path) -> None:
    then = datetime(2026, 3, 15, tzinfo=UTC)
    seen = observe(repository, then)
    found = figures_as_json(seen, then)
    assert (found["commits"], found["tags"], found["last_human_commit"]) == (
        4,
        1,
        "2026-02-28T16:10:00+00:00",
    )
    assert seen.files == (".mailmap", "LICENSE")  # the README came with the merge in June
    assert observe(repository, NOW).files == (".mailmap", "LICENSE", "README.md")


def test_before_its_first_commit_a_repository_is_empty(repository: Path) -> None:
    seen = observe(repository, datetime(2020, 1, 1, tzinfo=UTC))
    assert (seen.commits, seen.tags, seen.files, seen.commit_count) == ((), (), (), 0)


def test_a_mirror_and_a_clone_say_the_same(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--mirror", str(repository), "mirror.git")
    git(tmp_path, "clone", "--quiet", str(repository), "clone")
    figures = [figures_as_json(observe(tmp_path / name, NOW), NOW) for name in ("one", "mirror.git", "clone")]
    assert figures[0] == figures[1] == figures[2]


def test_a_rebased_commit_counts_when_it_entered_the_history(tmp_path: Path) -> None:
    folder = new(tmp_path / "one")
    commit(folder, "Mei", "mei@example.org", "2019-01-01T00:00:00Z", committed="2026-01-01T00:00:00Z")
    assert figures_as_json(observe(folder, NOW), NOW)["commits_12m_human_nonmerge"] == 1


def test_a_commit_dated_in_the_future_is_left_out(tmp_path: Path) -> None:
    folder = new(tmp_path / "one")
    commit(folder, "Mei", "mei@example.org", "2026-01-01T00:00:00Z")
    commit(folder, "Mei", "mei@example.org", "2090-01-01T00:00:00Z")
    assert observe(folder, NOW).commit_count == 1


def test_what_only_a_forge_knows_is_missing_not_no(repository: Path) -> None:
    seen = observe(repository, NOW)
    assert (seen.archived, seen.stars, seen.releases) == (None, None, None)
    assert not seen.knows("archived")


def test_a_shallow_clone_does_not_claim_to_know_the_whole(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", repository.as_uri(), "shallow")
    seen = observe(tmp_path / "shallow", NOW)
    assert (seen.commit_count, seen.commits_complete, seen.missing["commit_count"]) == (
        None,
        False,
        "SHALLOW",
    )
    assert figures_as_json(seen, NOW)["commits_12m_human_nonmerge"] is None


def test_an_empty_repository_can_be_read(tmp_path: Path) -> None:
    seen = observe(new(tmp_path / "empty"), NOW)
    assert (seen.commits, seen.files, seen.tags) == ((), (), ())


def test_a_folder_inside_a_repository_is_no_repository(repository: Path) -> None:
    (repository / "below").mkdir()
    with pytest.raises(NotARepository):
        observe(repository / "below", NOW)


def test_nothing_that_a_repository_configures_is_executed(repository: Path, tmp_path: Path) -> None:
    mark = tmp_path / "executed"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {mark}\n")
    program.chmod(0o755)
    for name in (
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "gpg.program",
        "core.sshCommand",
        "core.editor",
    ):
        git(repository, "config", name, str(program))
    git(repository, "config", "log.showSignature", "true")
    git(repository, "config", "core.hooksPath", str(tmp_path))
    git(repository, "config", "filter.evil.smudge", str(program))
    git(repository, "config", "extensions.partialClone", "origin")
    git(repository, "config", "remote.origin.url", f"ext::{program}")
    git(repository, "config", "remote.origin.promisor", "true")
    observe(repository, NOW)
    assert not mark.exists()


def test_a_partial_clone_fetches_nothing(repository: Path, tmp_path: Path) -> None:
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--bare", "--filter=blob:none", repository.as_uri(), "partial.git")
    seen = observe(tmp_path / "partial.git", NOW)
    assert seen.files == (".mailmap", "LICENSE", "README.md")
    assert (dict(seen.texts), seen.missing["texts/LICENSE"]) == ({}, "NOT_IN_CLONE")


def test_file_names_of_any_bytes_are_listed(tmp_path: Path) -> None:
    folder = new(tmp_path / "one")
    (folder / "two\nlines\t資料").write_text("x")
    commit(folder, "Mei", "mei@example.org", "2026-01-01T00:00:00Z")
    assert observe(folder, NOW).files == ("two\nlines\t資料",)


@pytest.mark.shared
def test_a_rebuilt_history_gives_the_figures_that_github_gives(shared: Path, tmp_path: Path) -> None:
    recordings = list(read_all(shared / "github"))
    with serve(double=Double(recordings, anonymous_limit=1000)) as api_url:
        for each in recordings:
            folder = rebuild(tmp_path / each.full_name, each.commits, each.tags, each.repo["default_branch"])
            url = f"https://github.com/{each.full_name}"
            from_github = observe_github(url, GitHubAccess(api_url, timeout=10), now=NOW)
            expected, found = (figures_as_json(seen, NOW) for seen in (from_github, observe(folder, NOW)))
            unknown_there = {"first_commit", "tags_12m"}  # the list of tags has no dates of its own
            assert {**found, **dict.fromkeys(unknown_there)} == {**expected, **dict.fromkeys(unknown_there)}


@pytest.mark.parametrize("name", ["v1\u2028second", "v1\u0085", "版本一", "v1/深/度"])
def test_tags_of_any_name_are_one_each(tmp_path: Path, name: str) -> None:
    folder = new(tmp_path / "tags")
    commit(folder, "Ann", "ann@example.org", "2026-01-05T00:00:00Z")
    git(folder, "tag", name)
    assert [each.name for each in observe(folder, NOW).tags] == [name]


def unborn(tmp_path: Path, *branches: str) -> Path:
    """A repository whose HEAD names a branch that is not there."""
    folder = new(tmp_path / "unborn")
    commit(folder, "Ann", "ann@example.org", "2026-01-05T00:00:00Z")
    for branch in branches:
        git(folder, "branch", branch)
    git(folder, "symbolic-ref", "HEAD", "refs/heads/nowhere")
    git(folder, "branch", "-D", "main")
    return folder


def test_where_head_leads_nowhere_the_only_branch_is_the_default_one(tmp_path: Path) -> None:
    seen = observe(unborn(tmp_path, "develop"), NOW)
    assert (seen.default_branch, seen.commit_count, seen.missing.get("commits")) == ("develop", 1, None)


def test_where_head_leads_nowhere_and_branches_are_several_nothing_is_counted_as_none(tmp_path: Path) -> None:
    seen = observe(unborn(tmp_path, "develop", "release"), NOW)
    figures = figures_as_json(seen, NOW)
    assert {
        name
        for name in ("commits", "authors_12m_human", "active_months_12", "absence_factor_12m")
        if figures[name] is not None
    } == set()
    assert (seen.missing["commits"], seen.missing["files"]) == ("NO_DEFAULT_BRANCH", "NO_DEFAULT_BRANCH")
    health = snapshot(seen, DeclaredFacts(), NOW)
    assert (health.score, health.band) == (None, HealthBand.NOT_ENOUGH_KNOWN)


def test_a_history_that_is_grafted_over_is_read_as_committed(tmp_path: Path) -> None:
    folder = new(tmp_path / "grafted")
    for month in (1, 2, 3):
        commit(folder, "Ann", "ann@example.org", f"2026-0{month}-05T00:00:00Z")
    (folder / ".git" / "info").mkdir(exist_ok=True)
    (folder / ".git" / "info" / "grafts").write_text(git(folder, "rev-parse", "HEAD") + "\n")
    assert observe(folder, NOW).commit_count == 3


def test_a_merge_at_the_edge_of_a_shallow_clone_is_no_work_of_a_person(tmp_path: Path) -> None:
    folder = new(tmp_path / "merged")
    commit(folder, "Ann", "ann@example.org", "2026-01-05T00:00:00Z")
    git(folder, "checkout", "--quiet", "-b", "work")
    commit(folder, "Bo", "bo@example.org", "2026-01-06T00:00:00Z")
    git(folder, "checkout", "--quiet", "main")
    who = signed("Ann", "ann@example.org", "2026-01-07T00:00:00Z")
    git(folder, "merge", "--quiet", "--no-ff", "-m", "merge", "work", **who)
    git(tmp_path, "clone", "--quiet", "--depth", "1", folder.as_uri(), "shallow")
    [seen] = observe(tmp_path / "shallow", NOW).commits
    assert seen.is_merge
