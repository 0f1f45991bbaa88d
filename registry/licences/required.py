"""Which words of a licence text are its terms, and which may be left out.

Required is what the licence itself calls its terms. Titles, explanations of how to apply the licence, and
parts that say they do not belong to it are optional. The rules below are ours, each from the licence's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from registry.licences import normalise
from registry.licences.normalise import Words


@dataclass(frozen=True, slots=True)
class Terms:
    """Where the terms stand among the words of a licence text: from `start` up to `end`.

    The first `titled` words are headings; terms may begin within them or later.
    """

    titled: int
    start: int
    end: int


# From these words on a text is not terms any more: licences say so with "end of terms and conditions", with an
# exhibit that is a form to fill in, or by calling what follows a notice of Creative Commons.
_TERMS_END: Final = (
    (re.compile(r"^(?:[AL]?GPL|Apache|ECL)-"), " end of terms and conditions "),
    # SPDX appends the GPL, whose terms the LGPL incorporates; projects ship it in a file of its own.
    (re.compile(r"^LGPL-3\.0"), " gnu general public license version 3 29 june 2007 "),
    (re.compile(r"^GFDL-"), " addendum how to use this license "),
    (re.compile(r"^MPL-2\.0"), " exhibit a source code form license notice "),
    (re.compile(r"^MPL-1"), " exhibit a "),
    # A form for naming the source, and how to apply the licence.
    (re.compile(r"^OGDL-Taiwan-1\.0#zh$"), " 附 件 顯 名 聲 明 "),
    (re.compile(r"^OGDL-Taiwan-1\.0#en$"), " exhibit attribution "),
    (re.compile(r"^MulanPSL-2\.0#zh$"), " 条 款 结 束 "),
    (re.compile(r"^MulanPSL-2\.0#en$"), " end of the terms and conditions "),
    (re.compile(r"^Unlicense$"), " for more information please refer to "),
    # Who may authorise, which each project says of itself, and the trademark of the first that used it.
    (re.compile(r"^X11$"), " from the x consortium x window system is a trademark "),
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
# Texts in two languages, each of which is the licence: OGDL-Taiwan-1.0 as the platform publishes it, MulanPSL-2.0 by
# its section 6. The second language begins with these words.
_IN_TWO_LANGUAGES: Final = (
    ("OGDL-Taiwan-1.0", "\nOpen Government Data License, version 1.0\n"),
    ("MulanPSL-2.0", "\nMulan Permissive Software License，Version 2\n"),
)
EDITION: Final = (
    "#"  # between a licence's id and the language of a text that is one of two; no id has this sign
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


def terms(identifier: str, text: str, words: Words) -> Terms:
    """Where the terms of a licence stand in its text, given the words of that text."""
    titled = max(min(normalise.headings(text), len(words) - _FEWEST_REQUIRED), 0)
    start, end = titled, len(words)
    joined = words.joined()
    for pattern, phrase in _TERMS_START:
        if pattern.match(identifier) and (found := joined.find(phrase)) >= 0:
            start = joined.count(" ", 0, found)
    for pattern, phrase in _TERMS_END:
        if pattern.match(identifier) and (found := joined.rfind(phrase)) >= 0:
            end = min(end, joined.count(" ", 0, found))
    return Terms(titled, start, end)


def editions(texts: Mapping[str, str]) -> dict[str, str]:
    """The halves of the texts in two languages, by the licence's id, `EDITION` and a language."""
    halves = {}
    for identifier, begins in _IN_TWO_LANGUAGES:
        first, found, second = texts.get(identifier, "").partition(begins)
        if found:
            halves[f"{identifier}{EDITION}zh"], halves[f"{identifier}{EDITION}en"] = first, found + second
    return halves


def licence_of(identifier: str) -> str:
    """The SPDX id of the licence of a text."""
    return identifier.partition(EDITION)[0]


def also_optional(identifier: str) -> Iterator[str]:
    """Phrases outside the text of a licence that may stand beside it."""
    return (phrase for pattern, phrase in _ALSO_OPTIONAL if pattern.match(identifier))


def also_optional_of(identifier: str) -> Iterator[str]:
    """Ids of the licences whose optional parts may stand beside this one too."""
    return (relative for pattern, relative in _ALSO_OPTIONAL_OF if pattern.match(identifier))
