"""Sharing out applications among reviewers, and seeing where reviewers saw different things."""

import math
from collections import Counter, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

FEWEST_A_BID, MOST_A_BID = 1, 10
#: Two reviewers are hardly ever as strict as each other; with three, one who misread is seen. Officers may choose.
USUAL_A_BID: Final = 3
#: Of 5 points: who differ by two have not read the same thing in an application, and should talk before it is decided.
FAR_APART: Final = 2.0

Pair = tuple[UUID, UUID]
"""An application and a reviewer."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who is asked anew.

    Attributes:
        pairs: application and reviewer, in the order of the applications given.
        short: applications that cannot have as many reviewers as wanted, with how many are lacking.
    """

    pairs: Sequence[Pair]
    short: Mapping[UUID, int]


def share_out(
    applications: Sequence[UUID],
    reviewers: Sequence[UUID],
    partial: Collection[Pair],
    standing: Collection[Pair],
    wanted: int,
) -> Sharing:
    """Ask reviewers until each application has as many as wanted, the load being as even as it can be.

    Each missing place is filled along the shortest way on which places are handed on to the reviewer with the least
    work; that gives the least sum of squared loads, and with it the least possible load of the busiest (Harvey, Ladner,
    Lovász and Tamir, "Semi-matchings for bipartite graphs and load balancing", 2003). What stands is never handed on.

    Args:
        applications: those to be scored; the order decides between equals.
        reviewers: everybody who may be asked; the same.
        partial: who cannot judge what. No such pair is ever made.
        standing: who is asked already. They count as work, unless they are partial.
        wanted: reviewers for each application.
    """
    known = frozenset(reviewers)
    kept = {each for each in standing if each not in partial and each[1] in known}
    load = dict.fromkeys(reviewers, 0)
    for _, reviewer in kept:
        load[reviewer] += 1
    asked: dict[UUID, list[UUID]] = {each: [] for each in reviewers}
    short: dict[UUID, int] = {}
    barred = kept | set(partial)
    standing_by_application = Counter(application for application, _ in kept)
    for application in applications:
        for _ in range(wanted - standing_by_application[application]):
            way = _way_to_least(application, barred, asked, load)
            if not way:
                short[application] = short.get(application, 0) + 1
                continue
            for (bid, taker), giver in way:
                asked[taker].append(bid)
                if giver is not None:
                    asked[giver].remove(bid)
            load[way[-1][0][1]] += 1
    position = {each: index for index, each in enumerate(applications)}
    pairs = [(bid, reviewer) for reviewer in reviewers for bid in asked[reviewer]]
    return Sharing(sorted(pairs, key=lambda each: position[each[0]]), short)


Step = tuple[Pair, UUID | None]
"""An application and who takes it, and who gives it up for that; None at the start."""


def _way_to_least(
    application: UUID,
    barred: Collection[Pair],
    asked: Mapping[UUID, Sequence[UUID]],
    load: Mapping[UUID, int],
) -> Sequence[Step]:
    """The shortest steps to one more reviewer that leave the work to whoever has the least; none if nobody can."""
    least = min(load.values(), default=0)
    came: dict[UUID, Step] = {}
    waiting: deque[tuple[UUID, UUID | None]] = deque([(application, None)])
    looked_at = {application}
    while waiting and not any(load[each] == least for each in came):
        bid, giver = waiting.popleft()
        for reviewer in load:
            if reviewer in came or (bid, reviewer) in barred or bid in asked[reviewer]:
                continue
            came[reviewer] = ((bid, reviewer), giver)
            handed_on = [each for each in asked[reviewer] if each not in looked_at]
            looked_at.update(handed_on)
            waiting.extend((each, reviewer) for each in handed_on)
    end = min(came, key=lambda each: load[each], default=None)
    steps: list[Step] = []
    while end is not None:
        steps.append(came[end])
        end = came[end][1]
    return steps[::-1]


def strictness(means: Sequence[tuple[UUID, UUID, float]]) -> Mapping[UUID, float]:
    """How many points each reviewer gives above (or below 0) what the others gave to the same applications.

    Args:
        means: application, reviewer and the reviewer's weighted mean, 0 to 5.

    Returns:
        By reviewer; nobody who never scored an application that others scored too.
    """
    by_application: dict[UUID, list[tuple[UUID, float]]] = {}
    for application, reviewer, mean in means:
        by_application.setdefault(application, []).append((reviewer, mean))
    differences: dict[UUID, list[float]] = {}
    for given in by_application.values():
        for reviewer, mean in given:
            others = [other for by, other in given if by != reviewer]
            if others:
                differences.setdefault(reviewer, []).append(mean - math.fsum(others) / len(others))
    return {reviewer: math.fsum(found) / len(found) for reviewer, found in differences.items()}
