"""The published instances whose optima are known."""

import json
from pathlib import Path

import pytest

from matching.cohort import Objective, read, run, solve

INSTANCES = ["hr-0", "hr-2", "hr-3", "spa-0", "spa-2", "spa_onesided-1"]

pytestmark = pytest.mark.shared


@pytest.mark.parametrize("name", INSTANCES)
@pytest.mark.parametrize("objective", ["generous", "greedy"])
def test_the_known_profile_is_reached(shared: Path, name: str, objective: str) -> None:
    data = (shared / "cohort" / f"{name}.json").read_bytes()
    expected = json.loads(data)["expected"]
    code, printed = run(data, objective)
    assert (code, printed["size"], printed["profile"]) == (0, expected["size"], expected[objective])


@pytest.mark.parametrize("name", INSTANCES)
def test_the_known_least_cost_is_reached(shared: Path, name: str) -> None:
    data = (shared / "cohort" / f"{name}.json").read_bytes()
    expected = json.loads(data)["expected"]
    solution = solve(read(data), Objective.MIN_COST)
    assert (solution.size, solution.cost) == (expected["size"], expected["min_cost"])


@pytest.mark.parametrize("name", ["hr-0", "hr-2", "hr-3", "spa_onesided-1"])
def test_instances_whose_minimums_allow_it_have_a_pairing_in_which_nobody_would_swap(
    shared: Path, name: str
) -> None:
    assert solve(read((shared / "cohort" / f"{name}.json").read_bytes())).blocking_pairs == ()
