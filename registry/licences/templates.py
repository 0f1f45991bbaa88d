"""Licence texts made ready for comparison: the words that a text must have, and those that it may have besides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from registry.licences import required
from registry.licences.alignment import RUN
from registry.licences.normalise import Words


@dataclass(frozen=True, slots=True)
class Template:
    """One licence, ready for comparison.

    Attributes:
        id: representative SPDX id (see `index.representatives`).
        required: the words that a text must have, in order.
        phrase: the same between single spaces.
        title: the words of the headings, which may be repeated or left out anywhere.
    """

    id: str
    required: tuple[str, ...]
    phrase: str
    title: frozenset[str]


@cache  # as many as there are licences, each made only when first compared
def template(identifier: str) -> Template:
    """The licence with this id, ready for comparison.

    Raises:
        KeyError: no text goes by this id, or another id represents it.
    """
    from registry.licences import index  # noqa: PLC0415 - brings numpy, which checking an expression does not need

    words, terms = index.current().text_of(identifier)
    needed = words[terms.start : terms.end]
    return Template(identifier, needed, f" {' '.join(needed)} ", frozenset(words[: terms.titled]))


@cache
def optional(identifier: str) -> frozenset[tuple[str, ...]]:
    """The runs of words of a licence's headings, explanations and other parts that may be left out.

    Raises:
        KeyError: as for `template`.
    """
    from registry.licences import index  # noqa: PLC0415 - brings numpy, which checking an expression does not need

    words, terms = index.current().text_of(identifier)
    found = runs(words[: terms.start]) | runs(words[terms.end :])
    for relative in required.also_optional_of(identifier):
        found |= optional(relative)
    for phrase in required.also_optional(identifier):
        found |= runs(phrase.split())
    return found


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
