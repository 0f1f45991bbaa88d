"""Where a text departs from a licence: the two sequences of words laid side by side.

Runs of four words that stand once in the licence are found in the text; the longest chain of them that keeps
the order of both gives fixed points, and only what lies between two fixed points is compared word by word.
That is near linear where texts agree, which they do when it matters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

RUN: Final = 4  # words; three are common phrases ("of this license"), five miss lightly edited sentences
COMPARED_CELLS: Final = (
    250_000  # words times words between two fixed points; beyond, the gap counts as replaced
)
NEAR: Final = 8  # words; a single word farther from its neighbours agrees by chance
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


def align(licence: Sequence[str], text: Sequence[str]) -> Alignment | None:
    """Lay a licence over a text; None if they share no run of words."""
    blocks = _blocks(licence, text)
    if not blocks:
        return None
    first, last = blocks[0], blocks[-1]
    head = list(_head(licence, text, first[0], first[1]))
    tail = list(_tail(licence, text, last[0] + last[2], last[1] + last[2]))
    matched = [*head, *_filled(licence, text, blocks), *tail]
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


_Block = tuple[int, int, int]  # index in the licence, index in the text, how many words


def _blocks(licence: Sequence[str], text: Sequence[str]) -> list[_Block]:
    once = _standing_once(licence)
    chain = _longest_chain(_shared_runs(once, text))
    blocks: list[_Block] = []
    for start, found in chain:
        if (
            blocks
            and start <= blocks[-1][0] + blocks[-1][2]
            and found - start == blocks[-1][1] - blocks[-1][0]
        ):
            before = blocks.pop()
            blocks.append((before[0], before[1], start + RUN - before[0]))
        elif not blocks or (
            start >= blocks[-1][0] + blocks[-1][2] and found >= blocks[-1][1] + blocks[-1][2]
        ):
            blocks.append((start, found, RUN))
    return blocks


def _standing_once(licence: Sequence[str]) -> dict[tuple[str, ...], int]:
    positions: dict[tuple[str, ...], int] = {}
    for index in range(len(licence) - RUN + 1):
        run = tuple(licence[index : index + RUN])
        positions[run] = -1 if run in positions else index
    return positions


def _shared_runs(once: dict[tuple[str, ...], int], text: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of indices, by the first place in the text where a run stands."""
    seen: set[int] = {-1}
    for found in range(len(text) - RUN + 1):
        start = once.get(tuple(text[found : found + RUN]), -1)
        if start not in seen:
            seen.add(start)
            yield start, found


def _longest_chain(pairs: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence that rises in the licence too (patience sorting, n log n)."""
    tops: list[int] = []
    piles: list[int] = []
    points: list[tuple[int, int]] = []
    before: list[int] = []
    for start, found in pairs:
        pile = bisect_left(tops, start)
        points.append((start, found))
        before.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(start)
            piles.append(len(points) - 1)
        else:
            tops[pile] = start
            piles[pile] = len(points) - 1
    chain: list[tuple[int, int]] = []
    index = piles[-1] if piles else -1
    while index >= 0:
        chain.append(points[index])
        index = before[index]
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
