"""The geometry of the charts: from figures to coordinates, nothing else; templates draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

WIDTH = 480  # small, so that its numbers can still be read when a phone shows it 350 wide
HEIGHT = 220
COMPARABLE = (
    0.1  # of all questions: scores of which one rests on more of them do not tell a rise from a closer look
)
LEFT, RIGHT, TOP, BOTTOM = 44, 16, 16, 36  # room for the numbers of the axes


@dataclass(frozen=True, slots=True)
class Point:
    """One measured value at its place in the drawing; `known` is the share of the questions behind it."""

    x: float
    y: float
    on: date
    value: float
    known: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """A history as a line.

    Attributes:
        path: the `d` of the SVG path; it breaks where what was known differs too much to compare.
        is_broken: whether it does.
        points: each measured value at its place.
        rules: horizontal rules as (y, value).
    """

    width: int
    height: int
    left: int
    right: float
    bottom: float
    path: str
    is_broken: bool
    points: tuple[Point, ...]
    rules: tuple[tuple[float, int], ...]


def line(history: Sequence[tuple[date, float, float]], top: int = 100) -> Line:
    """Place values from 0 to `top` over time, each with the share of the questions that was known behind it.

    The oldest stands left, a single one in the middle. Neighbours are joined only where about as much was known.
    """
    ordered = sorted(history)
    days = (ordered[-1][0] - ordered[0][0]).days if ordered else 0
    width, height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def x(on: date) -> float:
        return round(LEFT + (width * (on - ordered[0][0]).days / days if days else width / 2), 1)

    def y(value: float) -> float:
        return round(TOP + height * (1 - value / top), 1)

    points = tuple(Point(x(on), y(value), on, value, known) for on, value, known in ordered)
    joined = [False, *(abs(a.known - b.known) <= COMPARABLE for a, b in pairwise(points))]
    steps = zip(points, joined, strict=False)
    path = " ".join(f"{'L' if is_joined else 'M'}{point.x} {point.y}" for point, is_joined in steps)
    rules = tuple((y(step), step) for step in range(0, top + 1, top // 4))
    return Line(WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, y(0), path, not all(joined[1:]), points, rules)


def share(value: float, width: int = 200) -> float:
    """How long a bar of a share of one is drawn."""
    return round(max(0.0, min(1.0, value)) * width, 1)


ROW = 52  # a line of words with its bar below: beside each other they do not fit a phone
BAR = 18
FIGURE = 64  # room for the number behind the longest bar


@dataclass(frozen=True, slots=True)
class Bar:
    """One count: the words stand at `text_y`, the bar below them at `bar_y`, its number behind it."""

    words: str
    count: int
    text_y: int
    bar_y: int
    length: float


def bars(rows: Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    """Place counts below each other; the largest is as long as there is room, one that is not nothing can be seen."""
    most = max((count for _, count in rows), default=0) or 1
    room = WIDTH - FIGURE
    return tuple(
        Bar(
            words,
            count,
            at * ROW + 18,
            at * ROW + 26,
            max(2.0, round(room * count / most, 1)) if count else 0.0,
        )
        for at, (words, count) in enumerate(rows)
    )
