"""CycloneDX 1.2 to 1.7 as JSON: components and dependencies, and what is wrong with them.

Rules are those of the published JSON schemas (bom-1.2 to bom-1.7) and of the text around them: every bom-ref once,
and every reference to one that is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from registry.licences import spdx
from registry.licences.normalise import words_in
from registry.sbom import values
from registry.sbom.model import Component, Relationship, Sbom
from registry.sbom.values import Look, is_purl

VERSIONS: Final = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")  # 1.2 is the first with a JSON schema
# Schema `component.type`; which version brought each.
TYPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        words_in("application framework library container operating-system device firmware file"), "1.2"
    ),
    **dict.fromkeys(words_in("platform device-driver machine-learning-model data"), "1.5"),
    "cryptographic-asset": "1.6",
}
# Schema `hash-alg`; which version brought each, and as which of SPDX's algorithms its digits are counted.
ALGORITHMS: Final[Mapping[str, tuple[str, str]]] = {
    **{
        name: ("1.2", name.upper().replace("SHA-", "SHA"))
        for name in words_in(
            "MD5 SHA-1 SHA-256 SHA-384 SHA-512 SHA3-256 SHA3-384 SHA3-512 BLAKE2b-256 BLAKE2b-384 BLAKE2b-512 BLAKE3"
        )
    },
    "Streebog-256": ("1.7", "SHA256"),
    "Streebog-512": ("1.7", "SHA512"),
}
_SERIAL: Final = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


def read(document: Mapping[str, Any]) -> Sbom:
    """What a document says, with everything that is wrong; never raises.

    Schema bom-1.6: `bomFormat`, `specVersion`, `serialNumber` (a URN of RFC 4122), `metadata.timestamp` (RFC 3339).
    """
    look = Look()
    version = look.text(document, "specVersion", "", required=True)
    if version not in VERSIONS:
        if version is not None:
            look.wrong("VERSION", "specVersion", version)
        return Sbom(None, findings=tuple(look.findings))
    if document.get("bomFormat") != "CycloneDX":
        look.wrong("REQUIRED", "bomFormat")
    serial = look.text(document, "serialNumber", "")
    if serial is not None and not _SERIAL.fullmatch(serial):
        look.wrong("SERIAL", "serialNumber", serial)
    edition = document.get("version", 1)
    if not isinstance(edition, int) or isinstance(edition, bool) or edition < 1:
        look.wrong("WRONG_TYPE", "version", edition)
    about = look.object(document, "metadata")
    created = look.text(about, "timestamp", "metadata.")
    if created is not None and not _is_moment(created):
        look.wrong("TIME", "metadata.timestamp", created)
    ids: set[str] = set()
    whole = look.object(about, "component", "metadata.")
    roots = [_component("metadata.component", whole, look, ids, version)] if whole else []
    nested = [*_inside("metadata.component.", whole, look)]
    parts = _components([*_inside("", document, look), *nested], look, ids, version)
    for place, service in look.objects(document, "services"):
        _name(service, place, look, ids)
        look.text(service, "name", f"{place}.", required=True)
    return Sbom(
        f"CycloneDX-{version}",
        roots[0].name if roots else None,
        created,
        (*roots, *parts),
        tuple(_dependencies(document, look, ids)),
        tuple(each.id for each in roots),
        tuple(look.findings),
    )


def _inside(at: str, holder: Mapping[str, Any], look: Look) -> list[tuple[str, Mapping[str, Any]]]:
    return list(look.objects(holder, "components", at))


def _components(
    waiting: list[tuple[str, Mapping[str, Any]]], look: Look, ids: set[str], version: str
) -> list[Component]:
    """Every component, those inside others after them; a list of what waits, as nesting has no end."""
    found = []
    waiting.reverse()
    while waiting:
        place, each = waiting.pop()
        found.append(_component(place, each, look, ids, version))
        waiting.extend(reversed(_inside(f"{place}.", each, look)))
    return found


def _component(place: str, part: Mapping[str, Any], look: Look, ids: set[str], version: str) -> Component:
    """A component (schema bom-1.6 `component`: type and name are needed; `purl`, `cpe`)."""
    at = f"{place}."
    kind = look.text(part, "type", at, required=True)
    if kind is not None and TYPES.get(kind, "9") > version:
        look.wrong("TYPE", f"{at}type", kind)
    for where, each in look.objects(part, "hashes", at):
        _hash(where, each, look, version)
    purl = look.text(part, "purl", at)
    if purl is not None and not is_purl(purl):
        look.wrong("LOCATOR", f"{at}purl", purl)
    declared, concluded = _licences(part, at, look)
    supplier = look.text(look.object(part, "supplier", at), "name", f"{at}supplier.")
    return Component(
        _name(part, place, look, ids),
        look.text(part, "name", at, required=True) or "",
        _version(part, at, look, version),
        purl,
        supplier or look.text(part, "publisher", at),
        declared,
        concluded,
    )


def _version(part: Mapping[str, Any], at: str, look: Look, version: str) -> str | None:
    """Which one it is (schema bom-1.3 `component`: needed until then), or the range that an external part may be of.

    Schema bom-1.7 `component`: `versionRange` stands in the place of `version`, with `isExternal` alone.
    """
    exact = look.text(part, "version", at, required=version < _VERSION_MAY_BE_MISSING)
    accepted = look.text(part, "versionRange", at) if version >= _RANGES_SINCE else None
    if accepted is not None and (exact is not None or part.get("isExternal") is not True):
        look.wrong("VERSION_RANGE", f"{at}versionRange", accepted)
    return exact or accepted


_VERSION_MAY_BE_MISSING: Final = "1.4"
_RANGES_SINCE: Final = "1.7"


def _name(holder: Mapping[str, Any], place: str, look: Look, ids: set[str]) -> str:
    """The bom-ref of a part, kept, once each (schema bom-1.6 `refType`).

    Parts without one cannot be referred to and go by their place.
    """
    reference = look.text(holder, "bom-ref", f"{place}.")
    if reference is None:
        return place
    if reference in ids:
        look.wrong("DUPLICATE_ID", f"{place}.bom-ref", reference)
    ids.add(reference)
    return reference


def _hash(place: str, value: Mapping[str, Any], look: Look, version: str) -> None:
    """A checksum (schema `hash`, `hash-alg`)."""
    algorithm = look.text(value, "alg", f"{place}.", required=True)
    content = look.text(value, "content", f"{place}.", required=True)
    if algorithm is None:
        return
    since, counted_as = ALGORITHMS.get(algorithm, ("9", ""))
    if since > version:
        look.wrong("CHECKSUM_ALGORITHM", place, algorithm)
    elif content is not None:
        look.digest(counted_as, content.lower(), place)


def _licences(part: Mapping[str, Any], at: str, look: Look) -> tuple[str | None, str | None]:
    """The declared and the concluded licence (schema `licenseChoice`, `acknowledgement`).

    Several hold together, as nothing says that one may choose. Names that are no ids are handed on as they stand: no
    expression, and so of unknown fit.
    """
    told: dict[str, list[str]] = {"declared": [], "concluded": []}
    for place, choice in look.objects(part, "licenses", at):
        licence = look.object(choice, "license", f"{place}.")
        expression = look.text(choice, "expression", f"{place}.")
        if bool(licence) == (expression is not None):
            look.wrong("LICENCE_CHOICE", place)
            continue
        said = expression
        if expression is not None and values.references(expression, additions=True) is None:
            look.wrong("EXPRESSION", f"{place}.expression", expression)
        elif licence:
            said = _one_licence(licence, f"{place}.license.", look)
        kind = look.text(licence or choice, "acknowledgement", place) or "declared"
        if kind not in told:
            look.wrong("ACKNOWLEDGEMENT", place, kind)
        elif said is not None:
            told[kind].append(said)
    return _together(told["declared"]), _together(told["concluded"])


def _one_licence(licence: Mapping[str, Any], at: str, look: Look) -> str | None:
    """An id of SPDX's list or a name, one of both (schema `license`)."""
    identifier, name = look.text(licence, "id", at), look.text(licence, "name", at)
    if (identifier is None) == (name is None):
        look.wrong("LICENCE_CHOICE", at.removesuffix("."))
    elif identifier is not None and identifier not in spdx.licences() and identifier not in spdx.exceptions():
        look.wrong("LICENCE_UNKNOWN", f"{at}id", identifier)
    return identifier or name


def _together(said: list[str]) -> str | None:
    if len(said) < 2:  # noqa: PLR2004 - one needs no parentheses
        return said[0] if said else None
    return " AND ".join(f"({each})" if " " in each else each for each in said)


def _dependencies(document: Mapping[str, Any], look: Look, ids: set[str]) -> Iterator[Relationship]:
    """Who needs whom (schema `dependency`: references to a bom-ref that is there, each part once)."""
    seen: set[str] = set()
    for place, each in look.objects(document, "dependencies"):
        origin = look.text(each, "ref", f"{place}.", required=True)
        if origin is None:
            continue
        if origin in seen:
            look.wrong("DUPLICATE_ID", f"{place}.ref", origin)
        seen.add(origin)
        if origin not in ids:
            look.wrong("ID_UNKNOWN", f"{place}.ref", origin)
        targets: set[str] = set()
        for where, target in look.texts(each, "dependsOn", f"{place}."):
            if target not in ids:
                look.wrong("ID_UNKNOWN", where, target)
            if target in targets:
                look.wrong("DUPLICATE_ID", where, target)
            targets.add(target)
            yield Relationship(origin, "DEPENDS_ON", target)


def _is_moment(value: str) -> bool:
    """Whether a text is a date with time and zone (RFC 3339, as the schema's `date-time`)."""
    try:
        return "T" in value.upper() and datetime.fromisoformat(value.upper()).tzinfo is not None
    except ValueError:
        return False
