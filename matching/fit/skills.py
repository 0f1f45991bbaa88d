"""How much of what a challenge needs a team's skills cover, and what is missing."""

import math
from dataclasses import dataclass
from datetime import date

from matching.fit.facts import Need, Skill
from matching.fit.links import credit
from matching.fit.result import Evidence, Value
from registry.concepts import CONCEPTS, ConceptKind, max_level
from registry.concepts.courses import courses_for

# Years after which a skill is worth half its level: five typically, two and a half where the field moves
# fast. Source: `skill_half_life_years` of the competency data restated from Taiwan's 2024 public reports.
HALF_LIFE_YEARS = 5.0
FAST_HALF_LIFE_YEARS = 2.5
DAYS_PER_YEAR = 365.25

# Essential needs count double: an owner asks for them before the others, not instead of them. They are no gate, since
# a team can grow into a skill while it works, and whoever reviews the bid sees what is missing. A choice.
REQUIRED_COUNTS = 2.0
# A skill without a dated record may be there or may have gone: half of the answer is known.
KNOWN_WITHOUT_DATE = 0.5

LEVELS_OF_MOST = 5  # every kind but competencies, which have DigComp's eight


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far one need is met: `points` 0 to 1 by the best `skill`, whose level now is `level_now`."""

    need: Need
    points: float
    skill: Skill | None
    level_now: float
    known: float

    def weight(self) -> float:
        """How much this need counts among the needs."""
        return REQUIRED_COUNTS if self.need.required else 1.0


def levels(concept: str) -> int:
    """How many levels the concept has. One that has left the vocabulary keeps the scale of most kinds."""
    return max_level(concept) if concept in CONCEPTS else LEVELS_OF_MOST


def half_life_years(concept: str) -> float:
    """Years in which a skill halves. Technologies move fast; methods, fields and competencies do not."""
    known = CONCEPTS.get(concept)
    is_technology = known is not None and known.kind is ConceptKind.TECHNOLOGY
    return FAST_HALF_LIFE_YEARS if is_technology else HALF_LIFE_YEARS


def level_now(skill: Skill, as_of: date) -> float:
    """The skill's level, faded by the age of its evidence; without a date it stays as stated."""
    if skill.evidenced_on is None:
        return float(skill.level)
    age_years = max(0, (as_of - skill.evidenced_on).days) / DAYS_PER_YEAR
    return skill.level * math.pow(0.5, age_years / half_life_years(skill.concept))


def cover(need: Need, skills: tuple[Skill, ...], as_of: date) -> Coverage:
    """The best that any one skill does for a need; more skills can therefore never do worse."""
    wanted_share = max(need.level, 1) / levels(need.concept)
    best = Coverage(need, 0.0, None, 0.0, known=1.0 if skills else 0.0)
    for skill in sorted(skills, key=_in_order):
        related = credit(skill.concept, need.concept)
        level = level_now(skill, as_of)
        points = related * min(1.0, level / levels(skill.concept) / wanted_share)
        if points > best.points:
            known = KNOWN_WITHOUT_DATE if skill.evidenced_on is None else 1.0
            best = Coverage(need, points, skill, level, known)
    return best


def skills_points(coverages: tuple[Coverage, ...]) -> tuple[float | None, float]:
    """Points and how much of them is known; no points where the challenge names no need."""
    total = math.fsum(each.weight() for each in coverages)
    if not total:
        return None, 0.0
    points = math.fsum(each.points * each.weight() for each in coverages) / total
    known = math.fsum(each.known * each.weight() for each in coverages) / total
    return min(1.0, points), known


def explain(coverage: Coverage) -> Evidence:
    """The sentence for one need: met, met in part, or missing."""
    need, skill = coverage.need, coverage.skill
    if skill is None:
        code = "NEED_MISSING_REQUIRED" if need.required else "NEED_MISSING"
        return Evidence(code, {"need": need.concept, "level": need.level})
    values: dict[str, Value] = {
        "need": need.concept,
        "level": need.level,
        "skill": skill.concept,
        "skill_level": skill.level,
        "level_now": round(coverage.level_now, 1),
    }
    if coverage.points < 1.0:
        same_field = credit(skill.concept, need.concept) < 1.0
        return Evidence("NEED_RELATED" if same_field else "NEED_BELOW_LEVEL", values)
    if skill.evidenced_on is None:
        return Evidence("NEED_MET_UNDATED", values)
    return Evidence("NEED_MET", {**values, "date": skill.evidenced_on.isoformat()})


def lessons(coverage: Coverage) -> tuple[Evidence, ...]:
    """Which courses would close what is left of one need; none where it is met, or where no course teaches it."""
    found = courses_for(coverage.need.concept) if coverage.points < 1.0 else ()
    if not found:
        return ()
    return (
        Evidence(
            "NEED_COURSES", {"need": coverage.need.concept, "courses": tuple(each.id for each in found)}
        ),
    )


def _in_order(skill: Skill) -> tuple[bool, str, int, str, str]:
    """Dated evidence first, then a fixed order, so that equals do not depend on how they were listed."""
    dated = "" if skill.evidenced_on is None else skill.evidenced_on.isoformat()
    return (skill.evidenced_on is None, skill.concept, -skill.level, dated, skill.evidence or "")
