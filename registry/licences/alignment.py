"""Where a text departs from a licence: the two sequences of words laid side by side.

Runs of four words that stand once in the licence are found in the text and followed as far as both agree; the
heaviest chain of such stretches that keeps the order of both is fixed, and only what lies between two of them is
compared word by word. That is near linear where texts agree, which they do when it matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final, TypeAlias

RUN: Final = 4  # words; three are common phrases ("of this license"), five miss lightly edited sentences
COMPARED_CELLS: Final = (
    250_000  # words times words between two fixed points; beyond, the gap counts as replaced
)
STEP: Final = 64  # words compared at once; licences agree for hundreds, and a step that fails costs little
NEAR: Final = 8  # words; a single word farther from its neighbours agrees by chance
MOST_TITLES: Final = 8  # stretches of a title that agree with the licence's beginning; two have been seen
EDGE: Final = 40  # words beyond the licence's own length that are compared before its start and after its end


@dataclass(frozen=True, slots=True)
class Gap:
    """Words ``start``-``end`` of the licence that stand as ``found_start``-``found_end`` in the text.

    Either side may be empty: words are then inserted or missing.
    """

    start: int
    end: int
    found_start: int
    found_end: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a licence lies in a text.

    Attributes:
        found_start: index of the first word of the text that belongs to the licence.
        found_end: index behind the last one.
        gaps: where they differ, in order, within these bounds.
    """

    found_start: int
    found_end: int
    gaps: tuple[Gap, ...]


Meeting: TypeAlias = tuple[int, int]
"""Where a run of words that stands once in a licence stands in a text: index in the text, index in the licence."""


def align(
    licence: Sequence[str], text: Sequence[str], meetings: Iterable[Meeting] | None = None
) -> Alignment | None:
    """Lay a licence over a text; None if they share no run of words.

    Args:
        licence: the words that the licence requires.
        text: the words of the text.
        meetings: where the two meet, in the text's order, for callers that know it from an index.
    """
    known = _meetings(licence, text) if meetings is None else meetings
    blocks = _heaviest_chain(list(_shared_blocks(known, licence, text)), len(licence))
    if not blocks:
        return None
    first, last = blocks[0], blocks[-1]
    head = list(_head(licence, text, first[0], first[1]))
    tail = list(_tail(licence, text, last[0] + last[2], last[1] + last[2]))
    matched = _from_its_head(licence, text, [*head, *_filled(licence, text, blocks), *tail])
    gaps: list[Gap] = []
    if matched[0][0] > 0:
        gaps.append(Gap(0, matched[0][0], matched[0][1], matched[0][1]))
    for (start, found, length), (next_start, next_found, _) in pairwise(matched):
        if start + length < next_start or found + length < next_found:
            gaps.append(Gap(start + length, next_start, found + length, next_found))
    end, found_end = matched[-1][0] + matched[-1][2], matched[-1][1] + matched[-1][2]
    if end < len(licence):
        gaps.append(Gap(end, len(licence), found_end, found_end))
    return Alignment(matched[0][1], found_end, tuple(gaps))


def _from_its_head(licence: Sequence[str], text: Sequence[str], matched: list[_Block]) -> list[_Block]:
    """The same without what only looks like the licence's beginning: its name in a title, say.

    Where all of the licence's first words stand directly before a stretch that agrees, it begins there.
    """
    for number in range(min(len(matched), MOST_TITLES) - 1, 0, -1):
        start, found, _ = matched[number]
        if 0 < start <= min(EDGE, found) and licence[:start] == text[found - start : found]:
            return [(0, found - start, start), *matched[number:]]
    return matched


_Block = tuple[int, int, int]  # index in the licence, index in the text, how many words


def _meetings(licence: Sequence[str], text: Sequence[str]) -> Iterator[Meeting]:
    once: dict[tuple[str, ...], int] = {}
    for index in range(len(licence) - RUN + 1):
        run = tuple(licence[index : index + RUN])
        once[run] = -1 if run in once else index
    for found in range(len(text) - RUN + 1):
        start = once.get(tuple(text[found : found + RUN]), -1)
        if start >= 0:
            yield found, start


def _shared_blocks(
    meetings: Iterable[Meeting], licence: Sequence[str], text: Sequence[str]
) -> Iterator[_Block]:
    """Stretches that agree, in the order of the text, each found by a run that stands once in the licence.

    A run counts where it first stands in the text, so that a licence quoted twice is found once.
    """
    taken = bytearray(len(licence) + 1)
    behind = 0
    for found, start in meetings:
        if found < behind or taken[start]:
            continue
        end = taken.find(1, start)
        length = _agreeing(licence, start, len(licence) if end < 0 else end, text, found)
        taken[start : start + length] = b"\x01" * length
        yield start, found, length
        behind = found + length


def _agreeing(licence: Sequence[str], start: int, end: int, text: Sequence[str], found: int) -> int:
    """How many words agree from a place on, in steps because comparing slices is quicker than single words."""
    most = min(end - start, len(text) - found)
    length = 0
    while length < most:
        step = min(STEP, most - length)
        one, other = start + length, found + length
        if licence[one : one + step] != text[other : other + step]:
            break
        length += step
    while length < most and licence[start + length] == text[found + length]:
        length += 1
    return length


def _heaviest_chain(blocks: list[_Block], size: int) -> list[_Block]:
    """Of blocks in the order of the text, those in the order of the licence too that have most words.

    Dynamic programming over a Fenwick tree of maxima (Fenwick 1994) by where blocks end in the licence: n log n.
    """
    heaviest, chosen = [0] * (size + 2), [-1] * (size + 2)
    before: list[int] = []
    last, most = -1, 0
    for number, (start, _, length) in enumerate(blocks):
        weight, previous, place = 0, -1, start + 1
        while place > 0:
            if heaviest[place] > weight:
                weight, previous = heaviest[place], chosen[place]
            place -= place & -place
        before.append(previous)
        weight += length
        if weight > most:
            last, most = number, weight
        place = start + length + 1
        while place < len(heaviest):
            if weight > heaviest[place]:
                heaviest[place], chosen[place] = weight, number
            place += place & -place
    chain: list[_Block] = []
    while last >= 0:
        chain.append(blocks[last])
        last = before[last]
    return chain[::-1]


def _filled(licence: Sequence[str], text: Sequence[str], blocks: list[_Block]) -> Iterator[_Block]:
    """The blocks, and between each two of them what else agrees."""
    for block, following in pairwise(blocks):
        yield block
        start, found = block[0] + block[2], block[1] + block[2]
        yield from _compared(licence, text, (start, following[0]), (found, following[1]))
    yield blocks[-1]


def _compared(
    licence: Sequence[str], text: Sequence[str], inner: tuple[int, int], outer: tuple[int, int]
) -> Iterator[_Block]:
    cells = (inner[1] - inner[0]) * (outer[1] - outer[0])
    if cells == 0 or cells > COMPARED_CELLS:
        return
    matcher = SequenceMatcher(None, licence[slice(*inner)], text[slice(*outer)], autojunk=False)
    for start, found, length in matcher.get_matching_blocks():
        if length:
            yield inner[0] + start, outer[0] + found, length


def _head(licence: Sequence[str], text: Sequence[str], start: int, found: int) -> Iterator[_Block]:
    reach = max(0, found - start - EDGE) if start else found
    blocks = list(_compared(licence, text, (0, start), (reach, found)))
    # A lone word far before the licence is chance, not its first word.
    while blocks and blocks[0][2] == 1 and (blocks[1][1] if len(blocks) > 1 else found) > blocks[0][1] + NEAR:
        blocks.pop(0)
    yield from blocks


def _tail(licence: Sequence[str], text: Sequence[str], end: int, found_end: int) -> Iterator[_Block]:
    reach = min(len(text), found_end + len(licence) - end + EDGE) if end < len(licence) else found_end
    blocks = list(_compared(licence, text, (end, len(licence)), (found_end, reach)))
    while blocks and blocks[-1][2] == 1:
        before = blocks[-2][1] + blocks[-2][2] if len(blocks) > 1 else found_end
        if blocks[-1][1] <= before + NEAR:
            break
        blocks.pop()
    yield from blocks
