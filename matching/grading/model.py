"""A mutual grade: what one side of a shortlisted bid thinks of working with the other, 1 to 5."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from matching.agreements.model import Side

LOWEST_GRADE: Final = 1
HIGHEST_GRADE: Final = 5  # the scale of the sandbox's mutual choice, with 5 for the best


@dataclass(frozen=True, slots=True)
class MutualGrade:
    """One side's grade of a bid."""

    id: UUID
    application_id: UUID
    side: Side
    grade: int
    graded_by: UUID | None
    graded_at: datetime


@dataclass(frozen=True, slots=True)
class Bid:
    """What grading needs to know of a bid.

    Attributes:
        closes_on: the last day for grades, the day of the decision; None where none is set.
        unread: whether reviewers were asked about it and none has answered.
    """

    application_id: UUID
    challenge_id: UUID
    team_id: UUID
    owner_id: UUID
    application_state: str
    programme_state: str
    shortlisted_at: datetime | None
    closes_on: date | None
    unread: bool


@dataclass(frozen=True, slots=True)
class Grades:
    """Both sides' grades of a bid; None where a side gave none."""

    by_owner: int | None
    by_team: int | None


NOT_GRADED: Final = Grades(None, None)
