"""Which licence a text is: certain where it is certain, and silent where it is not.

Three tiers. First, whether a whole licence stands in the text word for word once what never matters is left
out (`normalise`). Second, the likeliest licences (`recall`) are laid over the text (`alignment`) and each
difference is judged (`differences`): if none matters it is that licence, if some do it is a modified one and
therefore none. Third, tags and notices that name a licence without being one (`notices`). What stands around
an identified licence is identified in the same way; terms that nothing explains leave the whole unnamed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from registry.licences import exceptions, expressions, normalise, notices, required, spdx, templates
from registry.licences.code import without_code
from registry.licences.differences import Difference, DifferenceKind
from registry.licences.exceptions import Granted
from registry.licences.finding import Find, IdentificationKind, Source, best, everywhere
from registry.licences.limiting import limits
from registry.licences.normalise import Words
from registry.licences.surroundings import (
    family,
    keeps_rights,
    may_add_terms,
    names_the_unknown,
    offers_choice,
    unexcused,
)


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
FEWEST_WORDS: Final = 12  # the shortest listed texts have a dozen words; shorter leftovers are no licences
# Of looking again at what stands around; lists of third parties take one turn a wording, not one a licence.
MOST_TURNS: Final = 30
A_CHOICE: Final = 2  # licences; where more stand beside an offered choice, which of them it offers is open
SHOWN_WORDS: Final = 30  # of terms that nothing explains


def identify(text: str, path: str = "") -> Identification:
    """Say which licence a text is, or that it cannot be said; never raises.

    Args:
        text: the whole file.
        path: only handed through.
    """
    text = without_code(text)
    _, words = exceptions.taken_out(normalise.words_of(text), exceptions.HISTORIES)
    granted, words = exceptions.taken_out(words)
    source = Source(text)
    tags = notices.tagged(text)
    parts, differences = _all_parts(words, source) if len(words) >= FEWEST_WORDS else ([], ())
    named = [part for part in parts if part.kind is not IdentificationKind.UNKNOWN]
    if any(part.kind is IdentificationKind.MODIFIED for part in named):
        return Identification(path, None, 0.0, _kind(named), tuple(parts), differences)
    if named:
        parts = _with_exceptions(_with_context(parts, tags), granted)
        return _composed(path, parts, differences, source)
    return _stated(path, text, tags, granted)


def _composed(
    path: str, parts: list[Part], differences: tuple[Difference, ...], source: Source
) -> Identification:
    explained = [part.expression for part in parts if part.expression is not None]
    kind = _kind(parts)
    if len(explained) < len(parts):
        return Identification(path, None, 0.0, kind, tuple(parts), differences)
    outside = source.outside(parts)
    offered, remaining = _offered(tuple(dict.fromkeys(explained)), outside)
    distinct = (*offered, *_without_included(remaining))
    operands = tuple(expressions.parse(expression) for expression in distinct)
    choice = len(operands) > 1 and not offered and offers_choice(outside)
    if choice and len(operands) > A_CHOICE:
        return Identification(path, None, 0.0, kind, tuple(parts), differences)
    whole = expressions.disjunction(operands) if choice else expressions.conjunction(operands)
    confidence = min(part.confidence for part in parts)
    texts = [part for part in parts if part.kind is not IdentificationKind.HEADER]
    if len(distinct) == 1 and len({part.expression for part in texts}) == 1 and not offered:
        kind, confidence = texts[0].kind, min(part.confidence for part in texts)
    return Identification(path, expressions.render(whole), confidence, kind, tuple(parts), differences)


def _offered(explained: tuple[str, ...], outside: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The choices that notices offer, and the licences that are not among what they offer."""
    said = (
        notices.noticed(normalise.said(outside[: notices.SEARCHED_CHARACTERS])) if len(explained) > 1 else ()
    )
    choices = tuple(dict.fromkeys(each for each in (*explained, *said) if " OR " in each))
    sides = {
        expressions.render(leaf) for each in choices for leaf in expressions.leaves(expressions.parse(each))
    }
    sides |= {re.sub(r"-(?:only|or-later)\b", "", side) for side in sides}
    return choices, tuple(each for each in explained if each not in choices and each not in sides)


def _stated(path: str, text: str, tags: tuple[str, ...], granted: tuple[Granted, ...]) -> Identification:
    said = normalise.said(text[: notices.SEARCHED_CHARACTERS])
    found = tags or (() if keeps_rights(said) else notices.noticed(said) or notices.declared(text))
    if not found:
        return Identification(path, None, 0.0, IdentificationKind.UNKNOWN)
    confidence = 1.0 if tags else NOTICE_CONFIDENCE
    last_line = text.count("\n") + 1
    parts = [Part(each, IdentificationKind.HEADER, confidence, 1, last_line) for each in found]
    if not tags:
        parts = _with_exceptions(parts, granted)
    named = tuple(dict.fromkeys(part.expression for part in parts if part.expression is not None))
    if any(part.expression is None for part in parts):
        return Identification(path, None, 0.0, IdentificationKind.UNKNOWN, tuple(parts))
    whole = expressions.conjunction(tuple(expressions.parse(expression) for expression in named))
    header = IdentificationKind.HEADER
    return Identification(path, expressions.render(whole), confidence, header, tuple(parts))


def _with_exceptions(parts: list[Part], granted: tuple[Granted, ...]) -> list[Part]:
    """Put each exception beside the one licence that it fits; where that is not clear, it explains nothing."""
    for exception in granted:
        fitting = {part.expression for part in parts if part.expression and exception.fits(part.expression)}
        if len(fitting) == 1:
            [licence] = fitting
            together = f"{licence} WITH {exception.id}"
            parts = [replace(p, expression=together) if p.expression == licence else p for p in parts]
        elif not any(part.expression and part.expression.endswith(f" WITH {exception.id}") for part in parts):
            last = parts[-1].last_line
            parts = [*parts, Part(None, IdentificationKind.UNKNOWN, 0.0, last, last)]
    return parts


def _kind(parts: list[Part]) -> IdentificationKind:
    return parts[0].kind if len(parts) == 1 else IdentificationKind.COMPOSITE


def _without_included(found: tuple[str, ...]) -> tuple[str, ...]:
    """LGPL-3.0 says in its first paragraph that it includes GPL-3.0, so the pair is LGPL-3.0 alone."""
    lesser = any(expression.startswith("LGPL-3.0") for expression in found)
    return tuple(e for e in found if not (lesser and e.startswith("GPL-3.0"))) if lesser else found


def _with_context(parts: list[Part], tags: tuple[str, ...]) -> list[Part]:
    """Close what a text leaves open about later versions where a tag or a notice beside it tells."""
    notices_beside = [part.expression for part in parts if part.kind is IdentificationKind.HEADER]
    stated = {(expression or "").partition(" WITH ")[0] for expression in (*tags, *notices_beside)}
    closed = []
    for part in parts:
        told = stated & {f"{part.expression}-only", f"{part.expression}-or-later"}
        closed.append(replace(part, expression=told.pop()) if len(told) == 1 else part)
    return closed


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known while the licences in a text are looked for.

    Attributes:
        turns: how often what stands around may still be looked at.
        families: licences that talk may be about wherever it stands.
        excused: runs of words that belong to the optional parts of licences found next to this stretch.
    """

    turns: int
    families: frozenset[str] = frozenset()
    excused: frozenset[tuple[str, ...]] = frozenset()


def _all_parts(words: Words, source: Source) -> tuple[list[Part], tuple[Difference, ...]]:
    """The licences in a whole text; talk about any of them is understood wherever it stands."""
    parts, differences = _parts(words, source, _Known(MOST_TURNS))
    named = frozenset(family(part.expression) for part in parts if part.expression is not None)
    if len(named) < len(parts) and any(part.kind is IdentificationKind.UNKNOWN for part in parts):
        return _parts(words, source, _Known(MOST_TURNS, named))
    return parts, differences


def _parts(words: Words, source: Source, known: _Known) -> tuple[list[Part], tuple[Difference, ...]]:
    """The licences in a stretch of words from top to bottom, and what keeps them from being listed ones."""
    find = best(words, source) if known.turns > 0 else None
    if find is None:
        return [], ()
    if find.kind is IdentificationKind.MODIFIED:
        return [_part(find, words, source)], find.differences
    parts: list[Part] = []
    differences = find.differences
    excused = known.excused | templates.optional(find.template.id)
    around = replace(known, turns=known.turns - 1, excused=excused)
    finds = everywhere(find, words)
    ends = [0, *(each.end for each in finds)]
    for end, each in zip(ends, [*finds, None], strict=True):
        stretch = words.part(end, each.start if each else len(words))
        rest = unexcused(stretch, excused)
        beside = _above_title(rest, find.template.title, source)
        if may_add_terms(beside, known.families | {family(find.template.id)}, find.template.title):
            others, more = _around(stretch, rest, source, around)
            parts, differences = [*parts, *others], (*differences, *more)
        elif each is not None:
            parts += _own_notice(stretch, each, source)
        if each is not None:
            parts.append(_part(each, words, source))
    return parts, differences


def _above_title(words: Words, title: frozenset[str], source: Source) -> Words:
    """Words before a licence without its title, if that begins a line: "License" is no talk of other licences there."""
    end = len(words)
    while end and words.words[end - 1] in title:
        end -= 1
    is_title = 0 < end < len(words) and "\n" in source.text[words.starts[end - 1] : words.starts[end]]
    return words.part(0, end) if is_title else words


def _part(find: Find, words: Words, source: Source) -> Part:
    first, last = words.starts[find.start], words.starts[find.end - 1]
    return Part(_open(find.template.id), find.kind, find.confidence, source.at(first), source.at(last))


def _around(
    stretch: Words, rest: Words, source: Source, known: _Known
) -> tuple[list[Part], tuple[Difference, ...]]:
    """What stands before or after a licence: other licences, a notice about it, or unexplained terms.

    `rest` is the stretch without the optional parts of the licences beside it.
    """
    if len(stretch) >= FEWEST_WORDS:
        parts, differences = _parts(stretch, source, known)
        if parts:
            return parts, differences
    parts = _noticed(rest, source)
    if parts:
        return parts, ()
    first, last = source.at(rest.starts[0]), source.at(rest.starts[-1])
    shown = " ".join(rest.words[:SHOWN_WORDS])
    unexplained = Part(None, IdentificationKind.UNKNOWN, 0.0, first, last)
    return [unexplained], (Difference(DifferenceKind.ADDED, "", shown, first),)


def _own_notice(stretch: Words, find: Find, source: Source) -> list[Part]:
    """The notice that introduces a licence text and may say more than the text, such as "or any later version"."""
    own = family(find.template.id)
    return [part for part in _noticed(stretch, source) if part.expression and family(part.expression) == own]


def _noticed(rest: Words, source: Source) -> list[Part]:
    """The licences that notices or lists of parts name, if nothing beside the names limits what may be done."""
    found = notices.noticed(rest.part(0, notices.SEARCHED_WORDS).joined())
    if not found and len(rest):
        found = notices.declared(source.between(rest))
    for expression in found:
        bare = expression.removesuffix("-or-later").removesuffix("-only")
        for identifier in (bare, f"{bare}-only"):
            if identifier in spdx.texts():
                rest = unexcused(rest, templates.optional(identifier))
    if not found or limits(rest) or names_the_unknown(rest):
        return []
    first = source.at(rest.starts[0]) if len(rest) else 1
    last = source.at(rest.starts[-1]) if len(rest) else first
    return [Part(each, IdentificationKind.HEADER, NOTICE_CONFIDENCE, first, last) for each in found]


def _open(identifier: str) -> str:
    """The id without suffix where the text is the same for -only and -or-later."""
    identifier = required.licence_of(identifier)
    bare = re.sub(r"(?:-(?:no-)?invariants)?-(?:only|or-later)$", "", identifier)
    return bare if bare in spdx.VERSION_LEFT_OPEN else identifier
