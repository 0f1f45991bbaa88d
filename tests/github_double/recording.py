"""One recorded repository, read from a folder or invented: what git knows of it, and nothing more."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Recording:
    """A repository as it is served.

    Attributes:
        repo: the facts of `repo.json`, at least full_name, id, default_branch, created_at, pushed_at and
            archived. What is absent (stars, issues, description) is unknown and left out of the answers.
        commits: newest first, each with sha, parents, login, type, authored, committed.
        tags: each with name, sha, date.
        tree: each blob with path, sha, size.
        files: contents of those blobs that were recorded.
        releases: as GitHub lists them; None when they were not recorded.
        advisories: published security advisories, as GitHub lists them; None when they were not recorded.
        sbom: the bill of materials, as GitHub exports it; None when its dependency graph is off.
    """

    repo: Mapping[str, Any]
    commits: tuple[Mapping[str, Any], ...] = ()
    tags: tuple[Mapping[str, Any], ...] = ()
    tree: tuple[Mapping[str, Any], ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    releases: tuple[Mapping[str, Any], ...] | None = None
    advisories: tuple[Mapping[str, Any], ...] | None = None
    sbom: Mapping[str, Any] | None = None

    @property
    def full_name(self) -> str:
        return str(self.repo["full_name"])

    @property
    def is_empty(self) -> bool:
        return not self.commits


def read_folder(folder: Path) -> Recording:
    """Read an `OWNER/NAME` folder: `repo.json`, `commits.jsonl`, `tags.json`, `tree.json`, `files.json`."""
    lines = (folder / "commits.jsonl").read_text().splitlines()
    contents = json.loads((folder / "files.json").read_text())
    return Recording(
        repo=json.loads((folder / "repo.json").read_text()),
        commits=tuple(json.loads(line) for line in lines if line),
        tags=tuple(json.loads((folder / "tags.json").read_text())),
        tree=tuple(json.loads((folder / "tree.json").read_text())),
        files={path: base64.b64decode(content) for path, content in contents.items()},
    )


def read_all(root: Path) -> Iterator[Recording]:
    """Read every `OWNER/NAME` folder below a root; a root that is absent holds none."""
    for repo in sorted(root.glob("*/*/repo.json")):
        yield read_folder(repo.parent)


def blob_sha(content: bytes) -> str:
    """Name a blob as git does."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
