"""A service check: one question to the owner, some months after a delivery."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from matching.forms import LONGEST_TEXT, LocalizedText, check_texts, today
from store.refusal import Problems

#: After how many months it is asked; the field's reports name the year after the round as the time most is given up.
ASKED_AFTER: Final = (3, 6, 12)
ANSWER_WITHIN_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class ServiceCheck:
    """What was asked, and what the owner answered."""

    id: UUID
    delivery_id: UUID
    owner_id: UUID
    months: int
    is_in_service: bool | None
    since: date | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What an owner says: whether it is in service, since when where it is, and what readers should know."""

    is_in_service: bool
    since: date | None
    note: LocalizedText


def judge(answer: Answer) -> Problems:
    """Everything that is wrong with an answer."""
    problems = Problems()
    problems.unless(not answer.is_in_service or answer.since, "SINCE_MISSING", "since")
    problems.unless(answer.since is None or answer.since <= today(), "DATE_IN_FUTURE", "since")
    problems.unless(answer.is_in_service or answer.since is None, "NOT_IN_SERVICE", "since")
    check_texts(problems, "note", answer.note, LONGEST_TEXT)
    return problems
