"""Every licence text of the list, compiled so that a text is compared with all of them at once.

Compiling takes about a second, reading a compiled index a few milliseconds. Whoever starts a process may keep the
bytes (`as_bytes`) somewhere and hand them back next time (`use`); nobody has to. Words are numbered, number 0
being every word that no licence has, and `RUN` numbered words make one 64-bit number without loss.
"""

from __future__ import annotations

import hashlib
import json
import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from registry.licences import normalise, required, spdx
from registry.licences.alignment import RUN
from registry.licences.required import Terms

Numbers: TypeAlias = npt.NDArray[np.uint16]
Runs: TypeAlias = npt.NDArray[np.uint64]
Places: TypeAlias = npt.NDArray[np.int32]
Weights: TypeAlias = npt.NDArray[np.float64]

_WORD_BITS: Final = 64 // RUN  # a list with more words than fit in these would not compile
_ALIGNED: Final = 8  # bytes; the largest number stored
_MADE_BY: Final = ("alignment.py", "index.py", "normalise.py", "required.py")  # what decides what is compiled


class Unusable(Exception):  # noqa: N818 - the state of what was handed in
    """Bytes that are no index, a damaged one, or one of another list or program; compile anew."""


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """The compiled list. Where things of many texts stand in one array, ``..._ends[n]`` is where text n begins.

    Attributes:
        identifiers: one representative id for each distinct text; of a text in two languages each is one too.
        vocabulary: the words by their numbers.
        words: the words of all texts.
        word_ends: where each text ends in `words`.
        terms: for each text the three numbers of `Terms`.
        twins: for each text the first one that requires the same words.
        runs: the runs that stand once in a text's required words, sorted within each text.
        run_places: where each of them stands.
        run_ends: where each text ends in `runs`.
        users: for each word the texts that use it.
        user_ends: where each word ends in `users`.
        weights: for each word its inverse document frequency (Spärck Jones 1972).
        masses: for each text the sum of its words' weights.
    """

    identifiers: tuple[str, ...]
    vocabulary: tuple[str, ...]
    words: Numbers
    word_ends: Places
    terms: Places
    twins: Places
    runs: Runs
    run_places: Places
    run_ends: Places
    users: Numbers
    user_ends: Places
    weights: Weights
    masses: Weights

    def text_of(self, identifier: str) -> tuple[tuple[str, ...], Terms]:
        """All words of a text, and where its terms stand among them.

        Raises:
            KeyError: no text goes by this id.
        """
        number = numbers()[identifier]
        found = self.words[self.word_ends[number] : self.word_ends[number + 1]].tolist()
        titled, start, end = self.terms[number].tolist()
        return tuple(self.vocabulary[word] for word in found), Terms(titled, start, end)


_handed_in: list[Index] = []


@cache
def current() -> Index:
    """The index of this process, compiled now if nobody handed one in."""
    return _handed_in[-1] if _handed_in else compiled()


def use(data: bytes) -> None:
    """Use a compiled index; has no effect once `current` has been asked for.

    Raises:
        Unusable: it does not fit this program and its licence list, or is damaged.
    """
    _handed_in.append(from_bytes(data))


@cache
def numbers() -> Mapping[str, int]:
    """The number of each text by its id."""
    return {identifier: number for number, identifier in enumerate(current().identifiers)}


@cache
def word_numbers() -> Mapping[str, int]:
    """The number of each word of the vocabulary."""
    return {word: number for number, word in enumerate(current().vocabulary)}


def numbered(words: Sequence[str]) -> Numbers:
    """Words as numbers; 0 for words that no licence has."""
    known = word_numbers()
    return np.array([known.get(word, 0) for word in words], dtype=np.uint16)


def packed(words: Numbers) -> Runs:
    """Every run of words as one number; 0 for runs with a word that no licence has."""
    count = max(len(words) - RUN + 1, 0)
    runs = np.zeros(count, dtype=np.uint64)
    known = np.ones(count, dtype=np.bool_)
    for place in range(RUN):
        column = words[place : place + count]
        runs = (runs << np.uint64(_WORD_BITS)) | column
        known &= column > 0
    return np.where(known, runs, np.uint64(0))


def representatives() -> Mapping[str, str]:
    """For each licence with a text, the one that stands for all that share exactly this text.

    The shortest id stands for all: MPL-2.0 for MPL-2.0-no-copyleft-exception, GPL-3.0-only for both suffixes.
    """
    by_text: dict[str, list[str]] = {}
    for identifier, text in spdx.texts().items():
        by_text.setdefault(" ".join(text.split()).lower(), []).append(identifier)
    chosen: dict[str, str] = {}
    for identifiers in by_text.values():
        shortest = min(identifiers, key=lambda identifier: (len(identifier), identifier))
        chosen.update(dict.fromkeys(identifiers, shortest))
    return chosen


def compiled() -> Index:
    """The index over the texts of the list."""
    listed = {identifier: spdx.texts()[identifier] for identifier in representatives().values()}
    known_texts = {**listed, **required.editions(listed)}
    identifiers = tuple(sorted(known_texts))
    texts = [known_texts[identifier] for identifier in identifiers]
    read = [normalise.words_of(text) for text in texts]
    terms = [required.terms(*each) for each in zip(identifiers, texts, read, strict=True)]
    vocabulary = ("", *sorted({word for words in read for word in words.words}))
    known = {word: number for number, word in enumerate(vocabulary)}
    words = [np.array([known[word] for word in each.words], dtype=np.uint16) for each in read]
    needed = [each[place.start : place.end] for each, place in zip(words, terms, strict=True)]
    once = [_standing_once(each) for each in needed]
    first: dict[bytes, int] = {}
    users: list[list[int]] = [[] for _ in vocabulary]
    for number, each in enumerate(words):
        for word in np.unique(each).tolist():
            users[word].append(number)
    weights = np.array([math.log(1 + len(texts) / max(len(each), 1)) for each in users])
    return Index(
        identifiers=identifiers,
        vocabulary=vocabulary,
        words=np.concatenate(words),
        word_ends=_ends(words),
        terms=np.array([[each.titled, each.start, each.end] for each in terms], dtype=np.int32),
        twins=np.array(
            [first.setdefault(each.tobytes(), n) for n, each in enumerate(needed)], dtype=np.int32
        ),
        runs=np.concatenate([runs for runs, _ in once]),
        run_places=np.concatenate([places for _, places in once]),
        run_ends=_ends([runs for runs, _ in once]),
        users=np.array([number for each in users for number in each], dtype=np.uint16),
        user_ends=_ends(users),
        weights=weights,
        masses=np.array([weights[np.unique(each)].sum() for each in words]),
    )


def as_bytes(index: Index) -> bytes:
    """The index as bytes for `from_bytes` of the same program and licence list."""
    kept: dict[str, tuple[str, bytes, list[int]]] = {}
    for field in fields(index):
        value = getattr(index, field.name)
        if isinstance(value, tuple):
            stored = "\n".join(value).encode()
            kept[field.name] = ("words", stored, [len(stored)])
        else:
            kept[field.name] = (value.dtype.str, value.tobytes(), list(value.shape))
    heads = {name: [kind, shape, len(stored)] for name, (kind, stored, shape) in kept.items()}
    parts = [json.dumps(heads).encode(), *(stored for _, stored, _ in kept.values())]
    body = b"".join(part + b"\n" * (-len(part) % _ALIGNED) for part in parts)
    head_length = len(parts[0]).to_bytes(_ALIGNED, "big")
    return fingerprint() + zlib.crc32(head_length + body).to_bytes(_ALIGNED, "big") + head_length + body


def from_bytes(data: bytes) -> Index:
    """The index that `as_bytes` wrote.

    Raises:
        Unusable: it does not fit this program and its licence list, or is damaged.
    """
    made_by = fingerprint()
    start = len(made_by)
    checked = memoryview(data)[start + _ALIGNED :]
    if data[:start] != made_by:
        raise Unusable("it is of another licence list or program")
    if zlib.crc32(checked).to_bytes(_ALIGNED, "big") != data[start : start + _ALIGNED]:
        raise Unusable("it is damaged")
    length = int.from_bytes(checked[:_ALIGNED], "big")
    heads = json.loads(bytes(checked[_ALIGNED : _ALIGNED + length]))
    place = _ALIGNED + length + -length % _ALIGNED
    values: dict[str, Any] = {}
    for name, (kind, shape, size) in heads.items():
        stored = checked[place : place + size]
        if kind == "words":
            values[name] = tuple(bytes(stored).decode().split("\n"))
        else:
            values[name] = np.frombuffer(stored, dtype=kind).reshape(shape)
        place += size + -size % _ALIGNED
    return Index(**values)


def fingerprint() -> bytes:
    """What an index depends on, in 32 bytes: the licence list and the code that compiles it."""
    digest = hashlib.sha256(spdx.packed())
    for name in _MADE_BY:
        digest.update(resources.files(__package__).joinpath(name).read_bytes())
    return digest.digest()


def _standing_once(words: Numbers) -> tuple[Runs, Places]:
    """The runs that stand once among words, sorted, and where each stands."""
    runs, places, counts = np.unique(packed(words), return_index=True, return_counts=True)
    return runs[counts == 1], places[counts == 1].astype(np.int32)


def _ends(parts: Sequence[Sequence[Any] | npt.NDArray[Any]]) -> Places:
    return np.cumsum([0, *(len(part) for part in parts)], dtype=np.int32)
