"""A public vote: everybody has 99 points, and votes for one proposal cost their square.

Quadratic voting as Lalley and Weyl describe it (https://doi.org/10.1257/pandp.20181002), with the 99 points of Taiwan's
Presidential Hackathon: no square, so no single proposal uses them up. All arithmetic is of whole numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from store.refusal import Problems

POINTS = 99
MOST_VOTES = 9  # the largest whole number whose square is within the points
FEW = 5  # with fewer ballots somebody may guess who voted how, and is told so


@dataclass(frozen=True, slots=True)
class PublicVote:
    """The vote on the proposals of a round, open from the moment it is made until it closes."""

    id: UUID
    programme_id: UUID
    opened_at: datetime
    closes_at: datetime


def cost(votes: Mapping[UUID, int]) -> int:
    """The points that a ballot uses."""
    return sum(each * each for each in votes.values())


def judge(votes: Mapping[UUID, int], proposals: frozenset[UUID]) -> Problems:
    """Everything that is wrong with a ballot."""
    problems = Problems()
    problems.unless(votes.keys() <= proposals, "UNKNOWN_PROPOSAL", "votes")
    in_range = all(0 <= each <= MOST_VOTES for each in votes.values())
    problems.unless(in_range, "OUT_OF_RANGE", "votes", least=0, most=MOST_VOTES)
    used = cost(votes)
    problems.unless(not in_range or used <= POINTS, "TOO_MANY_POINTS", "votes", used=used, points=POINTS)
    return problems
