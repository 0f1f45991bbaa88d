from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from api.pages import charts


def test_a_single_value_stands_in_the_middle() -> None:
    drawn = charts.line([(date(2026, 1, 1), 50, 1)])
    assert [(point.x, point.y) for point in drawn.points] == [(254.0, 100.0)]


def test_the_oldest_value_stands_left_and_the_newest_right() -> None:
    drawn = charts.line([(date(2026, 6, 1), 100, 0.7), (date(2026, 1, 1), 0, 0.7)])
    assert [(point.x, point.y) for point in drawn.points] == [(44.0, 184.0), (464.0, 16.0)]
    assert drawn.path == "M44.0 184.0 L464.0 16.0"


def test_rules_stand_at_the_quarters() -> None:
    assert [value for _, value in charts.line([(date(2026, 1, 1), 1, 1)]).rules] == [0, 25, 50, 75, 100]


def test_the_line_breaks_where_much_more_is_known_than_before() -> None:
    drawn = charts.line(
        [(date(2026, 1, 1), 0, 0.68), (date(2026, 3, 1), 0, 0.72), (date(2026, 6, 1), 100, 0.95)]
    )
    assert [step[0] for step in drawn.path.split(" ") if step[0].isalpha()] == ["M", "L", "M"]
    assert drawn.is_broken


def test_no_value_makes_an_empty_drawing() -> None:
    assert charts.line([]).points == ()


@given(st.lists(st.tuples(st.dates(), st.floats(0, 100), st.floats(0, 1)), min_size=1))
def test_every_value_is_inside_the_drawing(history: list[tuple[date, float, float]]) -> None:
    drawn = charts.line(history)
    assert all(0 <= point.x <= drawn.width and 0 <= point.y <= drawn.height for point in drawn.points)


@given(st.floats(allow_nan=False))
def test_a_bar_is_never_longer_than_its_track(value: float) -> None:
    assert 0 <= charts.share(value) <= 200
