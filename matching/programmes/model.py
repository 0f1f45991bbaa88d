"""A programme is one round: its mode, its dates, how fit is weighed and how applications are scored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from matching.fit import DEFAULT_WEIGHTS, CriterionId, Weights
from matching.forms import (
    LONGEST_LINE,
    LONGEST_TEXT,
    UNCHANGED,
    LocalizedText,
    Untouched,
    check_dates,
    check_line,
    check_texts,
    today,
)
from store.refusal import Problems, refuse_unless

HIGHEST_SCORE = 5  # reviewers score each criterion 0 to 5, the scale of the sandbox's juries
MOST_CRITERIA = 10  # more than that, and reviewers stop telling them apart
LARGEST_WEIGHT = 100  # weights are proportions; a larger one only hides the others


class Mode(StrEnum):
    """Who moves first in a round, after the programmes of 2023 to 2025 that this was built for."""

    OWNER_FIRST = "OWNER_FIRST"
    TEAM_FIRST = "TEAM_FIRST"
    THEME = "THEME"
    CONTINUATION = "CONTINUATION"
    COACHED = "COACHED"
    OPEN_PROPOSAL = "OPEN_PROPOSAL"


class State(StrEnum):
    """Where a round stands."""

    DRAFT = "DRAFT"
    OPEN = "OPEN"
    REVIEW = "REVIEW"
    MATCHED = "MATCHED"
    CLOSED = "CLOSED"


#: The states that may follow each state; MATCHED follows by adopting a cohort assignment.
MOVES: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.DRAFT: frozenset({State.OPEN}),
        State.OPEN: frozenset({State.REVIEW, State.CLOSED}),
        State.REVIEW: frozenset({State.MATCHED, State.CLOSED}),
        State.MATCHED: frozenset({State.CLOSED}),
        State.CLOSED: frozenset(),
    }
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """What so many points of a criterion mean, so that reviewers mean the same."""

    points: int
    text: LocalizedText


@dataclass(frozen=True, slots=True)
class RubricCriterion:
    """One thing that reviewers score 0 to 5.

    Attributes:
        weight: its proportion among the others.
        anchors: what single points mean; those in between lie in between.
    """

    id: str
    name: LocalizedText
    weight: float = 1.0
    anchors: tuple[Anchor, ...] = ()


#: What reviewers score where a programme says nothing else. A starting point for officers to change.
DEFAULT_RUBRIC = (
    RubricCriterion(
        "value",
        {"en": "What it changes for the people affected", "zh-Hant": "對受影響民眾的改變"},
        anchors=(
            Anchor(0, {"en": "nothing that they would notice", "zh-Hant": "民眾感受不到任何改變"}),
            Anchor(3, {"en": "it eases the problem for some of them", "zh-Hant": "減輕部分民眾的問題"}),
            Anchor(5, {"en": "the problem is solved for most of them", "zh-Hant": "解決多數民眾的問題"}),
        ),
    ),
    RubricCriterion(
        "feasibility",
        {"en": "Whether it can be done with these people in this time", "zh-Hant": "人力與時程的可行性"},
        anchors=(
            Anchor(0, {"en": "skills or time for it are missing", "zh-Hant": "缺乏所需的技能或時間"}),
            Anchor(3, {"en": "it can be done if nothing goes wrong", "zh-Hant": "一切順利才能完成"}),
            Anchor(
                5,
                {
                    "en": "they have done the like, with time to spare",
                    "zh-Hant": "曾完成類似工作，且時間充裕",
                },
            ),
        ),
    ),
    RubricCriterion(
        "reuse",
        {"en": "What others can reuse of it", "zh-Hant": "成果可供他人再利用的程度"},
        anchors=(
            Anchor(0, {"en": "it serves this place alone", "zh-Hant": "僅適用於單一地點"}),
            Anchor(3, {"en": "others can use it after changing the code", "zh-Hant": "他人修改程式後可使用"}),
            Anchor(5, {"en": "others can use it by settings alone", "zh-Hant": "他人只需調整設定即可使用"}),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Programme:
    """One round.

    Attributes:
        organisation_id: the ministry or agency that runs it.
        weights: how much each criterion of fit counts; fixed once the programme is open. None where a past round's
            source names none.
        rubric: what reviewers score; fixed once the programme is open. Empty where a past round's source names none.
        source: where the facts about a past round were read; None for rounds run here.
    """

    id: UUID
    slug: str
    organisation_id: UUID
    name: LocalizedText
    description: LocalizedText
    mode: Mode
    state: State
    opens_on: date | None
    applications_close_on: date | None
    decision_on: date | None
    ends_on: date | None
    weights: Weights | None
    rubric: tuple[RubricCriterion, ...]
    source: str | None
    is_example: bool
    created_at: datetime
    updated_at: datetime
    version: int

    def applications_closed(self, on: date) -> bool:
        """Whether the last day for applications has passed."""
        return self.applications_close_on is not None and on > self.applications_close_on


@dataclass(frozen=True, slots=True)
class ProgrammeForm:
    """What an officer may write about a round; a field that is UNCHANGED stays, or takes its default when new."""

    name: LocalizedText | Untouched = UNCHANGED
    description: LocalizedText | Untouched = UNCHANGED
    mode: Mode | Untouched = UNCHANGED
    opens_on: date | Untouched | None = UNCHANGED
    applications_close_on: date | Untouched | None = UNCHANGED
    decision_on: date | Untouched | None = UNCHANGED
    ends_on: date | Untouched | None = UNCHANGED
    weights: Weights | Untouched = UNCHANGED
    rubric: tuple[RubricCriterion, ...] | Untouched = UNCHANGED
    source: str | Untouched | None = UNCHANGED
    is_example: bool | Untouched = UNCHANGED


#: What teams and owners rely on when they decide to take part: it is not changed under them.
FIXED_ONCE_OPEN = {"mode": "mode", "weights": "weights", "rubric": "rubric"}


def may_follow(state: State, following: State) -> bool:
    """Whether a round in this state may go on to that one."""
    return following in MOVES[state]


def judge(programme: Programme) -> Problems:
    """Everything that is wrong with what is written about a round."""
    problems = Problems()
    problems.unless(programme.name, "NAME_MISSING", "name")
    check_texts(problems, "name", programme.name, LONGEST_LINE)
    check_texts(problems, "description", programme.description, LONGEST_TEXT)
    check_dates(
        problems,
        opensOn=programme.opens_on,
        applicationsCloseOn=programme.applications_close_on,
        decisionOn=programme.decision_on,
        endsOn=programme.ends_on,
    )
    weights = {} if programme.weights is None else programme.weights.as_mapping()
    for name, weight in weights.items():
        problems.unless(
            weight <= LARGEST_WEIGHT, "OUT_OF_RANGE", f"weights.{name}", least=0, most=LARGEST_WEIGHT
        )
    problems.unless(programme.weights or programme.source, "WEIGHTS_MISSING", "weights")
    problems.unless(programme.rubric or programme.source, "RUBRIC_EMPTY", "rubric")
    _judge_rubric(problems, programme.rubric)
    return problems


def _judge_rubric(problems: Problems, rubric: tuple[RubricCriterion, ...]) -> None:
    problems.unless(len(rubric) <= MOST_CRITERIA, "TOO_MANY_ENTRIES", "rubric", limit=MOST_CRITERIA)
    ids = [each.id for each in rubric]
    for index, each in enumerate(rubric):
        problems.unless(each.id.strip(), "NAME_MISSING", f"rubric.{index}.id")
        check_line(problems, f"rubric.{index}.id", each.id)
        problems.unless(each.id not in ids[:index], "ENTRY_TWICE", f"rubric.{index}.id", entry=each.id[:80])
        problems.unless(each.name, "NAME_MISSING", f"rubric.{index}.name")
        check_texts(problems, f"rubric.{index}.name", each.name, LONGEST_LINE)
        points = [anchor.points for anchor in each.anchors]
        in_scale = all(0 <= each <= HIGHEST_SCORE for each in points) and len(set(points)) == len(points)
        problems.unless(in_scale, "OUT_OF_RANGE", f"rubric.{index}.anchors", least=0, most=HIGHEST_SCORE)
        for at, anchor in enumerate(each.anchors):
            check_texts(problems, f"rubric.{index}.anchors.{at}", anchor.text, LONGEST_LINE)
        in_bounds = 0 < each.weight <= LARGEST_WEIGHT
        problems.unless(in_bounds, "OUT_OF_RANGE", f"rubric.{index}.weight", least=0, most=LARGEST_WEIGHT)


def weights_as_json(weights: Weights | None) -> dict[str, float]:
    """The weights by criterion, as stored; empty for none."""
    return {} if weights is None else dict(weights.as_mapping())


def weights_from_json(stored: Mapping[str, float]) -> Weights:
    """The stored weights; a criterion that was not weighed counts nothing, none at all gives the default."""
    if not stored:
        return DEFAULT_WEIGHTS
    return Weights(**{each.value: float(stored.get(each.value, 0.0)) for each in CriterionId})


def refuse_unless_open(programme: Programme, field: str) -> None:
    """Go on when owners may post and teams may apply; the last day for applications is told once it has passed.

    Raises:
        Refused: PROGRAMME_NOT_OPEN.
    """
    has_passed = programme.applications_closed(today())
    refuse_unless(
        programme.state is State.OPEN,
        "PROGRAMME_NOT_OPEN",
        field,
        state=programme.state.value,
        closed_on=str(programme.applications_close_on) if has_passed else "",
    )


def weighted_mean(scores: Mapping[str, int], rubric: tuple[RubricCriterion, ...]) -> float:
    """The mean of one reviewer's scores, 0 to 5, each counting as the rubric weighs it."""
    total = sum(each.weight for each in rubric)
    return sum(scores[each.id] * each.weight for each in rubric) / total


#: Turns of a round that others wait for, as the audit trail calls them.
NEWS = ("programme.opened", "programme.review_started", "programme.matched", "programme.closed")


@dataclass(frozen=True, slots=True)
class News:
    """A turn that a public round took, without who made it take it.

    Attributes:
        id: made of the number of its event, the same each time it is read.
        action: one of `NEWS`.
    """

    id: UUID
    at: datetime
    action: str
    slug: str
    name: LocalizedText
