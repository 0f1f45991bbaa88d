"""Each signal: its value, its points, and that unknown is never zero."""

from dataclasses import replace
from datetime import date

import pytest

from registry.health import TagFact
from registry.health.model import DeclaredFacts
from registry.licences import VerdictKind
from tests.registry.health.histories import LIVING, WELL_DECLARED, ago, commits, observed, signal


@pytest.mark.parametrize(
    ("days", "points"), [(0, 100), (30, 100), (60, 90), (90, 80), (180, 50), (365, 20), (729, 0.05)]
)
def test_the_last_change_by_a_person_loses_points_with_its_age(days: int, points: float) -> None:
    found = signal("last_human_commit", observed(commits("mei", [days])))
    assert found.value == days
    assert found.points == pytest.approx(points, abs=0.01)


def test_an_unread_history_is_unknown_not_dead() -> None:
    found = signal("last_human_commit", observed(complete=False, without=["commits"]))
    assert (found.value, found.points, found.applies) == (None, None, True)
    assert found.explanations[0] == "HISTORY_UNKNOWN"


def test_two_years_with_machines_only_are_told_as_at_least_that_long() -> None:
    found = signal("last_human_commit", observed(commits("renovate[bot]", [1], bot=True)))
    assert (found.value, found.points) == (730, 0)
    assert found.explanations[0] == "LAST_HUMAN_COMMIT_BEFORE_WINDOW"


def test_a_young_repository_without_any_human_commit_says_so() -> None:
    found = signal("last_human_commit", observed(age_days=200))
    assert (found.value, found.points) == (None, 0)
    assert found.explanations[0] == "NO_HUMAN_COMMIT"


def test_a_sample_of_half_a_year_does_not_tell_how_many_months_were_active() -> None:
    found = signal("active_months", observed(commits("mei", range(180)), complete=False))
    assert (found.value, found.points) == (None, None)


def test_a_sample_that_already_gives_full_points_is_enough() -> None:
    people = [commits(name, range(150)) for name in ("a", "b", "c", "d", "e")]
    found = signal("authors", observed(*people, complete=False))
    assert (found.value, found.points) == (5, 100)
    assert found.explanations == ("AUTHORS_AT_LEAST",)


def test_half_the_changes_of_the_year_before_are_a_ratio_of_a_half() -> None:
    found = signal("year_on_year", observed(commits("mei", [10, 400, 410])))
    assert found.value == 0.5
    assert found.points == pytest.approx(66.67, abs=0.01)


def test_a_year_before_needs_two_years_of_life() -> None:
    found = signal("year_on_year", observed(commits("mei", [10]), age_days=600))
    assert (found.points, found.applies) == (None, False)


def test_work_that_was_taken_up_again_is_not_divided_by_zero() -> None:
    found = signal("year_on_year", observed(commits("mei", [10, 900])))
    assert (found.value, found.points) == (None, 100)
    assert found.explanations == ("REVIVED",)


def test_most_repositories_depend_on_one_person_and_keep_some_points() -> None:
    found = signal("absence_factor", observed(commits("mei", [1, 2, 3]), commits("otto", [4])))
    assert (found.value, found.points) == (1, 30)


def test_a_release_ages() -> None:
    found = signal("release", observed(tags=(TagFact("v1", ago(365)), TagFact("v0", ago(900)))))
    assert (found.value, found.points) == (365, 60)


def test_never_released_is_known_and_costs() -> None:
    found = signal("release", observed(tags=()))
    assert (found.value, found.points) == (None, 0)


def test_unread_tags_are_unknown() -> None:
    found = signal("release", observed(tags=(), without=["tags"]))
    assert (found.value, found.points) == (None, None)


def test_a_tag_made_after_the_snapshot_was_not_there_yet() -> None:
    found = signal("release", observed(tags=(TagFact("v1", ago(-2)),)))
    assert found.explanations[0] == "NEVER_RELEASED"


def test_tags_without_dates_are_unknown_not_absent() -> None:
    found = signal("release", observed(tags=(TagFact("v1", None),)))
    assert found.points is None


def test_releases_do_not_apply_to_software_that_is_deployed_continuously() -> None:
    old = tuple(TagFact(f"v{number}", ago(500 + number)) for number in range(10))
    found = signal("release", observed(commits("mei", [5, 50, 100]), tags=old))
    assert (found.points, found.applies) == (None, False)
    assert found.explanations == ("DEPLOYED_CONTINUOUSLY",)


@pytest.mark.parametrize("days", [[400], [5], [100, 150, 200]])
def test_old_tags_without_work_going_on_are_just_old(days: list[int]) -> None:
    old = tuple(TagFact(f"v{number}", ago(500 + number)) for number in range(10))
    found = signal("release", observed(commits("mei", days), tags=old))
    assert found.applies
    assert found.points == pytest.approx(60 * (730 - 500) / 365, abs=0.01)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("licence_file", "LICENSE"),
        ("licence_file", "LICENCE.txt"),
        ("licence_file", "COPYING.LESSER"),
        ("licence_file", "LICENSE-MIT"),
        ("licence_file", "MIT-LICENSE"),
        ("licence_file", "LICENSE.zh-TW.md"),
        ("licence_file", "UNLICENSE"),
        ("licence_file", "LICENSES/EUPL-1.2.txt"),
        ("readme", "README.zh-TW.md"),
        ("readme", "docs/readme.rst"),
        ("contributing", ".github/CONTRIBUTING.md"),
        ("security", "SECURITY.md"),
        ("ci", "azure-pipelines.yml"),
        ("ci", ".gitlab-ci.yml"),
        ("dependency_updater", "renovate.json5"),
        ("dependency_updater", ".github/dependabot.yaml"),
    ],
)
def test_a_file_counts_where_the_ecosystem_puts_it(name: str, path: str) -> None:
    assert signal(name, observed(files=(path,))).points == 100
    assert signal(name, observed(files=("main.py",))).points == 0


@pytest.mark.parametrize(
    "path",
    [
        "license-checker.js",
        "src/LICENSE",
        "licenses.json",
        "scripts/license.py",
        "THIRD-PARTY-LICENSES.txt",
        "3rdpartylicenses.txt",
        "license-header.txt",
        "dependency_licenses.md",
    ],
)
def test_a_file_about_licences_is_no_licence(path: str) -> None:
    assert signal("licence_file", observed(files=(path,))).value is False


@pytest.mark.parametrize("name", ["licence_file", "readme", "contributing", "security", "ci"])
def test_files_that_could_not_be_listed_are_unknown_not_absent(name: str) -> None:
    found = signal(name, observed(files=(), without=["files"]))
    assert (found.value, found.points) == (None, None)


def test_an_updater_seen_at_work_counts_without_its_file() -> None:
    history = observed(commits("dependabot[bot]", [20], bot=True), files=("main.py",))
    assert signal("dependency_updater", history).value is True


def test_an_updater_that_stopped_years_ago_does_not_count() -> None:
    history = observed(commits("dependabot[bot]", [800], bot=True), files=("main.py",))
    assert signal("dependency_updater", history).value is False


@pytest.mark.parametrize(
    ("verdict", "points"),
    [
        (VerdictKind.AGREE, 100),
        (VerdictKind.SHIPPED_ONLY, 80),
        (VerdictKind.DECLARED_ONLY, 30),
        (VerdictKind.CONFLICT, 20),
        (VerdictKind.NOT_OPEN, 0),
        (VerdictKind.UNKNOWN, None),
        (None, None),
    ],
)
def test_the_licence_verdict_gives_what_a_lawyer_could_rely_on(
    verdict: VerdictKind | None, points: float | None
) -> None:
    declared = replace(WELL_DECLARED, licence_verdict=verdict)
    assert signal("licence_verdict", LIVING, declared).points == points


def test_a_maintenance_contract_that_has_ended_promises_nothing() -> None:
    declared = DeclaredFacts(maintenance_type="contract", contract_until=date(2026, 11, 20))
    assert signal("maintenance", LIVING, declared).explanations[0] == "MAINTENANCE_CONTRACT_ENDED"
    assert signal("maintenance", LIVING, declared).points == 0


def test_a_maintenance_contract_holds_on_its_last_day() -> None:
    declared = DeclaredFacts(maintenance_type="contract", contract_until=date(2026, 11, 21))
    assert signal("maintenance", LIVING, declared).points == 100


def test_a_status_outside_the_standard_is_unknown() -> None:
    assert signal("development_status", LIVING, DeclaredFacts(development_status="done")).points is None


def test_an_invalid_publiccode_is_worth_less_than_a_valid_one_and_more_than_none() -> None:
    invalid = signal("publiccode", LIVING, replace(WELL_DECLARED, publiccode_valid=False))
    assert (invalid.value, invalid.points) == (False, 40)
    assert signal("publiccode", LIVING).points == 100
    assert signal("publiccode", observed(files=("README.md",))).points == 0


def test_a_signal_with_full_points_gives_no_advice() -> None:
    assert signal("readme", LIVING).explanations == ("README_PRESENT",)
    assert signal("readme", observed(files=("main.py",))).explanations == ("README_ABSENT", "RAISE_README")
