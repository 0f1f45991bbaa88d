"""Every example of a delivery that GitHub's own packages hold (`@octokit/webhooks-examples`) is read."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from scrapers.github_events import Told, read_event

EXAMPLES = (
    Path(__file__).parent / "webhooks/node_modules/@octokit/webhooks-examples/api.github.com/index.json"
)
pytestmark = pytest.mark.skipif(
    not EXAMPLES.exists(), reason="needs npm's @octokit/webhooks-examples: make test-contract"
)


@pytest.fixture(scope="module")
def deliveries() -> list[tuple[str, dict[str, Any]]]:
    events = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return [(event["name"], example) for event in events for example in event["examples"]]


def test_every_example_is_read_without_a_fault(deliveries: list[tuple[str, dict[str, Any]]]) -> None:
    assert len(deliveries) > 300
    for event, payload in deliveries:
        message = read_event(event, payload)
        if message is not None:
            assert message.forge_id == payload["repository"]["id"]


def test_only_what_a_look_would_see_is_acted_on(deliveries: list[tuple[str, dict[str, Any]]]) -> None:
    acted = Counter(event for event, payload in deliveries if read_event(event, payload) is not None)
    assert set(acted) <= {
        "push",
        "release",
        "create",
        "delete",
        "public",
        "repository",
        "repository_advisory",
    }
    assert {"push", "release", "repository"} <= set(acted)


def test_hiding_a_repository_is_understood(deliveries: list[tuple[str, dict[str, Any]]]) -> None:
    told = {
        payload["action"]: message.told
        for event, payload in deliveries
        if event == "repository" and (message := read_event(event, payload))
    }
    assert told["privatized"] is Told.PRIVATE
    assert {told[action] for action in ("renamed", "transferred", "edited")} == {Told.CHANGED}


def test_what_is_kept_names_nobody(deliveries: list[tuple[str, dict[str, Any]]]) -> None:
    for event, payload in deliveries:
        message = read_event(event, payload)
        assert message is None or "@" not in f"{message}"
