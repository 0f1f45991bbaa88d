"""What is known about a publiccode.yml file: its content, its findings, and what a catalogue stores of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a finding weighs: a file with an error is invalid, one with warnings is valid."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or will be.

    Attributes:
        severity: whether it makes the file invalid.
        code: stable name of the rule; `registry.publiccode.messages.MESSAGES` has its texts.
        key: the standard's path, such as `description[en].shortDescription`.
        message: the English text.
        line, column: where, from 1, columns in characters; for what is missing, where it belongs.
        fix: what was probably meant: a value, or a key for a finding about a key; None if nobody can tell.
        fix_is_certain: whether a program may write the fix without asking.
        values: what the message's template names, so that a page can say it in the reader's language.
    """

    severity: Severity
    code: str
    key: str
    message: str
    line: int
    column: int
    fix: str | None = None
    fix_is_certain: bool = False
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that could be read, however wrong.

    Attributes:
        document: its content as dict, list, str, bool and None; numbers and dates as written.
        version: the standard's version that it claims; None if it claims none.
        findings: what is wrong, in the order of the file.
    """

    document: dict[str, Any]
    version: str | None
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether the file is valid: it may have warnings, but no error."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)


class DependencyKind(StrEnum):
    """The three lists of `dependsOn`."""

    OPEN = "open"
    PROPRIETARY = "proprietary"
    HARDWARE = "hardware"


@dataclass(frozen=True, slots=True)
class Dependency:
    """Something that must be there for the software to run; versions as written, None where open."""

    kind: DependencyKind
    name: str
    version: str | None = None
    version_min: str | None = None
    version_max: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class PublicCode:
    """What the catalogue stores of a file: everything usable, None or empty where there is nothing usable.

    Contacts are left out: the catalogue has no use for personal data of maintainers.

    Attributes:
        names, short_descriptions, long_descriptions, features: by BCP 47 tag, canonical case.
        licence: `legal.license` as declared, also when it is no SPDX expression.
        contract_until: the latest date until which a contractor maintains the software.
        accessibility: `tw.accessibilityConformance`, WCAG's level A, AA or AAA.
        created_date: `tw.createdDate`, when the project began.
    """

    name: str | None = None
    url: str | None = None
    landing_url: str | None = None
    is_based_on: tuple[str, ...] = ()
    software_version: str | None = None
    release_date: date | None = None
    platforms: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    development_status: str | None = None
    software_type: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    short_descriptions: Mapping[str, str] = field(default_factory=dict)
    long_descriptions: Mapping[str, str] = field(default_factory=dict)
    features: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    licence: str | None = None
    main_copyright_owner: str | None = None
    repo_owner: str | None = None
    maintenance_type: str | None = None
    contract_until: date | None = None
    localisation_ready: bool | None = None
    languages: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()
    depends_on: tuple[Dependency, ...] = ()
    tech_stacks: tuple[str, ...] = ()
    accessibility: str | None = None
    vulnerability_scanners: tuple[str, ...] = ()
    created_date: date | None = None
