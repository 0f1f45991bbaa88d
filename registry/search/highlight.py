"""Which words of a result are those of the question, and the passage that shows most of them; pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from registry.concepts import fold, tokens
from registry.search.model import Subject
from registry.search.query import Clause, is_cjk, understand
from registry.texts import best

LONGEST_SNIPPET = 160  # characters; two lines on a desk, four on a phone
LEAD = 30  # characters before the first mark, so that it stands in its sentence
ELLIPSIS = "…"
_PIECE = re.compile(r"[^\W_]+(?:\+\+|#)?")

Range = tuple[int, int]
"""Where a mark begins and where it ends, in characters; the end is not marked."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and the parts of it that the question asks for, in reading order and apart from each other.

    Attributes:
        language: BCP 47 tag; None where the text has no language, such as a name.
    """

    text: str
    language: str | None
    marks: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Highlights:
    """What a reader sees of a result.

    Attributes:
        title: its name.
        summary: what it says of itself in a line or two; None where it says nothing.
        snippet: a passage of its longer texts with the question's words; None where they have none.
    """

    title: Marked
    summary: Marked | None
    snippet: Marked | None


def highlights(row: Mapping[str, Any], subject: Subject, question: str, language: str) -> Highlights:
    """Mark the words of a question in a result, in the reader's language or the next best that it has.

    Args:
        row: as `registry.search.postgres.rows` reads it.
        subject: what the row is.
        question: as it was searched for, typos mended.
        language: the reader's, as a BCP 47 tag.
    """
    clauses = understand(question)
    titles, summary, longer = _texts(row, subject)
    title = best(titles, language) or (str(row.get("name", "")), None)
    short = best(summary, language)
    return Highlights(
        Marked(title[0], title[1], marks(title[0], clauses)),
        None if short is None else Marked(short[0], short[1], marks(short[0], clauses)),
        _snippet(longer, clauses, language),
    )


def marks(text: str, clauses: Sequence[Clause]) -> tuple[Range, ...]:
    """Find the words of the clauses in a text, their beginnings, and other names of which the text has all words."""
    if not clauses:
        return ()
    held = frozenset(tokens(text))
    wanted = {
        token
        for clause in clauses
        for group in (clause.tokens, *(other for other in clause.others if held.issuperset(other)))
        for token in group
    }
    beginnings = tuple(clause.text for clause in clauses if clause.is_prefix)
    if held.isdisjoint(wanted) and not beginnings:
        return ()
    return _joined(
        place
        for place, found in _words(text)
        if not wanted.isdisjoint(found) or _begins(text, place, beginnings)
    )


def passage(text: str, found: Sequence[Range], most: int = LONGEST_SNIPPET) -> tuple[str, tuple[Range, ...]]:
    """Cut the part out of a text that has most marks, between words, with an ellipsis where something is left out."""
    if len(text) <= most:
        return text, tuple(found)
    starts = [start for start, _ in found]
    begin = max(
        starts, key=lambda start: (bisect_left(starts, start + most - LEAD) - starts.index(start), -start)
    )
    begin = max(0, min(begin - LEAD, len(text) - most))
    end = min(len(text), begin + most)
    begin, end = _word_start(text, begin), _word_end(text, end)
    before = ELLIPSIS if begin else ""
    after = ELLIPSIS if end < len(text) else ""
    shift = len(before) - begin
    inside = tuple((start + shift, stop + shift) for start, stop in found if start >= begin and stop <= end)
    return before + text[begin:end] + after, inside


def _texts(
    row: Mapping[str, Any], subject: Subject
) -> tuple[Mapping[str, str], Mapping[str, str], Sequence[Mapping[str, str]]]:
    match subject:
        case Subject.SOFTWARE:
            features = {tag: " · ".join(each) for tag, each in row["features"].items()}
            return row["localised_name"], row["short_description"], (row["long_description"], features)
        case Subject.CHALLENGE:
            return row["title"], row["problem"], (row["people_affected"], row["outcome"] or {})
        case Subject.TEAM:
            return row["name"], row["about"], ()


def _snippet(longer: Sequence[Mapping[str, str]], clauses: Sequence[Clause], language: str) -> Marked | None:
    """Take the passage from the reader's language; from another only when theirs has none of the words."""
    own = [found for text in longer if (found := best(text, language)) is not None]
    others = [(words, tag) for text in longer for tag, words in text.items() if (words, tag) not in own]
    for words, tag in (*own, *others):
        flat = " ".join(words.split())
        if said := marks(flat, clauses):
            shown, inside = passage(flat, said)
            return Marked(shown, tag, inside)
    return None


def _words(text: str) -> Iterator[tuple[Range, tuple[str, ...]]]:
    """Give every word with its place and tokens: Latin words whole, of Chinese each character and pair."""
    for match in _PIECE.finditer(text):
        start, end = match.span()
        chinese = [at for at in range(start, end) if is_cjk(text[at])]
        for at in chinese:
            yield (at, at + 1), (fold(text[at]),)
        for at, following in pairwise(chinese):
            if following == at + 1:
                yield (at, at + 2), (fold(text[at : at + 2]),)
        edges = [start - 1, *chinese, end]
        for left, right in pairwise(edges):
            if right - left > 1:
                yield (left + 1, right), tokens(text[left + 1 : right])


def _begins(text: str, place: Range, beginnings: tuple[str, ...]) -> bool:
    return bool(beginnings) and fold(text[place[0] : place[1]]).startswith(beginnings)


def _joined(places: Iterator[Range]) -> tuple[Range, ...]:
    joined: list[Range] = []
    for start, end in sorted(places):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _word_start(text: str, at: int) -> int:
    """Move forward to where a word begins; Chinese may begin anywhere."""
    if at == 0 or is_cjk(text[at]):
        return at
    found = re.compile(r"\s").search(text, at, at + LEAD)
    return found.end() if found else at


def _word_end(text: str, at: int) -> int:
    """Move back to where a word ends; Chinese may end anywhere."""
    if at == len(text) or is_cjk(text[at - 1]):
        return at
    found = text.rfind(" ", at - LEAD, at)
    return found if found > 0 else at
