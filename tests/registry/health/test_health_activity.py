"""What a history says about people."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.health.activity import absence_factor, measure, months_before
from registry.health.identity import is_bot, pseudonym
from tests.registry.health.histories import NOW, ago, commits, observed


def test_machines_and_merges_are_not_people() -> None:
    history = observed(
        commits("mei", [40]),
        commits("dependabot[bot]", [1, 2], bot=True),
        commits("mei", [3], merge=True),
    )
    assert measure(history, NOW).last_human_commit == ago(40)
    assert measure(history, NOW).commits_12m == 1


def test_a_year_is_a_calendar_year_back_from_the_snapshot() -> None:
    history = observed(commits("mei", [364.9, 365.1]))
    assert measure(history, NOW).commits_12m == 1
    assert measure(history, NOW).commits_previous_12m == 1


def test_active_months_are_those_of_the_calendar() -> None:
    assert (
        measure(observed(commits("mei", [1, 20, 22, 32])), NOW).active_months_12 == 2
    )  # 20, 1 November; October


def test_a_year_that_touches_thirteen_months_has_twelve() -> None:
    assert measure(observed(commits("mei", range(365))), NOW).active_months_12 == 12


def test_commits_after_the_snapshot_are_left_out() -> None:
    activity = measure(observed(commits("mei", [-3, 50])), NOW)
    assert activity.last_human_commit == ago(50)
    assert activity.commits_12m == 1


def test_one_person_with_half_of_the_work_is_an_absence_factor_of_one() -> None:
    assert absence_factor(["mei"] * 5 + ["otto"] * 3 + ["ines"] * 2) == 1


def test_two_people_are_needed_where_none_has_half() -> None:
    assert absence_factor(["mei"] * 4 + ["otto"] * 3 + ["ines"] * 3) == 2


def test_nobody_working_is_an_absence_factor_of_zero() -> None:
    assert absence_factor([]) == 0


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1))
def test_the_absence_factor_is_the_fewest_people_who_made_half(authors: list[str]) -> None:
    counts = sorted((authors.count(name) for name in set(authors)), reverse=True)
    factor = absence_factor(authors)
    assert sum(counts[:factor]) * 2 >= len(authors)
    assert sum(counts[: factor - 1]) * 2 < len(authors)


def test_a_month_before_the_thirty_first_is_the_last_day_of_the_shorter_month() -> None:
    assert months_before(datetime(2026, 3, 31, tzinfo=UTC), 1) == datetime(2026, 2, 28, tzinfo=UTC)


def test_a_year_before_a_leap_day_is_the_twenty_eighth() -> None:
    assert months_before(datetime(2024, 2, 29, tzinfo=UTC), 12) == datetime(2023, 2, 28, tzinfo=UTC)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), st.integers(0, 240))  # noqa: DTZ001 zoneless on purpose
def test_going_back_months_never_lands_in_another_month(moment: datetime, months: int) -> None:
    before = months_before(moment, months)
    assert (moment.year - before.year) * 12 + moment.month - before.month == months
    assert before.time() == moment.time()


@pytest.mark.parametrize(
    ("login", "account_type"),
    [
        ("dependabot[bot]", "Bot"),
        ("renovate[bot]", None),
        ("Renovate", "User"),
        ("anything", "Bot"),
        ("city-bot", "User"),
        ("Renovate Bot", None),
    ],
)
def test_a_machine_is_known_by_type_suffix_or_name(login: str, account_type: str | None) -> None:
    assert is_bot(login, account_type)


@pytest.mark.parametrize("login", ["mei-lantern", "abbot", "robotics-lab", None])
def test_a_person_is_not_taken_for_a_machine(login: str | None) -> None:
    assert not is_bot(login, "User")


def test_a_pseudonym_is_the_same_for_the_same_account_and_hides_its_name() -> None:
    assert pseudonym("github", "Mei-Lantern") == pseudonym("github", "mei-lantern ")
    assert pseudonym("github", "mei-lantern") != pseudonym("gitlab", "mei-lantern")
    assert "mei" not in pseudonym("github", "mei-lantern")
