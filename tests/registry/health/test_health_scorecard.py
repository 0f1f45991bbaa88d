"""Scorecard's checks, where an observation decides them."""

from dataclasses import replace

from registry.health.scorecard import scorecard_checks
from tests.registry.health.histories import LIVING, ago, commits, observed, scored


def test_a_well_kept_repository_has_full_points_where_they_can_be_told() -> None:
    busy = replace(LIVING, commits=commits("mei", range(1, 90, 5)))
    assert scorecard_checks(busy, scored(busy)) == {
        "Maintained": 10,
        "License": 10,
        "Dependency-Update-Tool": 10,
    }


def test_what_was_not_read_is_left_out_not_zero() -> None:
    unknown = replace(
        observed(files=(), without=["files", "commits"]), archived=None, organisation_files=None
    )
    assert scorecard_checks(unknown, scored(unknown)) == {}


def test_an_archived_repository_is_not_maintained() -> None:
    archived = replace(LIVING, archived=True)
    assert scorecard_checks(archived, scored(archived))["Maintained"] == 0


def test_a_repository_of_two_months_is_not_maintained_yet() -> None:
    young = replace(observed(commits("mei", range(1, 60))), created_at=ago(60))
    assert scorecard_checks(young, scored(young))["Maintained"] == 0


def test_few_commits_decide_nothing_because_issues_count_too() -> None:
    quiet = observed(commits("mei", [5]))
    assert "Maintained" not in scorecard_checks(quiet, scored(quiet))


def test_absent_files_have_no_points() -> None:
    bare = observed(commits("mei", [5]), files=("main.py",))
    assert scorecard_checks(bare, scored(bare)) == {
        "License": 0,
        "Security-Policy": 0,
        "Dependency-Update-Tool": 0,
    }


def test_a_licence_below_the_root_lacks_the_points_of_its_place() -> None:
    reuse = observed(commits("mei", [5]), files=("LICENSES/MIT.txt",))
    assert scorecard_checks(reuse, scored(reuse))["License"] == 7
