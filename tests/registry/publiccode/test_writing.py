"""A written file says what the data says, in the standard's order, and without needless quotation marks."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.publiccode import read, write


def test_a_valid_file_written_again_is_valid_and_says_the_same(valid: str) -> None:
    before = read(valid.encode())
    after = read(write(before.document))
    assert (after.document, after.findings) == (before.document, ())


def test_keys_come_in_the_order_of_the_standard() -> None:
    written = write({"legal": {"license": "MIT"}, "extra": "x", "url": "https://example.org/a", "name": "A"})
    assert written.decode().splitlines() == [
        'publiccodeYmlVersion: "0.7"',
        "name: A",
        "url: https://example.org/a",
        "legal:",
        "  license: MIT",
        "extra: x",
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Tidal", "Tidal"),
        ("潮汐（公開版）", "潮汐（公開版）"),
        ("2026-03-01", "2026-03-01"),
        ("https://example.org/a#b", "https://example.org/a#b"),
        ("MIT OR Apache-2.0", "MIT OR Apache-2.0"),
        ("1.10", '"1.10"'),
        ("no", '"no"'),
        ("a: b", '"a: b"'),
        ("- a", '"- a"'),
        ("say “hi” #1", '"say “hi” #1"'),
        ("", '""'),
        ("one\ntwo", "|-\n  one\n  two"),
        ("one\ntwo\n", "|\n  one\n  two"),
    ],
)
def test_a_text_has_quotation_marks_only_where_it_needs_them(text: str, written: str) -> None:
    assert write({"name": text}, version=None).decode() == f"name: {written}\n"


def test_a_long_text_is_folded() -> None:
    text = " ".join(["tide"] * 60)
    written = write({"name": text}, version=None).decode()
    assert max(map(len, written.splitlines())) <= 100
    assert read(written.encode()).document == {"name": text}


def test_the_version_that_is_asked_for_is_written() -> None:
    assert read(write({"publiccodeYmlVersion": "0.2"}, "0.5")).version == "0.5"


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.text(
    "ab :#-\n\t'\"[]{}&*!|>%@`中,?~01.", max_size=150
)
KEYS = st.sampled_from(
    ["name", "url", "description", "en", "features", "legal", "dependsOn", "open"]
) | TEXTS.filter(lambda key: key != "<<")
VALUES = st.recursive(
    st.none() | st.booleans() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=15,
)


@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_reading_what_was_written_gives_the_data_again(document: dict[str, Any]) -> None:
    assert read(write(document, version=None)).document == document
