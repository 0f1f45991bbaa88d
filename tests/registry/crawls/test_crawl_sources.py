"""When a source is due again, and which addresses may be one."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.crawls.model import EVERY, JITTER, Reason, account_address, catalogue_address, next_crawl
from registry.crawls.words import NEXT, WHAT

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - given a zone


@given(st.uuids(), MOMENTS)
def test_a_source_is_due_after_a_week_half_a_day_sooner_or_later(source: UUID, after: datetime) -> None:
    assert EVERY - JITTER <= next_crawl(source, after) - after <= EVERY + JITTER


def test_sources_added_together_do_not_come_due_together() -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    due = sorted(next_crawl(UUID(int=number), now) for number in range(100))
    assert due[-1] - due[0] > timedelta(hours=18)
    assert len(set(due)) == 100


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("https://github.com/moda-gov-tw", "https://github.com/moda-gov-tw"),
        (" http://www.github.com/italia/ ", "https://github.com/italia"),
        ("https://github.com/italia/publiccode-editor", None),
        ("https://github.com/", None),
        ("https://user:secret@github.com/italia", None),
        ("github.com/italia", None),
        ("https://github.com/a b", None),
        ("https://localhost/italia", None),
        ("https://gitlab.opencode.de/bmi/open_code", "https://gitlab.opencode.de/bmi/open_code"),
        ("https://gitlab.com/groups/city.of-tides/-/issues", "https://gitlab.com/city.of-tides"),
        ("https://gitlab.com/a//b", None),
        ("https://gitlab.com/a/../b", None),
        ("https://gitlab.com/" + "/".join("abcdefghijklmnopqrstu"), None),
    ],
)
def test_an_account_is_a_host_and_its_name_or_the_names_of_groups(written: str, stored: str | None) -> None:
    assert account_address(written) == stored


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("https://api.example.org/v1/", "https://api.example.org/v1"),
        ("http://example.org/code.json", "http://example.org/code.json"),
        ("https://example.org/code.json?token=secret", None),
        ("https://example.org:port/", None),
        ("ftp://example.org/code.json", None),
    ],
)
def test_a_catalogue_is_a_web_address_that_carries_no_secret(written: str, stored: str | None) -> None:
    assert catalogue_address(written) == stored


def test_every_reason_has_words_and_a_next_step_in_both_languages() -> None:
    assert set(WHAT) == set(NEXT) == set(Reason)
    assert {tuple(words) for table in (WHAT, NEXT) for words in table.values()} == {("en", "zh-Hant")}
