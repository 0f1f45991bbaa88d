"""Short statements that name a licence: SPDX tags, and the notices that licences recommend for source files.

A name counts only where the words before it say that something is under it. Where a notice offers a choice whose
other side we do not understand, limits its licence, or speaks of a licence "in the style of" one, nothing is said.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from registry.licences import expressions, mentioning, spdx
from registry.licences.limiting import limits_in_chinese
from registry.licences.mentioning import Mention
from registry.licences.names import SUFFIX_OPEN, USUAL_VERSION
from registry.licences.suggestions import suggest

_TAG = re.compile(
    r"SPDX-License-Identifier:[ \t]*(?P<expression>[^\r\n]{0,2000})"
)  # the rest of a line, within reason
# What closes a comment or its frame after a tag, in the languages that close comments.
_COMMENT_END = re.compile(r"(?:\*/|-->|#\}|%\}|\*\)|--\]\]|-\}|\"\"\"|''').*$|(?<=[ \t])[*#|%;/]+$")
SEARCHED_WORDS: Final = 600  # of a text; notices stand at the beginning
SEARCHED_CHARACTERS: Final = 6_000  # the same for what is read as it is written


def tagged(text: str) -> tuple[str, ...]:
    """The valid expressions of the SPDX tags in a text, canonical, each once, in their order (SPDX 3.0.1 annex E)."""
    found: dict[str, None] = {}
    for tag in _TAG.finditer(text):
        written = _COMMENT_END.sub("", tag["expression"]).strip()
        try:
            found[expressions.render(expressions.parse(written))] = None
        except expressions.ExpressionError:
            continue
    return tuple(found)


def noticed(joined: str) -> tuple[str, ...]:
    """The licences that notices in a text name, given its words in lower case between single spaces.

    Ids without suffix where a GNU notice does not say whether later versions are allowed; one expression with OR
    where the notice offers a choice.
    """
    text = _VERSION_FIRST.sub(r" \g<name> version \g<version> ", _DOTTED.sub(r"\1.\2", joined))
    stated = _stated(text)
    is_as_perl = _AS_PERL.search(text) is not None
    if not (stated or is_as_perl) or any(
        _IN_THE_STYLE.match(text, each.end) or _limited(text, each.end) for each in stated
    ):
        return ()
    distinct = tuple(dict.fromkeys(each.expression for each in stated))
    if is_as_perl:
        perls = expressions.render(expressions.disjunction(tuple(map(expressions.parse, _PERLS))))
        return (perls, *(each for each in distinct if _family(each) not in {"Artistic", "GPL"}))
    if not _offers_choice(text, stated):
        return distinct
    families = {_family(expression) for expression in distinct}
    if _IN_THE_STYLE.search(text) or any(
        _family(mention.meaning.expression) not in families for mention in mentioning.mentions(text)
    ):
        return ()
    return (expressions.render(expressions.disjunction(tuple(expressions.parse(each) for each in distinct))),)


def declared(text: str) -> tuple[str, ...]:
    """The licences of lines such as "License: GPLv3+", of sections "## License", and of Chinese 「採用 MIT 授權」.

    Nothing where one of them is not understood, or where Chinese words behind it limit it.
    """
    folded = unicodedata.normalize("NFKC", text[:SEARCHED_CHARACTERS])
    found: dict[str, None] = {}
    for pattern in (_DECLARING_LINE, _DECLARING_SECTION, _DECLARING_CHINESE):
        for place in pattern.finditer(folded):
            written = (
                _ADDRESS.sub("", _COMMENT_END.sub("", place["name"])).strip(" \t'\",;*") or place["name"]
            )
            meant = _meant(written, _SURE_OF_A_SECTION if pattern is _DECLARING_SECTION else _SURE_ENOUGH)
            behind = folded[place.end() : place.end() + _GRANT_REACH].partition("\n\n")[0]
            if meant is None or limits_in_chinese(f" {' '.join(behind)} "):
                return ()
            found[meant] = None
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Stated:
    """A licence that a notice states, at `start` to `end` of the text."""

    expression: str
    start: int
    end: int


# Words are apart from their punctuation: "v. 2.0" is "v 2 0".
_DOTTED = re.compile(r"(?<=[ v])(\d) (\d)(?= )")
# "the terms of version 2.1 of the GNU Lesser General Public License"
_VERSION_FIRST = re.compile(
    r" version (?P<version>\d(?:\.\d)?) of (?:the )?(?P<name>(?!the\b|license\b)(?:[a-z]+ ){1,5}?license) "
)
_GRANTED = re.compile(
    r" (?:under|subject to|governed by|covered by|in accordance with)(?: (?:the|a|an|both|either|terms|and|conditions"
    r"|of|following|same|open source|your|choice|any|one|licen[cs]es))* $"
)
_VERB = re.compile(
    r" (?:licen[cs]ed?s?|released?|distributed?|available|published|provided|offered|supplied|covered|governed"
    r"|redistribute|modify|used?|issued)(?: \w+){0,6} (?:under|by|to)(?: \w+){0,9} $"
)
# "is not licensed under the": what is denied just before the words that would state it.
_DENIED = re.compile(
    r" (?:not|never|no longer|(?:is|are|was|were)n t)(?: (?:be|been|being|\w+ly))*"
    r" (?:licensed|released|distributed|available|published|provided|offered|supplied|covered|governed|used|issued"
    r"|under|subject)(?: \w+){0,9} $"
)
_EXCEPTED = re.compile(r" (?:only|except|unless|other) ")  # "not distributed except under the" grants it
_GRANT_REACH: Final = 120  # characters before a name in which the words that state it stand
_LINK = re.compile(
    r"^(?: [a-z0-9.]+){0,9} (?P<joint>and|or)"
    r"(?: (?:the|a|an|under|either|terms|of|conditions|at|your|option|choice))* $"
)
_LISTED: Final = (
    " either of ",
    " either of the ",
    " choice of the ",
    " choice of ",
    " following licenses ",
    " of the following ",
    " of these licenses ",
)
_NEXT_POINT = re.compile(r"^(?: [a-z0-9.]+){0,4} $")  # where a file with the text is named in parentheses
# Recommended by GPL-1.0 to 3.0 and their relatives under "How to Apply These Terms".
_GNU_TAIL = re.compile(r"(?: [a-z0-9.]+){0,30}")
_GNU_VERSION = re.compile(r"\b(?:version|v) ?(?P<version>\d(?:\.\d)?)\b")
_LATER = re.compile(r"\bany later version|\bor later\b|\bor any later|\bor newer\b")
_ONLY = re.compile(r"\b\d(?:\.\d)? (?:of the license )?only\b|^ only\b")
_IN_THE_STYLE = re.compile(r" (?:licen[cs]e )?(?:style|like|compatible|derived|based)\b")
# After these words a grant is less than its licence.
_LIMITED = re.compile(
    r"^(?: licen[cs]e)?(?: \w+){0,6} (?:non commercial|noncommercial|personal|academic|evaluation|research|educational)"
    r"(?: \w+){0,2} (?:only|use|purposes?)\b"
    r"|^(?: licen[cs]e)?(?: \w+){0,2} (?:except(?:ing)?|excluding|unless|but (?:not|never|only|no)|not for|no)"
    r" (?!as |when |where |noted |otherwise |stated |in compliance |required |permitted |warrant|any warrant|later )"
    r"|^(?: licen[cs]e)?(?: \w+){0,3} with (?:the )?(?:following )?(?:\w+ )?(?:restriction|modification|addition"
    r"|exception|condition|clause)s?\b"
)
# "at your option any later version" offers versions, not licences.
_CHOICE = re.compile(
    r" at your option (?!any later|any newer|any greater)| alternatively | either of | (?:may|can) (?:select|choose)"
    r" | your choice | dual licensed | dual license | may also be (?:used|made available) | choice of "
    r"| any (?:one )?of (?:the following|these) licenses "
)
# What modules of Perl say; the two are Perl's own (SPDX: Artistic-1.0-Perl OR GPL-1.0-or-later).
_AS_PERL = re.compile(
    r" under the (?:same )?terms (?:as|of) (?:the )?perl(?: \S+){0,8}? itself | same terms as perl "
)
_PERLS: Final = ("Artistic-1.0-Perl", "GPL-1.0-or-later")
_DEDICATED = re.compile(
    r" dedicate[sd]? .{0,200}? under cc0 1\.0 "
    # The notice that Creative Commons' chooser writes for CC0.
    r"| dedicated all copyright and related and neighboring rights .{0,300}? cc0 public domain dedication "
)
_DECLARING_LINE = re.compile(
    r"^(?:dnl|rem)?[^\w\n@]{0,8}@?licen[cs]e[ \t]*(?:[:=]|(?<=@license)|(?<=@licence))[ \t]*(?P<name>\S[^\n]{0,80})$",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"https?://\S+")
# A section whose heading is "License" and that has no more than one line: in Markdown, or underlined.
_DECLARING_SECTION = re.compile(
    r"^(?:\#{1,6}[ \t]*(?:licen[cs]e|授權(?:條款|方式)?)[ \t]*\#*"
    r"|(?:licen[cs]e|授權(?:條款|方式)?)[ \t]*\n[=~^\"*-]{3,})"
    r"[ \t]*\n\s*(?P<name>[^\s\#][^\n]{0,40}?)\.?[ \t]*(?=\n\s*(?:\#|\Z|[^\n]{1,40}\n[=~^\"*-]{3,})|\Z)",
    re.IGNORECASE | re.MULTILINE,
)
_DECLARING_CHINESE = re.compile(
    r"(?<![不未非無])(?<![不未]再)(?<!沒有)(?<!不[會能])(?:採用|採取|採|以|依據|依照|依|遵循|適用|使用|按照|基於)[ \t]*"
    r"(?P<name>(?=[^,,。;;\n]{0,60}(?:授權|釋出|發布|條款|宣告))[^,,。;;\n不未非]{2,60})"
)
_SURE_OF_A_SECTION: Final = (
    0.9  # a section may be about anything; one unknown word makes its name less sure than that
)
_SURE_ENOUGH: Final = 0.55  # an open suffix is kept open below; an open version is not


def _stated(text: str) -> list[_Stated]:
    stated = [_Stated("CC0-1.0", found.start(), found.end()) for found in _DEDICATED.finditer(text)]
    for mention in mentioning.mentions(text):
        if any(each.start < mention.end and mention.start < each.end for each in stated):
            continue
        if _is_granted(text, mention) or (stated and _is_linked(text, stated, mention)):
            expression, end = _read(text, mention)
            if expression is not None:
                stated.append(_Stated(expression, mention.start, end))
    return stated


def _is_linked(text: str, stated: list[_Stated], mention: Mention) -> bool:
    """Whether a name continues what was stated: "A or B", or the next point of "either of: A, B"."""
    between = text[stated[-1].end : mention.start]
    if _LINK.match(between):
        return True
    listed = text[: stated[0].start].endswith(_LISTED)
    return listed and bool(_NEXT_POINT.match(between))


def _is_granted(text: str, mention: Mention) -> bool:
    before = text[max(0, mention.start - _GRANT_REACH) : mention.start]
    if not _GRANTED.search(before) or _denied(before):
        return False
    named = text[mention.start : mention.end + 12]
    return "license" in named or bool(_VERB.search(before))


def _denied(before: str) -> bool:
    denied = _DENIED.search(before)
    return denied is not None and not _EXCEPTED.search(denied.group())


def _read(text: str, mention: Mention) -> tuple[str | None, int]:
    """What is meant where a name stands, with what the words behind say about versions, and where that ends."""
    meaning = mention.meaning
    family = _family(meaning.expression)
    if family not in {"GPL", "LGPL", "AGPL"}:
        return (meaning.expression if meaning.sureness > USUAL_VERSION else None), mention.end
    if meaning.sureness > SUFFIX_OPEN:
        return meaning.expression, mention.end
    tail = _GNU_TAIL.match(text, mention.end)
    rest = text[mention.end : tail.end() if tail else mention.end]
    others = mentioning.mentions(rest)
    rest = rest[: others[0].start] if others else rest
    bare = re.sub(r"-(?:only|or-later)\b", "", meaning.expression)
    if meaning.reason == "VERSION_MISSING":
        version = _GNU_VERSION.search(rest)
        number = version["version"] if version else ""
        bare = f"{family}-{number if '.' in number else f'{number}.0'}"
    if spdx.licence(f"{bare}-only") is None and " WITH " not in bare:
        return None, mention.end
    return _suffixed(bare, rest), mention.end + len(rest)


def _suffixed(bare: str, rest: str) -> str:
    """A GNU id with what the words behind its name say about later versions."""
    name, joint, exception = bare.partition(" WITH ")
    if _LATER.search(rest):
        return f"{name}-or-later{joint}{exception}"
    # A published notice that names one version and nothing later grants that version alone (GPL-3.0 s. 14,
    # GPL-2.0 s. 9), provided that the notice is whole: "as published by ..." belongs to it.
    if _ONLY.search(rest) or " published by " in rest:
        return f"{name}-only{joint}{exception}"
    return bare


def _offers_choice(text: str, stated: list[_Stated]) -> bool:
    if _CHOICE.search(text):
        return True
    gaps = [text[one.end : other.start] for one, other in pairwise(stated)]
    return any((link := _LINK.match(gap)) is not None and link["joint"] == "or" for gap in gaps)


def _limited(text: str, end: int) -> bool:
    return bool(_LIMITED.search(text[end : end + _GRANT_REACH]))


def _meant(written: str, named: float) -> str | None:
    """What a name means; `named` is how sure that must be where nothing about versions is left open."""
    try:
        return expressions.render(expressions.parse(written))
    except expressions.ExpressionError:
        suggestion = suggest(written)
    if suggestion is None or suggestion.confidence < _SURE_ENOUGH:
        return None
    if suggestion.reason == "ONLY_OR_LATER_OPEN":
        return re.sub(r"-only\b", "", suggestion.expression)
    is_sure = suggestion.reason == "NAME_UNDERSTOOD" and suggestion.confidence >= named
    return suggestion.expression if is_sure else None


def _family(expression: str) -> str:
    return expression.split("-", maxsplit=1)[0]
