"""One entry of the catalogue: what is said of a software, what was seen of it, and what follows from both."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from registry.concepts import CONCEPTS, ConceptKind, recognise
from registry.health import HealthBand
from registry.licences import Verdict, VerdictKind, check, reconcile
from registry.publiccode import PublicCode

LONGEST_NAME = 200  # characters; a longer one is a description, and would not fit the index of names


class RepositoryState(StrEnum):
    """Whether a repository has been seen; UNREACHABLE is tried again, GONE only every night."""

    WAITING = "WAITING"
    OBSERVED = "OBSERVED"
    UNREACHABLE = "UNREACHABLE"
    GONE = "GONE"


@dataclass(frozen=True, slots=True)
class Repository:
    """Where code is.

    Attributes:
        url: as it was registered, in the form of `registry.software.addresses`.
        forge_id: the forge's own number; it survives renames.
        full_name: `OWNER/NAME` as the forge knows it now.
        state_reason: code of the scraper for why it could not be seen; None when it could.
        checked_at: when it was last looked for, successfully or not.
    """

    id: UUID
    software_id: UUID
    url: str
    forge: str
    forge_id: int | None
    full_name: str | None
    state: RepositoryState
    state_reason: str | None
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Software:
    """One entry, whatever number of repositories it has.

    Attributes:
        slug: its place in addresses.
        url: the repository it is known by.
        metadata: what is said of it, the licence word for word.
        technologies: concept ids where the vocabulary knows them, else names as written.
        licence: the SPDX expression that everyone can rely on; None while the verdict gives none.
        verdict: what declaration and files together say about the licence.
        findings: what is wrong with its publiccode.yml, as the validator reports it, each message by language.
        publiccode_version: the version that the file read last claims.
        publiccode_valid: whether that file has no error; None when there was none.
        health_score: 0-100 of the last snapshot; None when the band gives none.
        health_coverage: 0-1, the known part of the score.
        observed_at: when it was last seen; None when it has not been.
        source: where a catalogue entry was taken from; None for those registered here.
    """

    id: UUID
    slug: str
    url: str
    publisher_id: UUID | None
    metadata: PublicCode
    technologies: tuple[str, ...]
    licence: str | None
    verdict: Verdict
    findings: tuple[Mapping[str, Any], ...]
    publiccode_version: str | None
    publiccode_valid: bool | None
    health_score: int | None
    health_band: HealthBand
    health_coverage: float | None
    observed_at: datetime | None
    source: str | None
    is_example: bool
    created_at: datetime
    updated_at: datetime
    version: int

    @property
    def name(self) -> str:
        """What it calls itself; every entry has a name."""
        return self.metadata.name or self.slug


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a software: metadata, and the file it stands in, where there is one.

    Attributes:
        metadata: what is said; None when nothing is but the address.
        source: where the file comes from.
        findings: what is wrong with the file.
        publiccode_version: the version that it claims.
        publiccode_valid: whether it has no error; None when there is no file.
    """

    metadata: PublicCode | None = None
    source: str | None = None
    findings: tuple[Mapping[str, Any], ...] = ()
    publiccode_version: str | None = None
    publiccode_valid: bool | None = None


@dataclass(frozen=True, slots=True)
class NewSoftware:
    """What is stored when an entry begins; nothing has been seen yet."""

    url: str
    slug: str
    metadata: PublicCode
    verdict: Verdict
    publisher_id: UUID | None
    said: Said
    is_example: bool


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of one file: the entry, and everything that is wrong with the file."""

    software: Software
    findings: tuple[Mapping[str, Any], ...] = field(default=())
    is_new: bool = True


NO_EVIDENCE = reconcile(())
"""The verdict about software of which nothing is known."""


def reliable_licence(verdict: Verdict) -> str | None:
    """Give the expression that a reader may rely on: what the files say, and nobody contradicts.

    Where declaration and files agree, the declaration in its proper spelling says more than the files can: whether
    later versions are allowed, and AND from OR.
    """
    if verdict.kind is VerdictKind.SHIPPED_ONLY:
        return verdict.shipped
    if verdict.kind is not VerdictKind.AGREE:
        return None
    declared = check(verdict.declared or "")
    return verdict.suggestion or declared.normalised or verdict.shipped


def technologies(metadata: PublicCode) -> tuple[str, ...]:
    """List what it is built with: concept ids where the vocabulary knows the name, else the name."""
    names = (*metadata.tech_stacks, *(each.name for each in metadata.depends_on))
    found: dict[str, None] = {}
    for name in names:
        known = [each for each in recognise(name) if CONCEPTS[each].kind is ConceptKind.TECHNOLOGY]
        found.update(dict.fromkeys(known or [name]))
    return tuple(found)


def entitled(metadata: PublicCode, otherwise: str, url: str) -> PublicCode:
    """Give metadata the name and the address that the catalogue knows the software by."""
    return replace(metadata, name=(metadata.name or "").strip()[:LONGEST_NAME] or otherwise, url=url)


def merged(before: PublicCode, now: PublicCode) -> PublicCode:
    """Lay a newer file over what is known: it wins wherever it says something, by language where there are languages.

    What a catalogue entry said and the repository's own file leaves out stays, because the file's silence does
    not make it untrue.
    """
    values: dict[str, Any] = {}
    for each in fields(PublicCode):
        old, new = getattr(before, each.name), getattr(now, each.name)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            values[each.name] = {**old, **new}
        else:
            values[each.name] = old if new is None or new == () else new
    return PublicCode(**values)
