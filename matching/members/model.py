"""A member's own part of a team: how they are called there, what they can do, and what would keep them away."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from matching.forms import LONGEST_LINE, check_line
from matching.teams.model import Skill, judge_skills
from store.refusal import Problems


class Barrier(StrEnum):
    """What keeps people from taking part; the four that the framework of Taiwan's digital ministry names (2024)."""

    CHILDCARE = "CHILDCARE"
    TRANSPORT = "TRANSPORT"
    EQUIPMENT = "EQUIPMENT"
    LANGUAGE = "LANGUAGE"


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What one person said of themselves in one team.

    Attributes:
        shown_name: how they are called in this team; None for their name here.
        is_name_public: whether everybody may read it; otherwise the team and officers.
        skills: what they bring. They count as the team's while they are in it, without their name.
        barriers: what stands in their way; nobody else reads it.
        skills_version: counts how often they said what they bring.
    """

    team_id: UUID
    person_id: UUID
    shown_name: str | None
    is_name_public: bool
    skills: tuple[Skill, ...]
    barriers: frozenset[Barrier]
    skills_version: int


def judge_name(name: str) -> Problems:
    """Everything that is wrong with what somebody wants to be called in a team."""
    problems = Problems()
    check_line(problems, "shownName", name, LONGEST_LINE)
    return problems


def judge_own_skills(skills: Sequence[Skill]) -> Problems:
    """Everything that is wrong with the skills that somebody brings; each needs its level."""
    problems = Problems()
    judge_skills(problems, tuple(skills))
    for index, skill in enumerate(skills):
        problems.unless(skill.level is not None, "NOT_SAID", f"skills.{index}.level")
    return problems
