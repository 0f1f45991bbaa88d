"""How often the judged answer to a statement is found by likeness, by language; and what likeness is usual."""

import statistics
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from registry.concepts.likeness import likeness, profile

LANGUAGES = ("zh-Hant", "en")


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement and the description that answers it, each by language."""

    asks: Mapping[str, str]
    answers: Mapping[str, str]


def judged(name: str) -> tuple[Judged, ...]:
    """The pairs of one file: `judged_pairs`, which was tuned on, or `judged_final`, which was not."""
    stored = tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))
    return tuple(Judged(each["asks"], each["answers"]) for each in stored["pair"])


@dataclass(frozen=True, slots=True)
class Found:
    """For each asked statement, how many descriptions were as alike as the judged one, or more, without it."""

    places: tuple[int, ...]

    def within(self, count: int) -> float:
        """The share of statements whose answer is among the first `count`: R@count."""
        return sum(place < count for place in self.places) / len(self.places)


def found(pairs: Sequence[Judged], asked: str, wanted: str) -> Found:
    """Ask each statement in one language for its description in another, or in the same."""
    answers = [profile({wanted: each.answers[wanted]}) for each in pairs]
    places = []
    for number, pair in enumerate(pairs):
        statement = profile({asked: pair.asks[asked]})
        alike = [likeness(statement, answer) or 0.0 for answer in answers]
        mine = alike[number]
        places.append(sum(each >= mine for each in alike) - 1 if mine else len(alike))
    return Found(tuple(places))


def across(pairs: Sequence[Judged]) -> Found:
    """Ask each statement in either language for its description in the other."""
    directions = (found(pairs, "zh-Hant", "en"), found(pairs, "en", "zh-Hant"))
    return Found(tuple(place for each in directions for place in each.places))


def usual(pairs: Sequence[Judged], asked: str, wanted: str) -> tuple[float, float]:
    """The median likeness of statements to all but their answers, and to their answers."""
    others: list[float] = []
    mine: list[float] = []
    for number, pair in enumerate(pairs):
        statement = profile({asked: pair.asks[asked]})
        for place, each in enumerate(pairs):
            alike = likeness(statement, profile({wanted: each.answers[wanted]})) or 0.0
            (mine if place == number else others).append(alike)
    return statistics.median(others), statistics.median(mine)
