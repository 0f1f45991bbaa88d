"""A role: a part of a challenge that one person can take, with what it needs and how many hours it is."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from matching.challenges.model import Need
from matching.challenges.model import State as ChallengeState
from matching.forms import (
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_ENTRIES,
    SKILLS,
    UNCHANGED,
    LocalizedText,
    Untouched,
    canonical_tag,
    check_between,
    check_concepts,
    check_languages,
    check_texts,
    tidied,
)
from registry.concepts import CONCEPTS, max_level
from store.refusal import Problems

MOST_HOURS: Final = 2_000  # a year of full-time work, which nobody finds in a role
MOST_PLACES: Final = 20  # more people with one task are several tasks
MOST_ROLES: Final = 20  # of one challenge; a team of more people is no team

#: While a challenge stands so, its owner carves it.
CARVED_IN = frozenset({ChallengeState.DRAFT, ChallengeState.SUBMITTED, ChallengeState.PUBLISHED})


@dataclass(frozen=True, slots=True)
class Role:
    """A part of a challenge.

    Attributes:
        task: what one would do.
        languages: BCP 47 tags; those of the challenge where none are named.
        hours_needed: the work of one person over the whole challenge.
        places: how many people can take it.
        is_open: whether people are still looked for.
    """

    id: UUID
    challenge_id: UUID
    title: LocalizedText
    task: LocalizedText
    needs: tuple[Need, ...]
    languages: tuple[str, ...]
    hours_needed: int
    on_site: bool
    places: int
    is_open: bool
    created_at: datetime
    updated_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class RoleForm:
    """What may be written about a role; a field that is UNCHANGED stays, or is empty when new."""

    title: LocalizedText | Untouched = UNCHANGED
    task: LocalizedText | Untouched = UNCHANGED
    needs: tuple[Need, ...] | Untouched = UNCHANGED
    languages: tuple[str, ...] | Untouched = UNCHANGED
    hours_needed: int | Untouched = UNCHANGED
    on_site: bool | Untouched = UNCHANGED
    places: int | Untouched = UNCHANGED
    is_open: bool | Untouched = UNCHANGED


def judge(role: Role) -> Problems:
    """Everything that is wrong with what is written about a role."""
    problems = Problems()
    problems.unless(role.title, "TITLE_MISSING", "title")
    check_texts(problems, "title", role.title, LONGEST_LINE)
    check_texts(problems, "task", role.task, LONGEST_TEXT)
    check_concepts(problems, "needs", [each.concept for each in role.needs], SKILLS, "concept")
    for index, need in enumerate(role.needs[:MOST_ENTRIES]):
        if need.concept in CONCEPTS:
            check_between(problems, f"needs.{index}.level", need.level, 1, max_level(need.concept))
    check_languages(problems, "languages", role.languages)
    problems.unless(role.hours_needed, "HOURS_MISSING", "hoursNeeded")
    if role.hours_needed:
        check_between(problems, "hoursNeeded", role.hours_needed, 1, MOST_HOURS)
    check_between(problems, "places", role.places, 1, MOST_PLACES)
    return problems


def written_well(role: Role) -> Role:
    """The same role without stray blanks and empty texts, with languages in their usual spelling."""
    return replace(
        role,
        title=tidied(role.title),
        task=tidied(role.task),
        languages=tuple(dict.fromkeys(canonical_tag(tag) for tag in role.languages)),
    )
