from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.search.highlight import LONGEST_SNIPPET, highlights, marks, passage
from registry.search.model import Subject
from registry.search.query import understand

ROW: dict[str, Any] = {
    "name": "find-babycare",
    "localised_name": {"zh-Hant": "公托報名管理系統"},
    "short_description": {"en": "Registration for day care.", "zh-Hant": "提供查詢及個案管理。"},
    "long_description": {"en": "It mails the parents. " * 20 + "A dengue map is beside it."},
    "features": {"en": ["Weekly reports"]},
}


def marked(text: str, question: str) -> list[str]:
    return [text[start:end] for start, end in marks(text, understand(question))]


@pytest.mark.parametrize(
    ("text", "question", "words"),
    [
        ("Maps where mosquitoes breed.", "mapping ", ["Maps"]),
        ("Shows where mosquitoes breed.", "mosq", ["mosquitoes"]),
        ("Case management for social workers", "個案管理", ["Case", "management"]),
        ("提供查詢及個案管理。", "case management ", ["個案管理"]),
        ("顯示病媒蚊孳生處", "病媒蚊", ["病媒蚊"]),
        ("GIS地圖與GIS", "gis ", ["GIS", "GIS"]),
        ("臺北市立圖書館", "台北", ["臺北"]),
        ("線上視訊會議", "视频会议", ["視訊會議"]),
        ("The map of the river", "the ", []),
        ("Nothing of the kind", "dengue ", []),
    ],
)
def test_the_words_of_the_question_are_marked(text: str, question: str, words: list[str]) -> None:
    assert marked(text, question) == words


def test_a_reader_sees_their_own_language_where_there_is_one() -> None:
    english = highlights(ROW, Subject.SOFTWARE, "個案管理", "en")
    chinese = highlights(ROW, Subject.SOFTWARE, "個案管理", "zh-Hant")
    assert english.summary is not None
    assert (english.summary.text, english.summary.language) == ("Registration for day care.", "en")
    assert chinese.summary is not None
    assert chinese.summary.marks == ((5, 9),)


def test_a_passage_of_the_longer_text_is_shown_where_the_words_stand_there() -> None:
    found = highlights(ROW, Subject.SOFTWARE, "dengue map", "zh-Hant").snippet
    assert found is not None
    assert [found.text[start:end] for start, end in found.marks] == ["dengue", "map"]
    assert found.text.startswith("…")
    assert found.language == "en"


def test_without_words_nothing_is_marked_and_no_passage_is_cut() -> None:
    found = highlights(ROW, Subject.SOFTWARE, "", "en")
    assert (found.title.marks, found.snippet) == ((), None)


def test_a_name_without_translation_is_the_title() -> None:
    found = highlights({**ROW, "localised_name": {}}, Subject.SOFTWARE, "find", "en").title
    assert (found.text, found.language, found.marks) == ("find-babycare", None, ((0, 4),))


@given(text=st.text(max_size=400), question=st.text(max_size=30))
def test_marks_lie_in_the_text_in_order_and_apart(text: str, question: str) -> None:
    found = marks(text, understand(question))
    flat = [edge for mark in found for edge in mark]
    assert flat == sorted(set(flat))
    assert all(0 <= edge <= len(text) for edge in flat)


@given(words=st.lists(st.sampled_from(["map", "the", "river", "登革熱", "x" * 60]), min_size=1, max_size=80))
def test_a_passage_is_bounded_and_keeps_its_marks_on_the_words(words: list[str]) -> None:
    text = " ".join(words)
    found = marks(text, understand("river 登革熱 "))
    if not found:
        return
    cut, kept = passage(text, found)
    assert len(cut) <= LONGEST_SNIPPET + 2
    assert kept
    assert {cut[start:end] for start, end in kept} <= {"river", "登革熱"}
