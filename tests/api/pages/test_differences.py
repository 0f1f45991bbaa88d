"""What changed between two texts can be read, and both texts can be had from it."""

from hypothesis import given
from hypothesis import strategies as st

from api.pages.differences import Change, Part, differences

TEXTS = st.text(alphabet="ab 字元。\n", max_size=40)


def test_words_change_as_words_and_signs_as_signs() -> None:
    assert differences("MIT for the code", "EUPL-1.2 for the code") == [
        Part(Change.REMOVED, "MIT"),
        Part(Change.ADDED, "EUPL-1.2"),
        Part(Change.KEPT, " for the code"),
    ]
    assert differences("僅使用測試資料", "僅使用合成資料") == [
        Part(Change.KEPT, "僅使用"),
        Part(Change.REMOVED, "測試"),
        Part(Change.ADDED, "合成"),
        Part(Change.KEPT, "資料"),
    ]


def test_a_first_version_is_all_new() -> None:
    assert differences("", "Terms") == [Part(Change.ADDED, "Terms")]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_had_from_what_changed(before: str, after: str) -> None:
    parts = differences(before, after)
    assert "".join(each.text for each in parts if each.change is not Change.ADDED) == before
    assert "".join(each.text for each in parts if each.change is not Change.REMOVED) == after
    assert all(each.text for each in parts)
