"""How text becomes search tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.concepts import fold, stem, tokens
from registry.concepts.words import BREAK, singular, units


def test_chinese_gives_characters_and_neighbouring_pairs() -> None:
    assert tokens("個案管理") == ("個", "個案", "案", "案管", "管", "管理", "理")


def test_punctuation_and_spaces_end_a_chinese_pair() -> None:
    assert tokens("政府。資料") == ("政", "政府", "府", "資", "資料", "料")
    assert tokens("政府 資料") == ("政", "政府", "府", "資", "資料", "料")


def test_both_ways_to_write_taiwan_are_one() -> None:
    assert tokens("臺北") == tokens("台北")


def test_full_width_latin_is_read_as_latin() -> None:
    assert tokens("ＧＩＳ　１１２") == ("gis", "112")


def test_numbers_stay_whole() -> None:
    assert tokens("version 3.5 of 2024") == ("version", "3.5", "2024")


def test_names_of_technologies_keep_what_tells_them_apart() -> None:
    assert tokens("C, C#, C++, Vue.js") == ("c", "c#", "c++", "vue", "js")


def test_latin_words_inside_chinese_are_found() -> None:
    assert tokens("用Vue開發") == ("用", "vue", "開", "開發", "發")


def test_function_words_are_dropped() -> None:
    assert tokens("The catalogue of public code") == ("catalog", "public", "code")


def test_repository_names_are_cut_at_hyphens_and_underscores() -> None:
    assert tokens("find-babycare_backend") == ("find", "babycar", "backend")


@pytest.mark.parametrize(
    ("inflections", "expected"),
    [
        (("schedule", "schedules", "scheduling", "scheduled"), "schedul"),
        (("map", "maps", "mapping", "mapped"), "map"),
        (("vote", "votes", "voting", "voted"), "vote"),
        (("study", "studies", "studied"), "study"),
        (("process", "processes", "processing"), "process"),
        (("visualise", "visualize", "visualising"), "visualiz"),
        (("visualisation", "visualization", "visualisations"), "visualization"),
        (("licence", "license", "licences"), "licens"),
        (("agency", "agencies"), "agency"),
        (("share", "sharing", "shared"), "shar"),
    ],
)
def test_inflections_meet(inflections: tuple[str, ...], expected: str) -> None:
    assert {stem(word) for word in inflections} == {expected}


@pytest.mark.parametrize(
    ("one", "other"), [("care", "cars"), ("bus", "bu"), ("need", "ne"), ("string", "str"), ("ios", "io")]
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["gis", "css", "redis", "analysis", "status", "k8s", "登革熱", "straße"])
def test_words_that_are_no_plural_stay(word: str) -> None:
    assert singular(word) == word


def test_units_mark_punctuation_once_and_ignore_hyphens() -> None:
    assert units("Life-cycle, (maps)!") == ["life", "cycle", BREAK, "map", BREAK]


@given(st.text())
def test_tokens_never_fail_and_say_the_same_twice(text: str) -> None:
    assert tokens(text) == tokens(text)


@given(st.text())
def test_tokens_are_folded_and_not_empty(text: str) -> None:
    assert all(
        token and token == token.casefold() and not any(x.isspace() for x in token) for token in tokens(text)
    )


@given(st.text(), st.text())
def test_a_line_break_separates_texts(first: str, second: str) -> None:
    assert tokens(first + "\n" + second) == tokens(first) + tokens(second)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(min_codepoint=97, max_codepoint=122), min_size=1))
def test_a_stem_is_never_empty_and_never_longer_by_more_than_a_letter(word: str) -> None:
    assert 1 <= len(stem(word)) <= len(word) + 1
