"""`commonfield cohort verify` says whether a kept pairing comes out the same."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from api.cli import cli
from matching.cohort import parse, solution_as_json, solve

COHORT: dict[str, Any] = {"teams": [{"id": "a", "preferences": [["x"]]}], "challenges": [{"id": "x"}]}


@pytest.fixture
def kept() -> dict[str, Any]:
    solution = solution_as_json(solve(parse(COHORT)))
    return {"input": {"cohort": COHORT}, "solution": solution, "solverVersion": "2"}


def verified(folder: Path, kept: dict[str, Any], *options: str) -> tuple[int, str]:
    path = folder / "kept.json"
    path.write_text(json.dumps(kept))
    done = CliRunner().invoke(cli, ["cohort", "verify", *options, str(path)])
    return done.exit_code, done.stdout


def test_the_same_is_told_with_its_fingerprint(tmp_path: Path, kept: dict[str, Any]) -> None:
    code, told = verified(tmp_path, kept)
    assert (code, told.startswith("the same (")) == (0, True)


def test_a_difference_is_told_with_both_figures(tmp_path: Path, kept: dict[str, Any]) -> None:
    kept["solution"]["size"] = 2
    assert verified(tmp_path, kept) == (1, "size: kept 2, now 1\n")
    assert json.loads(verified(tmp_path, kept, "--json")[1])["differences"] == {"size": [2, 1]}


def test_a_file_of_another_kind_is_a_wrong_call(tmp_path: Path) -> None:
    assert verified(tmp_path, {}) == (2, "")
