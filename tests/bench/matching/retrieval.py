"""How often the judged answer to a statement is found by likeness, by language and half; and what likeness is usual."""

import statistics
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.concepts.likeness import likeness, profile

JUDGED: Sequence[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("judged_pairs.toml").read_text(encoding="utf-8")
)["pair"]
OTHER = {"zh-Hant": "en", "en": "zh-Hant"}


@dataclass(frozen=True, slots=True)
class Found:
    """For each asked statement, how many descriptions were as alike as the judged one, or more, without it."""

    places: tuple[int, ...]

    def within(self, count: int) -> float:
        """The share of statements whose answer is among the first `count`: R@count."""
        return sum(place < count for place in self.places) / len(self.places)


def found(*, across: bool, held_out: bool) -> Found:
    """Ask the statements of one half: for descriptions in the other language, or inside Chinese in their own."""
    places = []
    for number, pair in enumerate(JUDGED):
        [(language, asked)] = pair["asks"].items()
        if (number % 2 == 1) != held_out or not (across or language == "zh-Hant"):
            continue
        wanted = OTHER[language] if across else language
        statement = profile({language: asked})
        alike = [likeness(statement, profile({wanted: each["answers"][wanted]})) or 0.0 for each in JUDGED]
        mine = alike[number]
        places.append(sum(each >= mine for each in alike) - 1 if mine else len(alike))
    return Found(tuple(places))


def usual(*, across: bool) -> tuple[float, float]:
    """The median likeness of odd statements to all but their answers, and to their answers."""
    others, answers = [], []
    for number, pair in enumerate(JUDGED[::2]):
        [(language, asked)] = pair["asks"].items()
        if not (across or language == "zh-Hant"):
            continue
        wanted = OTHER[language] if across else language
        statement = profile({language: asked})
        for place, each in enumerate(JUDGED):
            alike = likeness(statement, profile({wanted: each["answers"][wanted]})) or 0.0
            (answers if place == 2 * number else others).append(alike)
    return statistics.median(others), statistics.median(answers)
