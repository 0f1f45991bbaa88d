"""Each signal: its value, its points, and that unknown is never zero."""

from dataclasses import replace
from datetime import date
from statistics import median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.health import AdvisoryFact, ReleaseFact, TagFact
from registry.health.answering import median_of_censored
from registry.health.model import DeclaredFacts, Source
from registry.licences import VerdictKind
from tests.registry.health.histories import (
    LIVING,
    WELL_DECLARED,
    ago,
    commits,
    observed,
    scored,
    signal,
    thread,
)


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
    silent = observed(commits("mei", [400, 500]))
    assert signal("maintenance", silent, declared).explanations[0] == "MAINTENANCE_CONTRACT_ENDED"
    assert signal("maintenance", silent, declared).points == 0


def test_work_that_goes_on_after_the_contract_is_worth_half() -> None:
    declared = DeclaredFacts(maintenance_type="contract", contract_until=date(2026, 11, 20))
    found = signal("maintenance", LIVING, declared)
    assert (found.explanations[0], found.points) == ("MAINTENANCE_CONTRACT_ENDED_AT_WORK", 50)


def test_a_promise_that_nobody_is_seen_to_keep_is_worth_less() -> None:
    found = signal("maintenance", observed(commits("mei", [400])), DeclaredFacts(maintenance_type="internal"))
    assert (found.explanations[0], found.points) == ("MAINTENANCE_UNSEEN", 30)


def test_the_organisations_own_security_policy_counts() -> None:
    found = signal("security", observed(files=("main.py",), organisation_files=("SECURITY.md",)))
    assert (found.points, found.explanations) == (100, ("OF_ORGANISATION",))


def test_a_policy_that_the_organisation_may_have_is_unknown_not_absent() -> None:
    assert signal("security", observed(files=("main.py",), organisation_files=None)).points is None


def test_the_median_answer_is_told_in_days() -> None:
    waits = (1.0, 2.0, 3.0, 10.0, 20.0)
    found = signal("first_response", observed(threads=tuple(thread(50, 50 - wait) for wait in waits)))
    assert (found.value, found.points) == (3.0, pytest.approx(100 - 40 / 12))


def test_those_who_still_wait_are_not_left_out() -> None:
    answered = tuple(thread(50, 49) for _ in range(3))
    waiting = tuple(thread(100) for _ in range(4))
    assert signal("first_response", observed(threads=answered)).points is None  # fewer than five
    found = signal("first_response", observed(threads=answered + waiting))
    assert (found.value, found.points) == (100, 0)
    assert found.explanations[0] == "FIRST_RESPONSE_AT_LEAST"


def test_questions_asked_yesterday_do_not_yet_count_against_anybody() -> None:
    found = signal("first_response", observed(threads=tuple(thread(1) for _ in range(6))))
    assert (found.points, found.explanations[0]) == (None, "FIRST_RESPONSE_AT_LEAST")


def test_an_answer_after_the_snapshot_is_not_known_to_it() -> None:
    early = tuple(thread(100, -1) for _ in range(5))
    assert signal("first_response", observed(threads=early)).points == 0


@given(st.lists(st.floats(0, 400), min_size=1))
def test_without_censoring_the_median_is_the_ordinary_lower_one(waits: list[float]) -> None:
    assert median_of_censored([(wait, True) for wait in waits]) == median_low(waits)


@given(st.lists(st.tuples(st.floats(0, 400), st.booleans()), min_size=1))
def test_an_answer_never_makes_the_median_longer(waits: list[tuple[float, bool]]) -> None:
    before = median_of_censored(waits)
    after = median_of_censored([(waits[0][0], True), *waits[1:]])
    assert before is None or (after is not None and after <= before)


def test_change_requests_closed_over_those_opened() -> None:
    requests = tuple(thread(40, 30, 20 if number < 4 else None) for number in range(8))
    issues = tuple(thread(40, 30, 20, change=False) for _ in range(3))
    found = signal("closure_ratio", observed(threads=requests + issues))
    assert (found.value, found.points) == (0.5, pytest.approx(50))


def test_an_advisory_without_a_fix_loses_points_by_the_day() -> None:
    def opened(days: int, closed: int | None = None) -> AdvisoryFact:
        return AdvisoryFact("A-1", False, ago(days), None if closed is None else ago(closed))  # noqa: FBT003 not critical

    assert signal("advisories", observed(advisories=(opened(45),))).points == 30
    assert signal("advisories", observed(advisories=(opened(45, 3),))).points == 100
    assert signal("advisories", observed(advisories=None)).points is None


def test_a_version_is_signed_by_git_or_by_a_file_beside_it() -> None:
    tags = (
        TagFact("v3", ago(1), is_signed=False),
        TagFact("v2", ago(2), is_signed=True),
        TagFact("v1", ago(3)),
    )
    beside = (ReleaseFact("v1", ago(3), False, ("app.zip", "app.zip.asc")),)  # noqa: FBT003 no pre-release
    seen = replace(observed(tags=tags), releases=beside)
    assert signal("signed_releases", seen).value == 0.67


def test_versions_without_a_word_on_signatures_are_unknown() -> None:
    found = signal("signed_releases", observed(tags=(TagFact("v1", ago(3)),)))
    assert (found.points, found.explanations[0]) == (None, "SIGNATURES_UNKNOWN")


def test_a_version_without_files_is_not_called_unsigned_where_the_forge_tells_nothing_of_its_tag() -> None:
    tags = (TagFact("v2", ago(1)), TagFact("v1", ago(3)))

    def released(*assets: tuple[str, ...]) -> tuple[ReleaseFact, ...]:
        return tuple(
            ReleaseFact(tag.name, tag.date, is_prerelease=False, assets=names)
            for tag, names in zip(tags, assets, strict=True)
        )

    unknown = signal("signed_releases", replace(observed(tags=tags), releases=released((), ())))
    assert (unknown.points, unknown.explanations) == (None, ("SIGNATURES_UNKNOWN",))
    unsigned = signal("signed_releases", replace(observed(tags=tags), releases=released((), ("app.zip",))))
    assert (unsigned.points, unsigned.value) == (0, 0)


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


def test_of_what_was_never_tagged_nobody_asks_for_signatures_and_says_why() -> None:
    found = signal("signed_releases", observed(tags=()))
    assert (found.points, found.applies, found.explanations) == (None, False, ("NEVER_RELEASED",))


def test_what_was_not_read_gives_no_advice_to_mend_it() -> None:
    unread = observed(threads=None, advisories=None, without=["files", "commits", "tags"])
    found = [each for each in scored(unread).signals if each.source is not Source.PUBLICCODE]
    assert [each.id for each in found if each.points is None and len(each.explanations) > 1] == []


def test_what_is_not_declared_is_known_once_it_is() -> None:
    assert signal("maintenance", LIVING, DeclaredFacts()).explanations == (
        "MAINTENANCE_UNDECLARED",
        "RAISE_MAINTENANCE",
    )
