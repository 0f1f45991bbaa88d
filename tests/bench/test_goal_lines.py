"""The last lines of a benchmark are for programs: a name, a value, a target, and whether it was met."""

import pytest

from tests.bench import first
from tests.bench.first import Goal


def test_a_goal_that_is_met_says_ok() -> None:
    assert Goal("tour-seconds", 12.3456, 30).line() == "GOAL tour-seconds 12.35 30 ok"


def test_a_goal_that_is_just_reached_is_met() -> None:
    assert Goal("first-page-seconds", 5.0, 5).is_met()


def test_a_goal_that_is_missed_says_short() -> None:
    assert Goal("page-p50-ms", 50.01, 50).line() == "GOAL page-p50-ms 50.01 50 short"


@pytest.mark.parametrize(("value", "word"), [(1.59, "short"), (1.6, "ok"), (2.0, "ok")])
def test_a_goal_of_at_least_so_much_is_met_from_there_on(value: float, word: str) -> None:
    assert Goal("page-vs-postgraphile", value, 1.6, at_least=True).line().endswith(word)


@pytest.mark.parametrize(("tour", "code"), [(29.0, 0), (31.0, 1)])
def test_one_short_goal_fails_the_benchmark(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tour: float, code: int
) -> None:
    monkeypatch.setattr(first, "_measure_pages", lambda _: (2.0, 9.0))
    monkeypatch.setattr(first, "_measure_large_page", lambda _: 30.0)
    monkeypatch.setattr(first, "_measure_tour", lambda: tour)
    assert first.main() == code
    assert [line.split()[:2] for line in capsys.readouterr().out.splitlines()] == [
        ["GOAL", "first-page-seconds"],
        ["GOAL", "tour-seconds"],
        ["GOAL", "page-p50-ms"],
        ["GOAL", "large-page-p50-ms"],
    ]
