"""Others' badges are decided where an observation decides them, and said not to be where it does not."""

from dataclasses import replace

import pytest

from registry.health import ReleaseFact, TagFact
from registry.health.checks import LEVELS, SCORECARD, Check, Decision, Scheme, checks, checks_as_json
from registry.health.conditions import CHECK_LABELS, CONDITIONS
from registry.health.observation import RepositoryObservation
from tests.registry.health.histories import ago, commits, observed, scored, thread

ISSUES = tuple(thread(day, day - 2, change=False) for day in (10, 40, 80))
TWO_AT_WORK = (
    commits("mei", range(1, 150, 10)),
    commits("otto", range(2, 150, 10)),
    commits("ines", range(3, 150, 10)),
)


def decided(observation: RepositoryObservation) -> dict[str, Decision]:
    return {each.id: each.decision for each in checks(observation, scored(observation))}


def one(observation: RepositoryObservation, name: str) -> Check:
    return next(each for each in checks(observation, scored(observation)) if each.id == name)


def test_a_project_that_two_keep_alive_has_every_level_of_maintenance() -> None:
    found = decided(observed(*TWO_AT_WORK, threads=ISSUES))
    assert {name: found[name] for name in found if name.startswith("maintained")} == {
        "maintained-1": Decision.YES,
        "maintained-2": Decision.YES,
        "maintained-3": Decision.YES,
    }


def test_one_person_who_makes_half_of_the_work_keeps_the_third_level_away() -> None:
    busy = observed(commits("mei", range(1, 150, 10)), commits("otto", range(2, 150, 10)), threads=ISSUES)
    assert one(busy, "maintained-3") == Check(
        Scheme.OPENCODE, "maintained-3", Decision.NO, None, ("OPENCODE_BUS_FACTOR",)
    )
    assert one(busy, "maintained-2").decision is Decision.YES


def test_four_commits_in_half_a_year_are_too_few_whoever_answers() -> None:
    quiet = observed(commits("mei", [10, 20, 30, 40, 200, 300]), threads=None)
    assert one(quiet, "maintained-1") == Check(
        Scheme.OPENCODE, "maintained-1", Decision.NO, None, ("OPENCODE_COMMITS",)
    )


def test_without_issues_to_answer_nothing_is_decided_about_answering() -> None:
    assert one(observed(*TWO_AT_WORK, threads=()), "maintained-1") == Check(
        Scheme.OPENCODE, "maintained-1", Decision.NOT_DECIDED, None, ("OPENCODE_REACTION",)
    )


def test_issues_that_nobody_answered_count_as_long_as_they_have_waited() -> None:
    ignored = tuple(thread(day, change=False) for day in (20, 30))
    assert one(observed(*TWO_AT_WORK, threads=ignored), "maintained-1").decision is Decision.NO
    fresh = (thread(1, change=False), *ISSUES)
    assert one(observed(*TWO_AT_WORK, threads=fresh), "maintained-1").decision is Decision.NOT_DECIDED


def test_an_average_of_exactly_seven_days_is_not_below_seven() -> None:
    slow = tuple(thread(day, day - 7, change=False) for day in (20, 30))
    assert one(observed(*TWO_AT_WORK, threads=slow), "maintained-1").decision is Decision.NO


def test_change_requests_are_no_issues() -> None:
    asked = tuple(thread(day, day - 60, change=True) for day in (70, 80))
    assert one(observed(*TWO_AT_WORK, threads=(*ISSUES, *asked)), "maintained-1").decision is Decision.YES


def test_a_history_that_was_not_read_decides_nothing_against_it() -> None:
    cut = observed(commits("mei", [1]), complete=False, threads=ISSUES)
    assert one(cut, "maintained-1").conditions == ("OPENCODE_COMMITS",)
    assert one(cut, "maintained-1").decision is Decision.NOT_DECIDED


def test_security_is_never_awarded_because_protection_is_not_told() -> None:
    found = decided(observed(*TWO_AT_WORK, threads=ISSUES))
    assert (found["security-1"], found["security-2"]) == (Decision.NOT_DECIDED, Decision.NOT_DECIDED)


def test_security_is_refused_where_the_policy_is_not_in_the_root() -> None:
    elsewhere = observed(*TWO_AT_WORK, threads=ISSUES, files=("docs/SECURITY.md", "README.md"))
    assert one(elsewhere, "security-1").conditions == ("OPENCODE_POLICY",)
    assert one(elsewhere, "security-1").decision is Decision.NO


def test_unsigned_tags_refuse_the_second_level_of_security() -> None:
    tags = tuple(TagFact(f"v{day}", ago(day), is_signed=day > 90) for day in (30, 60, 100, 120))
    assert (
        "OPENCODE_SIGNED_TAGS"
        in one(observed(*TWO_AT_WORK, threads=ISSUES, tags=tags), "security-2").conditions
    )


@pytest.mark.parametrize(
    ("names", "points"),
    [
        (("app.zip", "app.zip.asc", "app.intoto.jsonl"), 10),
        (("app.zip", "app.zip.sig"), 8),
        (("app.zip",), 0),
        ((), None),
        (None, None),
    ],
)
def test_signatures_are_looked_for_among_the_files_of_releases(
    names: tuple[str, ...] | None, points: int | None
) -> None:
    released = tuple(ReleaseFact(f"v{day}", ago(day), is_prerelease=False, assets=names) for day in (10, 50))
    found = one(replace(observed(*TWO_AT_WORK), releases=released), "Signed-Releases")
    assert found.points == points
    assert (found.decision is Decision.NOT_DECIDED) == (points is None)


def test_what_scorecard_would_give_full_points_is_a_yes_and_less_a_no() -> None:
    found = decided(observed(commits("mei", range(1, 90, 5))))
    assert (found["License"], found["Maintained"]) == (Decision.YES, Decision.YES)
    assert decided(observed(files=("main.py",)))["License"] is Decision.NO


def test_nothing_known_decides_nothing() -> None:
    unknown = replace(
        observed(without=["files", "commits", "tags"], files=(), tags=(), complete=False, threads=None),
        archived=None,
        organisation_files=None,
    )
    assert set(decided(unknown).values()) == {Decision.NOT_DECIDED}


def test_every_check_and_condition_has_words_in_both_languages() -> None:
    assert set(CHECK_LABELS) == {*LEVELS, *SCORECARD}
    assert set(CONDITIONS) == {each for needed in LEVELS.values() for each in needed} | set(
        SCORECARD.values()
    )
    assert {tuple(words) for words in (*CHECK_LABELS.values(), *CONDITIONS.values())} == {("en", "zh-Hant")}


def test_the_stored_form_holds_everything() -> None:
    check = Check(Scheme.SCORECARD, "License", Decision.NO, 9, ("SCORECARD_LICENSE",))
    assert checks_as_json([check]) == [
        {
            "scheme": "SCORECARD",
            "id": "License",
            "decision": "NO",
            "points": 9,
            "conditions": ["SCORECARD_LICENSE"],
        }
    ]
