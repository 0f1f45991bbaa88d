"""A credit entry: hours that one person helped, in a match or another person, once the other side confirmed them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from matching.forms import LONGEST_LINE, check_between, check_line, today
from store.refusal import Problems

MOST_HOURS: Final = 200  # of one entry, five weeks of full work; more is told in several


class Kind(StrEnum):
    """Where hours went."""

    EARNED = "EARNED"
    GIVEN = "GIVEN"


@dataclass(frozen=True, slots=True)
class Credit:
    """One entry.

    Attributes:
        match_id: where the hours were earned; None for help from one person to another.
        owner_id: of the match's challenge, whose people confirm; None the same.
        helper_id: who helped and has the credits.
        helped_id: who was helped and pays with theirs; None for hours of a match.
    """

    id: UUID
    kind: Kind
    match_id: UUID | None
    owner_id: UUID | None
    helper_id: UUID | None
    helped_id: UUID | None
    hours: int
    confirmed_at: datetime | None
    declined_at: datetime | None


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says that they did."""

    hours: int
    worked_on: date
    what: str


def judge(claim: Claim) -> Problems:
    """Everything that is wrong with a claim."""
    problems = Problems()
    check_between(problems, "hours", claim.hours, 1, MOST_HOURS)
    problems.unless(claim.worked_on <= today(), "DATE_IN_FUTURE", "workedOn")
    problems.unless(claim.what, "TEXT_MISSING", "what")
    check_line(problems, "what", claim.what, LONGEST_LINE)
    return problems
