"""What the command `cohort solve` does with a file, without reading or printing anything itself."""

from typing import Any

from matching.cohort.faults import InvalidInstance
from matching.cohort.reading import read
from matching.cohort.solution import Objective, solution_as_json
from matching.cohort.solving import OutOfTime, solve

SOLVED = 0
IMPOSSIBLE = 1
WRONG_INPUT = 2
NO_TIME = 3


def run(
    data: bytes,
    objective: str = Objective.STABLE.value,
    *,
    allow_closing: bool = False,
    time_limit: float | None = None,
    exact: bool = False,
    language: str = "en",
) -> tuple[int, dict[str, Any]]:
    """The exit code and the JSON to print for one file.

    0: a pairing was found. 1: none can meet the minimum numbers, and the solution says which conflict. 2:
    the file or the objective is wrong, and `errors` lists each `{code, place, message}`. 3: the time limit
    passed first. `exact` is that of `solve`.
    """
    try:
        chosen = Objective(objective)
    except ValueError:
        known = ", ".join(each.value for each in Objective)
        text = {"en": f"choose one of: {known}", "zh-Hant": f"請選擇其中一項：{known}"}
        return WRONG_INPUT, _errors("UNKNOWN_OBJECTIVE", "objective", text[_spoken(language)])
    try:
        instance = read(data)
    except InvalidInstance as invalid:
        return WRONG_INPUT, {
            "errors": [
                {"code": fault.code, "place": fault.place, "message": fault.message(language)}
                for fault in invalid.faults
            ]
        }
    try:
        solution = solve(instance, chosen, allow_closing=allow_closing, time_limit=time_limit, exact=exact)
    except OutOfTime:
        text = {"en": "no pairing was found in time", "zh-Hant": "未能在時限內找到媒合結果"}
        return NO_TIME, _errors("OUT_OF_TIME", "", text[_spoken(language)])
    return (SOLVED if solution.feasible() else IMPOSSIBLE), solution_as_json(solution)


def _spoken(language: str) -> str:
    return "zh-Hant" if language.casefold().split("-")[0] == "zh" else "en"


def _errors(code: str, place: str, message: str) -> dict[str, Any]:
    return {"errors": [{"code": code, "place": place, "message": message}]}
