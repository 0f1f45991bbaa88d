"""A profile: what somebody without a team can do, when and where; nobody else sees it unless they chose so."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from matching.fit import DataClass
from matching.forms import (
    FIELDS_OF_WORK,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_ENTRIES,
    UNCHANGED,
    LocalizedText,
    Untouched,
    canonical_tag,
    check_between,
    check_concepts,
    check_dates,
    check_languages,
    check_line,
    check_texts,
    tidied,
)
from matching.members.model import judge_own_skills
from matching.teams.model import HOURS_OF_A_WEEK, Skill
from registry.people.model import is_country, is_place
from store.refusal import Problems

#: States of an interest in which whoever carved the role sees the profile behind it.
SHOWN_IN: Final = ("INTERESTED", "INVITED", "ACCEPTED", "JOINED")


@dataclass(frozen=True, slots=True)
class Profile:
    """What one person says of themselves; they are compared with roles as a team of one.

    Attributes:
        shown_name: how they want to be called; None for their name here.
        skills: as members of teams say them, with the day of the evidence.
        domains: concept ids, scopes or categories of publiccode.yml.
        languages: BCP 47 tags of the languages they work in.
        data_clearance: the most delicate class of data they may handle.
        place: ISO 3166-1 or 3166-2 code.
        conflicts: organisations in which they have an interest; only they read it.
        version: counts the edits; 0 while it is not stored.
    """

    id: UUID
    person_id: UUID
    shown_name: str | None
    about: LocalizedText
    skills: tuple[Skill, ...]
    domains: tuple[str, ...]
    languages: tuple[str, ...]
    hours_per_week: int | None
    available_from: date | None
    available_until: date | None
    data_clearance: DataClass
    place: str | None
    remote_ok: bool
    conflicts: frozenset[UUID]
    created_at: datetime
    updated_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class ProfileForm:
    """What somebody may write about themselves; a field that is UNCHANGED stays, or is empty when new."""

    shown_name: str | Untouched | None = UNCHANGED
    about: LocalizedText | Untouched = UNCHANGED
    skills: tuple[Skill, ...] | Untouched = UNCHANGED
    domains: tuple[str, ...] | Untouched = UNCHANGED
    languages: tuple[str, ...] | Untouched = UNCHANGED
    hours_per_week: int | Untouched | None = UNCHANGED
    available_from: date | Untouched | None = UNCHANGED
    available_until: date | Untouched | None = UNCHANGED
    data_clearance: DataClass | Untouched = UNCHANGED
    place: str | Untouched | None = UNCHANGED
    remote_ok: bool | Untouched = UNCHANGED
    conflicts: frozenset[UUID] | Untouched = UNCHANGED


def judge(profile: Profile) -> Problems:
    """Everything that is wrong with what somebody wrote about themselves."""
    problems = judge_own_skills(profile.skills)
    check_line(problems, "shownName", profile.shown_name or "", LONGEST_LINE)
    check_texts(problems, "about", profile.about, LONGEST_TEXT)
    check_concepts(problems, "domains", profile.domains, FIELDS_OF_WORK)
    check_languages(problems, "languages", profile.languages)
    check_between(problems, "hoursPerWeek", profile.hours_per_week, 1, HOURS_OF_A_WEEK)
    check_dates(problems, availableFrom=profile.available_from, availableUntil=profile.available_until)
    known_place = profile.place is None or is_place(profile.place) or is_country(profile.place)
    problems.unless(known_place, "PLACE_MALFORMED", "place")
    problems.unless(
        len(profile.conflicts) <= MOST_ENTRIES, "TOO_MANY_ENTRIES", "conflicts", limit=MOST_ENTRIES
    )
    return problems


def written_well(profile: Profile) -> Profile:
    """The same profile without stray blanks and empty texts, with languages in their usual spelling."""
    return replace(
        profile,
        shown_name=(profile.shown_name or "").strip() or None,
        about=tidied(profile.about),
        languages=tuple(dict.fromkeys(canonical_tag(tag) for tag in profile.languages)),
        place=(profile.place or "").strip() or None,
    )
