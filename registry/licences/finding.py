"""Which one licence explains most of a stretch of words, and where in it that licence stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from registry.licences import normalise, required, spdx, templates
from registry.licences.alignment import Gap, Meeting, align
from registry.licences.differences import Difference, difference, is_name, is_small, weight
from registry.licences.normalise import Words
from registry.licences.surroundings import family, may_add_terms, unexcused
from registry.licences.templates import Template

if TYPE_CHECKING:
    from registry.licences.identification import Part

SMALL_WORDS_PER_HUNDRED: Final = 1  # tolerated edits of "a", "the", "or"; more is a revision of the text
ENOUGH_FOR_MODIFIED: Final = 0.6  # share of a licence's words in order; chance agreement stays under a third
LONGEST_LINE: Final = 40  # words that a line with a notice can take away; it has at most 160 characters more
LONGEST_NOTICE: Final = 1000  # characters; lists of holders of a dozen lines have fewer
ENOUGH_TO_STOP: Final = 0.8  # of the text explained by a licence that fits: no other explains more


class IdentificationKind(StrEnum):
    """How an answer was found, or why there is none."""

    EXACT = "exact"
    MATCH = "match"
    HEADER = "header"
    MODIFIED = "modified"
    COMPOSITE = "composite"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Find:
    """A licence laid over a stretch of words."""

    template: Template
    start: int
    end: int
    kind: IdentificationKind
    matched: int
    confidence: float
    differences: tuple[Difference, ...] = ()


def best(words: Words, source: Source) -> Find | None:
    """The licence that explains most of these words; a modified one only if none fits as it is."""
    from registry.licences import recall  # noqa: PLC0415 - brings numpy, which checking an expression does not need

    joined, numbered = words.joined(), recall.numbered(words.words)
    found: list[Find] = []
    modified: list[Find] = []
    candidates = recall.candidates(numbered)
    for identifier in candidates:
        template = templates.template(identifier)
        find = _exact(template, words, joined)
        find = find or _aligned(template, words, recall.meetings(numbered, identifier), source)
        if find is not None:
            (modified if find.kind is IdentificationKind.MODIFIED else found).append(find)
            if find.kind is not IdentificationKind.MODIFIED and find.matched > ENOUGH_TO_STOP * len(words):
                break
    fullest = max(found, key=lambda find: find.matched, default=None)
    nearest = max(modified, key=lambda find: find.matched - _weighed(find), default=None)
    if fullest is None:
        return nearest
    if nearest is not None and nearest.matched > 2 * fullest.matched and _leaves_terms(fullest, words):
        return nearest
    twins = recall.twins(fullest.template.id, candidates)
    return replace(fullest, template=_likeliest(twins, source.between(words))) if len(twins) > 1 else fullest


def _likeliest(twins: list[str], text: str) -> Template:
    """Of licences that require the same words, the one whose title and names stand in the text."""
    counted = Counter(normalise.every_word(text))
    shared = {
        twin: (counted & Counter(normalise.every_word(spdx.texts()[required.licence_of(twin)]))).total()
        for twin in twins
    }
    return templates.template(max(twins, key=shared.__getitem__))


def _leaves_terms(find: Find, words: Words) -> bool:
    stretches = (words.part(0, find.start), words.part(find.end, len(words)))
    families, optional = frozenset({family(find.template.id)}), templates.optional(find.template.id)
    return any(
        may_add_terms(unexcused(stretch, optional), families, find.template.title) for stretch in stretches
    )


def _weighed(find: Find) -> int:
    return sum(max(each.expected.count(" "), each.found.count(" ")) + 1 for each in find.differences)


def _exact(template: Template, words: Words, joined: str) -> Find | None:
    place = templates.place(template.phrase, words, joined)
    if place is None:
        return None
    return Find(template, *place, IdentificationKind.EXACT, len(template.required), 1.0)


def _aligned(template: Template, words: Words, meetings: list[Meeting], source: Source) -> Find | None:
    licence, text = template.required, words.words
    laid = align(licence, text, meetings)
    if laid is None:
        return None
    weighty, small, missing = [], 0, 0
    for gap in laid.gaps:
        missing += gap.end - gap.start
        if weight(gap, licence, text, template.title) == 0 or _by_notice(gap, licence, words, source):
            continue
        if is_small(gap, licence, text):
            small += 1
        else:
            weighty.append(gap)
    matched = len(licence) - missing
    share = matched / len(licence)
    if not weighty and small * 100 <= SMALL_WORDS_PER_HUNDRED * len(licence) + 100:
        kind = IdentificationKind.MATCH
    elif share >= ENOUGH_FOR_MODIFIED:
        kind = IdentificationKind.MODIFIED
    else:
        return None
    differences = tuple(
        difference(gap, licence, text, source.at(words.starts[min(gap.found_start, len(words) - 1)]))
        for gap in weighty
    )
    return Find(template, laid.found_start, laid.found_end, kind, matched, round(share, 3), differences)


def _by_notice(gap: Gap, licence: Sequence[str], words: Words, source: Source) -> bool:
    """Whether a gap comes of a copyright notice that does not end where its line does.

    Notices are left out line by line, so that one that was wrapped leaves the end of a name behind, and one that
    the licence goes on after in the same line takes some of its words away. The source still has them.
    """
    found, expected = words.words[gap.found_start : gap.found_end], licence[gap.start : gap.end]
    if len(expected) > LONGEST_LINE or not is_name(found):
        return False
    before = words.starts[gap.found_start - 1] if gap.found_start else 0
    after = words.starts[gap.found_end] if gap.found_end < len(words) else len(source.text)
    there = normalise.every_word(source.text[before : min(after, before + LONGEST_NOTICE)])
    if not {"copyright", "c", "copr"} & {*there}:
        return False
    return not expected or f" {' '.join(expected)} " in f" {' '.join(there)} "


def everywhere(find: Find, words: Words) -> list[Find]:
    """A find, and wherever else the same licence stands word for word, from top to bottom.

    Files that list third parties repeat the same few licences; looking for each anew would take time with the
    square of their number.
    """
    finds, joined, phrase = [find], words.joined(), find.template.phrase
    place = joined.find(phrase)
    behind, count = 0, 0
    while place >= 0:
        count += joined.count(" ", behind, place)
        behind, end = place, count + len(find.template.required)
        if end <= find.start or count >= find.end:
            finds.append(Find(find.template, count, end, IdentificationKind.EXACT, end - count, 1.0))
        place = joined.find(phrase, place + len(phrase) - 1)
    return sorted(finds, key=lambda each: each.start)


class Source:
    """The original text behind words; a class because the offsets of its line ends are worth keeping."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ends = [found.start() for found in re.finditer("\n", text)]

    def at(self, offset: int) -> int:
        """The 1-based line of an offset."""
        return bisect_left(self.ends, offset) + 1

    def outside(self, parts: list[Part]) -> str:
        """The lines on which no identified licence text stands."""
        texts = [part for part in parts if part.kind is not IdentificationKind.HEADER]
        covered = {line for part in texts for line in range(part.first_line, part.last_line + 1)}
        lines = self.text.split("\n")
        return "\n".join(line for number, line in enumerate(lines, 1) if number not in covered)

    def between(self, words: Words) -> str:
        """The original text from the first of these words to the last."""
        last = words.starts[-1] + len(words.words[-1])
        return self.text[words.starts[0] : last]
