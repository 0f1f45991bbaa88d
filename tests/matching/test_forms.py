from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from matching.forms import (
    UNCHANGED,
    Untouched,
    any_text,
    applied,
    canonical_tag,
    check_address,
    check_licence,
    check_texts,
    difference,
    given,
    is_language_tag,
    tidied,
    today,
)
from store.refusal import Problems

TEXTS = st.dictionaries(st.sampled_from(["en", "zh-Hant", "ZH-hant", "de"]), st.text(), max_size=4)


@dataclass(frozen=True, slots=True)
class Noun:
    name: str
    size: int | None


@dataclass(frozen=True, slots=True)
class Form:
    name: str | Untouched = UNCHANGED
    size: int | Untouched | None = UNCHANGED


def test_a_form_touches_what_it_names_and_may_empty_a_field() -> None:
    before = Noun("old", 3)
    assert applied(before, Form()) == before
    assert applied(before, Form(size=None)) == Noun("old", None)
    assert given(Form(size=None)) == {"size": None}


@over(st.text(), st.integers(), st.text(), st.one_of(st.none(), st.integers()))
def test_the_difference_is_what_makes_one_into_the_other(
    name: str, size: int, other: str, later: int | None
) -> None:
    before, after = Noun(name, size), Noun(other, later)
    was, is_now = difference(before, after)
    assert was.keys() == is_now.keys()
    assert applied(before, Form(**is_now)) == after
    assert all(was[each] != is_now[each] for each in was)


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("ZH-hant", "zh-Hant"),
        ("EN", "en"),
        ("zh-hant-tw", "zh-Hant-TW"),
        (" de-at ", "de-AT"),
        ("es-419", "es-419"),
    ],
)
def test_tags_are_written_as_usual(written: str, usual: str) -> None:
    assert canonical_tag(written) == usual


@pytest.mark.parametrize(
    "tag", ["en", "zh-Hant", "zh-Hant-TW", "nan", "es-419", "sl-rozaj", "zh-cmn-Hans-CN"]
)
def test_language_tags_of_the_specification_are_taken(tag: str) -> None:
    assert is_language_tag(tag)


@pytest.mark.parametrize(
    "tag", ["", "e", "chinese", "zh_Hant", "en-", "-en", "zh-Hant-", "en us", "中文", "en\n"]
)
def test_what_is_no_language_tag_is_told(tag: str) -> None:
    assert not is_language_tag(tag)


@over(TEXTS)
def test_tidied_texts_are_tidy_and_stay_so(texts: dict[str, str]) -> None:
    once = tidied(texts)
    assert tidied(once) == once
    assert all(text and text == text.strip() for text in once.values())
    assert bool(once) == any(text.strip() for text in texts.values())


@over(TEXTS)
def test_some_text_is_shown_wherever_there_is_one(texts: dict[str, str]) -> None:
    assert bool(any_text(tidied(texts))) == bool(tidied(texts))


@pytest.mark.parametrize("text", ["a\0b", "\x1b[31m", "\ud800"])
def test_characters_that_cannot_be_stored_or_shown_are_told(text: str) -> None:
    problems = Problems()
    check_texts(problems, "title", {"en": text})
    assert [(each.code, each.field) for each in problems] == [("TEXT_NOT_PLAIN", "title")]


def test_a_text_too_long_is_told_with_both_figures() -> None:
    problems = Problems()
    check_texts(problems, "title", {"en": "x" * 12}, longest=10)
    assert [(each.code, each.values) for each in problems] == [("TEXT_TOO_LONG", {"limit": 10, "length": 12})]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://example.org", "//example.org", "example.org", "https:///x", ""]
)
def test_only_web_addresses_are_links(address: str) -> None:
    problems = Problems()
    check_address(problems, "homepage", address)
    assert [each.code for each in problems] == ["NOT_A_WEB_ADDRESS"]


@pytest.mark.parametrize("expression", ["MIT", "EUPL-1.2 OR GPL-3.0-or-later", None])
def test_spdx_expressions_are_taken(expression: str | None) -> None:
    problems = Problems()
    check_licence(problems, "licence", expression)
    assert not problems


def test_a_licence_as_long_as_a_letter_is_no_expression() -> None:
    problems = Problems()
    check_licence(problems, "licence", "MIT OR " * 200 + "MIT")
    assert [each.code for each in problems] == ["LICENCE_NOT_SPDX"]


def test_the_day_is_that_of_universal_time() -> None:
    before = datetime.now(UTC).date()
    assert before <= today() <= datetime.now(UTC).date()
