"""GitHub's JSON becomes facts, or nothing; never an error."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers import github_facts as facts

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "sha",
                    "commit",
                    "author",
                    "committer",
                    "date",
                    "login",
                    "id",
                    "type",
                    "email",
                    "name",
                    "parents",
                    "tag_name",
                    "license",
                    "spdx_id",
                    "published_at",
                    "draft",
                    "encoding",
                    "content",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


def listed(**changes: Any) -> dict[str, Any]:
    """Make a commit as GitHub lists it, with some parts changed."""
    person = {"name": "Mei Lantern", "email": "mei@example.org", "date": "2026-05-01T10:00:00+08:00"}
    return {
        "sha": "abc",
        "commit": {"author": person, "committer": {**person, "date": "2026-05-02T00:00:00Z"}},
        "author": {"login": "mei-lantern", "id": 7, "type": "User"},
        "parents": [{"sha": "a"}],
        **changes,
    }


def read(**changes: Any) -> Any:
    return facts.commit(listed(**changes))


def test_a_commit_has_both_its_dates_in_utc() -> None:
    assert read().authored_at == datetime(2026, 5, 1, 2, 0, tzinfo=UTC)
    assert read().committed_at == datetime(2026, 5, 2, tzinfo=UTC)


def test_two_parents_are_a_merge() -> None:
    assert not read().is_merge
    assert read(parents=[{"sha": "a"}, {"sha": "b"}]).is_merge


def test_an_account_counts_as_one_person_whatever_name_it_writes() -> None:
    renamed = {"login": "mei-of-the-lanterns", "id": 7, "type": "User"}
    assert read().author == read(author=renamed).author


def test_a_private_address_belongs_to_its_account() -> None:
    person = {"name": "M", "email": "7+mei-lantern@users.noreply.github.com", "date": "2026-05-01T10:00:00Z"}
    unlinked = read(author=None, commit={"author": person, "committer": person})
    assert unlinked.author == read().author


def test_an_unlinked_author_is_known_by_address() -> None:
    assert read(author=None).author != read().author
    assert read(author=None).author == read(author=None, sha="other").author


def test_an_unlinked_machine_is_known_by_its_name() -> None:
    person = {"name": "dependabot[bot]", "email": "support@example.org", "date": "2026-05-01T10:00:00Z"}
    found = read(author=None, commit={"author": person, "committer": person})
    assert (found.is_bot, found.author) == (True, "dependabot[bot]")


@pytest.mark.parametrize(
    "changes",
    [
        {"sha": None},
        {"commit": None},
        {"commit": {"author": {"date": "yesterday"}}},
        {"commit": {"author": {}}},
    ],
)
def test_a_commit_without_sha_or_date_is_passed_over(changes: dict[str, Any]) -> None:
    assert read(**changes) is None


def test_a_date_without_zone_is_no_date() -> None:
    assert facts.moment({"at": "2026-05-01T10:00:00"}, "at") is None


def test_a_date_before_all_calendars_is_no_date() -> None:
    assert facts.moment({"at": "0001-01-01T00:00:00+14:00"}, "at") is None


def test_a_draft_is_no_release() -> None:
    assert facts.release({"tag_name": "v1", "draft": True}) is None


def test_a_licence_that_github_could_not_tell_is_unknown() -> None:
    assert facts.licence_of({"license": {"spdx_id": "NOASSERTION"}}) is None
    assert facts.licence_of({"license": {"spdx_id": "EUPL-1.2"}}) == "EUPL-1.2"
    assert facts.licence_of({"license": None}) is None


def test_a_file_too_large_for_the_endpoint_has_no_content() -> None:
    assert facts.file_bytes({"encoding": "none", "content": ""}) is None


def test_broken_base64_is_no_content() -> None:
    assert facts.file_bytes({"encoding": "base64", "content": "abc"}) is None


@given(st.binary(max_size=200))
def test_any_bytes_can_be_read_as_text(content: bytes) -> None:
    read_text, is_exact = facts.decoded(content)
    assert isinstance(read_text, str)
    assert is_exact or "\ufffd" in read_text


@given(st.text())
def test_utf8_is_read_exactly_but_for_its_mark(written: str) -> None:
    content = written.encode("utf-8", "surrogatepass")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    assert facts.decoded(content)[0] in {written, written.removeprefix("\ufeff")}


@given(anything)
def test_no_json_breaks_the_reading(data: Any) -> None:
    for entry in facts.entries([data, data]):
        facts.commit(entry)
        facts.release(entry)
        facts.tag_name(entry)
        facts.licence_of(entry)
    facts.file_bytes(data)
    facts.section(data, "commit")
