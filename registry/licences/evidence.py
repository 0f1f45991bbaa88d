"""One thing that was said or seen about a licence, with its place and time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final


class EvidenceKind(StrEnum):
    """Where a piece of evidence comes from."""

    PUBLICCODE = "PUBLICCODE"
    LICENCE_FILE = "LICENCE_FILE"
    REUSE = "REUSE"
    HEADER = "HEADER"
    FORGE = "FORGE"
    MANIFEST = "MANIFEST"
    README = "README"
    NO_FILE = "NO_FILE"


#: Kinds that say what ships, as opposed to what is declared of it.
SHIPPED: Final = frozenset({EvidenceKind.LICENCE_FILE, EvidenceKind.REUSE, EvidenceKind.HEADER})


class Subject(StrEnum):
    """Which part of a project a statement is about."""

    ALL = "ALL"
    CODE = "CODE"
    CONTENT = "CONTENT"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was said or seen about the licence.

    Attributes:
        kind: where it comes from. REUSE is a REUSE.toml or a file beside a file, HEADER the tag in a file itself;
            NO_FILE means that all files were looked at and none is a licence.
        source: path or address, for a person to look it up.
        statement: the words as they stand there; of files None, or the licence that a file's name promises where its
            text is another one.
        expression: what it was understood as, e.g. by `identify`; None if not understood.
        observed_at: when it was seen, with time zone.
        about: which part of the project it speaks of, where that is said.
    """

    kind: EvidenceKind
    source: str
    statement: str | None = None
    expression: str | None = None
    observed_at: datetime | None = None
    about: Subject = Subject.ALL


def evidence_as_json(piece: Evidence) -> dict[str, Any]:
    """One piece as plain values; times in ISO 8601."""
    return {
        "kind": piece.kind.value,
        "source": piece.source,
        "statement": piece.statement,
        "expression": piece.expression,
        "observed_at": piece.observed_at.isoformat() if piece.observed_at else None,
        "about": piece.about.value,
    }


def evidence_from_json(value: Mapping[str, Any]) -> Evidence:
    """The piece that `evidence_as_json` wrote, also before it told which part a piece is about.

    Raises:
        KeyError, ValueError: the value is not of that shape.
    """
    return Evidence(
        kind=EvidenceKind(value["kind"]),
        source=value["source"],
        statement=value["statement"],
        expression=value["expression"],
        observed_at=datetime.fromisoformat(value["observed_at"]) if value["observed_at"] else None,
        about=Subject(value.get("about", Subject.ALL)),
    )
