"""A shared note and its parts: one for each person who agreed to be written down."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from matching.forms import LONGEST_LINE, check_line, today
from store.refusal import Problems


@dataclass(frozen=True, slots=True)
class Note:
    """A note, of the match whose two sides are `owner_id` and `team_id`."""

    id: UUID
    match_id: UUID
    owner_id: UUID
    team_id: UUID
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Part:
    """What one person said; `approved_at` is when they approved exactly these words."""

    id: UUID
    note_id: UUID
    speaker_id: UUID
    text: str
    approved_at: datetime | None
    version: int


def judge(title: str, held_on: date) -> Problems:
    """Everything that is wrong with how a note begins."""
    problems = Problems()
    problems.unless(title, "TITLE_MISSING", "title")
    check_line(problems, "title", title, LONGEST_LINE)
    problems.unless(held_on <= today(), "DATE_IN_FUTURE", "heldOn")
    return problems
