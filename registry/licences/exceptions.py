"""Additional permissions beside a licence, such as the Classpath exception: SPDX writes them after ``WITH``.

The installed list names exceptions but has no texts of them. What we keep of each wording is how it begins, how
many words it has, and a digest of these words as `normalise` reads them: enough to know the wording when it is
there word for word, and to be silent when anything in it was changed. Wordings are as their publishers
distribute them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from registry.licences.normalise import Words


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of an exception.

    Attributes:
        id: SPDX id of the exception.
        licences: how the ids of the licences begin that it can stand beside.
        begins: its first words; what else begins so is told apart by the digest.
        length: how many words it has.
        digest: `digest_of` its words.
    """

    id: str
    licences: tuple[str, ...]
    begins: str
    length: int
    digest: str


@dataclass(frozen=True, slots=True)
class Granted:
    """An exception that stands in a text, and the licences it can stand beside."""

    id: str
    licences: tuple[str, ...]

    def fits(self, expression: str) -> bool:
        """Whether it can stand beside the licence with this id."""
        return expression.startswith(self.licences) and " " not in expression


_ANY_GPL: Final = ("GPL-", "LGPL-", "AGPL-")
WORDINGS: Final[tuple[Wording, ...]] = (
    Wording(
        "Autoconf-exception-generic",
        _ANY_GPL,
        "as a special exception to the gnu general public license",
        46,
        "7af14908991d5e9d",
    ),
    Wording(
        "Bison-exception-2.2",
        ("GPL-",),
        "as a special exception you may create a larger work",
        111,
        "83a6d71350bac95c",
    ),
    Wording(
        "Classpath-exception-2.0",
        ("GPL-",),
        "linking this library statically or dynamically with other modules",
        154,
        "52dab6662983570d",
    ),
    Wording(
        "Font-exception-2.0",
        ("GPL-",),
        "as a special exception if you create a document which",
        105,
        "c308caee8692bfc0",
    ),
    Wording(
        "GCC-exception-3.1",
        ("GPL-3.0",),
        "this gcc runtime library exception exception",
        483,
        "0e803ffd992003b9",
    ),
    Wording("GCC-exception-3.1", ("GPL-3.0",), "under section 7 of gpl version 3", 29, "b5795df8d1519acd"),
    Wording(
        "Libtool-exception",
        _ANY_GPL,
        "as a special exception to the gnu general public license",
        47,
        "207e47af2e418bc9",
    ),
    Wording(
        "Linux-syscall-note",
        ("GPL-2.0",),
        "note this copyright does not cover user programs",
        108,
        "8a87465b76127ed3",
    ),
    Wording(
        "LLVM-exception",
        ("Apache-2.0",),
        "as an exception if as a result of your compiling",
        139,
        "b0cff513fae1d8b1",
    ),
)

# What CPython and all that copies its LICENSE print above the licences: how Python came to have four of them.
HISTORIES: Final[tuple[Wording, ...]] = (
    Wording("", (), "history of the software python was created", 106, "edc23ebdf4a8b0d1"),
    Wording("", (), "in 2001 the python software foundation psf", 69, "6296cfdc8b1fced6"),
    Wording("", (), "gpl compatible doesn t mean that we re", 114, "e14f8c26cf39eb24"),
    Wording("", (), "python software and documentation are licensed under the", 62, "88beabd390770021"),
)


def digest_of(words: Sequence[str]) -> str:
    """Sixteen hexadecimal digits that stand for a sequence of words."""
    return hashlib.blake2b(" ".join(words).encode(), digest_size=8).hexdigest()


def taken_out(words: Words, wordings: Sequence[Wording] = WORDINGS) -> tuple[tuple[Granted, ...], Words]:
    """The exceptions in a text, each once and in the order of `wordings`, and the text without their words."""
    joined = words.joined()
    found: dict[Granted, None] = {}
    dropped: set[int] = set()
    for wording in wordings:
        place = joined.find(f" {wording.begins} ")
        while place >= 0:
            start = joined.count(" ", 0, place)
            end = start + wording.length
            if digest_of(words.words[start:end]) == wording.digest:
                found[Granted(wording.id, wording.licences)] = None
                dropped.update(range(start, end))
            place = joined.find(f" {wording.begins} ", place + 1)
    if not dropped:
        return (), words
    kept = [index for index in range(len(words)) if index not in dropped]
    rest = Words(tuple(words.words[index] for index in kept), tuple(words.starts[index] for index in kept))
    return tuple(found), rest
