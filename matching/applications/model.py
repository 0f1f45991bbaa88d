"""An application: a team's bid for a challenge; a review: what somebody uninvolved made of it."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from matching.fit import Fit
from matching.forms import (
    LONGEST_TEXT,
    UNCHANGED,
    LocalizedText,
    Untouched,
    check_between,
    check_line,
    check_texts,
)
from matching.programmes.model import HIGHEST_SCORE, RubricCriterion, weighted_mean
from store.refusal import Problem, Problems

LOWEST_PREFERENCE = 99  # nobody tells the hundredth choice from the ninety-ninth
MOST_HOURS = 100_000  # as of a challenge


class State(StrEnum):
    """Where an application stands; MATCHED and NOT_MATCHED follow by adopting a cohort assignment."""

    SUBMITTED = "SUBMITTED"
    WITHDRAWN = "WITHDRAWN"
    MATCHED = "MATCHED"
    NOT_MATCHED = "NOT_MATCHED"


@dataclass(frozen=True, slots=True)
class Application:
    """A team's bid.

    Attributes:
        proposal: what the team proposes to do.
        preference: the team's rank of this challenge, 1 for its first choice; equal ranks are ties.
        hours_offered: over the whole challenge.
    """

    id: UUID
    challenge_id: UUID
    team_id: UUID
    state: State
    proposal: LocalizedText
    preference: int
    hours_offered: int | None
    created_by: UUID | None
    created_at: datetime
    updated_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class ApplicationForm:
    """What a team may write in a bid; a field that is UNCHANGED stays, or takes its default when new."""

    proposal: LocalizedText | Untouched = UNCHANGED
    preference: int | Untouched = UNCHANGED
    hours_offered: int | Untouched | None = UNCHANGED


@dataclass(frozen=True, slots=True)
class Review:
    """One reviewer's points, 0 to 5 for each line of the programme's rubric, and why."""

    id: UUID
    application_id: UUID
    reviewer_id: UUID | None
    scores: Mapping[str, int]
    comment: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewSummary:
    """What all reviewers together made of an application.

    Attributes:
        reviews: how many there are.
        mean: of the reviewers' weighted means, 0 to 5; None while there is no review.
        by_criterion: mean points by line of the rubric.
    """

    application_id: UUID
    reviews: int
    mean: float | None
    by_criterion: Mapping[str, float]


def judge(application: Application) -> Problems:
    """Everything that is wrong with what a team wrote."""
    problems = Problems()
    problems.unless(application.proposal, "PROPOSAL_MISSING", "proposal")
    check_texts(problems, "proposal", application.proposal, LONGEST_TEXT)
    check_between(problems, "preference", application.preference, 1, LOWEST_PREFERENCE)
    check_between(problems, "hoursOffered", application.hours_offered, 1, MOST_HOURS)
    return problems


def judge_review(scores: Mapping[str, int], comment: str, rubric: tuple[RubricCriterion, ...]) -> Problems:
    """Everything that is wrong with a review: each line of the rubric needs its points, and nothing else has any."""
    problems = Problems()
    for criterion in rubric:
        problems.unless(
            criterion.id in scores, "SCORE_MISSING", f"scores.{criterion.id}", criterion=criterion.id
        )
        check_between(problems, f"scores.{criterion.id}", scores.get(criterion.id), 0, HIGHEST_SCORE)
    known = {criterion.id for criterion in rubric}
    for each in scores:
        problems.unless(each in known, "UNKNOWN_CRITERION", "scores", criterion=each[:80])
    check_line(problems, "comment", comment, LONGEST_TEXT)
    return problems


def failed_gates(fit: Fit, field: str = "challengeId") -> list[Problem]:
    """A problem with a field for each gate that a team does not pass: GATE_ and the gate's code.

    Its values are those of the gate's reason, with the codes of the reason and of what would change the answer.
    """
    return [
        Problem(
            f"GATE_{gate.code}",
            field,
            {
                **gate.detail.values,
                "reason": gate.detail.code,
                "changes": tuple(change.code for change in gate.changes),
            },
        )
        for gate in fit.failed_gates()
    ]


def summarise(
    application_ids: Iterable[UUID], reviews: Iterable[Review], rubric: tuple[RubricCriterion, ...]
) -> list[ReviewSummary]:
    """What the reviewers made of each application, in the order given."""
    found: dict[UUID, list[Review]] = {each: [] for each in application_ids}
    for review in reviews:
        found[review.application_id].append(review)
    return [_summary(application_id, of_it, rubric) for application_id, of_it in found.items()]


def _summary(
    application_id: UUID, reviews: list[Review], rubric: tuple[RubricCriterion, ...]
) -> ReviewSummary:
    if not reviews:
        return ReviewSummary(application_id, 0, None, {})
    return ReviewSummary(
        application_id,
        len(reviews),
        _mean(weighted_mean(each.scores, rubric) for each in reviews),
        {criterion.id: _mean(each.scores[criterion.id] for each in reviews) for criterion in rubric},
    )


def _mean(figures: Iterable[float]) -> float:
    known = list(figures)
    return math.fsum(known) / len(known)
