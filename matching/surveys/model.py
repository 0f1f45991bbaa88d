"""What a local government is asked before a round: needs, readiness and topics."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from matching.challenges.model import Answer, Readiness
from matching.forms import LONGEST_LINE, LONGEST_TEXT, LocalizedText, check_line, check_texts
from store.refusal import Problems

MOST_TOPICS = 10  # a short form: who has more, has not chosen


@dataclass(frozen=True, slots=True)
class Survey:
    """One survey, which local governments answer up to its last day."""

    id: UUID
    slug: str
    title: LocalizedText
    closes_on: date


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that could become a challenge: what it is about, and what is wrong today."""

    title: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """What one local government says; it is written as a whole."""

    needs: str
    readiness: Mapping[Readiness, Answer]
    topics: tuple[Topic, ...]

    def written_well(self) -> "AnswerForm":
        """The same without stray blanks and empty topics."""
        topics = (Topic(each.title.strip(), each.problem.strip()) for each in self.topics)
        return AnswerForm(
            self.needs.strip(), self.readiness, tuple(each for each in topics if each.title or each.problem)
        )


@dataclass(frozen=True, slots=True)
class StoredTopic:
    """A topic as it stands, with whose it is and what became of it."""

    id: UUID
    survey_id: UUID
    organisation_id: UUID
    title: str
    problem: str
    outside_reason: str | None
    challenge_id: UUID | None


def judge_survey(title: LocalizedText, closes_on: date, today: date) -> Problems:
    """Everything that is wrong with a survey."""
    problems = Problems()
    problems.unless(title, "TITLE_MISSING", "title")
    check_texts(problems, "title", title, LONGEST_LINE)
    problems.unless(closes_on >= today, "DATE_PASSED", "closesOn", today=today.isoformat())
    return problems


def judge_answer(answer: AnswerForm) -> Problems:
    """Everything that is wrong with an answer."""
    problems = Problems()
    problems.unless(answer.needs, "SURVEY_NEEDS_MISSING", "needs")
    check_line(problems, "needs", answer.needs, LONGEST_TEXT)
    problems.unless(len(answer.topics) <= MOST_TOPICS, "TOO_MANY_ENTRIES", "topics", limit=MOST_TOPICS)
    for index, topic in enumerate(answer.topics[:MOST_TOPICS]):
        problems.unless(topic.title, "TITLE_MISSING", f"topics.{index}.title")
        check_line(problems, f"topics.{index}.title", topic.title, LONGEST_LINE)
        check_line(problems, f"topics.{index}.problem", topic.problem, LONGEST_TEXT)
    return problems
