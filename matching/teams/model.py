"""A team: what it can do, when, where, in which languages, and whom it must not work for."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from matching.fit import DataClass
from matching.fit.time_zones import is_time_zone
from matching.forms import (
    FIELDS_OF_WORK,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_ENTRIES,
    SKILLS,
    UNCHANGED,
    LocalizedText,
    Untouched,
    canonical_tag,
    check_address,
    check_between,
    check_concepts,
    check_dates,
    check_languages,
    check_licence,
    check_line,
    check_texts,
    normalised_licence,
    tidied,
    today,
)
from registry.concepts import CONCEPTS, max_level
from registry.people.model import is_country, is_place
from store.refusal import Problems

HOURS_OF_A_WEEK = 168
MOST_HOURS_PER_WEEK = 50 * HOURS_OF_A_WEEK  # of fifty people; a larger team is an organisation
LARGEST_CAPACITY = 20  # challenges at once


@dataclass(frozen=True, slots=True)
class Skill:
    """What a team can do: a concept, a level of its scale, and what shows it; None where only the skill was shown."""

    concept: str
    level: int | None
    evidence: str | None = None
    evidence_url: str | None = None
    evidenced_on: date | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a team; leads decide who else is."""

    person_id: UUID
    is_lead: bool
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Team:
    """A team.

    Attributes:
        domains: concept ids, scopes or categories of publiccode.yml.
        languages: BCP 47 tags of the languages it works in.
        hours_per_week: what it can give to one challenge.
        capacity: how many challenges it takes at once.
        data_clearance: the most delicate class of data it may process.
        refused_licences: SPDX expressions it does not release under.
        place: ISO 3166-1 or 3166-2 code.
        time_zone: name in the tz database, such as Asia/Taipei.
        conflicts: organisations in which it declared an interest.
        source: where the facts about a real team were read; None for teams that registered themselves. Only a team
            with a source may leave open its capacity, data clearance and whether it works from elsewhere.
    """

    id: UUID
    slug: str
    name: LocalizedText
    about: LocalizedText
    skills: tuple[Skill, ...]
    domains: tuple[str, ...]
    languages: tuple[str, ...]
    hours_per_week: int | None
    available_from: date | None
    available_until: date | None
    capacity: int | None
    data_clearance: DataClass | None
    refused_licences: tuple[str, ...]
    place: str | None
    remote_ok: bool | None
    time_zone: str | None
    homepage: str | None
    conflicts: frozenset[UUID]
    source: str | None
    is_example: bool
    created_by: UUID | None
    created_at: datetime
    updated_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class TeamForm:
    """What may be written about a team; a field that is UNCHANGED stays, or is empty when new.

    Lists are replaced as a whole. `source` and `is_example` are for officers.
    """

    name: LocalizedText | Untouched = UNCHANGED
    about: LocalizedText | Untouched = UNCHANGED
    skills: tuple[Skill, ...] | Untouched = UNCHANGED
    domains: tuple[str, ...] | Untouched = UNCHANGED
    languages: tuple[str, ...] | Untouched = UNCHANGED
    hours_per_week: int | Untouched | None = UNCHANGED
    available_from: date | Untouched | None = UNCHANGED
    available_until: date | Untouched | None = UNCHANGED
    capacity: int | Untouched = UNCHANGED
    data_clearance: DataClass | Untouched = UNCHANGED
    refused_licences: tuple[str, ...] | Untouched = UNCHANGED
    place: str | Untouched | None = UNCHANGED
    remote_ok: bool | Untouched = UNCHANGED
    time_zone: str | Untouched | None = UNCHANGED
    homepage: str | Untouched | None = UNCHANGED
    conflicts: frozenset[UUID] | Untouched = UNCHANGED
    source: str | Untouched | None = UNCHANGED
    is_example: bool | Untouched = UNCHANGED


def judge(team: Team) -> Problems:
    """Everything that is wrong with what is written about a team."""
    problems = Problems()
    problems.unless(team.name, "NAME_MISSING", "name")
    check_texts(problems, "name", team.name, LONGEST_LINE)
    check_texts(problems, "about", team.about, LONGEST_TEXT)
    check_line(problems, "source", team.source or "", LONGEST_TEXT)
    judge_skills(problems, team.skills)
    check_concepts(problems, "domains", team.domains, FIELDS_OF_WORK)
    check_languages(problems, "languages", team.languages)
    check_between(problems, "hoursPerWeek", team.hours_per_week, 1, MOST_HOURS_PER_WEEK)
    check_dates(problems, availableFrom=team.available_from, availableUntil=team.available_until)
    check_between(problems, "capacity", team.capacity, 1, LARGEST_CAPACITY)
    for field, said in (
        ("capacity", team.capacity),
        ("dataClearance", team.data_clearance),
        ("remoteOk", team.remote_ok),
    ):
        problems.unless(team.source or said is not None, "NOT_SAID", field)
    problems.unless(
        len(team.refused_licences) <= MOST_ENTRIES, "TOO_MANY_ENTRIES", "refusedLicences", limit=MOST_ENTRIES
    )
    for index, licence in enumerate(team.refused_licences[:MOST_ENTRIES]):
        check_licence(problems, f"refusedLicences.{index}", licence)
    known_place = team.place is None or is_place(team.place) or is_country(team.place)
    problems.unless(known_place, "PLACE_MALFORMED", "place")
    known_zone = team.time_zone is None or is_time_zone(team.time_zone)
    problems.unless(known_zone, "TIME_ZONE_UNKNOWN", "timeZone", zone=(team.time_zone or "")[:40])
    check_address(problems, "homepage", team.homepage)
    problems.unless(len(team.conflicts) <= MOST_ENTRIES, "TOO_MANY_ENTRIES", "conflicts", limit=MOST_ENTRIES)
    return problems


def written_well(team: Team) -> Team:
    """The same team without stray blanks and empty texts, with licences and languages in their usual spelling."""
    return replace(
        team,
        name=tidied(team.name),
        about=tidied(team.about),
        languages=tuple(dict.fromkeys(canonical_tag(tag) for tag in team.languages)),
        refused_licences=tuple(
            dict.fromkeys(normalised_licence(each.strip()) for each in team.refused_licences)
        ),
        homepage=(team.homepage or "").strip() or None,
        place=(team.place or "").strip() or None,
        time_zone=(team.time_zone or "").strip() or None,
    )


def judge_skills(problems: Problems, skills: tuple[Skill, ...]) -> None:
    """Note what is wrong with a list of skills."""
    check_concepts(problems, "skills", [each.concept for each in skills], SKILLS, "concept")
    for index, skill in enumerate(skills[:MOST_ENTRIES]):
        if skill.concept in CONCEPTS:
            check_between(problems, f"skills.{index}.level", skill.level, 1, max_level(skill.concept))
        check_line(problems, f"skills.{index}.evidence", skill.evidence or "", LONGEST_TEXT)
        check_address(problems, f"skills.{index}.evidenceUrl", skill.evidence_url)
        shown = skill.evidenced_on is None or skill.evidenced_on <= today()
        problems.unless(shown, "DATE_IN_FUTURE", f"skills.{index}.evidencedOn")
