from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from api.pages import said
from api.pages.languages import CHINESE, ENGLISH, Language, of_path, preferred


@pytest.mark.parametrize(
    ("texts", "language", "words"),
    [
        ({"en": "Map", "zh-Hant": "地圖"}, CHINESE, "地圖"),
        ({"en": "Map", "zh-Hant": "地圖"}, ENGLISH, "Map"),
        ({"en": "Map", "zh-TW": "地圖"}, CHINESE, "地圖"),
        ({"en-GB": "Map", "zh-Hant": "地圖"}, ENGLISH, "Map"),
        ({"en": "Map", "it": "Mappa"}, CHINESE, "Map"),
        ({"it": "Mappa"}, CHINESE, "Mappa"),
        ({"en": "  ", "it": "Mappa"}, ENGLISH, "Mappa"),
        ({}, ENGLISH, ""),
        (None, ENGLISH, ""),
    ],
)
def test_a_reader_gets_the_nearest_language_there_is(
    texts: dict[str, str] | None, language: Language, words: str
) -> None:
    assert said.plain(texts, language) == words


def test_a_text_in_another_language_says_which() -> None:
    assert said.marked({"it": "Mappa & via"}, CHINESE) == '<span lang="it">Mappa &amp; via</span>'


def test_a_text_in_the_language_of_the_page_stands_bare() -> None:
    assert said.marked({"zh-TW": "地圖"}, CHINESE) == "地圖"


@pytest.mark.parametrize(
    ("words", "language", "shown"),
    [
        ("淹水地圖", ENGLISH, '<span lang="zh-Hant">淹水地圖</span>'),
        ("淹水地圖", CHINESE, "淹水地圖"),
        ("The data are settled & somebody has time", CHINESE,
         '<span lang="en">The data are settled &amp; somebody has time</span>'),
        ("The data are settled & somebody has time", ENGLISH, "The data are settled &amp; somebody has time"),
        ("Written consent. 書面同意；依法定職務辦理。", ENGLISH,
         'Written consent. <span lang="zh-Hant">書面同意；依法定職務辦理。</span>'),
        ("Written consent of each elder who is visited. 書面同意。", CHINESE,
         '<span lang="en">Written consent of each elder who is visited. </span>書面同意。'),
        ("Matrix Client (Element Series) Web", CHINESE, "Matrix Client (Element Series) Web"),
    ],
)  # fmt: skip
def test_words_without_a_language_are_marked_where_they_are_plainly_of_the_other(
    words: str, language: Language, shown: str
) -> None:
    assert said.foreign(words, language) == shown


def test_long_text_becomes_paragraphs_that_say_their_language() -> None:
    shown = said.paragraphs({"en": "One.\n\nTwo."}, CHINESE)
    assert shown == '<p class="govuk-body" lang="en">One.</p>\n<p class="govuk-body" lang="en">Two.</p>'


def test_a_moment_late_in_the_day_is_the_next_day_in_taipei() -> None:
    assert said.as_date(datetime(2026, 11, 20, 17, 0, tzinfo=UTC)) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("language", "words"),
    [(ENGLISH, "21 November 2026"), (CHINESE, "2026年11月21日")],
)
def test_a_date_is_written_in_words_and_for_machines(language: Language, words: str) -> None:
    assert said.day("2026-11-21", language) == f'<time datetime="2026-11-21">{words}</time>'


@pytest.mark.parametrize(
    ("language", "words"),
    [(ENGLISH, "21 November 2026, 01:30 (Taipei time)"), (CHINESE, "2026年11月21日 01:30（臺北時間）")],
)
def test_a_moment_names_its_zone(language: Language, words: str) -> None:
    shown = said.moment("2026-11-20T17:30:00+00:00", language)
    assert shown == f'<time datetime="2026-11-21T01:30:00+08:00">{words}</time>'


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "//example.org", ""]
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert "<a" not in said.outside(address)


def test_a_link_outside_is_named_by_where_it_leads() -> None:
    shown = said.outside("https://www.example.org/code/")
    assert shown == '<a class="govuk-link" href="https://www.example.org/code/">example.org/code</a>'


def test_a_source_in_both_languages_is_shown_in_the_readers() -> None:
    assert said.source("重述自報告 | Restated", CHINESE) == "重述自報告"
    assert said.source("重述自報告 | Restated", ENGLISH) == "Restated"


def test_languages_are_named_in_the_readers_language() -> None:
    assert said.language_name("zh-Hant", ENGLISH) == "Traditional Chinese"
    assert said.language_name("nan", CHINESE) == "臺灣台語"
    assert said.language_name("pl", CHINESE) == "波蘭文"
    assert said.language_name("not a tag", ENGLISH) == "not a tag"


@given(st.dictionaries(st.sampled_from(["en", "zh-Hant", "it", "de"]), st.text()))
def test_whatever_is_stored_is_shown_as_text(texts: dict[str, str]) -> None:
    shown = said.marked(texts, ENGLISH)
    assert str(escape(said.plain(texts, ENGLISH))) in shown
    assert shown.count("<") in {0, 2}


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-TW,zh;q=0.9,en;q=0.8", CHINESE),
        ("en-US,en;q=0.9", ENGLISH),
        ("fr, zh-Hant;q=0.5, en;q=0.4", CHINESE),
        ("zh;q=0, en;q=0.1", ENGLISH),
        ("zh;q=broken", ENGLISH),
        ("*", ENGLISH),
        ("", ENGLISH),
    ],
)
def test_the_language_asked_for_most_is_chosen(header: str, language: Language) -> None:
    assert preferred(header) is language


@given(st.text())
def test_any_header_and_any_path_give_a_language_or_none(text: str) -> None:
    assert preferred(text) in {ENGLISH, CHINESE}
    assert of_path(text) in {ENGLISH, CHINESE, None}
