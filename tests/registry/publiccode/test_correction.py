"""What --fix mends, what it leaves, and that it touches nothing else."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.publiccode import Unreadable, correct, read

Spoiled = Callable[[str, str], bytes]


@pytest.mark.parametrize(
    ("old", "new", "mended"),
    [
        ("developmentStatus: stable", "developmentStatus: Stable # since May", "developmentStatus: stable # since May"),
        ("standalone/web", "'Standalone/Web'", "'standalone/web'"),
        ("2026-03-01", '"2026/3/1"', '"2026-03-01"'),
        ("2026-03-01", "2026-03-01T10:00:00Z", "2026-03-01"),
        ("license: EUPL-1.2", "license: MIT License", "license: MIT"),
        ("landingURL", "landingUrl", "landingURL"),
        ("categories", "tags", "categories"),
        ('Version: "0.7"', "Version: 0.7", 'Version: "0.7"'),
        ("[en, zh-Hant]", "[en_US, zh-Hant]", "[en-US, zh-Hant]"),
        ("\n  zh-Hant:", "\n  zh_Hant: # Taiwan", "\n  zh-Hant: # Taiwan"),
        ("Ready: true", "Ready: yes", "Ready: true"),
        ("Ready: true", "Ready: 'false'", "Ready: false"),
        ("[TW]", "[tw]", "[TW]"),
        ("[web]", "web", "[web]"),
        ("[web]", "'web'  # and no more", "['web']  # and no more"),
        ("https://example.org/tidal\n", "' https://example.org/tidal '\n", "'https://example.org/tidal'\n"),
        ("alias:gdpr", "alias:GDPR", '"alias:gdpr"'),
        ("data-visualization", "Data Visualization", "data-visualization"),
    ],
)  # fmt: skip
def test_what_is_certain_is_mended_and_every_other_character_stays(
    spoiled: Spoiled, old: str, new: str, mended: str
) -> None:
    correction = correct(spoiled(old, new))
    assert correction.data == spoiled(old, mended)
    assert (len(correction.done), correction.left, correction.ok) == (1, (), True)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("EUPL-1.2", "GPL v3", "NOT_AN_EXPRESSION"),
        ("data-visualization", "data-visualisation", "NOT_IN_VOCABULARY"),
        ("images/logo.svg", "/images/logo.svg", "NOT_A_PATH"),
        ("  mainCopyrightOwner", "  repoOwner", "DEPRECATED_KEY"),
        ("developmentStatus: stable", "developmentStatus: &status Stable", "NOT_A_CHOICE"),
        ("developmentStatus: stable", "developmentStatus: >-\n  Stable", "NOT_A_CHOICE"),
        ('Version: "0.7"', 'Version: "0.4"', "OLD_VERSION"),
    ],
)
def test_what_a_person_must_decide_is_left_and_listed(
    spoiled: Spoiled, old: str, new: str, code: str
) -> None:
    data = spoiled(old, new)
    correction = correct(data)
    assert (correction.data, correction.done) == (data, ())
    assert [finding.code for finding in correction.left] == [code]


def test_a_corrected_key_shows_its_value_to_the_next_pass(spoiled: Spoiled) -> None:
    correction = correct(spoiled("developmentStatus: stable", "developmentstatus: Stable"))
    assert correction.data == spoiled("developmentStatus: stable", "developmentStatus: stable")
    assert [finding.code for finding in correction.done] == ["UNKNOWN_KEY", "NOT_A_CHOICE"]


def test_two_keys_that_mean_the_same_do_not_become_one(spoiled: Spoiled) -> None:
    data = spoiled(
        "landingURL: https://example.org/tidal\n", "landingUrl: https://a.org\nlandingurl: https://b.org\n"
    )
    assert "REPEATED_KEY" not in [finding.code for finding in correct(data).left]


def test_a_key_whose_new_name_brings_out_more_errors_keeps_its_name(spoiled: Spoiled) -> None:
    data = spoiled("  scope: [environment]", "  onlyFor: [cities, banks]")
    assert correct(data).data == data


def test_windows_line_ends_stay(spoiled: Spoiled) -> None:
    data = spoiled("Ready: true", "Ready: yes").replace(b"\n", b"\r\n")
    assert correct(data).data == spoiled("Ready: true", "Ready: true").replace(b"\n", b"\r\n")


WORDS = st.sampled_from(
    [
        *(
            "Stable",
            "yes",
            "no",
            "tw",
            "en_US",
            "MIT License",
            "2026/3/1",
            "web",
            "Addon",
            "'x",
            'a"b',
            "a, b",
        ),
        *("standalone/web", "internal", "AGPL v3", " https://example.org ", "0.4", "#", "- a", "&a b", "*a"),
    ]
)
KEYS = st.sampled_from(
    [
        *("publiccodeYmlVersion", "landingUrl", "landingURL", "tags", "developmentstatus", "softwareType"),
        *("releaseDate", "platforms", "legal", "License", "license", "intendedAudience", "countries"),
        *("localisation", "localisationReady", "availableLanguages", "description", "en_US", "maintenance"),
    ]
)
VALUES = st.recursive(
    WORDS | st.booleans() | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def plainly(value: Any, indent: str = "") -> str:
    """Write a document as people do: mostly without quotation marks, which may well make it unreadable."""
    if isinstance(value, dict):
        return (
            "".join(f"\n{indent}{key}: {plainly(each, indent + '  ')}" for key, each in value.items()) or "{}"
        )
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=8))
def test_a_correction_never_makes_more_errors_and_has_nothing_left_to_mend(document: dict[str, Any]) -> None:
    data = plainly(document).encode()
    try:
        before = read(data)
    except Unreadable:
        return
    correction = correct(data)
    after = read(correction.data)
    errors = [sum(finding.severity == "error" for finding in each.findings) for each in (before, after)]
    assert errors[1] <= errors[0]
    assert after.findings == correction.left
    assert correct(correction.data).data == correction.data
