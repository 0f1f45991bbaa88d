"""How text becomes words: folding, light English stemming, and Chinese cut without a dictionary."""

import re
import unicodedata
from collections.abc import Iterator

BREAK = ""
"""The unit that stands for punctuation: no term reaches across it, and it ends an item of a list."""

_CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3041-\u30fa\u30fc-\u312f\u31a0-\u31bf"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af"
)
_PIECE = re.compile(
    rf"(?P<cjk>[{_CJK}])"
    rf"|(?P<word>(?:(?<!\S)\.)?[^\W_{_CJK}]+(?:['’.][^\W_{_CJK}]+)*(?:\+\+|\#)?)"
    r"|(?P<gap>[^\S\n]|[-_‐‑])"
    r"|(?P<stop>.)",
    re.DOTALL,
)
_SHORTEST_PLURAL = 4  # "GIS", "iOS", "CSS" and "bus" are no plurals
_SHORTEST_STEM = 4  # shorter stems collide: "care" must not meet "cars"
_BRITISH_VERB = re.compile(r"(?<=[a-z]{3})is(e|ing|ed)$")
_VOWEL = re.compile("[aeiouy]")
_CONSONANT_VOWEL_CONSONANT = re.compile("^[^aeiou][aeiouy][^aeiouwxy]$")
_AMERICAN = {
    "centre": "center",
    "colour": "color",
    "defence": "defense",
    "labour": "labor",
    "licence": "license",
    "neighbour": "neighbor",
    "programme": "program",
    "catalogue": "catalog",
}
STOP_WORDS = frozenset(
    {"a", "an", "and", "are", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"}
)


def fold(text: str) -> str:
    """Bring text to the form in which it is compared: NFKC, without case, and 臺 written as 台.

    Taiwan writes both characters for the same word, often in one document.
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).replace("臺", "台")


def units(text: str) -> list[str]:
    """Cut folded text into the units that terms are compared by.

    A unit is one English word in the singular, one Chinese character, or `BREAK` for punctuation.
    Spaces and hyphens separate words and leave no unit, so "life-cycle" equals "life cycle".
    """
    found: list[str] = []
    for kind, piece in _pieces(text):
        if kind == "word":
            found.append(singular(piece))
        elif kind == "cjk":
            found.append(piece)
        elif kind == "stop" and found and found[-1] != BREAK:
            found.append(BREAK)
    return found


def tokens(text: str) -> tuple[str, ...]:
    """Cut text into search tokens, in reading order, repetitions kept.

    English words are folded and stemmed (see `stem`) and the commonest function words dropped;
    Chinese gives every character and every pair of neighbours, which is how text without word
    boundaries is found without a dictionary; numbers stay as they are, decimals in one piece.
    """
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[str]:
    previous = ""
    for kind, piece in _pieces(text):
        if kind == "cjk":
            if previous:
                yield previous + piece
            yield piece
            previous = piece
            continue
        previous = ""
        if kind == "word":
            for part in [piece] if _is_number(piece) else re.split("['’.]", piece):
                if part and part not in STOP_WORDS:
                    yield stem(part)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    for match in _PIECE.finditer(fold(text)):
        kind = match.lastgroup or "stop"
        piece = match.group()
        if kind == "word":
            piece = piece.removesuffix("'s").removesuffix("’s")
        yield kind, piece


def _is_number(piece: str) -> bool:
    return piece.replace(".", "").isdigit()


def singular(word: str) -> str:
    """Take the plural off an English word and write it the American way, so that both spellings meet.

    The rules are Harman's ("How effective is suffixing?", 1991), who found that removing plurals
    alone helps search as much as heavier stemming; added are -sses, -xes, -ches, -shes, which
    lose "es", and British spellings (-isation, and the few words of `_AMERICAN`).
    """
    if len(word) < _SHORTEST_PLURAL or not (word.isascii() and word.isalpha()):
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")) and len(word) > _SHORTEST_PLURAL:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "xes", "ches", "shes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("us", "ss", "is", "aes", "ees", "oes")):
        word = word[:-1]
    return _AMERICAN.get(word) or word.replace("isation", "ization")


def stem(word: str) -> str:
    """Reduce an English word to what its inflections share: schedule, schedules, scheduling.

    After `singular`: "-ied" becomes "-y"; "-ise" is read as "-ize"; "-ing" and "-ed" go when what
    is left has a vowel and three letters, with a doubled consonant halved (mapping, map) and "e"
    restored to a stem like "vot" (Porter 1980, condition *o); then a final "e" goes when four
    letters remain. Words with digits, marks or other scripts are left alone.
    """
    word = singular(word)
    if not (word.isascii() and word.isalpha()):
        return word
    if word.endswith("ied") and len(word) > _SHORTEST_STEM:
        return word[:-3] + "y"
    word = _without_ending(_BRITISH_VERB.sub(r"iz\1", word))
    return word[:-1] if len(word) > _SHORTEST_STEM and word.endswith("e") else word


def _without_ending(word: str) -> str:
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest == word or len(rest) < _SHORTEST_STEM - 1 or not _VOWEL.search(rest) or rest.endswith("e"):
            continue
        if rest[-1] == rest[-2] and rest[-1] not in "lsz":
            return rest[:-1]
        return rest + "e" if _CONSONANT_VOWEL_CONSONANT.match(rest) else rest
    return word
