"""When watchers are told, and when they are left alone."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from registry.health import HealthBand, band_after
from registry.watches.model import AlertKind, Looked, NewAlert, health_alerts, new_advisories
from registry.watches.texts import alert_sentence

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def look(
    days: float, score: int | None, *caps: str, version: str = "2", parts: dict[str, float] | None = None
) -> Looked:
    band = HealthBand.NOT_ENOUGH_KNOWN if score is None else band_after(None, score)
    return Looked(NOW - timedelta(days=days), version, score, band, frozenset(caps), parts or {})


def kinds(history: Sequence[Looked], told: datetime | None = None) -> list[AlertKind]:
    return [each.kind for each in health_alerts(history, points_told=told)]


def test_one_look_below_the_band_tells_nobody() -> None:
    assert kinds([look(0, 74), look(1, 76), look(2, 76)]) == []


def test_a_band_lost_over_two_looks_is_told_with_what_fell_most() -> None:
    good = look(2, 76, parts={"authors": 900, "release": 700, "ci": 300})
    history = [look(0, 73, parts={"authors": 600, "release": 600, "ci": 290}), look(1, 74), good]
    assert health_alerts(history, points_told=None) == (
        NewAlert(AlertKind.BAND_LOST, "", "THRIVING", "STEADY", ("authors", "release")),
    )


def test_a_band_lost_is_told_once() -> None:
    assert kinds([look(0, 73), look(1, 73), look(2, 74), look(3, 76)]) == []


def test_ten_points_within_thirty_days_are_told() -> None:
    assert kinds([look(0, 60), look(29, 70)]) == [AlertKind.POINTS_LOST]
    assert kinds([look(0, 61), look(29, 70)]) == []
    assert kinds([look(0, 60), look(31, 70)]) == []


def test_lost_points_are_told_once_in_thirty_days() -> None:
    assert kinds([look(0, 60), look(29, 70)], told=NOW - timedelta(days=1)) == []
    assert kinds([look(0, 60), look(29, 70)], told=NOW - timedelta(days=31)) == [AlertKind.POINTS_LOST]


def test_scores_of_two_versions_of_the_model_are_never_compared() -> None:
    assert kinds([look(0, 10, "CAP_ARCHIVED"), look(1, 90, version="1"), look(2, 90, version="1")]) == []


def test_a_look_without_a_score_is_no_fall() -> None:
    assert kinds([look(0, None), look(1, 90), look(2, 90)]) == []


def test_a_look_without_a_score_between_hides_no_lost_band() -> None:
    history = [look(0, 73), look(1, 74), look(2, None), look(3, 76)]
    assert kinds(history) == [AlertKind.BAND_LOST]
    assert kinds([look(0, None), *history]) == []
    assert kinds([look(0, 73), look(1, None), look(2, 74), look(3, None), look(4, 76)]) == [
        AlertKind.BAND_LOST
    ]


def test_a_cap_that_one_look_could_not_see_is_not_told_again() -> None:
    held = "CAP_NO_LICENCE"
    assert kinds([look(0, 50, held), look(1, 52), look(2, 50, held)]) == []
    assert kinds([look(0, 50, held), look(1, 52), look(2, 52), look(3, 50, held)]) == [AlertKind.NEW_CAP]


def test_a_cap_is_told_when_it_comes_not_while_it_stays() -> None:
    assert health_alerts([look(0, 10, "CAP_ARCHIVED"), look(1, 15)], points_told=None) == (
        NewAlert(AlertKind.NEW_CAP, "CAP_ARCHIVED"),
    )
    assert kinds([look(0, 10, "CAP_ARCHIVED"), look(1, 10, "CAP_ARCHIVED")]) == []


def test_a_first_look_tells_nobody() -> None:
    assert kinds([look(0, 10, "CAP_ARCHIVED")]) == []
    assert kinds([]) == []


def test_only_advisories_that_were_not_there_are_new() -> None:
    assert new_advisories(["A-1"], ["A-1", "A-2"]) == (NewAlert(AlertKind.NEW_ADVISORY, "A-2"),)
    assert new_advisories(None, ["A-2"]) == ()
    assert new_advisories(["A-1"], None) == ()


@given(st.lists(st.integers(0, 100), min_size=1, max_size=12))
def test_nothing_is_told_of_software_that_only_gets_better(scores: list[int]) -> None:
    history = [look(day, score) for day, score in enumerate(sorted(scores, reverse=True))]
    assert health_alerts(history, points_told=None) == ()


def test_an_alert_gives_its_reason_in_both_languages() -> None:
    assert alert_sentence(
        AlertKind.BAND_LOST, "en", before="THRIVING", after="STEADY", signals=("authors",)
    ) == (
        "Two looks in a row, its health was no longer “Thriving” but “Steady”. What fell most: People at work."
    )
    assert "已封存" in alert_sentence(AlertKind.NEW_CAP, "zh-Hant", key="CAP_ARCHIVED")
    assert (
        alert_sentence(AlertKind.LICENCE_CHANGED, "en", before="MIT")
        == "Its licence was MIT and is unknown now."
    )
