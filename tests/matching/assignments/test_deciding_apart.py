"""A round is paired in a process that can be ended."""

import time
from datetime import date

import pytest

from matching.assignments.apart import decide_apart
from matching.assignments.cohort_input import Bid, Candidate, Gathered, Room
from matching.assignments.decision import decide
from matching.cohort import Objective
from matching.fit import Fit, Side
from store.refusal import Refused

SIDE = Side(0.5, ())
ROUND = Gathered(
    "p",
    date(2026, 11, 21),
    {"skills": 1.0},
    (Room("c", 0, 1, None),),
    (Candidate("t", 1, is_newcomer=True),),
    (Bid("b", "t", "c", 1, 0, None, Fit("c", "t", (), True, SIDE, SIDE, 0.5, 1.0)),),  # noqa: FBT003 - `passed`
)


def test_it_answers_what_deciding_here_answers() -> None:
    apart, here = decide_apart(ROUND, Objective.GREEDY), decide(ROUND, Objective.GREEDY)
    assert (apart.solution.pairs, apart.report) == (here.solution.pairs, here.report)


def test_a_process_that_does_not_answer_in_time_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(Refused) as caught:
        decide_apart(ROUND, seconds=0.01)
    assert [each.code for each in caught.value.problems] == ["OUT_OF_TIME"]
    assert time.monotonic() - started < 5
