"""What GitHub's deliveries mean for the catalogue."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.github_events import Message, Told, read_event

ABOUT = {"id": 7, "full_name": "harbour-district/flood-report", "default_branch": "main"}


def told(event: str, **payload: Any) -> Told | None:
    message = read_event(event, {"repository": ABOUT, **payload})
    return None if message is None else message.told


def test_a_push_to_the_default_branch_or_a_tag_asks_for_a_look() -> None:
    assert told("push", ref="refs/heads/main") is Told.CHANGED
    assert told("push", ref="refs/tags/v1") is Told.CHANGED
    assert told("push", ref="refs/heads/idea") is None


@pytest.mark.parametrize("event", ["create", "delete"])
def test_a_tag_made_or_deleted_asks_for_a_look_and_a_branch_does_not(event: str) -> None:
    assert told(event, ref="v1", ref_type="tag") is Told.CHANGED
    assert told(event, ref="dependabot/npm/left", ref_type="branch") is None


@pytest.mark.parametrize("kind", ["added", "modified", "removed"])
def test_a_push_that_touches_a_licence_says_so(kind: str) -> None:
    assert told("push", ref="refs/heads/main", commits=[{kind: ["LICENSE"]}]) is Told.LICENCE_CHANGED
    assert told("push", ref="refs/heads/main", commits=[{kind: ["src/main.py"]}]) is Told.CHANGED


@pytest.mark.parametrize(
    ("event", "action", "expected"),
    [
        ("release", "published", Told.CHANGED),
        ("repository", "archived", Told.CHANGED),
        ("repository", "deleted", Told.DELETED),
        ("repository", "privatized", Told.PRIVATE),
        ("repository", "created", None),
        ("repository_advisory", "published", Told.CHANGED),
        ("star", "created", None),
        ("issues", "opened", None),
    ],
)
def test_what_a_look_would_not_see_is_not_acted_on(event: str, action: str, expected: Told | None) -> None:
    assert told(event, action=action) is expected


def test_a_renamed_repository_is_found_by_its_old_name() -> None:
    payload = {
        "action": "renamed",
        "repository": {**ABOUT, "full_name": "harbour-district/water-watch"},
        "changes": {"repository": {"name": {"from": "flood-report"}}},
    }
    assert read_event("repository", payload) == Message(Told.CHANGED, 7, "harbour-district/flood-report")


def test_a_transferred_repository_is_found_by_its_old_owner() -> None:
    payload = {
        "action": "transferred",
        "repository": {**ABOUT, "full_name": "river-district/flood-report"},
        "changes": {"owner": {"from": {"organization": {"login": "harbour-district"}}}},
    }
    assert read_event("repository", payload) == Message(Told.CHANGED, 7, "harbour-district/flood-report")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "full_name", "ref", "commits", "added", "changes", "owner", "from", "name"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(
    st.sampled_from(["push", "release", "repository", "ping", "nothing"]),
    st.sampled_from(["renamed", "transferred", "deleted", None]),
    anything,
    anything,
)
def test_odd_payloads_break_nothing(event: str, action: str | None, about: Any, rest: Any) -> None:
    further = rest if isinstance(rest, dict) else {}
    read_event(event, {**further, "action": action, "repository": about})
    read_event(event, {**further, "action": action, "repository": ABOUT})
