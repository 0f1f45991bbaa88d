"""SPDX 2.2 and 2.3: components and relationships of a document, and every rule of the standard that it breaks.

Clauses are those of SPDX 2.3 (ISO/IEC 5962:2021 is 2.2.1 with the same numbers but one); documents of all syntaxes
come here as the standard's JSON. Each package, file and relationship is looked at once, so that a document is judged
in time in proportion to its size.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from registry.licences.normalise import words_in
from registry.sbom import spdx2_packages
from registry.sbom.model import Relationship, Sbom
from registry.sbom.spdx2_packages import NEW_IN_2_3, Known
from registry.sbom.values import Look, is_uri

VERSIONS: Final = ("SPDX-2.2", "SPDX-2.3")
DOCUMENT: Final = "SPDXRef-DOCUMENT"  # clause 6.3
DATA_LICENCE: Final = "CC0-1.0"  # clause 6.2

# Clause 11.1, table 68; the last two came with 2.3.
RELATIONSHIPS: Final = words_in(
    "AMENDS ANCESTOR_OF BUILD_DEPENDENCY_OF BUILD_TOOL_OF CONTAINED_BY CONTAINS COPY_OF DATA_FILE_OF"
    " DEPENDENCY_MANIFEST_OF DEPENDENCY_OF DEPENDS_ON DESCENDANT_OF DESCRIBED_BY DESCRIBES DEV_DEPENDENCY_OF"
    " DEV_TOOL_OF DISTRIBUTION_ARTIFACT DOCUMENTATION_OF DYNAMIC_LINK EXAMPLE_OF EXPANDED_FROM_ARCHIVE FILE_ADDED"
    " FILE_DELETED FILE_MODIFIED GENERATED_FROM GENERATES HAS_PREREQUISITE METAFILE_OF OPTIONAL_COMPONENT_OF"
    " OPTIONAL_DEPENDENCY_OF OTHER PACKAGE_OF PATCH_APPLIED PATCH_FOR PREREQUISITE_FOR PROVIDED_DEPENDENCY_OF"
    " REQUIREMENT_DESCRIPTION_FOR RUNTIME_DEPENDENCY_OF SPECIFICATION_FOR STATIC_LINK TEST_CASE_OF TEST_DEPENDENCY_OF"
    " TEST_OF TEST_TOOL_OF VARIANT_OF"
)
RELATIONSHIPS_OF_2_3: Final = frozenset({"REQUIREMENT_DESCRIPTION_FOR", "SPECIFICATION_FOR"})
ANNOTATIONS: Final = frozenset({"REVIEW", "OTHER"})  # clause 12.3

_LICENCE_ID: Final = re.compile(r"LicenseRef-[0-9A-Za-z.-]+", re.ASCII)  # clause 10.1
_DOCUMENT_ID: Final = re.compile(r"DocumentRef-[0-9A-Za-z.+-]+", re.ASCII)  # clause 6.6
_LIST_VERSION: Final = re.compile(r"\d+\.\d+(?:\.\d+)?", re.ASCII)  # clause 6.7


def read(document: Mapping[str, Any]) -> Sbom:
    """What a document says, with everything that is wrong; never raises.

    Clauses 6.1 (the version) and 11.1 (DESCRIBES: a document is about something).
    """
    look = Look()
    version = look.text(document, "spdxVersion", "", required=True)
    if version is not None and version not in VERSIONS:
        look.wrong("VERSION", "spdxVersion", version)
        return Sbom(None, findings=tuple(look.findings))
    known = Known(version or VERSIONS[-1])
    created = _creation(document, look, known)
    _licences(document, look, known)
    components = spdx2_packages.packages(document, look, known)
    spdx2_packages.files(document, look, known)
    spdx2_packages.snippets(document, look, known)
    relationships = _relationships(document, look, known)
    _annotations(document, look, known)
    roots = tuple(
        each.target for each in relationships if (each.origin, each.kind) == (DOCUMENT, "DESCRIBES")
    )
    alone = len(known.packages) == 1 and not known.files and not known.snippets
    if not roots and not alone:
        look.wrong("DESCRIBES_NOTHING", "relationships")
    return Sbom(
        version,
        look.text(document, "name", "", required=True),
        created,
        components,
        relationships,
        roots or tuple(known.packages),
        tuple(look.findings),
    )


def _creation(document: Mapping[str, Any], look: Look, known: Known) -> str | None:
    """Clause 6: who made the document, when, and which others it refers to."""
    identifier = look.text(document, "SPDXID", "", required=True)
    if identifier is not None and identifier != DOCUMENT:
        look.wrong("DOCUMENT_ID", "SPDXID", identifier)
    known.ids.add(identifier or DOCUMENT)
    licence = look.text(document, "dataLicense", "", required=True)
    if licence is not None and licence != DATA_LICENCE:
        look.wrong("DATA_LICENCE", "dataLicense", licence)
    namespace = look.text(document, "documentNamespace", "", required=True)
    if namespace is not None and not is_uri(namespace):
        look.wrong("URI", "documentNamespace", namespace)
    creation = look.object(document, "creationInfo")
    creators = list(look.texts(creation, "creators", "creationInfo."))
    if not creators:
        look.wrong("REQUIRED", "creationInfo.creators")
    for place, creator in creators:
        spdx2_packages.actor(creator, place, look)
    created = look.text(creation, "created", "creationInfo.", required=True)
    look.time(created, "creationInfo.created")
    listed = look.text(creation, "licenseListVersion", "creationInfo.")
    if listed is not None and not _LIST_VERSION.fullmatch(listed):
        look.wrong("LIST_VERSION", "creationInfo.licenseListVersion", listed)
    for place, other in look.objects(document, "externalDocumentRefs"):
        _other_document(place, other, look, known)
    return created


def _other_document(place: str, other: Mapping[str, Any], look: Look, known: Known) -> None:
    """Clause 6.6: another document by its id, address and checksum."""
    name = look.text(other, "externalDocumentId", f"{place}.", required=True)
    if name is not None:
        known.documents.add(name)
        if not _DOCUMENT_ID.fullmatch(name):
            look.wrong("ID", f"{place}.externalDocumentId", name)
    address = look.text(other, "spdxDocument", f"{place}.", required=True)
    if address is not None and not is_uri(address):
        look.wrong("URI", f"{place}.spdxDocument", address)
    checksum = look.object(other, "checksum", f"{place}.")
    if not checksum:
        look.wrong("REQUIRED", f"{place}.checksum")
    else:
        spdx2_packages.checksum(checksum, f"{place}.checksum", look, known)


def _licences(document: Mapping[str, Any], look: Look, known: Known) -> None:
    """Clause 10: the texts of licences that are not on SPDX's list."""
    for place, licence in look.objects(document, "hasExtractedLicensingInfos"):
        identifier = look.text(licence, "licenseId", f"{place}.", required=True)
        if identifier is not None:
            known.licences.add(identifier)
            if not _LICENCE_ID.fullmatch(identifier):
                look.wrong("ID", f"{place}.licenseId", identifier)
        look.text(licence, "extractedText", f"{place}.", required=True)
        for where, address in look.texts(licence, "seeAlsos", f"{place}."):
            look.url(address, where)


def _relationships(document: Mapping[str, Any], look: Look, known: Known) -> tuple[Relationship, ...]:
    """Clause 11, and the older ways of saying the same: documentDescribes and a package's hasFiles."""
    found = [Relationship(DOCUMENT, "DESCRIBES", target) for _, target in _described(document, look, known)]
    for place, each in look.objects(document, "relationships"):
        origin = look.text(each, "spdxElementId", f"{place}.", required=True)
        target = look.text(each, "relatedSpdxElement", f"{place}.", required=True)
        kind = look.text(each, "relationshipType", f"{place}.", required=True)
        if kind is not None and kind not in RELATIONSHIPS:
            look.wrong("RELATIONSHIP", f"{place}.relationshipType", kind)
        elif kind in RELATIONSHIPS_OF_2_3 and known.version == "SPDX-2.2":
            look.wrong(NEW_IN_2_3, f"{place}.relationshipType", kind)
        if origin is not None:
            known.refer(origin, f"{place}.spdxElementId", look)
        if target is not None and target not in {"NONE", "NOASSERTION"}:
            known.refer(target, f"{place}.relatedSpdxElement", look)
        if origin is None or target is None or kind is None:
            continue
        if kind == "DESCRIBED_BY":
            origin, kind, target = target, "DESCRIBES", origin
        file_of = {"CONTAINS": (origin, target), "CONTAINED_BY": (target, origin)}.get(kind)
        if file_of is not None and file_of[0] in known.unread and file_of[1] in known.files:
            look.wrong("FILES_OF_UNREAD_PACKAGE", place, file_of[1])
        found.append(Relationship(origin, kind, target))
    return tuple(found)


def _described(document: Mapping[str, Any], look: Look, known: Known) -> list[tuple[str, str]]:
    described = list(look.texts(document, "documentDescribes", ""))
    for place, target in described:
        known.refer(target, place, look)
    return described


def _annotations(document: Mapping[str, Any], look: Look, known: Known) -> None:
    """Clause 12: remarks on the document; on packages and files they are read with those."""
    for place, annotation in look.objects(document, "annotations"):
        look.time(
            look.text(annotation, "annotationDate", f"{place}.", required=True), f"{place}.annotationDate"
        )
        kind = look.text(annotation, "annotationType", f"{place}.", required=True)
        if kind is not None and kind not in ANNOTATIONS:
            look.wrong("ANNOTATION", f"{place}.annotationType", kind)
        annotator = look.text(annotation, "annotator", f"{place}.", required=True)
        if annotator is not None:
            spdx2_packages.actor(annotator, f"{place}.annotator", look)
        look.text(annotation, "comment", f"{place}.", required=True)
        about = look.text(annotation, "SPDXID", f"{place}.")
        if about is not None:
            known.refer(about, f"{place}.SPDXID", look)
