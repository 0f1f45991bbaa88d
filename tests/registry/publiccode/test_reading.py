"""What a publiccode.yml file holds, as YAML 1.2, and what is refused at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.publiccode import MESSAGES, Unreadable, read, unreadable_as_json
from tests.timing import best_seconds


def refusal_of(data: bytes) -> tuple[str, int, int]:
    with pytest.raises(Unreadable) as refused:
        read(data)
    return refused.value.code, refused.value.line, refused.value.column


def test_a_valid_file_has_no_findings(valid: str) -> None:
    reading = read(valid.encode())
    assert reading.findings == ()
    assert reading.ok
    assert reading.version == "0.7"


def test_numbers_and_dates_stay_as_they_were_written(valid: str) -> None:
    document = read(valid.encode()).document
    assert document["softwareVersion"] == "1.10"
    assert document["releaseDate"] == "2026-03-01"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("FALSE", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("'true'", "true"),
        ("~", None),
        ("", None),
        ("''", ""),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00"),
        ("!!str true", "true"),
    ],
)
def test_scalars_are_those_of_yaml_1_2(written: str, value: object) -> None:
    assert read(f"name: {written}\n".encode()).document == {"name": value}


def test_a_byte_order_mark_is_ignored() -> None:
    assert read(b"\xef\xbb\xbfname: Tidal").document == {"name": "Tidal"}


def test_an_alias_stands_for_what_it_names() -> None:
    assert read(b"usedBy: &a [One]\nplatforms: *a").document == {"usedBy": ["One"], "platforms": ["One"]}


def test_a_merge_key_brings_in_what_is_not_said_already() -> None:
    data = b"a: &a {name: One, url: x}\nb: &b {url: y}\nc:\n  <<: [*a, *b]\n  name: Three"
    assert read(data).document["c"] == {"name": "Three", "url": "x"}


def test_windows_line_ends_change_nothing(valid: str) -> None:
    assert read(valid.replace("\n", "\r\n").encode()).findings == ()


def test_a_version_that_was_not_quoted_is_read() -> None:
    assert read(b"publiccodeYmlVersion: 0.4").version == "0.4"


def test_no_version_is_none() -> None:
    assert read(b"name: Tidal").version is None


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ("EMPTY", 1, 1)),
        (b"# nothing\n", ("EMPTY", 1, 1)),
        (b"- name\n", ("NOT_A_MAPPING", 1, 1)),
        (b"Tidal", ("NOT_A_MAPPING", 1, 1)),
        (b"name: Tidal\n---\nname: Ebb\n", ("MANY_DOCUMENTS", 2, 1)),
        (b"name: Tidal\nurl: [a\n", ("YAML_SYNTAX", 3, 1)),
        (b'name: "Tidal\nurl: a\n', ("YAML_SYNTAX", 1, 7)),
        (b"description: >\nTidal is\nname: Tidal\n", ("YAML_SYNTAX", 2, 1)),
        (b"name: a: b\n", ("YAML_SYNTAX", 1, 8)),
        (b"name: *nothing\n", ("YAML_SYNTAX", 1, 7)),
        (b"name: Tidal\nurl: \xff\n", ("NOT_UTF8", 2, 6)),
        ("name: 潮汐\x00".encode(), ("CONTROL_CHARACTER", 1, 9)),
        (b"name: a\n  \x07", ("CONTROL_CHARACTER", 2, 3)),
        (b"a: " + b"[" * 40 + b"]" * 40, ("TOO_DEEP", 1, 35)),
        (b"a: &a [*a]", ("TOO_DEEP", 1, 4)),
    ],
)
def test_what_is_no_file_of_the_standard_is_refused_with_its_place(
    data: bytes, expected: tuple[str, int, int]
) -> None:
    assert refusal_of(data) == expected


def bomb() -> bytes:
    """Write the classical billion of laughs."""
    lines = ["a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]" for i in range(9)]
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("attack", "code"),
    [
        (b"a: " + b"x" * 10_000_000, "TOO_LARGE"),
        (b"[" * 500_000, "TOO_DEEP"),
        (b"{a: " * 120_000, "TOO_DEEP"),
        (b"- " * 250_000, "TOO_DEEP"),
        (b"? " * 250_000, "TOO_DEEP"),
        (b"[ #]\n" * 100_000, "TOO_DEEP"),
        (bomb(), "TOO_MANY_NODES"),
        (b"a: 1\n" * 80_000, "TOO_MANY_NODES"),
        (b"a: [" + b"1," * 200_000 + b"]", "TOO_MANY_NODES"),
        (b"a: &a x\n" + b"b: *a\n" * 70_000, "TOO_MANY_NODES"),
        (b"a: " + b"x" * 500_000 + b"\xff", "NOT_UTF8"),
        (b"a: " + b"x" * 500_000 + b"\0", "CONTROL_CHARACTER"),
    ],
    ids=[
        "size",
        "brackets",
        "braces",
        "dashes",
        "question marks",
        "closed in comments",
        "aliases",
        "keys",
        "items",
        "uses",
        "bytes",
        "NUL",
    ],
)
def test_an_attack_is_refused_quickly(attack: bytes, code: str) -> None:
    assert refusal_of(attack)[0] == code
    assert best_seconds(lambda: refusal_of(attack), tries=2) < 0.5  # ten times what is measured


def test_thousands_of_wrong_words_cost_no_seconds() -> None:
    wrong = b"categories:\n" + b"".join(b"- data-analitics%d\n" % number for number in range(4_000))
    assert len(read(wrong).findings) > 4_000
    assert best_seconds(lambda: read(wrong), tries=2) < 2  # measured 0.3; test machines are slow


def test_a_refusal_is_reported_like_any_file() -> None:
    with pytest.raises(Unreadable) as refused:
        read(b"- a")
    assert unreadable_as_json("a.yml", refused.value) == {
        "file": "a.yml",
        "version": None,
        "ok": False,
        "results": [
            {
                "severity": "error",
                "code": "NOT_A_MAPPING",
                "key": "",
                "message": "The file must be keys with values, such as “name: …”.",
                "line": 1,
                "column": 1,
                "fix": None,
            }
        ],
    }


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read(data)
    except Unreadable as refused:
        assert refused.code in MESSAGES  # noqa: PT017 - most bytes are refused, some are read


@given(st.text(alphabet="abn: -?[]{}&*#|>'\"\n\t,!%@`~é中", max_size=200))
def test_any_text_of_yaml_signs_is_read_or_refused(text: str) -> None:
    try:
        read(text.encode())
    except Unreadable as refused:
        assert refused.line >= 1  # noqa: PT017 - most bytes are refused, some are read
        assert refused.column >= 1  # noqa: PT017 - most bytes are refused, some are read
