"""Which licences a text may be: weighted sets of words over an inverted index.

A word that few licences use says more than one that all use (inverse document frequency, Spärck Jones 1972).
The index answers "which are worth a close look"; it never decides.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from registry.licences import spdx
from registry.licences.normalise import quick_words

ALIKE: Final = 6  # candidates for "the whole text is this licence"
CONTAINED: Final = 6  # candidates for "the text contains this licence among others"
ENOUGH_CONTAINED: Final = 0.85  # share of a licence's weight that the text must hold to be said to contain it
ENOUGH_ALIKE: Final = (
    0.2  # LGPL-3.0 without the GPL text that SPDX appends to it is the least alike of its kind
)


@dataclass(frozen=True, slots=True)
class Index:
    """The inverted index.

    Attributes:
        identifiers: one representative id for each distinct text.
        postings: for each word the numbers of the texts that use it.
        weights: for each word its inverse document frequency.
        masses: for each text the sum of its words' weights.
    """

    identifiers: tuple[str, ...]
    postings: Mapping[str, npt.NDArray[np.int32]]
    weights: Mapping[str, float]
    masses: npt.NDArray[np.float64]


@lru_cache(maxsize=1)
def index() -> Index:
    """The index over the SPDX texts, built on first use (well under a second) and kept."""
    identifiers = tuple(sorted(set(representatives().values())))
    texts = spdx.texts()
    users: dict[str, list[int]] = {}
    for number, identifier in enumerate(identifiers):
        for word in quick_words(texts[identifier]):
            users.setdefault(word, []).append(number)
    weights = {word: math.log(1 + len(identifiers) / len(numbers)) for word, numbers in users.items()}
    postings = {word: np.array(numbers, dtype=np.int32) for word, numbers in users.items()}
    masses = np.zeros(len(identifiers), dtype=np.float64)
    for word, numbers in postings.items():
        masses[numbers] += weights[word]
    return Index(identifiers, postings, weights, masses)


@lru_cache(maxsize=1)
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


def candidates(words: frozenset[str]) -> tuple[str, ...]:
    """Ids of the licences worth a close look for a set of words, the likeliest first."""
    known = index()
    shared = np.zeros(len(known.identifiers), dtype=np.float64)
    mass = 0.0
    for word in words:
        weight = known.weights.get(word)
        if weight is not None:
            shared[known.postings[word]] += weight
            mass += weight
    alike = shared / (known.masses + mass - shared)
    contained = shared / known.masses
    chosen = [number for number in np.argsort(-alike)[:ALIKE] if alike[number] >= ENOUGH_ALIKE]
    within = np.where(contained >= ENOUGH_CONTAINED, shared, 0.0)
    chosen += [number for number in np.argsort(-within)[:CONTAINED] if within[number] > 0]
    return tuple(dict.fromkeys(known.identifiers[number] for number in chosen))
