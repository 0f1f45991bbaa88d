"""SPDX 2.2 and 2.3 as tag-value lines, brought into the standard's JSON form.

A line is ``Tag: value``; a value in ``<text>...</text>`` may go over lines; ``#`` begins a comment (SPDX 2.3 clause 5,
and the "Tag" of each clause). A tag that begins a package, file, snippet, relationship, annotation or licence text
opens it; those that follow belong to it. Read in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_LINE: Final = re.compile(r"([A-Za-z][A-Za-z0-9]*):[ \t]*(.*)", re.DOTALL)
_OPEN, _CLOSE = "<text>", "</text>"
_RANGE: Final = re.compile(r"(\d{1,18}):(\d{1,18})", re.ASCII)
_CODE: Final = re.compile(r"([0-9a-fA-F]*)\s*(?:\(excludes?:?\s*(.*)\))?", re.ASCII)

# Tags of each part by what the JSON form calls them; a tag in brackets may come again.
_DOCUMENT: Final[Mapping[str, str]] = {
    "SPDXVersion": "spdxVersion",
    "DataLicense": "dataLicense",
    "SPDXID": "SPDXID",
    "DocumentName": "name",
    "DocumentNamespace": "documentNamespace",
    "DocumentComment": "comment",
}
_CREATION: Final = {
    "Creator": "[creators]",
    "Created": "created",
    "CreatorComment": "comment",
    "LicenseListVersion": "licenseListVersion",
}
_PACKAGE: Final = {
    "SPDXID": "SPDXID",
    "PackageName": "name",
    "PackageVersion": "versionInfo",
    "PackageFileName": "packageFileName",
    "PackageSupplier": "supplier",
    "PackageOriginator": "originator",
    "PackageDownloadLocation": "downloadLocation",
    "FilesAnalyzed": "filesAnalyzed",
    "PackageVerificationCode": "packageVerificationCode",
    "PackageChecksum": "[checksums]",
    "PackageHomePage": "homepage",
    "PackageSourceInfo": "sourceInfo",
    "PackageLicenseConcluded": "licenseConcluded",
    "PackageLicenseInfoFromFiles": "[licenseInfoFromFiles]",
    "PackageLicenseDeclared": "licenseDeclared",
    "PackageLicenseComments": "licenseComments",
    "PackageCopyrightText": "copyrightText",
    "PackageSummary": "summary",
    "PackageDescription": "description",
    "PackageComment": "comment",
    "ExternalRef": "[externalRefs]",
    "ExternalRefComment": "comment",
    "PackageAttributionText": "[attributionTexts]",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
    "ReleaseDate": "releaseDate",
    "BuiltDate": "builtDate",
    "ValidUntilDate": "validUntilDate",
}
_FILE: Final = {
    "SPDXID": "SPDXID",
    "FileName": "fileName",
    "FileType": "[fileTypes]",
    "FileChecksum": "[checksums]",
    "LicenseConcluded": "licenseConcluded",
    "LicenseInfoInFile": "[licenseInfoInFiles]",
    "LicenseComments": "licenseComments",
    "FileCopyrightText": "copyrightText",
    "FileComment": "comment",
    "FileNotice": "noticeText",
    "FileContributor": "[fileContributors]",
    "FileAttributionText": "[attributionTexts]",
}
_SNIPPET: Final = {
    "SnippetSPDXID": "SPDXID",
    "SnippetFromFileSPDXID": "snippetFromFile",
    "SnippetByteRange": "[ranges]",
    "SnippetLineRange": "[ranges]",
    "SnippetLicenseConcluded": "licenseConcluded",
    "LicenseInfoInSnippet": "[licenseInfoInSnippets]",
    "SnippetLicenseComments": "licenseComments",
    "SnippetCopyrightText": "copyrightText",
    "SnippetComment": "comment",
    "SnippetName": "name",
    "SnippetAttributionText": "[attributionTexts]",
}
_LICENCE: Final = {
    "LicenseID": "licenseId",
    "ExtractedText": "extractedText",
    "LicenseName": "name",
    "LicenseCrossReference": "[seeAlsos]",
    "LicenseComment": "comment",
}
_RELATIONSHIP: Final = {"RelationshipComment": "comment"}
_ANNOTATION: Final = {
    "Annotator": "annotator",
    "AnnotationDate": "annotationDate",
    "AnnotationType": "annotationType",
    "AnnotationComment": "comment",
    "SPDXREF": "SPDXID",
}
# What opens a part: the list that it goes to, and its tags.
_PARTS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "PackageName": ("packages", _PACKAGE),
    "FileName": ("files", _FILE),
    "SnippetSPDXID": ("snippets", _SNIPPET),
    "LicenseID": ("hasExtractedLicensingInfos", _LICENCE),
    "Relationship": ("relationships", _RELATIONSHIP),
    "Annotator": ("annotations", _ANNOTATION),
}
_ALIASES: Final = {"SnippetSPDXIdentifier": "SnippetSPDXID"}


class Unreadable(ValueError):  # noqa: N818 - the state of what was handed in
    """The lines are no tag-value document; the message says which line and why."""


def document(text: str) -> dict[str, Any]:
    """The document in the JSON form, judged by nobody yet.

    Raises:
        Unreadable: a line is no tag with a value, or a tag stands where its part does not have it.
    """
    whole: dict[str, Any] = {"creationInfo": {}}
    part, tags = whole, _DOCUMENT
    for number, tag, value in _lines(text):
        if tag in _PARTS:
            where, tags = _PARTS[tag]
            part = _relationship(value, number) if tag == "Relationship" else {}
            whole.setdefault(where, []).append(part)
        if tag in tags:
            _put(part, tags[tag], _valued(tag, value, number))
        elif tag == "ExternalDocumentRef":
            whole.setdefault("externalDocumentRefs", []).append(_other_document(value, number))
        elif tag in _CREATION:
            _put(whole["creationInfo"], _CREATION[tag], value)
        elif tag != "Relationship":
            raise Unreadable(f"line {number}: {tag} does not belong here")
    return whole


def _lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Each tag with its value and line; a value in ``<text>`` as it stands, any other stripped."""
    lines = iter(enumerate(text.split("\n"), 1))
    for number, line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _LINE.match(line.strip())
        if found is None:
            raise Unreadable(f"line {number}: {line.strip()[:40]}")
        tag, value = _ALIASES.get(found[1], found[1]), found[2]
        if value.startswith(_OPEN):
            pieces = [value.removeprefix(_OPEN)]
            while _CLOSE not in pieces[-1]:
                following = next(lines, None)
                if following is None:
                    raise Unreadable(f"line {number}: {_OPEN} is never closed")
                pieces.append(following[1].rstrip("\r"))
            pieces[-1] = pieces[-1][: pieces[-1].index(_CLOSE)]
            value = "\n".join(pieces)
        yield number, tag, value


def _put(part: dict[str, Any], name: str, value: Any) -> None:
    if name.startswith("["):
        part.setdefault(name[1:-1], []).append(value)
    else:
        part[name] = value


def _valued(tag: str, value: str, number: int) -> Any:
    """A value as the JSON form has it: some tags hold several."""
    match tag:
        case "FilesAnalyzed":
            return {"true": True, "false": False}.get(value.lower(), value)
        case "PackageChecksum" | "FileChecksum":
            algorithm, _, digest = value.partition(":")
            return {"algorithm": algorithm.strip(), "checksumValue": digest.strip()}
        case "PackageVerificationCode":
            return _verification(value, number)
        case "ExternalRef":
            category, kind, locator = (*value.split(None, 2), "", "", "")[:3]
            return {"referenceCategory": category, "referenceType": kind, "referenceLocator": locator}
        case "SnippetByteRange" | "SnippetLineRange":
            return _range(value, "offset" if tag == "SnippetByteRange" else "lineNumber", number)
        case _:
            return value


def _verification(value: str, number: int) -> dict[str, Any]:
    found = _CODE.fullmatch(value)
    if found is None:
        raise Unreadable(f"line {number}: no verification code")
    excluded = [each.strip() for each in (found[2] or "").split(",") if each.strip()]
    return {"packageVerificationCodeValue": found[1], "packageVerificationCodeExcludedFiles": excluded}


def _range(value: str, key: str, number: int) -> dict[str, Any]:
    found = _RANGE.fullmatch(value)
    if found is None:
        raise Unreadable(f"line {number}: no range")
    return {"startPointer": {key: int(found[1])}, "endPointer": {key: int(found[2])}}


def _relationship(value: str, number: int) -> dict[str, Any]:
    words = value.split()
    if len(words) != 3:  # noqa: PLR2004 - from, type, to (clause 11.1.4)
        raise Unreadable(f"line {number}: a relationship has two ids and a type")
    return dict(zip(("spdxElementId", "relationshipType", "relatedSpdxElement"), words, strict=True))


def _other_document(value: str, number: int) -> dict[str, Any]:
    words = value.replace(": ", ":").split()
    if len(words) != 3:  # noqa: PLR2004 - id, address, checksum (clause 6.6.4)
        raise Unreadable(f"line {number}: another document has an id, an address and a checksum")
    algorithm, _, digest = words[2].partition(":")
    return {
        "externalDocumentId": words[0],
        "spdxDocument": words[1],
        "checksum": {"algorithm": algorithm, "checksumValue": digest},
    }
