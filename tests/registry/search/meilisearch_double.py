"""A tiny double of Meilisearch on the loopback, after its documented protocol: as much of it as our engine uses.

It searches by whole words and beginnings, without ranking; it is there to hold our side of the protocol.
"""

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from registry.concepts import tokens

NOW = "2026-11-21T00:00:00.000000Z"
TASK = re.compile(r"/tasks/(\d+)")
INDEX = re.compile(r"/indexes/([\w-]+)(/settings|/documents|/documents/delete)?")
ONE = re.compile(r"/indexes/([\w-]+)/documents/([\w-]+)")
IN = re.compile(r"(\w+) IN \[(.*)\]")


@dataclass
class Server:
    """What it holds, and what it was told."""

    key: str | None = None
    indexes: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)
    tasks: list[dict[str, Any]] = field(default_factory=list)
    failing: bool = False
    is_slow: bool = False  # tasks are still being done when they are first asked about
    is_endless: bool = False  # tasks are never done
    delay_seconds: float = 0  # before every answer
    instead: tuple[int, bytes] | None = None  # status and body of every answer, when something else answers
    asked_about: set[int] = field(default_factory=set)

    def task(self, kind: str, error: str | None = None, uid: str | None = None) -> dict[str, Any]:
        status = "failed" if error or self.failing else "succeeded"
        details = {"message": error or "", "code": error or "internal", "type": "invalid_request", "link": ""}
        self.tasks.append(
            {
                "uid": len(self.tasks),
                "indexUid": uid,
                "status": status,
                "type": kind,
                "error": details if status == "failed" else None,
                "details": None,
                "canceledBy": None,
                "duration": "PT0.001S",
                "enqueuedAt": NOW,
                "startedAt": NOW,
                "finishedAt": NOW,
            }
        )
        return {
            "taskUid": len(self.tasks) - 1,
            "indexUid": uid,
            "status": "enqueued",
            "type": kind,
            "enqueuedAt": NOW,
        }

    def change(self, method: str, uid: str, part: str | None, body: Any) -> dict[str, Any]:
        documents = self.indexes.get(uid)
        if documents is None:
            return self.task("unknown", "index_not_found")
        if self.failing:
            return self.task("failing")
        if (method, part) == ("DELETE", None):
            del self.indexes[uid]
            self.settings.pop(uid, None)
            return self.task("indexDeletion")
        if (method, part) == ("PATCH", "/settings"):
            self.settings.setdefault(uid, {}).update(body)
            return self.task("settingsUpdate")
        if (method, part) == ("POST", "/documents"):
            documents.update({each["id"]: each for each in body})
            return self.task("documentAdditionOrUpdate")
        for each in [each for each in documents.values() if self.passes(uid, each, [body["filter"]])]:
            del documents[each["id"]]
        return self.task("documentDeletion")

    def answer(self, method: str, path: str, body: Any) -> tuple[int, dict[str, Any]]:
        if path == "/multi-search":
            if any(asked["indexUid"] not in self.indexes for asked in body["queries"]):
                return 404, _missing("index_not_found")
            return 200, {"results": [self.search(asked) for asked in body["queries"]]}
        if path == "/swap-indexes":
            return 202, self.swap(body)
        if path == "/indexes":
            exists = body["uid"] in self.indexes
            self.indexes.setdefault(body["uid"], {})
            return 202, self.task("indexCreation", "index_already_exists" if exists else None)
        return self.answer_about_one(method, path, body)

    def answer_about_one(self, method: str, path: str, body: Any) -> tuple[int, dict[str, Any]]:
        if match := TASK.fullmatch(path):
            task = self.tasks[int(match[1])]
            if self.is_endless or (self.is_slow and task["uid"] not in self.asked_about):
                self.asked_about.add(task["uid"])
                return 200, {
                    **task,
                    "status": "processing",
                    "finishedAt": None,
                    "duration": None,
                    "error": None,
                }
            return 200, task
        if (match := ONE.fullmatch(path)) and method == "GET":
            found = self.indexes.get(match[1], {}).get(match[2])
            return (200, found) if found else (404, _missing("document_not_found"))
        if match := INDEX.fullmatch(path):
            if method == "GET":
                return self.about_index(match[1])
            return 202, self.change(method, match[1], match[2], body)
        return 404, _missing("not_found")

    def about_index(self, uid: str) -> tuple[int, dict[str, Any]]:
        if uid not in self.indexes:
            return 404, _missing("index_not_found")
        return 200, {"uid": uid, "primaryKey": "id", "createdAt": NOW, "updatedAt": NOW}

    def swap(self, pairs: list[dict[str, Any]]) -> dict[str, Any]:
        for one, other in (pair["indexes"] for pair in pairs):
            if one not in self.indexes or other not in self.indexes:
                return self.task("indexSwap", "index_not_found")
            self.indexes[one], self.indexes[other] = self.indexes[other], self.indexes[one]
            known = self.settings  # with the documents go the settings
            known[one], known[other] = known.get(other, {}), known.get(one, {})
        return self.task("indexSwap")

    def passes(self, uid: str, document: dict[str, Any], filters: list[str]) -> bool:
        for written in filters:
            match = IN.fullmatch(written)
            assert match is not None, written
            assert match[1] in self.settings[uid]["filterableAttributes"], match[1]
            chosen = set(json.loads(f"[{match[2]}]"))
            if not chosen & set(_values(document, match[1])):
                return False
        return True

    def matches(self, uid: str, document: dict[str, Any], query: str, strategy: str) -> bool:
        settings = self.settings[uid]
        text = " ".join(part for each in settings["searchableAttributes"] for part in document[each])
        held = set(tokens(text))
        words = query.lower().split()
        names = [[word, *settings["synonyms"].get(word, [])] for word in words]
        if query.lower() in settings["synonyms"]:
            names = [[query, *settings["synonyms"][query.lower()]]]
        found = [any(set(tokens(name)) <= held for name in each) for each in names]
        return all(found) if strategy == "all" or not found else found[0]

    def search(self, asked: dict[str, Any]) -> dict[str, Any]:
        uid = asked["indexUid"]
        found = [
            each
            for each in sorted(self.indexes[uid].values(), key=lambda each: str(each["slug"]))
            if self.passes(uid, each, asked["filter"])
            and self.matches(uid, each, asked["q"], asked["matchingStrategy"])
        ]
        answer: dict[str, Any] = {"indexUid": uid, "query": asked["q"], "processingTimeMs": 1}
        if "page" not in asked:
            page = found[asked["offset"] : asked["offset"] + asked["limit"]]
            answer |= {"hits": [{"id": each["id"]} for each in page]}
            # An estimate is what it is called, so that nobody takes it for a count.
            return answer | {
                "limit": asked["limit"],
                "offset": asked["offset"],
                "estimatedTotalHits": len(found) + 7,
            }
        assert asked["page"] == 0, "only page 0 answers without hits"
        answer |= {"hits": [], "page": 0, "hitsPerPage": 20, "totalPages": -(-len(found) // 20)}
        counts = {
            facet: Counter(v for each in found for v in _values(each, facet)) for facet in asked["facets"]
        }
        return answer | {"totalHits": len(found), "facetDistribution": counts}


def _missing(code: str) -> dict[str, Any]:
    return {"message": "", "code": code, "type": "invalid_request", "link": ""}


def _values(document: dict[str, Any], name: str) -> list[str]:
    value = document.get(name, [])
    return value if isinstance(value, list) else [value]


@contextmanager
def serving(server: Server) -> Iterator[str]:
    """Serve until the block ends and give the address."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"null")
            time.sleep(server.delay_seconds)
            if server.instead:
                self.write(*server.instead)
                return
            if server.key and self.headers.get("Authorization") != f"Bearer {server.key}":
                self.give(
                    403, {"message": "invalid key", "code": "invalid_api_key", "type": "auth", "link": ""}
                )
                return
            self.give(*server.answer(self.command, self.path.split("?")[0], body))

        def give(self, status: int, body: Any) -> None:
            self.write(status, json.dumps(body).encode())

        def write(self, status: int, data: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = do_DELETE = answer  # noqa: N815 - the names that the standard library calls

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{http.server_address[1]}"
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
