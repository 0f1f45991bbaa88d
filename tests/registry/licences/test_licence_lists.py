"""Files that list the licences of third parties: every one is told, and none is lost among many."""

from __future__ import annotations

from registry.licences import IdentificationKind, identify, spdx
from tests.timing import best_seconds

TEXTS = [spdx.texts()[identifier] for identifier in ("MIT", "BSD-3-Clause", "ISC")]


def test_fifty_licences_of_three_kinds_are_all_told_and_named_once() -> None:
    blocks = [f"Component {number}\n\n{TEXTS[number % 3]}" for number in range(50)]
    found = identify("\n\n-----\n\n".join(blocks))
    assert (found.expression, found.kind) == ("MIT AND BSD-3-Clause AND ISC", IdentificationKind.COMPOSITE)
    assert [part.expression for part in found.parts] == ["MIT", "BSD-3-Clause", "ISC"] * 16 + [
        "MIT",
        "BSD-3-Clause",
    ]
    lines = [(part.first_line, part.last_line) for part in found.parts]
    assert lines == sorted(lines)


def test_one_unknown_licence_among_many_leaves_the_whole_unnamed() -> None:
    terms = "You must pay a fee for commercial redistribution of this component, and may not modify it."
    found = identify("\n\n-----\n\n".join([*TEXTS * 5, terms, *TEXTS * 5]))
    assert found.expression is None
    assert [part.expression for part in found.parts].count(None) == 1


def test_a_long_list_takes_time_in_proportion() -> None:
    identify(TEXTS[0])  # reads the index
    blocks = [f"Component {number}\n\n{TEXTS[number % 3]}" for number in range(600)]
    text = "\n\n-----\n\n".join(blocks)
    assert len(identify(text).parts) == 600
    assert best_seconds(lambda: identify(text), tries=1) < 5
