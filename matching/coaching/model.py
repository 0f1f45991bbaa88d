"""A coach helps a pair: what they note and advise, and the time that it takes."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matching.forms import LONGEST_TEXT, check_between, check_line
from store.refusal import Problems

MOST_MINUTES = 24 * 60  # of one entry, which is about one day


class Kind(StrEnum):
    """Who reads an entry: a note is between the coach and the officers, advice is for the pair too."""

    NOTE = "NOTE"
    ADVICE = "ADVICE"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a coach writes down about a day."""

    kind: Kind
    words: str
    minutes: int
    held_on: date


def judge(entry: Entry, today: date) -> Problems:
    """Everything that is wrong with an entry."""
    problems = Problems()
    problems.unless(entry.words.strip(), "WORDS_MISSING", "words")
    check_line(problems, "words", entry.words, LONGEST_TEXT)
    check_between(problems, "minutes", entry.minutes, 0, MOST_MINUTES)
    problems.unless(entry.held_on <= today, "STARTS_IN_FUTURE", "heldOn")
    return problems
