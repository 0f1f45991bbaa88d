"""The facts of a package in SPDX, and publiccode.yml.

Source: SPDX 2.3, clause 7 (package information), in its JSON form.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from registry.publiccode.crosswalks.walking import (
    LANGUAGE,
    NOTHING,
    Conversion,
    Document,
    Pair,
    Reason,
    Said,
    choice,
    day,
    exact_day,
    text,
    to_other,
    to_ours,
)

_UNSAID = ("NOASSERTION", "NONE")  # 7.7 and others: nothing is known, or there is nothing
_GIT = "git+"
_ORGANIZATION = "Organization: "
_MIDNIGHT = "T00:00:00Z"
_FRAME = ("SPDXID", "filesAnalyzed")
_PURPOSES = MappingProxyType({"library": "LIBRARY"})
_NEARLY = MappingProxyType(
    {f"standalone/{kind}": "APPLICATION" for kind in ("mobile", "desktop", "web", "backend", "iot", "other")}
)


def _location(value: Any) -> Said:
    """Write the address of a repository as 7.7.5 has it, with the tool that fetches it.

    An address with a sign that begins a revision or a folder there would say another one.
    """
    sayable = text(value).value and _repository(value) == value
    return Said(f"{_GIT}{value}") if sayable else NOTHING


def _location_back(value: Any) -> Said:
    """Read where the repository is; which revision and folder of it, publiccode.yml has no place for."""
    if not isinstance(value, str) or value in _UNSAID:
        return Said(None)
    if not value.startswith(_GIT):
        return NOTHING
    address = value.removeprefix(_GIT)
    repository = _repository(address)
    return Said(repository, () if repository == address else (("", Reason.LESS_EXACT),))


def _repository(address: str) -> str:
    """An address without the revision (``@``) and the folder (``#``) of 7.7.5; before the path an ``@`` is a user."""
    whole = address.partition("#")[0]
    scheme, separator, rest = whole.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{separator}{host}{slash}{path.partition('@')[0]}"


def _known(value: Any) -> Said:
    return Said(None) if value in _UNSAID else text(value)


def _supplier(value: Any) -> Said:
    return Said(f"{_ORGANIZATION}{value}") if text(value).value else NOTHING


def _supplier_back(value: Any) -> Said:
    if value in _UNSAID:
        return Said(None)
    named = isinstance(value, str) and value.startswith(_ORGANIZATION)
    return Said(value.removeprefix(_ORGANIZATION)) if named else NOTHING


def _released(value: Any) -> Said:
    said = exact_day(value)
    return Said(f"{said.value}{_MIDNIGHT}") if said.value else said


def _released_back(value: Any) -> Said:
    """Midnight is how a day is written there, so that leaving it out loses nothing."""
    return day(value.removesuffix(_MIDNIGHT) if isinstance(value, str) else value)


def _purpose_back(value: Any) -> Said:
    nearly = Said("standalone/other", (("", Reason.LESS_EXACT),))
    return nearly if value == "APPLICATION" else choice({"library": "library"})(value)


PAIRS = (
    Pair(("name",), ("name",)),
    Pair(("softwareVersion",), ("versionInfo",)),
    Pair(("url",), ("downloadLocation",), _location, _location_back),
    Pair(("landingURL",), ("homepage",), text, _known),
    Pair(("organisation", "name"), ("supplier",), _supplier, _supplier_back),
    Pair(("legal", "license"), ("licenseDeclared",), text, _known),
    Pair(("description", LANGUAGE, "shortDescription"), ("summary",)),
    Pair(("description", LANGUAGE, "longDescription"), ("description",)),
    Pair(("releaseDate",), ("releaseDate",), _released, _released_back),
    Pair(("softwareType",), ("primaryPackagePurpose",), choice(_PURPOSES, _NEARLY), _purpose_back),
)


def to_spdx(document: Document, language: str) -> Conversion:
    """Convert a publiccode.yml to a package of an SPDX document; what is not said is NOASSERTION."""
    conversion = to_other(document, PAIRS, language)
    unsaid = {"downloadLocation": "NOASSERTION", "licenseDeclared": "NOASSERTION"}
    frame = {"SPDXID": "SPDXRef-Package", "filesAnalyzed": False}
    return Conversion({**frame, **unsaid, **conversion.result}, conversion.lost)


def from_spdx(document: Any, language: str) -> Conversion:
    """Convert a package of an SPDX document to publiccode.yml."""
    known = document if isinstance(document, Mapping) else {}
    return to_ours({key: value for key, value in known.items() if key not in _FRAME}, PAIRS, language)
