"""Whoever has what was kept of a pairing can run it again and see whether it is the same."""

import json
from copy import deepcopy
from typing import Any

import pytest

from matching.cohort import Objective, fingerprint, parse, solution_as_json, solve, verify

COHORT: dict[str, Any] = {
    "teams": [{"id": "a", "preferences": [["x", "y"]]}, {"id": "b", "preferences": [["x"], ["y"]]}],
    "challenges": [{"id": "x", "preferences": [["a"], ["b"]]}, {"id": "y"}],
}


def kept(objective: Objective = Objective.STABLE) -> dict[str, Any]:
    return {
        "input": {"cohort": deepcopy(COHORT), "allow_closing": False},
        "solution": solution_as_json(solve(parse(COHORT), objective)),
        "solverVersion": "commonfield-cohort 2, scipy 1",
    }


@pytest.mark.parametrize("objective", list(Objective))
def test_a_kept_pairing_comes_out_the_same(objective: Objective) -> None:
    code, told = verify(json.dumps(kept(objective)).encode())
    assert (code, told["same"], told["differences"]) == (0, True, {})


def test_a_kept_pairing_that_was_not_proven_in_time_comes_out_the_same() -> None:
    wishes = [["y"], ["x"]]
    cohort = {
        "teams": [{"id": "a", "preferences": wishes}, {"id": "b", "preferences": wishes}],
        "challenges": [{"id": "x", "min_teams": 1}, {"id": "y", "max_teams": 2}],
    }
    solution = solve(parse(cohort), seconds_to_prove=0)
    assert not solution.optimal
    code, told = verify(
        json.dumps({"input": {"cohort": cohort}, "solution": solution_as_json(solution)}).encode()
    )
    assert (code, told["differences"]) == (0, {})


def test_a_pairing_that_was_changed_by_hand_is_noticed_with_both_figures() -> None:
    changed = kept()
    before = changed["solution"]["pairs"]
    changed["solution"]["pairs"] = (
        [["a", "y"], ["b", "x"]] if before[0] == ["a", "x"] else [["a", "x"], ["b", "y"]]
    )
    code, told = verify(json.dumps(changed).encode())
    assert (code, told["same"]) == (1, False)
    assert told["differences"] == {"pairs": [changed["solution"]["pairs"], before]}


def test_an_input_that_was_changed_by_hand_has_another_fingerprint() -> None:
    one, other = kept(), kept()
    other["input"]["cohort"]["teams"][0]["preferences"] = [["y"], ["x"]]
    first, second = (
        fingerprint(each["input"], each["solution"], each["solverVersion"]) for each in (one, other)
    )
    assert (len(first), first == second) == (64, False)


def test_how_long_it_took_is_not_part_of_the_fingerprint() -> None:
    one, other = kept(), kept()
    other["solution"]["seconds"] = 12.5
    assert fingerprint(one["input"], one["solution"], "") == fingerprint(
        other["input"], other["solution"], ""
    )


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b"[" * 100_000, b'{"input": {"cohort": 1}, "solution": {"objective": "stable"}}'],
)
def test_a_file_that_holds_no_kept_pairing_is_a_wrong_call(data: bytes) -> None:
    code, told = verify(data)
    assert (code, told["errors"][0]["code"]) == (2, "NOT_KEPT")
