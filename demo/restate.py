"""Restates the recordings of `../shared/data/github` as figures that the demo may carry; run by hand, not by `make run`.

    .venv/bin/python -m demo.restate ../shared/data/github

Kept: dates of commits with numbered people, tags, the paths that health looks at, how each licence text and each
manifest was understood, digests of the small files. Left out: code, texts, people's accounts, and the recordings'
repository numbers, which are not GitHub's: a live look would find nothing under them.

The set carries no date of its own, so it is taken to have been recorded at the newest fact in it. That fact is the
last commit of the busiest of the ten; the others were read in the same go.
"""

import base64
import hashlib
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from demo.observations import FOLDER, PERSON, commit_line, stamp
from registry import publiccode
from registry.health import CommitFact, files, is_bot, licence_files
from registry.health.activity import WINDOW_SLACK, months_before
from registry.health.observation import WINDOW_MONTHS
from registry.licences import EvidenceKind, identify

PAGE: Final = 100  # commits before the window that a look reads where no person worked in it
SHA_DIGITS: Final = 12  # enough for a person to find the commit again
MANIFESTS: Final = ("package.json", "composer.json", "requirements.txt", "go.mod")  # those among the recordings
STATED: Final = ("package.json", "composer.json")  # manifests that have a key for the licence

#: Catalogue entries about the very repository that was recorded. Entries about a copy are not here: how alive the
#: original is says nothing about the copy.
ENTRIES: Final[Mapping[str, str]] = {
    f"moda-gov-tw/{name}": name
    for name in (
        "civic-tech-experimental-field-dengue-backend",
        "civic-tech-experimental-field-dengue-frontend",
        "civic-tech-experimental-field-find-babycare-backend",
        "civic-tech-experimental-field-find-babycare-frontend",
        "code-gov-tw",
        "opendata-frontend",
    )
}


def main(arguments: Sequence[str]) -> None:
    """Read every recording below the one folder given, and write `demo/data/observations`."""
    (root,) = map(Path, arguments)
    folders = sorted(path.parent for path in root.glob("*/*/repo.json"))
    histories = {folder: list(_commits(folder)) for folder in folders}
    observed_at = max(commit.committed_at for history in histories.values() for commit in history)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for folder, history in histories.items():
        restated = _restate(folder, history, observed_at)
        target = FOLDER / f"{folder.parent.name}__{folder.name}.json"
        target.write_text(json.dumps(restated, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(target, len(restated["commits"]))  # noqa: T201 - a command's answer


def _restate(folder: Path, history: Sequence[CommitFact], observed_at: datetime) -> dict[str, Any]:
    repo = json.loads((folder / "repo.json").read_text())
    paths = sorted(each["path"] for each in json.loads((folder / "tree.json").read_text()))
    texts = {
        path: base64.b64decode(content)
        for path, content in json.loads((folder / "files.json").read_text()).items()
    }
    metadata = texts.get("publiccode.yml")
    return {
        "full_name": repo["full_name"],
        "url": repo["html_url"],
        "entry": ENTRIES.get(repo["full_name"]),
        "observed_at": stamp(observed_at),
        "head": repo["head"],
        "created_at": stamp(datetime.fromisoformat(repo["created_at"])),
        "pushed_at": stamp(datetime.fromisoformat(repo["pushed_at"])),
        "default_branch": repo["default_branch"],
        "archived": repo["archived"],
        "parent": None,
        "commit_count": repo["commit_count"],
        "file_count": len(paths),
        "files": [path for path in paths if _matters(path)],
        "licence_evidence": list(_licence_evidence(paths, texts)),
        "publiccode_valid": None if metadata is None else publiccode.read(metadata).ok,
        "text_digests": {path: hashlib.sha256(content).hexdigest() for path, content in texts.items()},
        "tags": [
            [each["name"], stamp(datetime.fromisoformat(each["date"]))]
            for each in json.loads((folder / "tags.json").read_text())
        ],
        "commits": [commit_line(commit) for commit in _looked_at(history, observed_at)],
    }


def _commits(folder: Path) -> Iterator[CommitFact]:
    """Read the whole history, newest first; people are numbered in the order in which they first committed."""
    lines = [json.loads(line) for line in (folder / "commits.jsonl").read_text().splitlines() if line]
    people: dict[str, str] = {}
    for line in reversed(lines):
        if not is_bot(line["login"], line["type"]):
            people.setdefault(line["login"], f"{PERSON}{len(people) + 1}")
    for line in lines:
        yield CommitFact(
            sha=line["sha"][:SHA_DIGITS],
            authored_at=datetime.fromisoformat(line["authored"]),
            committed_at=datetime.fromisoformat(line["committed"]),
            author=people.get(line["login"], line["login"]),
            is_bot=is_bot(line["login"], line["type"]),
            is_merge=len(line["parents"]) > 1,
        )


def _looked_at(history: Sequence[CommitFact], observed_at: datetime) -> Sequence[CommitFact]:
    """Choose what a look by the scraper would have read: the window and, where no person worked in it, a page more."""
    since = months_before(observed_at, WINDOW_MONTHS) - WINDOW_SLACK
    recent = [commit for commit in history if commit.committed_at > since]
    if all(commit.is_bot or commit.is_merge for commit in recent):
        recent += [commit for commit in history if commit.committed_at <= since][:PAGE]
    return recent


def _matters(path: str) -> bool:
    patterns = (
        files.README,
        files.CONTRIBUTING,
        files.SECURITY,
        files.PUBLICCODE,
        files.CONTINUOUS_INTEGRATION,
        files.DEPENDENCY_UPDATER,
    )
    return path in MANIFESTS or bool(licence_files([path])) or any(each.match(path) for each in patterns)


def _licence_evidence(paths: Sequence[str], texts: Mapping[str, bytes]) -> Iterator[dict[str, str | None]]:
    shipped = licence_files(paths)
    if not shipped:
        yield {"kind": EvidenceKind.NO_FILE, "source": ""}
    for path in shipped:
        found = identify(texts[path].decode(), path)
        yield {"kind": EvidenceKind.LICENCE_FILE, "source": path, "expression": found.expression}
    for path in STATED:
        stated = re.search(r'"license"\s*:\s*"([^"]+)"', texts.get(path, b"").decode())
        if stated:
            yield {"kind": EvidenceKind.MANIFEST, "source": path, "statement": stated[1]}


if __name__ == "__main__":
    main(sys.argv[1:])
