from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.votes.model import MOST_VOTES, POINTS, cost, judge

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))
LISTED = frozenset({ONE, TWO, THREE})


@pytest.mark.parametrize(
    ("votes", "codes"),
    [
        ({}, []),
        ({ONE: 9, TWO: 4, THREE: 1}, []),  # 81 + 16 + 1 = 98
        ({ONE: 9, TWO: 4, THREE: 2}, ["TOO_MANY_POINTS"]),  # 101
        ({ONE: 7, TWO: 7, THREE: 1}, []),  # exactly 99
        ({ONE: 10}, ["OUT_OF_RANGE"]),
        ({ONE: -1}, ["OUT_OF_RANGE"]),
        ({ONE: 10**9}, ["OUT_OF_RANGE"]),
        ({uuid4(): 1}, ["UNKNOWN_PROPOSAL"]),
    ],
)
def test_a_ballot_is_judged_to_the_point(votes: dict[UUID, int], codes: list[str]) -> None:
    assert [each.code for each in judge(votes, LISTED)] == codes


def test_no_square_uses_all_points_and_the_next_vote_is_too_dear() -> None:
    assert cost({ONE: MOST_VOTES}) < POINTS < (MOST_VOTES + 1) ** 2


@given(st.dictionaries(st.sampled_from([ONE, TWO, THREE]), st.integers(0, MOST_VOTES)))
def test_a_ballot_passes_exactly_when_its_squares_fit(votes: dict[UUID, int]) -> None:
    assert (not judge(votes, LISTED)) == (sum(each**2 for each in votes.values()) <= 99)
