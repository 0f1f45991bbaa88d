from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from registry.licences.alignment import Gap, align
from registry.licences.normalise import headings, words_of

WORDS = [f"w{number}" for number in range(60)]
EDITS = st.lists(st.tuples(st.integers(0, 59), st.sampled_from(["insert", "delete", "replace"])), max_size=6)


def edited(edits: list[tuple[int, str]]) -> list[str]:
    words = list(WORDS)
    for place, edit in edits:
        index = min(place, len(words) - 1)
        if edit == "insert":
            words.insert(index, "new")
        elif edit == "delete":
            del words[index]
        else:
            words[index] = "other"
    return words


@given(EDITS)
def test_what_lies_outside_the_gaps_agrees_word_for_word(edits: list[tuple[int, str]]) -> None:
    text = ["before", *edited(edits), "after"]
    laid = align(WORDS, text)
    if laid is None:
        return
    start, found = 0, laid.found_start
    for gap in (*laid.gaps, Gap(len(WORDS), len(WORDS), laid.found_end, laid.found_end)):
        assert WORDS[start : gap.start] == text[found : gap.found_start]
        start, found = gap.end, gap.found_end


def test_a_text_that_is_the_licence_has_no_gaps() -> None:
    laid = align(WORDS, ["x", *WORDS, "y", "z"])
    assert laid is not None
    assert (laid.found_start, laid.found_end, laid.gaps) == (1, 61, ())


def test_a_gap_names_what_was_replaced() -> None:
    laid = align(WORDS, [*WORDS[:30], "other", *WORDS[31:]])
    assert laid is not None
    assert laid.gaps == (Gap(30, 31, 30, 31),)


def test_texts_without_a_common_run_are_not_aligned() -> None:
    assert align(WORDS, ["w1", "x", "w2", "x", "w3"]) is None


def test_words_keep_their_place_in_the_original() -> None:
    text = "<p>Copyright (c) 2026 Example</p>\n * 1. The Licence's TERMS &amp; conditions"
    words = words_of(text)
    assert words.words == ("the", "license", "s", "terms", "conditions")
    assert [text[start : start + 3] for start in words.starts] == ["The", "Lic", "s T", "TER", "con"]


def test_a_letter_that_becomes_two_in_lower_case_moves_no_offset() -> None:
    text = "İzmir LICENCE"
    words = words_of(text)
    assert (words.words[-1], text[words.starts[-1] :]) == ("license", "LICENCE")


def test_chinese_is_read_character_by_character() -> None:
    assert words_of("授權條款").words == ("授", "權", "條", "款")


def test_a_line_that_grants_is_not_taken_for_a_copyright_notice() -> None:
    words = words_of("Copyright (c) 2026 Example. Permission is granted.")
    assert "permission" in words.words


def test_holders_are_left_out_but_what_limits_is_not() -> None:
    assert words_of("provided by Example City as is").words == ("provided", "by", "as", "is")
    assert "never" in words_of("provided by Example City never as is").words


def test_headings_end_where_sentences_begin() -> None:
    assert headings("Some License\nVersion 2\n\nCopyright 2026 Example\n\nYou may copy this.") == 4
    assert headings("You may copy this.") == 0
