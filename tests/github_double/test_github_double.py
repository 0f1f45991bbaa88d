"""The double answers as GitHub does, and its invented repositories are what they claim to be."""

import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, IncompleteRead
from typing import Any
from urllib.parse import urlsplit

import pytest

from registry.health import DeclaredFacts, HealthBand, snapshot
from registry.licences import identify
from registry.publiccode import read, summarise
from scrapers.github import GitHubAccess, observe
from tests.github_double import (
    EMPTY_START,
    FERRY_TIMETABLE,
    FLOOD_REPORT,
    LIBRARY_QUEUE,
    PARADE_MAP,
    TRAM_ALERTS,
    Double,
    invented,
    serve,
)

NOW = datetime(2031, 3, 29, 8, 30, tzinfo=UTC)  # a day in the future: nothing may depend on today
FLOOD = f"/repos/{FLOOD_REPORT}"


@dataclass(frozen=True)
class Got:
    """An answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: Any


@pytest.fixture(scope="module")
def double() -> Double:
    return Double(invented(NOW), anonymous_limit=1000)


@pytest.fixture(scope="module")
def api_url(double: Double) -> Iterator[str]:
    with serve(double=double) as address:
        yield address


def ask(api_url: str, path: str, method: str = "GET", body: object = None, **headers: str) -> Got:
    connection = HTTPConnection(urlsplit(api_url).netloc, timeout=5)
    try:
        sent = None if body is None else json.dumps(body)
        connection.request(
            method, path, body=sent, headers={key.replace("_", "-"): value for key, value in headers.items()}
        )
        answer = connection.getresponse()
        content = answer.read()
        lowered = {key.lower(): value for key, value in answer.getheaders()}
        return Got(answer.status, lowered, json.loads(content) if content else None)
    finally:
        connection.close()


def test_a_page_of_commits_links_to_its_neighbours(api_url: str) -> None:
    got = ask(api_url, f"{FLOOD}/commits?per_page=50&page=2")
    assert len(got.body) == 50
    link = got.headers["link"]
    assert 'per_page=50&page=1>; rel="prev"' in link
    assert 'per_page=50&page=3>; rel="next"' in link
    assert 'per_page=50&page=3>; rel="last"' in link
    assert "/repositories/" in link


def test_the_last_page_has_no_next(api_url: str) -> None:
    assert "next" not in ask(api_url, f"{FLOOD}/commits?per_page=50&page=3").headers["link"]


def test_commits_can_be_asked_for_by_time(api_url: str) -> None:
    since, until = (NOW - timedelta(days=40)), (NOW - timedelta(days=20))
    path = f"{FLOOD}/commits?per_page=100&since={since:%Y-%m-%dT%H:%M:%SZ}&until={until:%Y-%m-%dT%H:%M:%SZ}"
    dates = [each["commit"]["committer"]["date"] for each in ask(api_url, path).body]
    assert 0 < len(dates) < 139
    assert all(since <= datetime.fromisoformat(each) <= until for each in dates)


def test_an_unchanged_answer_is_not_sent_again(api_url: str) -> None:
    etag = ask(api_url, FLOOD).headers["etag"]
    got = ask(api_url, FLOOD, if_none_match=etag)
    assert (got.status, got.body, got.headers["etag"]) == (304, None, etag)
    assert ask(api_url, FLOOD, if_none_match='W/"other"').status == 200


def test_not_modified_is_free_only_with_a_token(api_url: str) -> None:
    etag = ask(api_url, FLOOD).headers["etag"]

    def cost(**headers: str) -> int:
        before = ask(api_url, "/rate_limit", **headers).body["rate"]["remaining"]
        assert ask(api_url, FLOOD, if_none_match=etag, **headers).status == 304
        return int(before - ask(api_url, "/rate_limit", **headers).body["rate"]["remaining"])

    assert cost() == 1
    assert cost(authorization="Bearer a-token") == 0


def test_every_answer_says_how_many_requests_are_left(api_url: str) -> None:
    first, second = ask(api_url, FLOOD).headers, ask(api_url, f"{FLOOD}/tags").headers
    assert first["x-ratelimit-limit"] == "1000"
    assert int(second["x-ratelimit-remaining"]) == int(first["x-ratelimit-remaining"]) - 1
    assert int(first["x-ratelimit-reset"]) > datetime.now(UTC).timestamp()


def test_a_file_comes_as_base64_and_a_folder_as_a_list(api_url: str) -> None:
    file = ask(api_url, f"{FLOOD}/contents/LICENSE").body
    assert (file["type"], file["encoding"], file["path"]) == ("file", "base64", "LICENSE")
    folder = ask(api_url, f"{FLOOD}/contents/.github").body
    assert [(each["type"], each["path"]) for each in folder] == [
        ("file", ".github/dependabot.yml"),
        ("dir", ".github/workflows"),
    ]


def test_a_tree_is_whole_only_when_asked_recursively(api_url: str) -> None:
    whole = {each["path"] for each in ask(api_url, f"{FLOOD}/git/trees/main?recursive=1").body["tree"]}
    top = {each["path"] for each in ask(api_url, f"{FLOOD}/git/trees/main").body["tree"]}
    assert ".github/workflows/test.yml" in whole
    assert top == {path for path in whole if "/" not in path}


def test_the_licence_and_the_community_profile_name_the_files(api_url: str) -> None:
    assert ask(api_url, f"{FLOOD}/license").body["license"]["spdx_id"] == "MIT"
    assert ask(api_url, f"/repos/{LIBRARY_QUEUE}/license").status == 404
    files = ask(api_url, f"{FLOOD}/community/profile").body["files"]
    assert files["readme"]["html_url"].endswith("/README.md")
    assert files["code_of_conduct"] is None


def test_an_empty_repository_conflicts_as_at_github(api_url: str) -> None:
    assert ask(api_url, f"/repos/{EMPTY_START}/commits").status == 409
    assert ask(api_url, f"/repos/{EMPTY_START}/tags").body == []


def test_a_renamed_repository_redirects_to_its_number() -> None:
    with serve(double=Double(invented(NOW))) as api_url:
        ask(api_url, "/_double/renames", "POST", {"old": FLOOD_REPORT, "new": "harbour-district/water-watch"})
        got = ask(api_url, f"{FLOOD}/tags?per_page=5")
        assert got.status == 301
        assert got.headers["location"].endswith("/tags")
        assert "per_page" not in got.headers["location"]
        assert ask(api_url, urlsplit(got.headers["location"]).path).status == 200
        assert ask(api_url, "/repos/harbour-district/water-watch").body["name"] == "water-watch"


def test_faults_can_be_asked_for_from_another_process() -> None:
    with serve(double=Double(invented(NOW))) as api_url:
        fault = {"path": "/tags", "status": 429, "retry_after": 9, "times": 1}
        assert ask(api_url, "/_double/faults", "POST", fault).status == 201
        assert ask(api_url, FLOOD).status == 200
        refused = ask(api_url, f"{FLOOD}/tags")
        assert (refused.status, refused.headers["retry-after"]) == (429, "9")
        assert ask(api_url, f"{FLOOD}/tags").status == 200
        statuses = [each["status"] for each in ask(api_url, "/_double/asked").body]
        assert statuses == [200, 429, 200]


def test_a_cut_connection_ends_in_the_middle_of_the_body() -> None:
    with serve(double=Double(invented(NOW))) as api_url:
        ask(api_url, "/_double/faults", "POST", {"kind": "cut"})
        with pytest.raises(IncompleteRead):
            ask(api_url, FLOOD)
        ask(api_url, "/_double/faults", "DELETE")
        assert ask(api_url, FLOOD).status == 200


def test_the_port_is_free_again_after_serving() -> None:
    with serve(double=Double()) as api_url:
        port = urlsplit(api_url).port
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


def test_a_taken_port_is_a_clear_error() -> None:
    with serve(double=Double()) as api_url:
        port = urlsplit(api_url).port
        with pytest.raises(OSError, match="in use"), serve(port or 0, Double()):
            pass


@pytest.mark.parametrize("full_name", [FLOOD_REPORT, FERRY_TIMETABLE])
def test_a_healthy_invented_repository_has_a_valid_bilingual_description(full_name: str) -> None:
    recording = next(each for each in invented(NOW) if each.full_name == full_name)
    reading = read(recording.files["publiccode.yml"])
    assert reading.ok
    assert summarise(reading).url == f"https://github.com/{full_name}"
    assert {"en", "zh-Hant"} <= set(reading.document["description"])
    assert identify(recording.files["LICENSE"].decode(), "LICENSE").expression == "MIT"


@pytest.mark.parametrize(
    ("full_name", "band"),
    [
        (FLOOD_REPORT, HealthBand.THRIVING),
        (FERRY_TIMETABLE, HealthBand.THRIVING),
        (LIBRARY_QUEUE, HealthBand.SLOWING),
        (PARADE_MAP, HealthBand.DORMANT),
        (TRAM_ALERTS, HealthBand.DORMANT),
    ],
)
def test_each_invented_repository_is_as_healthy_as_it_was_meant_to_be(
    api_url: str, full_name: str, band: HealthBand
) -> None:
    seen = observe(f"https://github.com/{full_name}", GitHubAccess(api_url, timeout=5), now=NOW)
    assert snapshot(seen, DeclaredFacts(), NOW).band is band


def test_the_invented_people_can_be_written_to_nowhere() -> None:
    for recording in invented(NOW):
        for content in recording.files.values():
            addresses = [
                word for word in content.decode().split() if "@" in word and "." in word.split("@")[1]
            ]
            assert all("@example.org" in word for word in addresses)


def test_the_secondary_limit_holds_in_any_minute_and_counts_what_is_answered_304() -> None:
    double = Double(invented(NOW), points_a_minute=3, minute_seconds=1.0)
    with serve(double=double) as api_url:
        known = {"Authorization": "Bearer t", "If_None_Match": ask(api_url, FLOOD).headers["etag"]}
        statuses = [ask(api_url, FLOOD, **known).status for _ in range(3)]
        time.sleep(1.1)
        statuses.append(ask(api_url, FLOOD, **known).status)
    assert statuses == [304, 304, 403, 304]
