import ast
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from matching.applications.model import failed_gates
from matching.fit import DEFAULT_WEIGHTS, ChallengeFacts, DataClass, GateCode, TeamFacts, fit

ROOT = Path(__file__).resolve().parents[2]
MESSAGES: dict[str, dict[str, str]] = tomllib.loads((ROOT / "schema" / "messages.toml").read_text("utf-8"))
CODE_IS_ARGUMENT = {"refuse_unless": 1, "unless": 1, "Problem": 0}


def refusals() -> Iterator[tuple[str, frozenset[str]]]:
    """Every code that a service of matching names, with the values it gives beside it."""
    for path in sorted((ROOT / "matching").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = str(getattr(node.func, "id", None) or getattr(node.func, "attr", ""))
            position = CODE_IS_ARGUMENT.get(name)
            if position is None or len(node.args) <= position:
                continue
            code = node.args[position]
            if isinstance(code, ast.Constant) and name != "Problem":
                yield str(code.value), frozenset(each.arg or "" for each in node.keywords)
            elif isinstance(code, ast.Constant):
                given = node.args[2] if len(node.args) > 2 else ast.Dict([], [])
                keys = given.keys if isinstance(given, ast.Dict) else []
                yield (
                    str(code.value),
                    frozenset(str(key.value) for key in keys if isinstance(key, ast.Constant)),
                )


def shown(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", sorted({code for code, _ in refusals()}))
def test_every_refusal_is_said_in_both_languages(code: str) -> None:
    assert set(MESSAGES[code]) == {"en", "zh-Hant"}
    assert shown(MESSAGES[code]["en"]) == shown(MESSAGES[code]["zh-Hant"])


def test_the_search_for_codes_finds_some() -> None:
    assert len({code for code, _ in refusals()}) > 60


CODES_AND_VALUES = sorted((code, sorted(given)) for code, given in set(refusals()))


@pytest.mark.parametrize(("code", "given"), CODES_AND_VALUES)
def test_a_text_shows_only_what_the_refusal_tells(code: str, given: list[str]) -> None:
    if code == "NOT_A_REPOSITORY_ADDRESS":
        given = ["expected"]  # handed over in a variable
    assert shown(MESSAGES[code]["en"]) <= set(given)


def test_every_gate_is_said_in_both_languages_with_its_figures() -> None:
    challenge = ChallengeFacts(
        id="c", owner_id="o", languages=("zh-Hant",), hours_needed=100, starts_on=date(2027, 1, 1),
        ends_on=date(2027, 2, 1), data_class=DataClass.SENSITIVE, licence="MIT",
    )  # fmt: skip
    team = TeamFacts(
        id="t", languages=("en",), hours_per_week=1, available_from=date(2027, 3, 1), engaged=1,
        refused_licences=("MIT",), conflicts=("o",),
    )  # fmt: skip
    problems = failed_gates(fit(challenge, team, DEFAULT_WEIGHTS, date(2026, 11, 21)))
    assert [each.code for each in problems] == [f"GATE_{code}" for code in GateCode]
    for problem in problems:
        assert shown(MESSAGES[problem.code]["en"]) <= problem.values.keys()
