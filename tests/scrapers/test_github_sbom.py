"""GitHub's bill of materials of a repository is read as it comes, or the reason is told why it is not known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from scrapers.failures import BAD_ANSWER, NOT_FOUND, Gone, Unreachable
from scrapers.github_client import GitHubAccess
from scrapers.sbom import observe_sbom

URL = "https://github.com/example/river-watch"
ETAG = '"of the first answer"'
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
SPDX: dict[str, Any] = {
    "SPDXID": "SPDXRef-DOCUMENT",
    "spdxVersion": "SPDX-2.3",
    "creationInfo": {"created": "2026-11-21T08:00:00Z", "creators": ["Tool: GitHub.com-Dependency-Graph"]},
    "name": "com.github.example/river-watch",
    "dataLicense": "CC0-1.0",
    "documentNamespace": "https://example.org/spdx/river-watch",
    "packages": [
        {
            "SPDXID": "SPDXRef-npm-gauge",
            "name": "gauge",
            "versionInfo": "5.0.1",
            "downloadLocation": "NOASSERTION",
            "filesAnalyzed": False,
            "licenseConcluded": "ISC",
        }
    ],
}


@pytest.fixture
def answers() -> dict[str, Any]:
    """What the server says, by path; anything else is not there."""
    return {}


@pytest.fixture
def forge(answers: dict[str, Any]) -> Iterator[GitHubAccess]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(answers.get(self.path, {"message": "Not Found"})).encode()
            if self.headers.get("If-None-Match") == ETAG:
                self.send_response(304)
                self.end_headers()
                return
            self.send_response(200 if self.path in answers else 404)
            self.send_header("ETag", ETAG)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield GitHubAccess(api_url=f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
        thread.join()


def test_what_github_lists_is_kept_word_for_word_and_read(
    forge: GitHubAccess, answers: dict[str, Any]
) -> None:
    answers["/repositories/7/dependency-graph/sbom"] = {"sbom": SPDX}
    seen = observe_sbom(URL, forge, forge_id=7, now=NOW)
    assert (seen.observed_at, json.loads(seen.document)) == (NOW, SPDX)
    assert seen.etag == ETAG
    assert seen.sbom is not None
    assert seen.sbom.findings == ()
    assert [(each.name, each.licence) for each in seen.sbom.components] == [("gauge", "ISC")]


def test_what_is_as_it_was_is_not_sent_again(forge: GitHubAccess) -> None:
    seen = observe_sbom(URL, forge, forge_id=7, etag=ETAG, now=NOW)
    assert (seen.observed_at, seen.etag, seen.document, seen.sbom) == (NOW, ETAG, b"", None)


def test_a_repository_without_a_dependency_graph_has_none(forge: GitHubAccess) -> None:
    with pytest.raises(Gone) as caught:
        observe_sbom(URL, forge)
    assert caught.value.reason == NOT_FOUND


def test_something_else_is_no_bill_of_materials(forge: GitHubAccess, answers: dict[str, Any]) -> None:
    answers["/repos/example/river-watch/dependency-graph/sbom"] = []
    with pytest.raises(Unreachable) as caught:
        observe_sbom(URL, forge)
    assert caught.value.reason == BAD_ANSWER
