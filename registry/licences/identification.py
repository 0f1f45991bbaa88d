"""Which licence a text is: certain where it is certain, and silent where it is not.

Three tiers. First, whether a whole licence stands in the text word for word once what never matters is left
out (`normalise`). Second, the likeliest licences (`recall`) are laid over the text (`alignment`) and each
difference is judged (`differences`): if none matters it is that licence, if some do it is a modified one and
therefore none. Third, tags and notices that name a licence without being one (`notices`). What stands around
an identified licence is identified in the same way; terms that nothing explains leave the whole unnamed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from registry.licences import expressions, normalise, notices, spdx, templates
from registry.licences.alignment import Meeting, align
from registry.licences.differences import Difference, DifferenceKind, difference, is_small, weight
from registry.licences.normalise import Words
from registry.licences.surroundings import (
    family,
    keeps_rights,
    limits,
    may_add_terms,
    offers_choice,
    unexcused,
)
from registry.licences.templates import Template


class IdentificationKind(StrEnum):
    """How an answer was found, or why there is none."""

    EXACT = "exact"
    MATCH = "match"
    HEADER = "header"
    MODIFIED = "modified"
    COMPOSITE = "composite"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Part:
    """One licence in a text.

    Attributes:
        expression: its SPDX id; for MODIFIED the licence it departs from; None for terms that nothing explains.
        kind: how it was found.
        confidence: 0-1.
        first_line: 1-based line on which its first word stands.
        last_line: the same of its last word.
    """

    expression: str | None
    kind: IdentificationKind
    confidence: float
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Identification:
    """The answer about one text.

    Attributes:
        path: where the text came from, as given.
        expression: SPDX expression, or None if it is no listed licence or cannot be told. GNU ids without
            suffix mean that the text leaves open whether later versions are allowed.
        confidence: 0-1; the share of the licence's words that stand in the text for EXACT (1.0) and MATCH;
            a stated figure for notices; 0 if there is no expression.
        kind: how it was found.
        parts: each licence in the text with its lines; empty for UNKNOWN.
        differences: what keeps the text from being the nearest licence.
    """

    path: str
    expression: str | None
    confidence: float
    kind: IdentificationKind
    parts: tuple[Part, ...] = ()
    differences: tuple[Difference, ...] = ()


NOTICE_CONFIDENCE: Final = 0.9  # a notice says which licence, but its wording is free and we match a phrase
SMALL_WORDS_PER_HUNDRED: Final = 1  # tolerated edits of "a", "the", "or"; more is a revision of the text
ENOUGH_FOR_MODIFIED: Final = 0.6  # share of a licence's words in order; chance agreement stays under a third
FEWEST_WORDS: Final = 12  # the shortest listed texts have a dozen words; shorter leftovers are no licences
# Of looking again at what stands around; lists of third parties take one turn a wording, not one a licence.
MOST_TURNS: Final = 30
ENOUGH_TO_STOP: Final = 0.8  # of the text explained by a licence that fits: no other explains more
A_CHOICE: Final = 2  # licences; where more stand beside an offered choice, which of them it offers is open
SHOWN_WORDS: Final = 30  # of terms that nothing explains


@dataclass(frozen=True, slots=True)
class _Find:
    """A licence laid over a stretch of words."""

    template: Template
    start: int
    end: int
    kind: IdentificationKind
    matched: int
    confidence: float
    differences: tuple[Difference, ...] = ()


def identify(text: str, path: str = "") -> Identification:
    """Say which licence a text is, or that it cannot be said; never raises.

    Args:
        text: the whole file.
        path: only handed through.
    """
    words = normalise.words_of(text)
    source = _Source(text)
    tags = notices.tagged(text)
    parts, differences = _all_parts(words, source) if len(words) >= FEWEST_WORDS else ([], ())
    named = [part for part in parts if part.kind is not IdentificationKind.UNKNOWN]
    if any(part.kind is IdentificationKind.MODIFIED for part in named):
        return Identification(path, None, 0.0, _kind(named), tuple(parts), differences)
    if named:
        return _composed(path, _with_context(parts, tags), differences, source)
    return _stated(path, text, tags, words)


def _composed(
    path: str, parts: list[Part], differences: tuple[Difference, ...], source: _Source
) -> Identification:
    explained = [part.expression for part in parts if part.expression is not None]
    kind = _kind(parts)
    if len(explained) < len(parts):
        return Identification(path, None, 0.0, kind, tuple(parts), differences)
    distinct = _without_included(tuple(dict.fromkeys(explained)))
    operands = tuple(expressions.parse(expression) for expression in distinct)
    choice = len(operands) > 1 and offers_choice(source.outside(parts))
    if choice and len(operands) > A_CHOICE:
        return Identification(path, None, 0.0, kind, tuple(parts), differences)
    whole = expressions.disjunction(operands) if choice else expressions.conjunction(operands)
    confidence = min(part.confidence for part in parts)
    if len(distinct) == 1:
        texts = [part for part in parts if part.kind is not IdentificationKind.HEADER]
        kind, confidence = texts[0].kind, min(part.confidence for part in texts)
    return Identification(path, expressions.render(whole), confidence, kind, tuple(parts), differences)


def _stated(path: str, text: str, tags: tuple[str, ...], words: Words) -> Identification:
    joined = words.part(0, notices.SEARCHED_WORDS).joined()
    found = tags or (() if keeps_rights(joined) else notices.noticed(joined))
    if not found:
        return Identification(path, None, 0.0, IdentificationKind.UNKNOWN)
    confidence = 1.0 if tags else NOTICE_CONFIDENCE
    last_line = text.count("\n") + 1
    parts = tuple(
        Part(expression, IdentificationKind.HEADER, confidence, 1, last_line) for expression in found
    )
    whole = expressions.conjunction(tuple(expressions.parse(expression) for expression in found))
    return Identification(path, expressions.render(whole), confidence, IdentificationKind.HEADER, parts)


def _kind(parts: list[Part]) -> IdentificationKind:
    return parts[0].kind if len(parts) == 1 else IdentificationKind.COMPOSITE


def _without_included(found: tuple[str, ...]) -> tuple[str, ...]:
    """LGPL-3.0 says in its first paragraph that it includes GPL-3.0, so the pair is LGPL-3.0 alone."""
    lesser = any(expression.startswith("LGPL-3.0") for expression in found)
    return tuple(e for e in found if not (lesser and e.startswith("GPL-3.0"))) if lesser else found


def _with_context(parts: list[Part], tags: tuple[str, ...]) -> list[Part]:
    """Close what a text leaves open about later versions where a tag or a notice beside it tells."""
    notices_beside = [part.expression for part in parts if part.kind is IdentificationKind.HEADER]
    stated = {*tags, *notices_beside}
    closed = []
    for part in parts:
        told = stated & {f"{part.expression}-only", f"{part.expression}-or-later"}
        closed.append(replace(part, expression=told.pop()) if len(told) == 1 else part)
    return closed


def _all_parts(words: Words, source: _Source) -> tuple[list[Part], tuple[Difference, ...]]:
    """The licences in a whole text; talk about any of them is understood wherever it stands."""
    parts, differences = _parts(words, source, MOST_TURNS, frozenset())
    named = frozenset(family(part.expression) for part in parts if part.expression is not None)
    if len(named) < len(parts) and any(part.kind is IdentificationKind.UNKNOWN for part in parts):
        return _parts(words, source, MOST_TURNS, named)
    return parts, differences


def _parts(
    words: Words, source: _Source, most: int, named: frozenset[str]
) -> tuple[list[Part], tuple[Difference, ...]]:
    """The licences in a stretch of words from top to bottom, and what keeps them from being listed ones."""
    find = _best(words, source) if most > 0 else None
    if find is None:
        return [], ()
    if find.kind is IdentificationKind.MODIFIED:
        return [_part(find, words, source)], find.differences
    parts: list[Part] = []
    differences = find.differences
    finds = _everywhere(find, words)
    ends = [0, *(each.end for each in finds)]
    for end, each in zip(ends, [*finds, None], strict=True):
        stretch = words.part(end, each.start if each else len(words))
        rest = unexcused(stretch, templates.optional(find.template.id))
        if may_add_terms(rest, named | {family(find.template.id)}):
            others, more = _around(stretch, rest, source, most - 1, named)
            parts, differences = [*parts, *others], (*differences, *more)
        elif each is not None:
            parts += _own_notice(stretch, each, source)
        if each is not None:
            parts.append(_part(each, words, source))
    return parts, differences


def _part(find: _Find, words: Words, source: _Source) -> Part:
    first, last = words.starts[find.start], words.starts[find.end - 1]
    return Part(_open(find.template.id), find.kind, find.confidence, source.at(first), source.at(last))


def _everywhere(find: _Find, words: Words) -> list[_Find]:
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
            finds.append(_Find(find.template, count, end, IdentificationKind.EXACT, end - count, 1.0))
        place = joined.find(phrase, place + len(phrase) - 1)
    return sorted(finds, key=lambda each: each.start)


def _around(
    stretch: Words, rest: Words, source: _Source, most: int, named: frozenset[str]
) -> tuple[list[Part], tuple[Difference, ...]]:
    """What stands before or after a licence: other licences, a notice about it, or unexplained terms.

    `rest` is the stretch without the optional parts of the licence beside it.
    """
    if len(stretch) >= FEWEST_WORDS:
        parts, differences = _parts(stretch, source, most, named)
        if parts:
            return parts, differences
    parts = _noticed(rest, source)
    if parts:
        return parts, ()
    first, last = source.at(rest.starts[0]), source.at(rest.starts[-1])
    shown = " ".join(rest.words[:SHOWN_WORDS])
    unexplained = Part(None, IdentificationKind.UNKNOWN, 0.0, first, last)
    return [unexplained], (Difference(DifferenceKind.ADDED, "", shown, first),)


def _own_notice(stretch: Words, find: _Find, source: _Source) -> list[Part]:
    """The notice that introduces a licence text and may say more than the text, such as "or any later version"."""
    own = family(find.template.id)
    return [part for part in _noticed(stretch, source) if part.expression and family(part.expression) == own]


def _noticed(rest: Words, source: _Source) -> list[Part]:
    """The licences that notices name, if nothing beside the notices limits what may be done."""
    found = notices.noticed(rest.part(0, notices.SEARCHED_WORDS).joined())
    for expression in found:
        bare = expression.removesuffix("-or-later").removesuffix("-only")
        for identifier in (bare, f"{bare}-only"):
            if identifier in spdx.texts():
                rest = unexcused(rest, templates.optional(identifier))
    if not found or limits(rest):
        return []
    first = source.at(rest.starts[0]) if len(rest) else 1
    last = source.at(rest.starts[-1]) if len(rest) else first
    return [Part(each, IdentificationKind.HEADER, NOTICE_CONFIDENCE, first, last) for each in found]


def _best(words: Words, source: _Source) -> _Find | None:
    """The licence that explains most of these words; a modified one only if none fits as it is."""
    from registry.licences import recall  # noqa: PLC0415 - brings numpy, which checking an expression does not need

    joined, numbered = words.joined(), recall.numbered(words.words)
    found: list[_Find] = []
    modified: list[_Find] = []
    candidates = recall.candidates(numbered)
    for identifier in candidates:
        template = templates.template(identifier)
        find = _exact(template, words, joined)
        find = find or _aligned(template, words, recall.meetings(numbered, identifier), source)
        if find is not None:
            (modified if find.kind is IdentificationKind.MODIFIED else found).append(find)
            if find.kind is not IdentificationKind.MODIFIED and find.matched > ENOUGH_TO_STOP * len(words):
                break
    best = max(found, key=lambda find: find.matched, default=None)
    nearest = max(modified, key=lambda find: find.matched - _weighed(find), default=None)
    if best is None:
        return nearest
    if nearest is not None and nearest.matched > 2 * best.matched and _leaves_terms(best, words):
        return nearest
    twins = recall.twins(best.template.id, candidates)
    return replace(best, template=_likeliest(twins, source.between(words))) if len(twins) > 1 else best


def _likeliest(twins: list[str], text: str) -> Template:
    """Of licences that require the same words, the one whose title and names stand in the text."""
    counted = Counter(normalise.every_word(text))
    shared = {twin: (counted & Counter(normalise.every_word(spdx.texts()[twin]))).total() for twin in twins}
    return templates.template(max(twins, key=shared.__getitem__))


def _leaves_terms(find: _Find, words: Words) -> bool:
    stretches = (words.part(0, find.start), words.part(find.end, len(words)))
    families = frozenset({family(find.template.id)})
    return any(
        may_add_terms(unexcused(stretch, templates.optional(find.template.id)), families)
        for stretch in stretches
    )


def _weighed(find: _Find) -> int:
    return sum(max(each.expected.count(" "), each.found.count(" ")) + 1 for each in find.differences)


def _exact(template: Template, words: Words, joined: str) -> _Find | None:
    place = templates.place(template.phrase, words, joined)
    if place is None:
        return None
    return _Find(template, *place, IdentificationKind.EXACT, len(template.required), 1.0)


def _aligned(template: Template, words: Words, meetings: list[Meeting], source: _Source) -> _Find | None:
    licence, text = template.required, words.words
    laid = align(licence, text, meetings)
    if laid is None:
        return None
    weighty, small, missing = [], 0, 0
    for gap in laid.gaps:
        missing += gap.end - gap.start
        if weight(gap, licence, text, template.title) == 0:
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
    return _Find(template, laid.found_start, laid.found_end, kind, matched, round(share, 3), differences)


def _open(identifier: str) -> str:
    """The id without suffix where the text is the same for -only and -or-later."""
    bare = re.sub(r"(?:-(?:no-)?invariants)?-(?:only|or-later)$", "", identifier)
    return bare if bare in spdx.VERSION_LEFT_OPEN else identifier


class _Source:
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
