"""A step: something that waits for one person, with the day by which it is wanted where there is one."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from matching.forms import LocalizedText


class Kind(StrEnum):
    """What is to be done."""

    OPEN_PROGRAMME = "OPEN_PROGRAMME"
    SUBMIT_CHALLENGE = "SUBMIT_CHALLENGE"
    RELEASE_CHALLENGE = "RELEASE_CHALLENGE"
    START_REVIEW = "START_REVIEW"
    SCORE_APPLICATION = "SCORE_APPLICATION"
    SHORTLIST = "SHORTLIST"
    GIVE_GRADE = "GIVE_GRADE"
    DECIDE_PAIRING = "DECIDE_PAIRING"
    ANSWER_QUESTION = "ANSWER_QUESTION"
    READ_ANSWER = "READ_ANSWER"
    ASSIGN_COACH = "ASSIGN_COACH"
    PROPOSE_TERMS = "PROPOSE_TERMS"
    ACCEPT_TERMS = "ACCEPT_TERMS"
    REACH_MILESTONE = "REACH_MILESTONE"
    DELIVER = "DELIVER"
    CLOSE_PROGRAMME = "CLOSE_PROGRAMME"
    ANSWER_SURVEY = "ANSWER_SURVEY"
    TAKE_UP_PROPOSAL = "TAKE_UP_PROPOSAL"
    ANSWER_CONTINUATION = "ANSWER_CONTINUATION"
    SAY_IN_SERVICE = "SAY_IN_SERVICE"
    APPROVE_PART = "APPROVE_PART"
    SETTLE_CREDIT = "SETTLE_CREDIT"
    RENEW_USAGE = "RENEW_USAGE"
    ANSWER_INTEREST = "ANSWER_INTEREST"
    ANSWER_INVITATION = "ANSWER_INVITATION"
    FOUND_TEAM = "FOUND_TEAM"
    JOIN_TEAM = "JOIN_TEAM"


#: A letter goes out so many days before the day: time to act, and late enough that it is not put aside.
REMINDED_BEFORE: Final = timedelta(days=3)
#: What has no date of its own is wanted within so many days. Choices: a working week for a question, two for terms.
ANSWER_WITHIN: Final = 7
AGREE_WITHIN: Final = 14
#: So many days an answer is news: as many as letters go out before a day, so that one goes out the night after it.
NEWS_FOR: Final = REMINDED_BEFORE.days
SETTLE_WITHIN: Final = 14
#: So long before a statement of use lapses its agency is asked to renew it.
RENEW_BEFORE: Final = 30


@dataclass(frozen=True, slots=True)
class Reminder:
    """A letter about a step: to whom, in which language, about what.

    Attributes:
        title: of the challenge, programme or software that it is about.
        path: of the page where it is done, after the language.
        is_due: whether the step still waits; what was done meanwhile is not written about.
    """

    id: UUID
    email: str
    language: str
    kind: Kind
    due_on: date
    title: LocalizedText
    path: str
    is_due: bool
    is_sent: bool
