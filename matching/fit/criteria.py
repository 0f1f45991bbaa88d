"""The graded criteria: points from 0 to 1, what they rest on, and what is missing."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from matching.fit.calendar import hours_available
from matching.fit.facts import ChallengeFacts, Delivered, TeamFacts
from matching.fit.links import credit
from matching.fit.place import language_credit, place_credit
from matching.fit.result import Criterion, CriterionId, Evidence
from matching.fit.skills import cover, explain, lessons, skills_points
from matching.fit.texts import problem_text, text_credit
from matching.fit.weights import Weights
from registry.concepts.likeness import in_common
from registry.health import HealthBand

# A quarter more time than the work needs is counted as comfortable; time beyond it wins nothing, so that a
# fit does not reward whoever has nothing else to do. A choice: the sandbox's reports give no figure for
# overrun.
COMFORTABLE_TIME = 1.25

# What a delivered software's health says against its team: nothing while it lives, half while it slows down.
# Bands without a score say nothing either way.
HELD_UP = {
    HealthBand.THRIVING: 1.0,
    HealthBand.STEADY: 1.0,
    HealthBand.SLOWING: 0.5,
    HealthBand.DORMANT: 0.0,
}


TERMS_TOLD = 5  # enough to see whether the likeness is one of substance; more would be read by nobody


@dataclass(frozen=True, slots=True)
class Comparison:
    """One challenge, one team, and the day they are compared on."""

    challenge: ChallengeFacts
    team: TeamFacts
    as_of: date


Judgement = tuple[float | None, float, tuple[Evidence, ...], tuple[Evidence, ...]]
"""Points (None: unknown), how much is known, what it rests on, what is missing."""


def judge_skills(compared: Comparison) -> Judgement:
    """Needed skills covered at their level, with part of the credit for related or faded ones."""
    coverages = tuple(cover(need, compared.team.skills, compared.as_of) for need in compared.challenge.needs)
    points, known = skills_points(coverages)
    if points is None:
        return None, 0.0, (), (Evidence("NEEDS_UNKNOWN", {}),)
    met = tuple(explain(each) for each in coverages if each.skill is not None)
    missing = tuple(explain(each) for each in coverages if each.skill is None)
    return points, known, met, (*missing, *(each for coverage in coverages for each in lessons(coverage)))


def judge_domain(compared: Comparison) -> Judgement:
    """Whether the team knows the fields the challenge lies in: the mean over those fields."""
    wanted, offered = compared.challenge.domains, compared.team.domains
    if not wanted or not offered:
        code = "DOMAIN_UNKNOWN_TEAM" if wanted else "DOMAIN_UNKNOWN_CHALLENGE"
        return None, 0.0, (), (Evidence(code, {}),)
    evidence, missing, points = [], [], []
    for domain in wanted:
        best, by = max((credit(each, domain), each) for each in sorted(offered))
        points.append(best)
        if best == 0.0:
            missing.append(Evidence("DOMAIN_MISSING", {"domain": domain}))
        elif best < 1.0:
            evidence.append(Evidence("DOMAIN_RELATED", {"domain": domain, "offered": by}))
        else:
            evidence.append(Evidence("DOMAIN_SHARED", {"domain": domain}))
    return math.fsum(points) / len(points), 1.0, tuple(evidence), tuple(missing)


def judge_place_language(compared: Comparison) -> Judgement:
    """Languages of the challenge that the team works in, and nearness where nearness matters."""
    parts = (
        language_credit(compared.challenge, compared.team),
        place_credit(compared.challenge, compared.team),
    )
    points = [part.points for part in parts if part.points is not None]
    known = len(points) / len(parts)
    evidence = tuple(part.evidence for part in parts if part.points)
    missing = tuple(part.evidence for part in parts if not part.points)
    return (math.fsum(points) / len(points) if points else None), known, evidence, missing


def judge_capacity(compared: Comparison) -> Judgement:
    """Whether there is more time than the work needs, up to a comfortable reserve."""
    available, needed = hours_available(compared.challenge, compared.team), compared.challenge.hours_needed
    if available is None or needed is None:
        return None, 0.0, (), (Evidence("TIME_UNKNOWN", {}),)
    comfortable = needed * COMFORTABLE_TIME
    points = 1.0 if comfortable <= 0 else min(1.0, available / comfortable)
    values = {"available": math.floor(available), "needed": needed}
    if available < needed:
        return points, 1.0, (), (Evidence("TIME_SHORT", values),)
    code = "TIME_COMFORTABLE" if points == 1.0 else "TIME_TIGHT"
    return points, 1.0, (Evidence(code, values),), ()


def judge_track_record(compared: Comparison) -> Judgement:
    """Whether anything the team delivered speaks against it.

    Nothing delivered yet says nothing against a team: it has full points and no confidence, as a newcomer
    must not be placed below an otherwise equal team for being new. What was delivered can confirm the
    points or lower them.
    """
    record = compared.team.track_record
    if not record:
        return 1.0, 0.0, (), (Evidence("RECORD_NONE_YET", {}),)
    judged = [HELD_UP[each.health_band] for each in record if each.health_band in HELD_UP]
    points = math.fsum(judged) / len(judged) if judged else 1.0
    evidence = tuple(_delivered(each, compared.challenge) for each in _by_name(record))
    return points, len(judged) / len(record), evidence, ()


def judge_interest(compared: Comparison) -> Judgement:
    """How high the team ranked this challenge: 1 for its first choice, 1/2 for its second, and so on."""
    rank = compared.team.interest
    if rank is None:
        return None, 0.0, (), (Evidence("INTEREST_UNKNOWN", {}),)
    return 1.0 / max(1, rank), 1.0, (Evidence("INTEREST_RANKED", {"rank": max(1, rank)}),), ()


def judge_problem_text(compared: Comparison) -> Judgement:
    """Whether the team speaks of its work as the owner speaks of the problem, in either language."""
    points = text_credit(compared.challenge, compared.team)
    if points is None:
        code = "TEXT_UNKNOWN_TEAM" if problem_text(compared.challenge) else "TEXT_UNKNOWN_CHALLENGE"
        return None, 0.0, (), (Evidence(code, {}),)
    terms = in_common(problem_text(compared.challenge), compared.team.about, TERMS_TOLD)
    if not terms:
        return points, 1.0, (), (Evidence("TEXT_APART", {}),)
    return points, 1.0, (Evidence("TEXT_ALIKE", {"terms": terms}),), ()


JUDGES: dict[CriterionId, Callable[[Comparison], Judgement]] = {
    CriterionId.SKILLS: judge_skills,
    CriterionId.DOMAIN: judge_domain,
    CriterionId.PLACE_LANGUAGE: judge_place_language,
    CriterionId.CAPACITY: judge_capacity,
    CriterionId.TRACK_RECORD: judge_track_record,
    CriterionId.INTEREST: judge_interest,
    CriterionId.PROBLEM_TEXT: judge_problem_text,
}


def judge(criterion: CriterionId, compared: Comparison, weights: Weights) -> Criterion:
    """One criterion of a comparison, with its weight."""
    points, known, evidence, missing = JUDGES[criterion](compared)
    return Criterion(criterion, points, weights.of(criterion), known, evidence, missing)


def _by_name(record: tuple[Delivered, ...]) -> list[Delivered]:
    return sorted(record, key=lambda each: (each.name, each.software_id))


def _delivered(software: Delivered, challenge: ChallengeFacts) -> Evidence:
    same_field = any(credit(mine, theirs) for mine in software.domains for theirs in challenge.domains)
    band = software.health_band or HealthBand.NOT_OBSERVED
    code = "RECORD_DELIVERED_SAME_FIELD" if same_field else "RECORD_DELIVERED"
    return Evidence(code, {"software": software.name, "band": band.value, "used_by": software.used_by})
