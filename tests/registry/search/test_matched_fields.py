from typing import Any

import pytest

from registry.search.matched import matched_fields

ROW: dict[str, Any] = {
    "name": "Flood Report",
    "url": "https://github.com/example/flood-report",
    "localised_name": {"zh-Hant": "淹水通報"},
    "short_description": {"en": "Tells where the water stands"},
    "long_description": {"en": "People report flooded streets."},
    "features": {"en": ["Reports on a map"]},
    "categories": ["it-development"],
    "scopes": [],
    "technologies": ["vue"],
    "publisher_name": {"en": "Example City"},
    "used_by": ["Example Town"],
    "main_copyright_owner": None,
    "repository_owner": "Example City",
}


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("water", ("shortDescription",)),
        ("flood", ("name", "localisedName", "longDescription", "url")),
        ("淹水", ("name", "localisedName", "longDescription", "url")),
        ("Vue.js 替代方案", ("dependsOn",)),
        ("map", ("features",)),
        ("vue", ("dependsOn",)),
        ("town", ("usedBy",)),
        ("city", ("publisher", "legal.repoOwner")),
        ("unicorn", ()),
        ("", ()),
    ],
)
def test_the_fields_that_have_a_word_of_the_question(question: str, fields: tuple[str, ...]) -> None:
    assert matched_fields(ROW, question) == fields


def test_a_word_that_is_still_being_typed_is_found_by_its_beginning() -> None:
    assert "shortDescription" in matched_fields(ROW, "where the wat")


def test_chinese_finds_what_is_only_said_in_english() -> None:
    row = {**ROW, "localised_name": {}, "short_description": {"en": "A dashboard of open data"}}
    assert matched_fields(row, "開放資料") == ("shortDescription",)
