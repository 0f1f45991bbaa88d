"""SPDX 2.2 and 2.3, clauses 7 to 9: packages, files and snippets, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from registry.licences.normalise import words_in
from registry.sbom import values
from registry.sbom.model import UNTOLD, Component
from registry.sbom.values import Look, is_purl, is_url

NEW_IN_2_3: Final = "NEW_IN_2_3"  # code of what 2.2 does not have

# Clause 7.24.
PURPOSES: Final = words_in(
    "APPLICATION FRAMEWORK LIBRARY CONTAINER OPERATING-SYSTEM DEVICE FIRMWARE SOURCE ARCHIVE FILE INSTALL OTHER"
)
# Clause 8.3.
FILE_TYPES: Final = words_in(
    "SOURCE BINARY ARCHIVE APPLICATION AUDIO IMAGE TEXT VIDEO DOCUMENTATION SPDX OTHER"
)
# Annex F, and clause 7.21 for the categories.
REFERENCE_TYPES: Final[Mapping[str, frozenset[str]]] = {
    "SECURITY": frozenset({"cpe22Type", "cpe23Type", "advisory", "fix", "url", "swid"}),
    "PACKAGE_MANAGER": frozenset({"maven-central", "npm", "nuget", "bower", "purl"}),
    "PERSISTENT_ID": frozenset({"swh", "gitoid"}),
}
REFERENCE_TYPES_OF_2_3: Final = frozenset({"advisory", "fix", "url", "swid"})
LOCATORS: Final[Mapping[str, re.Pattern[str]]] = {
    name: re.compile(pattern, re.ASCII)
    for name, pattern in {
        "cpe22Type": r"[cC][pP][eE]:/[AHOaho]?(?::[A-Za-z0-9._\-~%]*){0,6}",
        "cpe23Type": r"cpe:2\.3:[aho*\-](?::(?:\\.|[^\\:\s])+){10}",
        "maven-central": r"[^:]+:[^:]+(?::[^:]+)?",
        "npm": r"[^@]+@[^@]+",
        "nuget": r"[^/]+/[^/]+",
        "bower": r"[^#]+#[^#]+",
        "swid": r"swid:\S+",
        "swh": r"swh:1:(?:snp|rel|rev|dir|cnt):[0-9a-fA-F]{40}",
        "gitoid": r"gitoid:(?:blob|tree|commit|tag):(?:sha1:[0-9a-fA-F]{40}|sha256:[0-9a-fA-F]{64})",
    }.items()
}
# Clauses 7.10 and 8.4: algorithms that came with 2.3.
ALGORITHMS_OF_2_3: Final = words_in(
    "SHA3-256 SHA3-384 SHA3-512 BLAKE2B-256 BLAKE2B-384 BLAKE2B-512 BLAKE3 ADLER32"
)

_ID: Final = re.compile(r"SPDXRef-[0-9A-Za-z.-]+", re.ASCII)  # clauses 7.2, 8.2 and 9.1
_DOCUMENT_ID: Final = re.compile(r"DocumentRef-[0-9A-Za-z.+-]+", re.ASCII)
_ACTOR: Final = re.compile(r"(?:Tool:\s*\S.*|(?:Person|Organization):\s*[^\s(].*)", re.DOTALL)  # clause 6.8
_VERIFICATION: Final = re.compile(r"[0-9a-f]{40}", re.ASCII)  # clause 7.9
_LOCATION: Final = re.compile(r"(?:git|hg|svn|bzr)\+(.+)", re.DOTALL)  # clause 7.7
_LOCATION_OF_ITS_OWN: Final = re.compile(
    r"git\+git@[A-Za-z0-9.\-]+:[A-Za-z0-9/\\.@\-_#~+]+|bzr\+lp:[A-Za-z0-9.\-]+"
)


@dataclass(slots=True)
class Known:
    """What is known of a document while it is looked at: grows as its parts are read.

    Attributes:
        version: which standard it follows.
        ids: every id seen so far.
        packages: those of packages, in order.
        files: those of files.
        snippets: those of snippets.
        documents: ids of other documents that it refers to.
        licences: LicenseRef- ids whose texts it has.
        unread: packages whose files were not analysed, so that it may name none.
    """

    version: str
    ids: set[str] = field(default_factory=set)
    packages: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    snippets: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    licences: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)

    def name(self, holder: Mapping[str, Any], place: str, look: Look) -> str:
        """The id of a part, kept; an empty one is not (clause 7.2: unique within the document)."""
        identifier = look.text(holder, "SPDXID", f"{place}.", required=True)
        if identifier is None:
            return ""
        if not _ID.fullmatch(identifier):
            look.wrong("ID", f"{place}.SPDXID", identifier)
        if identifier in self.ids:
            look.wrong("DUPLICATE_ID", f"{place}.SPDXID", identifier)
        self.ids.add(identifier)
        return identifier

    def refer(self, identifier: str, place: str, look: Look) -> None:
        """A reference: well formed, and to something that is there (clause 11.1)."""
        document, colon, own = identifier.rpartition(":")
        if colon:
            if not _DOCUMENT_ID.fullmatch(document) or not _ID.fullmatch(own):
                look.wrong("ID", place, identifier)
            elif document not in self.documents:
                look.wrong("DOCUMENT_UNKNOWN", place, identifier)
        elif identifier not in self.ids:
            look.wrong("ID_UNKNOWN" if _ID.fullmatch(identifier) else "ID", place, identifier)

    def licence(self, expression: str | None, place: str, look: Look) -> None:
        """A licence expression whose LicenseRef- have their texts in the document (clauses 7.13, 10.1, annex D)."""
        if expression is None:
            return
        used = values.references(expression, additions=False)
        if used is None:
            look.wrong("EXPRESSION", place, expression)
            return
        for each in used:
            document, colon, _ = each.partition(":")
            if colon and document not in self.documents:
                look.wrong("DOCUMENT_UNKNOWN", place, each)
            elif not colon and each not in self.licences:
                look.wrong("LICENCE_UNKNOWN", place, each)


def packages(document: Mapping[str, Any], look: Look, known: Known) -> tuple[Component, ...]:
    """Clause 7."""
    return tuple(_package(place, each, look, known) for place, each in look.objects(document, "packages"))


def files(document: Mapping[str, Any], look: Look, known: Known) -> None:
    """Clause 8."""
    for place, file in look.objects(document, "files"):
        known.files.add(known.name(file, place, look))
        name = look.text(file, "fileName", f"{place}.", required=True)
        if name is not None and name.startswith("/"):
            look.wrong("ABSOLUTE_PATH", f"{place}.fileName", name)
        for where, kind in look.texts(file, "fileTypes", f"{place}."):
            if kind not in FILE_TYPES:
                look.wrong("FILE_TYPE", where, kind)
        algorithms = [
            checksum(each, where, look, known) for where, each in look.objects(file, "checksums", f"{place}.")
        ]
        if "SHA1" not in algorithms:
            look.wrong("FILE_WITHOUT_SHA1", f"{place}.checksums")
        _told(file, place, "licenseInfoInFiles", look, known)


def snippets(document: Mapping[str, Any], look: Look, known: Known) -> None:
    """Clause 9."""
    for place, snippet in look.objects(document, "snippets"):
        known.snippets.add(known.name(snippet, place, look))
        origin = look.text(snippet, "snippetFromFile", f"{place}.", required=True)
        if origin is not None and ":" not in origin and origin not in known.files:
            look.wrong("ID_UNKNOWN", f"{place}.snippetFromFile", origin)
        ranges = list(look.objects(snippet, "ranges", f"{place}."))
        if not any("offset" in look.object(each, "startPointer") for _, each in ranges):
            look.wrong("REQUIRED", f"{place}.ranges")
        for where, each in ranges:
            _range(each, where, look)
        _told(snippet, place, "licenseInfoInSnippets", look, known)


def checksum(value: Mapping[str, Any], place: str, look: Look, known: Known) -> str | None:
    """Clauses 7.10 and 8.4: an algorithm and a digest; hands back which algorithm."""
    algorithm = look.text(value, "algorithm", f"{place}.", required=True)
    digest = look.text(value, "checksumValue", f"{place}.", required=True)
    if algorithm in ALGORITHMS_OF_2_3 and known.version == "SPDX-2.2":
        look.wrong(NEW_IN_2_3, f"{place}.algorithm", algorithm)
    look.digest(algorithm, digest, place)
    return algorithm


def actor(value: str, place: str, look: Look) -> None:
    """Clauses 6.8 and 7.5: a person, an organisation or a tool, by name."""
    if not _ACTOR.fullmatch(value):
        look.wrong("ACTOR", place, value)


def is_location(value: str) -> bool:
    """Whether a text says where to download from (clause 7.7): an address, or that of a version control system."""
    behind = _LOCATION.fullmatch(value)
    return is_url(behind[1] if behind else value) or _LOCATION_OF_ITS_OWN.fullmatch(value) is not None


def _package(place: str, package: Mapping[str, Any], look: Look, known: Known) -> Component:
    """A package: name, id, where it comes from, who gives it away, its licences (clauses 7.1 to 7.23)."""
    identifier = known.name(package, place, look)
    known.packages.append(identifier)
    at = f"{place}."
    name = look.text(package, "name", at, required=True)
    location = look.text(package, "downloadLocation", at, required=True)
    if location is not None and location not in UNTOLD and not is_location(location):
        look.wrong("DOWNLOAD_LOCATION", f"{at}downloadLocation", location)
    homepage = look.text(package, "homepage", at)
    if homepage and homepage not in UNTOLD:
        look.url(homepage, f"{at}homepage")
    supplier = look.text(package, "supplier", at)
    for key, value in (("supplier", supplier), ("originator", look.text(package, "originator", at))):
        if value is not None and value != "NOASSERTION":
            actor(value, at + key, look)
    _analysis(package, identifier, place, look, known)
    for where, each in look.objects(package, "checksums", at):
        checksum(each, where, look, known)
    declared = look.text(package, "licenseDeclared", at)
    known.licence(declared, f"{at}licenseDeclared", look)
    _new_in_2_3(package, at, look, known)
    concluded = _told(package, place, "licenseInfoFromFiles", look, known)
    if declared is None and known.version == "SPDX-2.2":
        look.wrong("REQUIRED", f"{at}licenseDeclared")
    return Component(
        identifier,
        name or "",
        look.text(package, "versionInfo", at),
        _references(package, at, look, known),
        supplier,
        declared,
        concluded,
    )


def _analysis(package: Mapping[str, Any], identifier: str, place: str, look: Look, known: Known) -> None:
    """Clauses 7.8 and 7.9: what may be told of files only where they were analysed."""
    analysed = package.get("filesAnalyzed", True)
    if not isinstance(analysed, bool):
        look.wrong("WRONG_TYPE", f"{place}.filesAnalyzed", analysed)
    elif not analysed:
        known.unread.add(identifier)
        for key in ("packageVerificationCode", "licenseInfoFromFiles"):
            if package.get(key):
                look.wrong("NOT_WITHOUT_FILES", f"{place}.{key}")
    code = look.object(package, "packageVerificationCode", f"{place}.")
    if not code:
        return
    value = look.text(
        code, "packageVerificationCodeValue", f"{place}.packageVerificationCode.", required=True
    )
    if value is not None and not _VERIFICATION.fullmatch(value):
        look.wrong("CHECKSUM", f"{place}.packageVerificationCode", value)
    excluded = "packageVerificationCodeExcludedFiles"
    for where, path in look.texts(code, excluded, f"{place}.packageVerificationCode."):
        if path.startswith("/"):
            look.wrong("ABSOLUTE_PATH", where, path)


def _new_in_2_3(package: Mapping[str, Any], at: str, look: Look, known: Known) -> None:
    """Clauses 7.24 to 7.27, which came with 2.3."""
    purpose = look.text(package, "primaryPackagePurpose", at)
    if purpose is not None and purpose.replace("_", "-") not in PURPOSES:
        look.wrong("PURPOSE", f"{at}primaryPackagePurpose", purpose)
    for key in ("releaseDate", "builtDate", "validUntilDate"):
        look.time(look.text(package, key, at), at + key)
    if known.version == "SPDX-2.2":
        for key in ("primaryPackagePurpose", "releaseDate", "builtDate", "validUntilDate"):
            if package.get(key) is not None:
                look.wrong(NEW_IN_2_3, at + key)


def _told(holder: Mapping[str, Any], place: str, listed: str, look: Look, known: Known) -> str | None:
    """The licences of a package, file or snippet, and its copyright, which 2.2 asks for (clauses 7.13 to 7.17)."""
    at = f"{place}."
    concluded = look.text(holder, "licenseConcluded", at)
    known.licence(concluded, f"{at}licenseConcluded", look)
    seen = list(look.texts(holder, listed, at))
    for where, each in seen:
        known.licence(each, where, look)
    copyright_text = look.text(holder, "copyrightText", at)
    if known.version == "SPDX-2.2":
        if concluded is None:
            look.wrong("REQUIRED", f"{at}licenseConcluded")
        if listed == "licenseInfoInFiles" and not seen:
            look.wrong("REQUIRED", at + listed)
        if copyright_text is None:
            look.wrong("REQUIRED", f"{at}copyrightText")
    return concluded


def _references(package: Mapping[str, Any], at: str, look: Look, known: Known) -> str | None:
    """Clause 7.21 and annex F: what the package is called elsewhere; hands back the first package URL."""
    purl = None
    for where, each in look.objects(package, "externalRefs", at):
        category = look.text(each, "referenceCategory", f"{where}.", required=True)
        kind = look.text(each, "referenceType", f"{where}.", required=True)
        locator = look.text(each, "referenceLocator", f"{where}.", required=True)
        if category is None or kind is None or locator is None:
            continue
        _reference(category.replace("-", "_"), kind, locator, where, look, known)
        if kind == "purl" and purl is None:
            purl = locator
    return purl


def _reference(category: str, kind: str, locator: str, where: str, look: Look, known: Known) -> None:
    """A reference to other systems (clause 7.21 and annex F: category, type, locator)."""
    if category == "OTHER":
        if " " in locator:
            look.wrong("LOCATOR", f"{where}.referenceLocator", locator)
        return
    if category not in REFERENCE_TYPES:
        look.wrong("REFERENCE_CATEGORY", f"{where}.referenceCategory", category)
    elif kind in REFERENCE_TYPES_OF_2_3 and known.version == "SPDX-2.2":
        look.wrong(NEW_IN_2_3, f"{where}.referenceType", kind)
    elif kind not in REFERENCE_TYPES[category]:
        look.wrong("REFERENCE_TYPE", f"{where}.referenceType", kind)
    elif not _is_locator(kind, locator):
        look.wrong("LOCATOR", f"{where}.referenceLocator", locator)


def _is_locator(kind: str, locator: str) -> bool:
    if kind == "purl":
        return is_purl(locator)
    pattern = LOCATORS.get(kind)
    return pattern.fullmatch(locator) is not None if pattern else is_url(locator)


def _range(value: Mapping[str, Any], place: str, look: Look) -> None:
    """Clauses 9.3 and 9.4: bytes or lines from 1, the first not behind the last."""
    first, last = (
        look.object(value, "startPointer", f"{place}."),
        look.object(value, "endPointer", f"{place}."),
    )
    for key in ("offset", "lineNumber"):
        start, end = first.get(key), last.get(key)
        if start is None and end is None:
            continue
        if not isinstance(start, int) or not isinstance(end, int) or not 1 <= start <= end:
            look.wrong("RANGE", f"{place}.{key}", f"{start}:{end}")
