"""How software are variants of one another, and when that a reader should know; pure."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from registry.health import HealthBand


class Relation(StrEnum):
    """What another software is to one."""

    UPSTREAM = "UPSTREAM"
    FORK = "FORK"
    SIBLING = "SIBLING"


class Turn(StrEnum):
    """What a variant's health means for a reader who decides between the two."""

    LIVES_ON = "LIVES_ON"
    OUTLIVES = "OUTLIVES"


#: Somebody still answers; SLOWING is left out on either side, because it may turn either way.
ALIVE: Final = frozenset({HealthBand.THRIVING, HealthBand.STEADY})
DEAD: Final = frozenset({HealthBand.DORMANT})


def turn(own: HealthBand, other: HealthBand) -> Turn | None:
    """Say whether one of two variants lives on where the other has ended.

    Args:
        own: the band of the software whose page is read.
        other: that of its variant.

    Returns:
        LIVES_ON when work goes on in the variant only, OUTLIVES when it goes on here only; None otherwise.
    """
    if own in DEAD and other in ALIVE:
        return Turn.LIVES_ON
    return Turn.OUTLIVES if own in ALIVE and other in DEAD else None


def best_first(found: Iterable[tuple[Turn | None, int | None]]) -> list[int]:
    """Give the places of variants in the order in which they help: where it lives on, then by score."""
    listed = list(found)
    return sorted(
        range(len(listed)), key=lambda at: (listed[at][0] is not Turn.LIVES_ON, -(listed[at][1] or -1))
    )
