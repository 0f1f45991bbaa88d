from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.licences import messages, spdx
from registry.licences.expressions import (
    DEEPEST_NESTING,
    And,
    Expression,
    ExpressionError,
    Or,
    Reference,
    Simple,
    With,
    caret,
    conjunction,
    disjunction,
    parse,
    read,
    render,
)
from tests.timing import best_seconds

LABELS = Path(__file__).parents[4] / "shared" / "data" / "licences" / "expressions.json"
WARNINGS = {
    "CASE": "case",
    "DEPRECATED": "deprecated",
    "LOWER_CASE_OPERATOR": "lowercase-operator",
    "ONLY_IN_SPDX_3": "spdx3-only",
}
# Two labels whose warnings, not validity, we see otherwise: they overlook what other labels do warn about.
DISPUTED_WARNINGS = {
    # `with` in lower case is an operator in lower case, as `or` and `and` are elsewhere in the labels.
    "gpl-2.0 with autoconf-exception-2.0 OR gpl-2.0": ["case", "deprecated", "lowercase-operator"],
    # the canonical exception id is Classpath-exception-2.0, so this one has a case of its own.
    "GPL-2.0-only WITH classpath-exception-2.0": ["case"],
}


def verdict(text: str) -> tuple[bool, str | None, list[str]]:
    try:
        parsed = read(text)
    except ExpressionError:
        return False, None, []
    return True, render(parsed.expression), sorted({WARNINGS[warning.code] for warning in parsed.warnings})


def code(text: str) -> str:
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    return refused.value.findings[0].code


@pytest.mark.shared
def test_every_labelled_expression_is_judged_as_its_label_says() -> None:
    if not LABELS.exists():
        pytest.skip("../shared/data/licences is not here")
    labels = json.loads(LABELS.read_text("utf-8"))
    assert len(labels) == 117
    for label in labels:
        text = label["expr"]
        warnings = DISPUTED_WARNINGS.get(text, label.get("warnings", []))
        assert (text, verdict(text)) == (text, (label["valid"], label["normalised"], sorted(warnings)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mit", "MIT"),
        ("MIT OR (Apache-2.0 AND ISC)", "MIT OR Apache-2.0 AND ISC"),
        ("(MIT OR Apache-2.0) AND ISC", "(MIT OR Apache-2.0) AND ISC"),
        ("((MIT)) OR (ISC OR Zlib)", "MIT OR ISC OR Zlib"),
        ("EUPL-1.2+", "EUPL-1.2+"),
        ("licenseref-House-Rules", "LicenseRef-House-Rules"),
        ("documentref-a:LICENSEREF-b", "DocumentRef-a:LicenseRef-b"),
        ("MIT WITH DocumentRef-a:AdditionRef-b", "MIT WITH DocumentRef-a:AdditionRef-b"),
        ("gpl-2.0-ONLY with classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
    ],
)
def test_an_expression_is_written_in_one_way(text: str, expected: str) -> None:
    assert render(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "EMPTY"),
        (" \t\n", "EMPTY"),
        ("MIT OR", "LICENCE_EXPECTED"),
        ("OR MIT", "LICENCE_EXPECTED"),
        ("MIT OR OR ISC", "LICENCE_EXPECTED"),
        ("MIT Or ISC", "OPERATOR_IN_MIXED_CASE"),
        ("MIT ISC", "OPERATOR_EXPECTED"),
        ("(MIT ISC)", "OPERATOR_EXPECTED"),
        ("(MIT", "NEVER_CLOSED"),
        ("MIT)", "CLOSING_WITHOUT_OPENING"),
        ("()", "LICENCE_EXPECTED"),
        ("MIT WITH", "EXCEPTION_EXPECTED"),
        ("MIT WITH ISC", "LICENCE_IS_NO_EXCEPTION"),
        ("MIT WITH never-heard-of", "UNKNOWN_EXCEPTION"),
        ("(MIT OR ISC) WITH Classpath-exception-2.0", "WITH_AFTER_EXPRESSION"),
        ("Classpath-exception-2.0", "EXCEPTION_IS_NO_LICENCE"),
        ("AdditionRef-a", "ADDITION_IS_NO_LICENCE"),
        ("NONE", "NO_LICENCE_NAMED"),
        ("NOASSERTION", "NO_LICENCE_NAMED"),
        ("BSD-3", "UNKNOWN_LICENCE"),
        ("LicenseRef-中文", "NOT_AN_IDENTIFIER"),
        ("MIT\N{IDEOGRAPHIC SPACE}OR ISC", "NOT_AN_IDENTIFIER"),
        ("GPL-2.0-only+", "PLUS_ON_FIXED_VERSION"),
        ("LicenseRef-a+", "PLUS_ON_REFERENCE"),
    ],
)
def test_what_is_no_expression_is_refused_with_its_reason(text: str, expected: str) -> None:
    assert code(text) == expected


def test_the_caret_points_at_what_is_wrong() -> None:
    with pytest.raises(ExpressionError) as refused:
        parse("MIT AND BSD-3 OR ISC")
    finding = refused.value.findings[0]
    assert caret("MIT AND BSD-3 OR ISC", finding).splitlines() == ["MIT AND BSD-3 OR ISC", "        ^^^^^"]


def test_the_caret_points_behind_the_end_where_something_is_missing() -> None:
    with pytest.raises(ExpressionError) as refused:
        parse("MIT OR  ")
    assert (refused.value.findings[0].position, refused.value.findings[0].length) == (6, 0)


def test_nesting_has_a_floor() -> None:
    deep = DEEPEST_NESTING
    assert parse("(" * deep + "MIT" + ")" * deep) == Simple("MIT")
    assert code("(" * (deep + 1) + "MIT" + ")" * (deep + 1)) == "NESTED_TOO_DEEPLY"


def test_every_finding_has_its_sentence_in_both_languages() -> None:
    for texts in messages.FINDINGS.values():
        assert set(texts) == {"en", "zh-Hant"}


def test_a_warning_says_what_to_write_instead() -> None:
    [warning] = read("GPL-2.0+").warnings
    assert messages.message(warning, "en") == (
        "SPDX no longer recommends “GPL-2.0+”; write GPL-2.0-or-later."
    )


def test_a_custom_reference_is_warned_about_in_its_own_spelling() -> None:
    [warning] = read("documentref-A:licenseref-B").warnings
    assert "DocumentRef-A:LicenseRef-B" in messages.message(warning, "zh-Hant")


NAMES = st.from_regex(r"[A-Za-z0-9.-]{1,12}", fullmatch=True)
LISTED = st.sampled_from(sorted(spdx.licences()))
SIMPLE = LISTED.map(Simple) | st.just(Simple("EUPL-1.1", or_later=True))
REFERENCES = st.builds(Reference, NAMES, st.none() | NAMES)
WITHS = st.builds(With, SIMPLE | REFERENCES, st.sampled_from(sorted(spdx.exceptions())))
EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(
    SIMPLE | REFERENCES | WITHS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda operands: conjunction(tuple(operands)))
        | st.lists(inner, min_size=1, max_size=3).map(lambda operands: disjunction(tuple(operands)))
    ),
    max_leaves=12,
)


@given(EXPRESSIONS)
def test_what_is_written_is_read_back(expression: Expression) -> None:
    assert parse(render(expression)) == expression


@given(EXPRESSIONS)
def test_what_is_written_is_flat(expression: Expression) -> None:
    if isinstance(expression, And | Or):
        assert not any(isinstance(operand, type(expression)) for operand in expression.operands)


@given(st.text() | st.text("()+:-. \nMITandorwithORANDGPL23LicenseRef", max_size=60))
def test_any_text_is_either_read_or_refused_inside_its_bounds(text: str) -> None:
    try:
        expression = parse(text)
    except ExpressionError as refused:
        for finding in refused.findings:
            assert 0 <= finding.position <= finding.position + finding.length <= len(text)
            assert messages.message(finding, "en") != messages.message(finding, "zh-Hant")
    else:
        assert parse(render(expression)) == expression


def seconds_for(licences: int) -> float:
    text = " AND ".join(["(MIT OR Apache-2.0)"] * licences)
    return best_seconds(lambda: parse(text), tries=3)


def test_time_grows_with_the_length_not_with_its_square() -> None:
    parse("MIT")  # reads the list once
    short, long = seconds_for(1_000), seconds_for(16_000)
    assert long < short * 16 * 4  # quadratic time would be 256 times as long
