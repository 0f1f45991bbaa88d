"""What is wrong with a challenge as it is written, and what is missing before it can be submitted."""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from matching.challenges.gate import obstacles
from matching.challenges.model import SHORTEST_PROBLEM_WORDS, AIView, Challenge, Measure, words
from matching.fit import DataClass
from matching.forms import (
    FIELDS_OF_WORK,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_ENTRIES,
    SKILLS,
    LocalizedText,
    canonical_tag,
    check_between,
    check_concepts,
    check_dates,
    check_languages,
    check_licence,
    check_line,
    check_open_licence,
    check_texts,
    normalised_licence,
    tidied,
)
from registry.concepts import CONCEPTS, max_level
from store.refusal import Problem, Problems

MOST_HOURS = 100_000  # fifty people for a year; more is not a challenge of one round
MOST_TEAMS = 100
MOST_BUDGET = (
    999_999_999  # New Taiwan dollars; more is a procurement of its own, not a challenge of one round
)
MOST_MEASURES = 20


def judge(challenge: Challenge) -> Problems:
    """Everything that is wrong with what is written, whether or not it is complete."""
    problems = Problems()
    problems.unless(challenge.title, "TITLE_MISSING", "title")
    check_texts(problems, "title", challenge.title, LONGEST_LINE)
    check_texts(problems, "problem", challenge.problem, LONGEST_TEXT)
    for field, texts in told(challenge).items():
        check_texts(problems, field, texts, LONGEST_TEXT)
    check_texts(problems, "outcome", challenge.outcome or {}, LONGEST_TEXT)
    check_line(problems, "lawfulBasis", challenge.lawful_basis or "", LONGEST_TEXT)
    check_line(problems, "impactAssessment", challenge.impact_assessment or "", LONGEST_TEXT)
    check_line(problems, "source", challenge.source or "", LONGEST_TEXT)
    _judge_measures(problems, challenge)
    _judge_needs(problems, challenge)
    check_concepts(problems, "domains", challenge.domains, FIELDS_OF_WORK)
    check_languages(problems, "languages", challenge.languages)
    check_between(problems, "hoursNeeded", challenge.hours_needed, 1, MOST_HOURS)
    check_between(problems, "budgetTwd", challenge.budget_twd, 0, MOST_BUDGET)
    check_between(problems, "minTeams", challenge.min_teams, 0, MOST_TEAMS)
    check_between(problems, "maxTeams", challenge.max_teams, max(1, challenge.min_teams or 0), MOST_TEAMS)
    for field, said in (
        ("minTeams", challenge.min_teams),
        ("maxTeams", challenge.max_teams),
        ("onSite", challenge.on_site),
    ):
        problems.unless(challenge.source or said is not None, "NOT_SAID", field)
    check_dates(problems, startsOn=challenge.starts_on, endsOn=challenge.ends_on)
    check_licence(problems, "licence", challenge.licence)
    return problems


def told(challenge: Challenge) -> Mapping[str, LocalizedText]:
    """What a statement tells besides its title and its problem, by the name of the field in the API."""
    return {
        "peopleAffected": challenge.people_affected,
        "evidence": challenge.evidence,
        "dataInvolved": challenge.data_involved,
        "constraints": challenge.constraints,
        "pilot": challenge.pilot,
        "onSiteWork": challenge.on_site_work,
        "publication": challenge.publication,
    }


def missing(challenge: Challenge) -> list[Problem]:
    """What is still missing before a challenge can be submitted and published; empty when it is complete."""
    problems = Problems()
    problems.unless(challenge.title, "TITLE_MISSING", "title")
    longest = max((words(text) for text in challenge.problem.values()), default=0.0)
    enough = longest >= SHORTEST_PROBLEM_WORDS
    problems.unless(
        enough, "PROBLEM_TOO_SHORT", "problem", least=SHORTEST_PROBLEM_WORDS, words=math.floor(longest)
    )
    problems.unless(challenge.people_affected, "PEOPLE_AFFECTED_MISSING", "peopleAffected")
    problems.unless(challenge.measures, "MEASURES_MISSING", "measures")
    for index, measure in enumerate(challenge.measures):
        problems.unless(measure.target is not None, "TARGET_MISSING", f"measures.{index}.target")
    problems.unless(challenge.needs, "NEEDS_MISSING", "needs")
    problems.unless(challenge.domains, "DOMAINS_MISSING", "domains")
    problems.unless(challenge.languages, "LANGUAGES_MISSING", "languages")
    problems.unless(challenge.hours_needed, "HOURS_MISSING", "hoursNeeded")
    problems.unless(challenge.starts_on, "DATE_MISSING", "startsOn")
    problems.unless(challenge.ends_on, "DATE_MISSING", "endsOn")
    problems.unless(challenge.data_class, "DATA_CLASS_MISSING", "dataClass")
    about_people = challenge.data_class in {DataClass.PERSONAL, DataClass.SENSITIVE}
    problems.unless(challenge.lawful_basis or not about_people, "LAWFUL_BASIS_MISSING", "lawfulBasis")
    problems.unless(challenge.licence, "LICENCE_MISSING", "licence")
    check_open_licence(problems, "licence", challenge.licence)
    return [*problems, *obstacles(challenge)]


def past_days(challenge: Challenge, today: date) -> list[Problem]:
    """The days of the work that have passed already; nobody can apply for those."""
    problems = Problems()
    for field, day in (("startsOn", challenge.starts_on), ("endsOn", challenge.ends_on)):
        problems.unless(day is None or day >= today, "DATE_PASSED", field, today=today.isoformat())
    return list(problems)


def written_well(challenge: Challenge) -> Challenge:
    """The same challenge without stray blanks and empty texts, with licence and languages in their usual spelling."""
    return replace(
        challenge,
        title=tidied(challenge.title),
        problem=tidied(challenge.problem),
        people_affected=tidied(challenge.people_affected),
        evidence=tidied(challenge.evidence),
        data_involved=tidied(challenge.data_involved),
        constraints=tidied(challenge.constraints),
        pilot=tidied(challenge.pilot),
        on_site_work=tidied(challenge.on_site_work),
        publication=tidied(challenge.publication),
        outcome=None if challenge.outcome is None else tidied(challenge.outcome),
        measures=tuple(_measure_written_well(each) for each in challenge.measures),
        languages=tuple(dict.fromkeys(canonical_tag(tag) for tag in challenge.languages)),
        lawful_basis=(challenge.lawful_basis or "").strip() or None,
        ai_examined=tuple(view for view in AIView if view in challenge.ai_examined),
        impact_assessment=(challenge.impact_assessment or "").strip() or None,
        licence=normalised_licence(challenge.licence.strip()) if challenge.licence else None,
    )


def _measure_written_well(measure: Measure) -> Measure:
    return replace(measure, name=tidied(measure.name), unit=measure.unit.strip())


def _judge_measures(problems: Problems, challenge: Challenge) -> None:
    problems.unless(
        len(challenge.measures) <= MOST_MEASURES, "TOO_MANY_ENTRIES", "measures", limit=MOST_MEASURES
    )
    for index, measure in enumerate(challenge.measures[:MOST_MEASURES]):
        problems.unless(measure.name, "NAME_MISSING", f"measures.{index}.name")
        check_texts(problems, f"measures.{index}.name", measure.name, LONGEST_LINE)
        check_line(problems, f"measures.{index}.unit", measure.unit)
        for name, figure in (("baseline", measure.baseline), ("target", measure.target)):
            problems.unless(
                figure is None or math.isfinite(figure), "NOT_A_NUMBER", f"measures.{index}.{name}"
            )


def _judge_needs(problems: Problems, challenge: Challenge) -> None:
    check_concepts(problems, "needs", [each.concept for each in challenge.needs], SKILLS, "concept")
    for index, need in enumerate(challenge.needs[:MOST_ENTRIES]):
        if need.concept in CONCEPTS:
            check_between(problems, f"needs.{index}.level", need.level, 1, max_level(need.concept))
