"""What was recorded of ten public repositories, as figures: who worked when, which tags, which files, which licence."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from registry.health import CommitFact, RepositoryObservation, TagFact
from registry.licences import Evidence, EvidenceKind

FOLDER: Final = Path(__file__).parent / "data" / "observations"
PERSON: Final = "person-"  # people are counted, not named; accounts of machines keep their names
MERGE: Final = "merge"
SAME: Final = "="
NOT_RECORDED: Final = (
    "NOT_RECORDED"  # the recordings hold what git knows, and nothing that only the forge knows
)

#: What a forge would have told and the recordings do not hold: unknown, never zero.
UNKNOWN: Final[Mapping[str, str]] = {
    "stars": NOT_RECORDED,
    "open_issues": NOT_RECORDED,
    "releases": NOT_RECORDED,
    "community": NOT_RECORDED,
    "forge_licence": NOT_RECORDED,
    "texts": NOT_RECORDED,
}


@dataclass(frozen=True, slots=True)
class Restated:
    """One recording, restated.

    Attributes:
        observation: the facts; `files` holds only the paths that health looks at, `texts` is empty.
        licence_evidence: what its licence files and manifests were understood as when they were read.
        entry: name of the catalogue's file about this very repository; None where the catalogue has none.
    """

    observation: RepositoryObservation
    licence_evidence: tuple[Evidence, ...]
    entry: str | None


def read_all(folder: Path = FOLDER) -> tuple[Restated, ...]:
    """Read every restated recording, in the order of their files' names."""
    return tuple(read(path) for path in sorted(folder.glob("*.json")))


def read(path: Path) -> Restated:
    """Read one restated recording.

    Raises:
        KeyError, ValueError: the file was not written by `demo.restate`.
    """
    stored = json.loads(path.read_text(encoding="utf-8"))
    observed_at = datetime.fromisoformat(stored["observed_at"])
    observation = RepositoryObservation(
        url=stored["url"],
        forge="github",
        forge_id=None,
        full_name=stored["full_name"],
        observed_at=observed_at,
        created_at=datetime.fromisoformat(stored["created_at"]),
        pushed_at=datetime.fromisoformat(stored["pushed_at"]),
        default_branch=stored["default_branch"],
        archived=stored["archived"],
        parent=stored["parent"],
        commits=tuple(_commit(line) for line in stored["commits"]),
        commits_complete=True,
        commit_count=stored["commit_count"],
        tags=tuple(TagFact(name, datetime.fromisoformat(moment)) for name, moment in stored["tags"]),
        files=tuple(stored["files"]),
        text_digests=stored["text_digests"],
        missing=UNKNOWN,
    )
    evidence = tuple(_evidence(each, observed_at) for each in stored["licence_evidence"])
    return Restated(observation, evidence, stored["entry"])


def commit_line(commit: CommitFact) -> str:
    """Write one commit as a line: sha, committed, authored, author and, for a merge, that it is one.

    Nearly all were committed the moment they were authored; SAME says so in the place of the time.
    """
    committed, authored = stamp(commit.committed_at), stamp(commit.authored_at)
    written = [commit.sha, committed, SAME if authored == committed else authored, commit.author]
    return " ".join([*written, MERGE] if commit.is_merge else written)


def stamp(moment: datetime) -> str:
    """Write a time in UTC, to the second, as git knows it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _commit(line: str) -> CommitFact:
    sha, committed, authored, author, *rest = line.split(" ")
    return CommitFact(
        sha=sha,
        authored_at=datetime.fromisoformat(committed if authored == SAME else authored),
        committed_at=datetime.fromisoformat(committed),
        author=author,
        is_bot=not author.startswith(PERSON),
        is_merge=rest == [MERGE],
    )


def _evidence(stored: Mapping[str, Any], observed_at: datetime) -> Evidence:
    return Evidence(
        EvidenceKind(stored["kind"]),
        stored["source"],
        stored.get("statement"),
        stored.get("expression"),
        observed_at,
    )
