"""Restates the recordings of `../shared/data/github` as figures that the demo may carry; run by hand.

    .venv/bin/python -m demo.restate ../shared/data/github

Kept: dates of all commits, so that the past can be told as well, with numbered people; tags, the paths that health
looks at, how each licence text and each manifest was understood, digests of the small files. Left out: code, texts,
people's accounts, and the recordings' repository numbers, which are not GitHub's: a live look would find nothing there.

The set carries no date of its own, so it is taken to have been recorded at the newest fact in it. That fact is the
last commit of the busiest of the ten; the others were read in the same go.
"""

import base64
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from demo.observations import FOLDER, PERSON, commit_line, stamp
from registry.health import CommitFact, files, is_bot, licence_files
from registry.licences import EvidenceKind, identify
from registry.software.manifests import stated_licences

SHA_DIGITS: Final = 12  # enough for a person to find the commit again
MANIFESTS: Final = (
    "package.json",
    "composer.json",
    "requirements.txt",
    "go.mod",
)  # those among the recordings

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


def restate(root: Path, target: Path = FOLDER) -> None:
    """Read every recording below a folder, and write each restated into another."""
    folders = sorted(path.parent for path in root.glob("*/*/repo.json"))
    histories = {folder: list(_commits(folder)) for folder in folders}
    observed_at = max(commit.committed_at for history in histories.values() for commit in history)
    target.mkdir(parents=True, exist_ok=True)
    for folder, history in histories.items():
        written = json.dumps(_restated(folder, history, observed_at), ensure_ascii=False, indent=1) + "\n"
        (target / f"{folder.parent.name}__{folder.name}.json").write_text(written, encoding="utf-8")


def _restated(folder: Path, history: Sequence[CommitFact], observed_at: datetime) -> dict[str, Any]:
    repo = json.loads((folder / "repo.json").read_text())
    paths = sorted(each["path"] for each in json.loads((folder / "tree.json").read_text()))
    texts = {
        path: base64.b64decode(content)
        for path, content in json.loads((folder / "files.json").read_text()).items()
    }
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
        "licence_evidence": list(_licence_evidence(repo["html_url"], paths, texts)),
        "text_digests": {path: hashlib.sha256(content).hexdigest() for path, content in texts.items()},
        "tags": [
            [each["name"], stamp(datetime.fromisoformat(each["date"]))]
            for each in json.loads((folder / "tags.json").read_text())
        ],
        "commits": [commit_line(commit) for commit in history],
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


def _licence_evidence(
    url: str, paths: Sequence[str], texts: Mapping[str, bytes]
) -> Iterator[dict[str, str | None]]:
    shipped = licence_files(paths)
    if not shipped:
        yield {"kind": EvidenceKind.NO_FILE, "source": url}
    for path in shipped:
        found = identify(texts[path].decode(), path)
        yield {"kind": EvidenceKind.LICENCE_FILE, "source": path, "expression": found.expression}
    for path, statement in stated_licences({path: content.decode() for path, content in texts.items()}):
        yield {"kind": EvidenceKind.MANIFEST, "source": path, "statement": statement}


if __name__ == "__main__":
    restate(Path(sys.argv[1]))
