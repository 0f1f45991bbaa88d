"""Reruns a pairing that was kept and says whether it comes out the same."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from matching.cohort.faults import InvalidInstance
from matching.cohort.reading import decode, parse
from matching.cohort.solution import Objective, solution_as_json
from matching.cohort.solving import OutOfTime, solve

SAME = 0
DIFFERENT = 1
WRONG_INPUT = 2
NO_TIME = 3

# How long a search took says nothing about what it found.
_NOT_COMPARED = frozenset({"seconds"})


def fingerprint(cohort: Mapping[str, Any], solution: Mapping[str, Any], solver_version: str) -> str:
    """SHA-256 over what a pairing was made from, what came out and by which program, in hexadecimal.

    Over JSON with sorted keys and without spaces, so that whoever has the three can compute it.
    """
    kept = {
        "input": cohort,
        "solution": {key: value for key, value in solution.items() if key not in _NOT_COMPARED},
        "solver_version": solver_version,
    }
    written = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def verify(data: bytes, *, time_limit: float | None = None) -> tuple[int, dict[str, Any]]:
    """The exit code and the JSON to print for a kept pairing.

    It holds `input`, `solution` and `solverVersion` as the API tells them of an assignment.
    0: it comes out the same. 1: it does not, and `differences` maps each figure to `[kept, now]`. 2: the file is no
    kept pairing. 3: the time limit passed first.
    """
    try:
        kept: Any = decode(data)
        given, solution = kept["input"], kept["solution"]
        version = str(kept.get("solverVersion", kept.get("solver_version", "")))
        instance, objective = parse(given["cohort"]), Objective(solution["objective"])
        closing = bool(given.get("allow_closing", False))
    except (ValueError, KeyError, TypeError, AttributeError, InvalidInstance) as error:
        message = f"the file holds no kept pairing with input and solution: {error}"
        return WRONG_INPUT, {"errors": [{"code": "NOT_KEPT", "place": "", "message": message}]}
    try:
        again = solution_as_json(
            solve(
                instance,
                objective,
                allow_closing=closing,
                time_limit=time_limit,
                exact=bool(solution.get("optimal")),  # what was proven once is proven again
                seconds_to_prove=0.0,  # and what was not is searched as it was
            )
        )
    except OutOfTime:
        return NO_TIME, {
            "errors": [{"code": "OUT_OF_TIME", "place": "", "message": "no pairing was found in time"}]
        }
    names = sorted((again.keys() | solution.keys()) - _NOT_COMPARED)
    differences = {
        name: [solution.get(name), again.get(name)] for name in names if solution.get(name) != again.get(name)
    }
    return (DIFFERENT if differences else SAME), {
        "same": not differences,
        "differences": differences,
        "solver_version": version,
        "fingerprint": fingerprint(given, solution, version),
    }
