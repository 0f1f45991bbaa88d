"""Licence texts made ready for comparison: which words are required, and which may be left out.

Required is what the licence itself calls its terms. Titles, explanations of how to apply the licence, and
parts that say they do not belong to it are optional. The rules below are ours, each from the licence's text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from registry.licences import normalise, spdx
from registry.licences.alignment import RUN, standing_once
from registry.licences.normalise import Words


@dataclass(frozen=True, slots=True)
class Template:
    """One licence, ready for comparison.

    Attributes:
        id: representative SPDX id (see `recall.representatives`).
        required: the words that a text must have, in order.
        phrase: the same between spaces, to be searched for as a whole.
        once: where the runs of the required words stand, for `align`.
        title: the words of its headings.
        optional: every run of `RUN` words in the parts that may be left out.
    """

    id: str
    required: tuple[str, ...]
    phrase: str
    once: Mapping[tuple[str, ...], int]
    title: frozenset[str]
    optional: frozenset[tuple[str, ...]]


# From these words on a text is not terms any more: licences say so with "end of terms and conditions", with an
# exhibit that is a form to fill in, or by calling what follows a notice of Creative Commons.
_TERMS_END: Final = (
    (re.compile(r"^(?:[AL]?GPL|Apache|ECL)-"), " end of terms and conditions "),
    # SPDX appends the GPL, whose terms the LGPL incorporates; projects ship it in a file of its own.
    (re.compile(r"^LGPL-3\.0"), " gnu general public license version 3 29 june 2007 "),
    (re.compile(r"^GFDL-"), " addendum how to use this license "),
    (re.compile(r"^MPL-2\.0"), " exhibit a source code form license notice "),
    (re.compile(r"^MPL-1"), " exhibit a "),
    (re.compile(r"^Unlicense$"), " for more information please refer to "),
    (re.compile(r"^CC-BY.*-4\.0$"), " creative commons is not a party to its public licenses "),
    (re.compile(r"^CC-BY.*-[123]"), " creative commons is not a party to this license "),
)
# Until these words a text explains itself.
_TERMS_START: Final = (
    (re.compile(r"^CC-BY.*-4\.0$"), " by exercising the licensed rights "),
    (re.compile(r"^CC-BY.*-[123]"), " the work as defined below is provided "),
    (re.compile(r"^CC0-1\.0$"), " statement of purpose "),
    (re.compile(r"^WTFPL$"), " terms and conditions for copying distribution and modification "),
)
# Later editions end in words that SPDX has only in the text of a relative, or in none: then they are named here.
_ALSO_OPTIONAL_OF: Final = ((re.compile(r"^GPL-[12]"), "GPL-3.0-only"),)
_ALSO_OPTIONAL: Final = (
    (
        re.compile(r"^CC-BY.*-4\.0$"),
        "the creative commons public licenses is dedicated to the public domain under the cc0 public domain",
    ),
)
_FEWEST_REQUIRED: Final = 5  # words; a rule that left fewer would match anything


@cache  # as many as there are licences, each made only when first compared
def template(identifier: str) -> Template:
    """The licence with this canonical id, ready for comparison.

    Raises:
        KeyError: the list has no text under this id.
    """
    text = spdx.texts()[identifier]
    words = normalise.words_of(text)
    titled = max(min(normalise.headings(text), len(words) - _FEWEST_REQUIRED), 0)
    start, end = titled, len(words)
    joined = words.joined()
    for pattern, phrase in _TERMS_START:
        if pattern.match(identifier) and (found := joined.find(phrase)) >= 0:
            start = joined.count(" ", 0, found)
    for pattern, phrase in _TERMS_END:
        if pattern.match(identifier) and (found := joined.rfind(phrase)) >= 0:
            end = min(end, joined.count(" ", 0, found))
    required = words.part(start, end)
    optional = runs(words.words[:start]) | runs(words.words[end:])
    for pattern, relative in _ALSO_OPTIONAL_OF:
        if pattern.match(identifier):
            optional |= template(relative).optional
    for pattern, phrase in _ALSO_OPTIONAL:
        if pattern.match(identifier):
            optional |= runs(phrase.split())
    return Template(
        id=identifier,
        required=required.words,
        phrase=required.joined(),
        once=standing_once(required.words),
        title=frozenset(words.words[:titled]),
        optional=optional,
    )


def runs(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """Every run of `RUN` words; of fewer words, all of them as one run."""
    return frozenset(tuple(words[index : index + RUN]) for index in range(max(len(words) - RUN + 1, 1)))


def place(phrase: str, text: Words, joined: str) -> tuple[int, int] | None:
    """Where a whole phrase stands among the words of a text; None if it does not."""
    found = joined.find(phrase)
    if found < 0:
        return None
    start = joined.count(" ", 0, found)
    return start, min(start + phrase.count(" ") - 1, len(text))
