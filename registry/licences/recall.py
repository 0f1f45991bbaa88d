"""Which licences a text may be: weighted sets of words over an inverted index.

A word that few licences use says more than one that all use (inverse document frequency, Spärck Jones 1972).
This answers "which are worth a close look", and where to begin looking; it never decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from registry.licences import index
from registry.licences.index import Numbers, Places, Runs

ALIKE: Final = 6  # candidates for "the whole text is this licence"
CONTAINED: Final = 6  # candidates for "the text contains this licence among others"
LOOKED_AT: Final = (
    24  # licences whose words the text holds; the longest ones, of which the best are candidates
)
ENOUGH_CONTAINED: Final = 0.85  # share of a licence's weight that the text must hold to be said to contain it
ENOUGH_ALIKE: Final = (
    0.2  # LGPL-3.0 without the GPL text that SPDX appends to it is the least alike of its kind
)


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """A text as the index sees it: its words and its runs of words as numbers."""

    words: Numbers
    runs: Runs


def numbered(words: Sequence[str]) -> Numbered:
    """The words of a text as numbers."""
    found = index.numbered(words)
    return Numbered(found, index.packed(found))


def candidates(text: Numbered) -> tuple[str, ...]:
    """Ids of the licences worth a close look, the likeliest first."""
    known = index.current()
    words = np.unique(text.words)
    words = words[words > 0]
    starts = known.user_ends[words]
    lengths = known.user_ends[words + 1] - starts
    weights = known.weights[words]
    shared = np.bincount(
        known.users[_ranges(starts, lengths)], np.repeat(weights, lengths), len(known.identifiers)
    )
    alike = shared / (known.masses + weights.sum() - shared)
    contained = shared / known.masses
    nearest = np.argsort(-alike, kind="stable")[:ALIKE]
    within = np.where(contained >= ENOUGH_CONTAINED, shared, 0.0)
    fullest = np.argsort(-within, kind="stable")[:LOOKED_AT]
    chosen = [
        *nearest[alike[nearest] >= ENOUGH_ALIKE].tolist(),
        *_standing(text, fullest[within[fullest] > 0].tolist()),
    ]
    return tuple(dict.fromkeys(known.identifiers[number] for number in chosen))


def _standing(text: Numbered, numbers: list[int]) -> list[int]:
    """Of licences whose words a text has, those with most runs in it: any long text has the words of many."""
    if len(numbers) <= CONTAINED:
        return numbers
    there = np.unique(text.runs)
    shares = {number: _share_of_runs(there, number) for number in numbers}
    return sorted(numbers, key=lambda number: -shares[number])[:CONTAINED]


def _share_of_runs(there: Runs, number: int) -> float:
    known = index.current()
    runs = known.runs[known.run_ends[number] : known.run_ends[number + 1]]
    if not len(runs) or not len(there):
        return 0.0
    at = np.minimum(np.searchsorted(there, runs), len(there) - 1)
    return float(np.count_nonzero(there[at] == runs)) / len(runs)


def meetings(text: Numbered, identifier: str) -> list[tuple[int, int]]:
    """Where a text has runs that stand once in a licence: index in the text and in the licence, in the text's order."""
    known, number = index.current(), index.numbers()[identifier]
    stretch = slice(known.run_ends[number], known.run_ends[number + 1])
    runs, places = known.runs[stretch], known.run_places[stretch]
    if not len(runs) or not len(text.runs):
        return []
    at = np.minimum(np.searchsorted(runs, text.runs), len(runs) - 1)
    found = np.flatnonzero(runs[at] == text.runs)
    return list(zip(found.tolist(), places[at[found]].tolist(), strict=True))


def twins(identifier: str, others: Sequence[str]) -> list[str]:
    """Of other licences, those that require the same words; the licence itself is one if it is among them."""
    known, numbers = index.current(), index.numbers()
    own = known.twins[numbers[identifier]]
    return [other for other in others if known.twins[numbers[other]] == own]


def _ranges(starts: Places, lengths: Places) -> Places:
    """All whole numbers of several ranges, one range after the other."""
    ends = np.cumsum(lengths, dtype=np.int32)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int32) + np.repeat(starts - ends + lengths, lengths)
