"""Every code that a reader may be told is given by a rule whose docstring names where it stands.

The sources are read, not run: wherever a code stands in the code of its room, the function around it must say which
clause of which standard it comes from, or that it is our own.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from registry.licences.messages import FINDINGS as OF_LICENCES
from registry.publiccode.messages import MESSAGES as OF_PUBLICCODE
from registry.publiccode.standard import DOCUMENT
from registry.sbom.messages import FINDINGS as OF_SBOM

ROOMS: Mapping[str, Mapping[str, object]] = {
    "publiccode": OF_PUBLICCODE,
    "licences": OF_LICENCES,
    "sbom": OF_SBOM,
}
SOURCE = re.compile(
    r"schema|-list\.rst|CHANGELOG|[cC]lauses? \d|annex|class `|\b(?:RFC|ISO|BCP) \d|YAML 1\.\d|SPDX [23]"
    r"|\bours\b|\bour (?:own|rule|bound|choice)\b"
    rf"|`(?:{'|'.join(DOCUMENT.keys)})(?:/[\w\[\]]+)*`"
)
#: Codes that `message` chooses by what another finding holds.
MADE_ELSEWHERE = {"DEPRECATED_WITHOUT_REPLACEMENT": "DEPRECATED"}
#: Modules that repeat codes to act on findings, and give none.
READERS = frozenset({"messages.py", "correction.py", "summary.py"})

Rule = tuple[str, str, str]


def rules(room: str) -> Iterator[tuple[str, Rule]]:
    """Each code with module, function and docstring of every place that gives it; tables stand in their module."""
    for file in sorted(Path(f"registry/{room}").glob("*.py")):
        if file.name not in READERS:
            tree = ast.parse(file.read_text(encoding="utf-8"))
            yield from within(
                tree, (file.name, "the module", ast.get_docstring(tree) or ""), set(ROOMS[room])
            )


def within(node: ast.AST, around: Rule, codes: set[str]) -> Iterator[tuple[str, Rule]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield from within(child, (around[0], child.name, ast.get_docstring(child) or ""), codes)
        elif isinstance(child, ast.Constant) and child.value in codes:
            yield child.value, around
        else:
            yield from within(child, around, codes)


@pytest.mark.parametrize("room", ROOMS)
def test_every_code_is_given_by_a_rule(room: str) -> None:
    given = {code for code, _ in rules(room)}
    assert {MADE_ELSEWHERE.get(code, code) for code in ROOMS[room]} <= given


@pytest.mark.parametrize("room", ROOMS)
def test_every_rule_names_the_clause_that_it_comes_from(room: str) -> None:
    silent = [(code, *rule[:2]) for code, rule in rules(room) if not SOURCE.search(rule[2])]
    assert silent == []


def test_a_docstring_without_a_source_is_found() -> None:
    assert not SOURCE.search("Hold a text against what is allowed.")
