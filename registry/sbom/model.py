"""A software bill of materials: what a software is made of, and what is wrong with the file that says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

UNTOLD: Final = frozenset({"NOASSERTION", "NONE"})  # SPDX 2.3 clauses 7.13 and 7.15: no licence is named


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong at one place of a file.

    Attributes:
        code: stable name; its texts are in `registry.sbom.messages`.
        place: path of the value, such as ``packages[3].licenseDeclared``; empty for the whole file.
        found: what stands there, shortened; empty where something is missing.
    """

    code: str
    place: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """One thing that a software is made of, word for word as the file has it.

    Attributes:
        id: how other parts of the file refer to it.
        name: what it is called.
        version: which one, if told.
        purl: package URL, if told.
        supplier: who gives it away, if told.
        declared: the licence that its authors state; SPDX expression or NOASSERTION or NONE, or None if untold.
        concluded: the licence that whoever wrote the file found it to be under; the same.
    """

    id: str
    name: str
    version: str | None = None
    purl: str | None = None
    supplier: str | None = None
    declared: str | None = None
    concluded: str | None = None

    @property
    def licence(self) -> str | None:
        """The licence to go by: what was concluded, else what was declared, else None."""
        return next((each for each in (self.concluded, self.declared) if each and each not in UNTOLD), None)


@dataclass(frozen=True, slots=True)
class Relationship:
    """How one part of a file relates to another: SPDX's names, such as DEPENDS_ON."""

    origin: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Sbom:
    """What a file says.

    Attributes:
        format: the standard with its version, such as ``SPDX-2.3`` or ``CycloneDX-1.6``; None if it is neither.
        name: what the file is about.
        created: when it was made, as it says.
        components: in the order of the file.
        relationships: in the order of the file.
        roots: ids of the components that the file describes as a whole.
        findings: what is wrong, in the order of the file.
    """

    format: str | None
    name: str | None = None
    created: str | None = None
    components: tuple[Component, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    roots: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings
