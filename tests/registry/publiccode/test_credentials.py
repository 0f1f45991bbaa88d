"""What lets somebody in through an address is warned of, and never repeated."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.publiccode import Severity, correct, findings_in_words, read, summarise
from registry.publiccode.credentials import without_credentials

SECRET = "hunter-two"  # noqa: S105 - what must never be shown

Spoiled = Callable[[str, str], bytes]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("https://example.org/tidal.git", f"https://ann:{SECRET}@example.org/tidal.git", "url"),
        ("https://example.org/tidal.git", f"https://{SECRET}@example.org/tidal.git", "url"),
        ("https://example.org/tidal.git", f"ssh://git:{SECRET}@example.org/tidal.git", "url"),
        ("https://example.org/tidal\n", f"https://ann:{SECRET}@example.org/tidal\n", "landingURL"),
        ("https://example.org/ebb.git", f"[https://ann:{SECRET}@example.org/ebb.git]", "isBasedOn[0]"),
        ("urn:example:tide-tables", f"https://ann:{SECRET}@example.org/tides", "supports[1].id"),
    ],
)
def test_an_address_with_a_password_is_valid_and_warned_of(
    spoiled: Spoiled, old: str, new: str, key: str
) -> None:
    reading = read(spoiled(old, new))
    [finding] = reading.findings
    assert (finding.code, finding.severity, finding.key) == ("CREDENTIALS_IN_URL", Severity.WARNING, key)
    assert reading.ok
    [in_words] = findings_in_words(reading)
    assert set(in_words["message"]) == {"en", "zh-Hant"}
    assert SECRET not in f"{finding}{in_words}{summarise(reading)}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://example.org/tidal\n", f"ftp://ann:{SECRET}@example.org/tidal\n"),
        ("https://example.org/tidal.git", f"https://ann:{SECRET}@exa mple.org/"),
        ("https://example.org/tidal.git", f"' https://ann:{SECRET}@example.org/tidal.git'"),
        ("[https://youtu.be/tidal]", f"[https://ann:{SECRET}@example.org/a.mp4]"),
        ("[web]", f"https://ann:{SECRET}@example.org/"),
        ("developmentStatus: stable", f"developmentStatus: https://ann:{SECRET}@example.org/"),
    ],
)
def test_no_finding_repeats_a_password(spoiled: Spoiled, old: str, new: str) -> None:
    reading = read(spoiled(old, new))
    assert reading.findings
    assert SECRET not in f"{reading.findings}{summarise(reading)}"


def test_a_password_is_left_for_its_owner_to_take_out(spoiled: Spoiled) -> None:
    data = spoiled("https://example.org/tidal.git", f"https://ann:{SECRET}@example.org/tidal.git")
    assert correct(data).data == data
    assert [each.fix for each in correct(data).left] == ["https://example.org/tidal.git"]


@pytest.mark.parametrize(
    ("written", "public"),
    [
        ("https://example.org/a@b?c=d@e", "https://example.org/a@b?c=d@e"),
        ("ssh://git@example.org/a", "ssh://git@example.org/a"),
        (
            "write to ann@example.org or see https://example.org",
            "write to ann@example.org or see https://example.org",
        ),
        ("https://a:b@c@example.org/", "https://example.org/"),
        ("HTTPS://token@example.org", "HTTPS://example.org"),
        ("[https://a:b@example.org, git://x@example.org]", "[https://example.org, git://example.org]"),
    ],
)
def test_an_address_is_shown_as_it_is_for_everybody(written: str, public: str) -> None:
    assert without_credentials(written) == public


@given(st.text(alphabet="ab:/@?# h\n", max_size=60).map(lambda text: text.replace("h", "https://")))
def test_what_is_public_stays_as_it_is(text: str) -> None:
    once = without_credentials(text)
    assert without_credentials(once).count("@") <= once.count("@") <= text.count("@")
