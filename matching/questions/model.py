"""A question about a challenge, with its answer once there is one, and why it was hidden where it was."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from matching.forms import LocalizedText, check_texts
from store.refusal import Problems

LONGEST_QUESTION: Final = 2_000  # characters, a printed page; more is a proposal
MOST_OPEN: Final = 5  # questions of one person about one challenge that wait; then the owner has the word


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asked."""

    id: UUID
    challenge_id: UUID
    owner_id: UUID
    asked_by: UUID | None
    text: LocalizedText
    asked_at: datetime
    answer: LocalizedText | None
    answered_at: datetime | None
    hidden_at: datetime | None
    version: int


def judge(field: str, text: LocalizedText) -> Problems:
    """Everything that is wrong with a question or an answer."""
    problems = Problems()
    problems.unless(text, "TEXT_MISSING", field)
    check_texts(problems, field, text, LONGEST_QUESTION)
    return problems
