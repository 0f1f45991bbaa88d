"""A milestone is something to be reached by a date; a delivery is a repository that a team hands over."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from matching.forms import (
    LONGEST_LINE,
    LONGEST_TEXT,
    UNCHANGED,
    LocalizedText,
    Untouched,
    check_line,
    check_texts,
)
from store.refusal import Problems


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that a match wants to reach; `note` says what was seen when it was reached."""

    id: UUID
    match_id: UUID
    position: int
    title: LocalizedText
    due_on: date | None
    reached_on: date | None
    note: str | None
    version: int


@dataclass(frozen=True, slots=True)
class MilestoneForm:
    """What either side may write about a milestone; a field that is UNCHANGED stays, or is empty when new."""

    title: LocalizedText | Untouched = UNCHANGED
    due_on: date | Untouched | None = UNCHANGED


@dataclass(frozen=True, slots=True)
class Delivery:
    """A repository that a team delivered; `software_id` is its entry in the catalogue."""

    id: UUID
    match_id: UUID
    repository_url: str
    software_id: UUID | None
    note: LocalizedText
    delivered_by: UUID | None
    delivered_at: datetime


def judge(milestone: Milestone) -> Problems:
    """Everything that is wrong with what is written about a milestone."""
    problems = Problems()
    problems.unless(milestone.title, "TITLE_MISSING", "title")
    check_texts(problems, "title", milestone.title, LONGEST_LINE)
    check_line(problems, "note", milestone.note or "", LONGEST_TEXT)
    return problems
