"""Courses for public servants: what closes a gap in a digital competency."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from registry.concepts.vocabulary import CONCEPTS, ancestors

MOST_NAMED: Final = 3  # a choice: enough to choose from, and still a sentence


@dataclass(frozen=True, slots=True)
class Course:
    """One course.

    Attributes:
        id: a kebab-case slug.
        name: what it is called, by language tag, `en` and `zh-Hant`.
        hours: how long it takes, whole.
        whom: who may take part, by language tag; empty where everybody may.
        covers: ids of the competencies that it teaches.
    """

    id: str
    name: Mapping[str, str]
    hours: int
    whom: Mapping[str, str]
    covers: tuple[str, ...]

    def spoken(self, language: str) -> str:
        """Its name with hours and audience, in English or Traditional Chinese."""
        name, whom = self.name[language], self.whom.get(language, "")
        if language == "en":
            return f"{name} ({self.hours} hours{f', for {whom}' if whom else ''})"
        return f"{name}（{self.hours} 小時{f'，限{whom}' if whom else ''}）"


@cache
def courses() -> Mapping[str, Course]:
    """Every course by its id, as the training of Taiwan's public servants lists them (2024)."""
    listed = tomllib.loads((files(__package__) / "courses.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            course_id: Course(
                course_id, entry["name"], entry["hours"], entry.get("whom", {}), tuple(entry["covers"])
            )
            for course_id, entry in listed.items()
        }
    )


@cache
def courses_for(concept_id: str) -> tuple[Course, ...]:
    """The courses that teach a concept or what includes it, at most MOST_NAMED.

    Those that everybody may take come first, shorter ones before longer.
    """
    if concept_id not in CONCEPTS:
        return ()
    taught = {concept_id, *ancestors(concept_id)}
    found = [each for each in courses().values() if taught.intersection(each.covers)]
    return tuple(sorted(found, key=lambda each: (bool(each.whom), each.hours, each.id))[:MOST_NAMED])
