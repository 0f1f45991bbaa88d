"""What is said of a change of the contract, and that what goes away says when."""

import subprocess
from pathlib import Path

import pytest
from graphql import build_schema

from schema.changes import changes, undated
from schema.contract import SCHEMA
from tests.audit.contract_changes import Baseline, baseline, judge

OLD = "type Query { name: String places(first: Int): [String!] count: Int } enum State { OPEN }"


@pytest.mark.parametrize(
    ("new", "breaking"),
    [
        (OLD, []),
        (OLD.replace("name: String", "name: String title: String"), []),
        (OLD.replace("name: String ", ""), ["Field Query.name was removed."]),
        (OLD.replace("name: String", "name: Int"), ["Field Query.name changed type from String to Int."]),
        (OLD.replace("(first: Int)", ""), ["Argument Query.places(first:) was removed."]),
    ],
)
def test_what_breaks_clients_is_named(new: str, breaking: list[str]) -> None:
    assert changes(OLD, new).breaking == breaking


def test_what_may_surprise_clients_is_told_apart() -> None:
    found = changes(OLD, OLD.replace("OPEN", "OPEN CLOSED"))
    assert (found.breaking, found.dangerous) == ([], ["Enum value State.CLOSED was added."])


@pytest.mark.parametrize(
    ("reason", "places"),
    [
        ("Use `title`; gone after 2027-06-30.", []),
        ("Use `title`.", ["Query.name"]),
        ("Gone after 2027-13-01.", ["Query.name"]),
    ],
)
def test_a_deprecation_without_a_date_is_found(reason: str, places: list[str]) -> None:
    assert undated(build_schema(f'type Query {{ name: String @deprecated(reason: "{reason}") }}')) == places


def test_every_deprecation_of_ours_says_until_when() -> None:
    assert undated(SCHEMA._schema) == []


def git(repository: Path, *command: str) -> str:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(  # noqa: S603 - the test's own words
        ["git", "-C", str(repository), *who, *command],  # noqa: S607 - whichever git there is
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def commit(repository: Path) -> str:
    git(repository, "commit", "-q", "--allow-empty", "-m", "Change")
    return git(repository, "rev-parse", "HEAD")


def test_the_contract_is_held_against_the_last_release_and_before_it_against_main(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    first = commit(tmp_path)
    assert baseline(tmp_path) is None
    second = commit(tmp_path)
    assert baseline(tmp_path) == Baseline(first, is_released=False)
    git(tmp_path, "checkout", "-q", "-b", "change")
    commit(tmp_path)
    commit(tmp_path)
    assert baseline(tmp_path) == Baseline(second, is_released=False)
    git(tmp_path, "tag", "v0.1.0", first)
    assert baseline(tmp_path) == Baseline("v0.1.0", is_released=True)


@pytest.mark.parametrize(("is_released", "is_broken"), [(True, True), (False, False)])
def test_what_breaks_a_release_fails_and_what_breaks_before_it_is_told(
    *, is_released: bool, is_broken: bool
) -> None:
    lines, failed = judge(Baseline("v1", is_released), OLD, OLD.replace("name: String ", ""))
    assert lines == ["Since v1:", "breaks clients: Field Query.name was removed."]
    assert failed is is_broken
    assert judge(Baseline("v1", is_released), OLD, OLD) == (
        ["Since v1:", "nothing that clients notice"],
        False,
    )
