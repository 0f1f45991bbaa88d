"""Licence texts as sequences of words, so that only what matters is compared.

What SPDX's matching guidelines (SPDX 3.0.1 annex "License matching guidelines and templates") call
non-substantive is left out or made equal: letter case, punctuation, white space, list markers, copyright
notices, addresses on the web, spelling variants, mark-up. Every word keeps its offset in the original text,
so that a difference can be shown where it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order, and the offset of each in the original."""

    words: tuple[str, ...]
    starts: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)

    def part(self, start: int, end: int) -> Words:
        """The words from one index up to another."""
        return Words(self.words[start:end], self.starts[start:end])

    def joined(self) -> str:
        """All words between single spaces, with one at each end, ready to be searched for phrases."""
        return f" {' '.join(self.words)} "


_HTML = re.compile(r"<(?:!doctype\s+html|html|body|p|br|div)\b", re.IGNORECASE)
_HTML_PARTS = re.compile(
    r"<(?P<hidden>script|style|head)\b.*?</(?P=hidden)\s*>|<[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
# Where a reader sees a line end, so that notices and list markers stand at the beginning of a line.
_HTML_BLOCKS = re.compile(r"</?(?:p|br|div|li|ul|ol|h[1-6]|tr|pre|blockquote)\b[^<>]*>", re.IGNORECASE)
# What stands inside the sentence that Creative Commons' chooser writes for a page.
_INLINE_HTML = re.compile(r"</?(?:a|img|span|br|p|em|strong)(?:\s[^<>]*|/)?>", re.IGNORECASE)
_ENTITIES = re.compile(r"&(?:#\w{1,8}|[a-z]{2,8});", re.IGNORECASE)
# The targets of links, and addresses on the web and of mail; apart, because each is looked for only where the
# characters stand that all of its kind have.
_LINK_TARGET = re.compile(r"\]\([^()\s]*\)")
_WEB_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>\"”’）)\]]*", re.IGNORECASE)
_WEB_NAME = re.compile(r"\bwww\.[^\s<>\"”)\]]*", re.IGNORECASE)
_MAIL_HOST = re.compile(r"@[\w-]+(?:\.[\w-]+)+")
_MAIL_NAME = re.compile(r"[\w.+-]+$")
_LONGEST_MAIL_NAME: Final = 64  # characters before the @ (RFC 5321, section 4.5.3.1.1)
# A line that only says whose work it is and since when. Bounded, so that a licence written on one long line
# that begins with its notice is not lost.
_COPYRIGHT_LINE = re.compile(
    r"^(?:[^\w\n©]|_)*(?:portions\s+)?(?:"
    r"(?:copyright|copr\.|©)(?![-\w])(?=[^\n]*(?:\d{4}|©|\(c\)|[<\[{]|\byear\b|\byyyy\b|\bby\b))"
    # "(c)" may also mark the third point of a list.
    r"|\(c\)(?![-\w])(?=[^\n]*(?:\d{4}|©|[<\[{]|\byyyy\b)))"
    r"(?!\s+(?:holders?|owners?|notices?|laws?|licen[cs]e|and|or|statements?|act|is|in|to|protection|interest"
    r"|treat(?:y|ies)|permission|disclaimer)\b)"
    r"(?![^\n]*(?:licen[cs]|permission|redistribut))[^\n]{0,160}$",
    re.IGNORECASE | re.MULTILINE,
)
# Between the words may be the end of a line and the beginning of the next, in a comment.
_RESERVED = re.compile(r"\ball[\W_]{1,99}rights?[\W_]{1,99}(?:are[\W_]{1,99})?reserved\b", re.IGNORECASE)
_LIST_MARKER = re.compile(
    r"^(?:[^\w\n]|_)*(?:\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,4})[.)、：:]|[（(]?[一二三四五六七八九十]{1,2}[）)、])(?!\d)"
    r"(?=[\s\w“\"(《「])",
    re.IGNORECASE | re.MULTILINE,
)
# Whose initials the name CeCILL is made of stands behind it, or in a footnote: a name explained is no term.
_CECILL_NAME = re.compile(
    r"(?<=CeCILL)[1¹](?![.\w])"
    r"|(?:[1¹]\s+CeCILL\s+stands\s+)?\bfor\s+Ce\W?a\W?\s+C\W?nrs\W?\s+I\W?nria\W?\s+L\W?ogiciel\W?\s+L\W?ibre\b",
    re.IGNORECASE,
)
_COMMENT_WORD = re.compile(r"^[ \t]*(?:dnl|rem)\b", re.IGNORECASE | re.MULTILINE)
# "GPLv3+" is how many say that later versions are allowed.
_OR_LATER = re.compile(r"(?<![a-z])(?P<name>[al]?gpl[ -]?v?\d(?:\.\d)?)\+(?!\w)")
# Quotation marks, dashes, and the space and the sign before a copyright's year, in UTF-8 that was read as Latin-1.
_MISREAD = re.compile(r"â(?:€.|[\x80-\x9f]{2})|Â(?=[\s©])")
# One Chinese, Japanese or Korean character is a word: these scripts write no spaces.
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
# Where a word may be broken, unseen: the soft hyphen, and the spaces and joints without width.
_UNSEEN: Final = "\u00ad\u200b\u200c\u200d\u2060"
_BROKEN_WORD = re.compile(rf"{_WORD.pattern}(?:[{_UNSEEN}]+[^\W_\u3400-\u9fff]+)*")
_JOINED: Final = dict.fromkeys(map(ord, _UNSEEN))

# British and other spellings beside the American ones that most licences use.
_SPELLINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "licence": "license",
        "licences": "licenses",
        "licenced": "licensed",
        "licencee": "licensee",
        "licencing": "licensing",
        "sublicence": "sublicense",
        "sublicences": "sublicenses",
        "acknowledgement": "acknowledgment",
        "acknowledgements": "acknowledgments",
        "artefact": "artifact",
        "authorisation": "authorization",
        "authorised": "authorized",
        "behaviour": "behavior",
        "calibre": "caliber",
        "cancelled": "canceled",
        "capitalisation": "capitalization",
        "centre": "center",
        "colour": "color",
        "customisation": "customization",
        "favour": "favor",
        "favourite": "favorite",
        "fulfil": "fulfill",
        "fulfilment": "fulfillment",
        "honour": "honor",
        "initialise": "initialize",
        "labour": "labor",
        "merchantibility": "merchantability",
        "modelling": "modeling",
        "organisation": "organization",
        "organisations": "organizations",
        "organise": "organize",
        "organised": "organized",
        "practise": "practice",
        "programme": "program",
        "programmes": "programs",
        "realise": "realize",
        "recognise": "recognize",
        "recognised": "recognized",
        "signalling": "signaling",
        "utilisation": "utilization",
        "utilise": "utilize",
        "whilst": "while",
        "wilful": "willful",
        "copyrights": "copyright",
        "expressed": "express",
    },
)  # fmt: skip - a table reads best as one


def words_in(listed: str) -> frozenset[str]:
    """The words of a string, as a set."""
    return frozenset(listed.split())


# Words that no holder is called by: a place that has them says more than a name.
_NO_NAMES: Final = words_in(
    "not no never non must only except unless commercial commercially noncommercial military pay fee sell"
    " prohibited prohibit restricted forbidden notwithstanding permission permitted granted",
)
_NAME_ZONE: Final = (
    40  # words; the longest list of names seen between "neither the name of" and "may be used"
)


def words_of(text: str) -> Words:
    """The words of a text that matter for recognising a licence."""
    plain = _plain(text)
    folded = plain.lower()
    is_broken = not plain.isascii() and any(each in plain for each in _UNSEEN)
    pattern = _BROKEN_WORD if is_broken else _WORD
    # A few letters become two in lower case, which would move all offsets: then each word is folded alone.
    is_aligned = len(folded) == len(plain)
    words = pattern.findall(folded) if is_aligned else [word.lower() for word in pattern.findall(plain)]
    if not plain.isascii():
        # Folded, so that a text in capitals has the same words: ß is SS there.
        words = [word if word.isascii() else unicodedata.normalize("NFKC", word).casefold() for word in words]
    if is_broken:
        words = [word.translate(_JOINED) for word in words]
    starts = [found.start() for found in pattern.finditer(plain)]
    spelled = dict(_SPELLINGS).get  # a plain dictionary is read faster than a view of one
    return _without_names([spelled(word, word) for word in words], starts)


def said(text: str) -> str:
    """All words of a text between single spaces, but for addresses: list markers and notices are left in."""
    text = _INLINE_HTML.sub(_spaces, text) if "<a" in text or "<A" in text else text
    plain = _COMMENT_WORD.sub(_spaces, _without_addresses(text)).lower()
    plain = _OR_LATER.sub(r"\g<name> or later", plain) if "+" in plain else plain
    spelled = dict(_SPELLINGS).get
    return f" {' '.join(spelled(word, word) for word in _WORD.findall(plain))} "


def headings(text: str) -> int:
    """How many words stand in the headings that a licence text opens with.

    A heading is a paragraph of at most twenty words that does not end as a sentence does.
    """
    plain = _plain(text)
    end = 0
    for paragraph in re.finditer(r"\S.*?(?=\n\s*\n|\Z)", plain, re.DOTALL):
        content = paragraph.group().strip()
        if len(_WORD.findall(content)) > _HEADING_WORDS or content[-1] in ".:;,。：；，":
            break
        end = paragraph.end()
    return len(_WORD.findall(plain[:end]))


_HEADING_WORDS: Final = (
    20  # the longest title seen, OGDL-Taiwan's, has 12 characters; two-line titles have 15
)


def every_word(text: str) -> list[str]:
    """All words of a text in lower case, with nothing left out."""
    return _WORD.findall(text.lower())


def _plain(text: str) -> str:
    """The same text, equally long, with spaces instead of everything that does not matter."""
    if "<" in text and _HTML.search(text):
        text = _HTML_PARTS.sub(_spaces, _HTML_BLOCKS.sub(_line_end, text))
    text = text.replace("\r\n", " \n").replace("\r", "\n")
    text = _without_addresses(_ENTITIES.sub(_spaces, text))
    text = _MISREAD.sub(_spaces, text) if "â" in text or "Â" in text else text
    text = _COMMENT_WORD.sub(_spaces, text)
    # Before copyright lines, which may end between these words.
    text = _RESERVED.sub(_spaces, text) if "eserved" in text or "ESERVED" in text else text
    text = _CECILL_NAME.sub(_spaces, text) if "cecill" in text.lower() else text
    for pattern in (_COPYRIGHT_LINE, _LIST_MARKER):
        text = pattern.sub(_spaces, text)
    return text


def _without_addresses(text: str) -> str:
    """The same text with spaces instead of addresses; what most texts lack costs them no search."""
    if "](" in text:
        text = _LINK_TARGET.sub(_spaces, text)
    if "://" in text:
        text = _WEB_ADDRESS.sub(_spaces, text)
    if "www." in text or "WWW." in text:
        text = _WEB_NAME.sub(_spaces, text)
    if "@" not in text:
        return text
    kept, end = [], 0
    for host in _MAIL_HOST.finditer(text):
        name = _MAIL_NAME.search(text[max(end, host.start() - _LONGEST_MAIL_NAME) : host.start()])
        if name is not None:
            start = host.start() - len(name.group())
            kept += [text[end:start], " " * (host.end() - start)]
            end = host.end()
    return "".join([*kept, text[end:]])


def _spaces(found: re.Match[str]) -> str:
    return "".join("\n" if character == "\n" else " " for character in found.group())


def _line_end(found: re.Match[str]) -> str:
    return "\n" + _spaces(found)[1:]


def _without_names(words: list[str], starts: list[int]) -> Words:
    """Leave out who is named where permissive licences name the holder, so that any name fits.

    Five places: "neither the name of ... nor ... may be used to endorse", "the name of ... not be used in advertising",
    "prior written permission of ... this software", "is provided by ... as is", and "shall ... be liable". The
    negation itself is kept.
    """
    dropped: set[int] = set()
    for index in _places(words, "endorse"):
        dropped.update(_name_clause(words, index))
    for index in _places(words, "advertising"):
        dropped.update(_advertised_name(words, index))
    for index in _places(words, "provided"):
        if words[index + 1 : index + 2] == ["by"]:
            dropped.update(_between(words, index + 1, ("as", "is")))
    for index in _places(words, "permission"):
        if words[index - 2 : index] == ["prior", "written"] and words[index + 1 : index + 2] == ["of"]:
            dropped.update(_between(words, index, ("this", "software")))
    for index in _places(words, "shall"):
        dropped.update(_between(words, index, ("be", "liable")))
    if not dropped:
        return Words(tuple(words), tuple(starts))
    kept = [index for index in range(len(words)) if index not in dropped]
    return Words(tuple(words[index] for index in kept), tuple(starts[index] for index in kept))


def _places(words: list[str], word: str) -> Iterator[int]:
    """Every index at which a word stands."""
    place = -1
    with suppress(ValueError):
        while True:
            place = words.index(word, place + 1)
            yield place


def _name_clause(words: list[str], endorse: int) -> range | tuple[int, ...]:
    """Indices between the start of the clause and "be used to endorse", if the clause denies."""
    start = max(0, endorse - _NAME_ZONE)
    if words[endorse - 2 : endorse] != ["used", "to"]:
        return ()
    names = [index for index in range(start, endorse) if words[index] in {"name", "names"}]
    if not names:
        return ()
    first = names[0]
    while first > 0 and words[first - 1] in {"the", "neither", "none", "of"}:
        first -= 1
    clause = words[first:endorse]
    denials = sum(word in {"neither", "none", "not"} for word in clause)
    if denials != 1 or (_NO_NAMES - {"not"}) & set(clause):
        return ()
    return range(first, endorse)


def _advertised_name(words: list[str], advertising: int) -> range:
    """Indices between "name" and "not be used in advertising", if only names stand there."""
    end = advertising - 4
    if words[max(end, 0) : advertising] != ["not", "be", "used", "in"]:
        return range(0)
    end -= words[end - 1] in {"may", "must", "shall"}
    for start in range(end - 1, max(end - _NAME_ZONE, 0), -1):
        if words[start] in _NO_NAMES:
            break
        if words[start] in {"name", "names"}:
            return range(start + 1, end) if words[start + 1] in {"of", "s"} else range(0)
    return range(0)


def _between(words: list[str], index: int, closing: tuple[str, str]) -> range:
    """Indices after one word and before two closing words, if these follow soon and only names stand there."""
    for other in range(index + 1, min(index + _NAME_ZONE, len(words) - 1)):
        if words[other] in _NO_NAMES:
            break
        if (words[other], words[other + 1]) == closing:
            return range(index + 1, other)
    return range(0)
