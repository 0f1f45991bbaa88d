"""SPDX 3.0 as JSON-LD: packages, their licences and relationships, and what is wrong with them.

Read is the compact form that the standard serialises to (SPDX 3.0.1, "Model serialization"): one ``@graph`` of
elements, each with ``type`` and ``spdxId``. Classes and properties are those of the model's Core, Software,
SimpleLicensing and ExpandedLicensing profiles; elements of other profiles are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from registry.licences.normalise import words_in
from registry.sbom import values
from registry.sbom.model import Component, Relationship, Sbom
from registry.sbom.values import Look, is_purl

_VERSION: Final = re.compile(r"3\.0\.\d+", re.ASCII)
_CONTEXT: Final = re.compile(r"https://spdx\.org/rdf/3\.0(?:\.\d+)?/spdx-context\.jsonld", re.ASCII)
_ID: Final = re.compile(r"(?:_:|[A-Za-z][A-Za-z0-9+.-]*:)\S+", re.ASCII)  # a blank node or an IRI
_LISTED: Final = re.compile(r"https?://spdx\.org/licenses/([A-Za-z0-9.+-]+?)(?:\.html|\.json)?", re.ASCII)
_INDIVIDUAL: Final = re.compile(
    r"(?:https://spdx\.org/rdf/3\.0(?:\.\d+)?/terms/\w+/|expandedlicensing_|SpdxOrganization$|NoAssertionElement$|NoneElement$)"
)
_NOT_ELEMENTS: Final = frozenset({"CreationInfo"})

# Core vocabulary `RelationshipType`.
RELATIONSHIPS: Final = words_in(
    "affects amendedBy ancestorOf availableFrom configures contains coordinatedBy copiedTo delegatedTo dependsOn"
    " descendantOf describes doesNotAffect expandsTo exploitCreatedBy fixedBy fixedIn foundBy generates hasAddedFile"
    " hasAssessmentFor hasAssociatedVulnerability hasConcludedLicense hasDataFile hasDeclaredLicense hasDeletedFile"
    " hasDependencyManifest hasDistributionArtifact hasDocumentation hasDynamicLink hasEvidence hasExample hasHost"
    " hasInput hasMetadata hasOptionalComponent hasOptionalDependency hasOutput hasPrerequisite hasProvidedDependency"
    " hasRequirement hasSpecification hasStaticLink hasTest hasTestCase hasVariant invokedBy modifiedBy other "
    "packagedBy patchedBy publishedBy reportedBy republishedBy serializedInArtifact testedOn trainedOn"
    " underInvestigationFor usesTool"
)
_SETS: Final = {
    "expandedlicensing_ConjunctiveLicenseSet": " AND ",
    "expandedlicensing_DisjunctiveLicenseSet": " OR ",
}
_DEEPEST_SET: Final = 20  # sets of licences within sets; nobody writes three


@dataclass(frozen=True, slots=True)
class _Graph:
    """The elements of a document: with their places in order, and by id."""

    listed: tuple[tuple[str, Mapping[str, Any]], ...]
    by_id: Mapping[str, Mapping[str, Any]]
    elsewhere: frozenset[str]


def read(document: Mapping[str, Any]) -> Sbom:
    """What a document says, with everything that is wrong; never raises.

    SPDX 3.0.1, Core class `SpdxDocument`: one, of a `specVersion` 3.0.
    """
    look = Look()
    context = document.get("@context")
    contexts = context if isinstance(context, list) else [context]
    if not any(isinstance(each, str) and _CONTEXT.fullmatch(each) for each in contexts):
        look.wrong("VERSION", "@context", context)
        return Sbom(None, findings=tuple(look.findings))
    graph = _graph(document, look)
    created = _creation(graph, look)
    for place, element in graph.listed:
        _element(place, element, graph, look)
    relationships = tuple(
        each for place, element in graph.listed for each in _related(place, element, graph, look)
    )
    licences = {
        kind: {each.origin: _expression(each.target, graph) for each in relationships if each.kind == kind}
        for kind in ("hasDeclaredLicense", "hasConcludedLicense")
    }
    documents = [(place, each) for place, each in graph.listed if each.get("type") == "SpdxDocument"]
    if len(documents) != 1:
        look.wrong("ONE_DOCUMENT", "@graph", str(len(documents)))
    roots = [root for place, each in documents for _, root in look.texts(each, "rootElement", f"{place}.")]
    return Sbom(
        "SPDX-3.0",
        next((look.text(each, "name", f"{place}.") for place, each in documents), None),
        created,
        tuple(
            _component(place, each, graph, licences, look)
            for place, each in graph.listed
            if each.get("type") == "software_Package"
        ),
        tuple(each for each in relationships if each.kind not in licences),
        tuple(roots),
        tuple(look.findings),
    )


def _graph(document: Mapping[str, Any], look: Look) -> _Graph:
    """The elements of `@graph` by id (SPDX 3.0.1, annex "RDF serialization": each has a `spdxId`, a URI, once)."""
    listed = tuple(look.objects(document, "@graph"))
    if not listed:
        look.wrong("REQUIRED", "@graph")
    by_id: dict[str, Mapping[str, Any]] = {}
    elsewhere: set[str] = set()
    for place, element in listed:
        kind = look.text(element, "type", f"{place}.", required=True)
        key = "@id" if kind in _NOT_ELEMENTS else "spdxId"
        identifier = look.text(element, key, f"{place}.", required=True)
        if identifier is None:
            continue
        if not _ID.fullmatch(identifier):
            look.wrong("ID", f"{place}.{key}", identifier)
        if identifier in by_id:
            look.wrong("DUPLICATE_ID", f"{place}.{key}", identifier)
        by_id[identifier] = element
        for where, each in look.objects(element, "import", f"{place}."):
            outside = look.text(each, "externalSpdxId", f"{where}.", required=True)
            elsewhere |= {outside} if outside else set()
    return _Graph(listed, by_id, frozenset(elsewhere))


def _creation(graph: _Graph, look: Look) -> str | None:
    """Core class `CreationInfo`: which version, when, by whom."""
    created = None
    for place, element in graph.listed:
        if element.get("type") != "CreationInfo":
            continue
        version = look.text(element, "specVersion", f"{place}.", required=True)
        if version is not None and not _VERSION.fullmatch(version):
            look.wrong("VERSION", f"{place}.specVersion", version)
        moment = look.text(element, "created", f"{place}.", required=True)
        look.time(moment, f"{place}.created")
        created = created or moment
        makers = list(look.texts(element, "createdBy", f"{place}."))
        if not makers:
            look.wrong("REQUIRED", f"{place}.createdBy")
        for where, maker in makers:
            _refer(maker, where, graph, look)
    return created


def _element(place: str, element: Mapping[str, Any], graph: _Graph, look: Look) -> None:
    """What every element needs (Core class `Element`), and the references that it makes."""
    kind = element.get("type")
    if kind in _NOT_ELEMENTS:
        return
    information = element.get("creationInfo")
    if isinstance(information, str):
        _refer(information, f"{place}.creationInfo", graph, look)
    elif not isinstance(information, dict):
        look.wrong("REQUIRED", f"{place}.creationInfo")
    for key in ("rootElement", "element"):
        if kind in {"SpdxDocument", "Bom", "software_Sbom"}:
            for where, each in look.texts(element, key, f"{place}."):
                _refer(each, where, graph, look)
    if kind == "simplelicensing_LicenseExpression":
        expression = look.text(element, "simplelicensing_licenseExpression", f"{place}.", required=True)
        if expression is not None and values.references(expression, additions=True) is None:
            look.wrong("EXPRESSION", f"{place}.simplelicensing_licenseExpression", expression)


def _related(place: str, element: Mapping[str, Any], graph: _Graph, look: Look) -> list[Relationship]:
    """Core class `Relationship` and what is derived from it: from, type, to at least one."""
    if not isinstance(kind := element.get("type"), str) or not kind.endswith("Relationship"):
        return []
    origin = look.text(element, "from", f"{place}.", required=True)
    name = look.text(element, "relationshipType", f"{place}.", required=True)
    if name is not None and name not in RELATIONSHIPS:
        look.wrong("RELATIONSHIP", f"{place}.relationshipType", name)
    targets = list(look.texts(element, "to", f"{place}."))
    if not targets:
        look.wrong("REQUIRED", f"{place}.to")
    if origin is not None:
        _refer(origin, f"{place}.from", graph, look)
    for where, target in targets:
        _refer(target, where, graph, look)
    if origin is None or name is None:
        return []
    return [Relationship(origin, name, target) for _, target in targets]


def _refer(identifier: str, place: str, graph: _Graph, look: Look) -> None:
    """A reference to an element that is there, or imported (SPDX 3.0.1, Core class `ExternalMap`)."""
    if identifier in graph.by_id or identifier in graph.elsewhere:
        return
    if not (_LISTED.fullmatch(identifier) or _INDIVIDUAL.match(identifier)):
        look.wrong("ID_UNKNOWN", place, identifier)


def _component(
    place: str,
    package: Mapping[str, Any],
    graph: _Graph,
    licences: Mapping[str, Mapping[str, str | None]],
    look: Look,
) -> Component:
    """Software class `Package`; its licences are told by relationships."""
    at = f"{place}."
    identifier = str(package.get("spdxId", ""))
    purl = look.text(package, "software_packageUrl", at)
    for where, each in look.objects(package, "externalIdentifier", at):
        if each.get("externalIdentifierType") == "packageUrl" and purl is None:
            purl = look.text(each, "identifier", f"{where}.", required=True)
    if purl is not None and not is_purl(purl):
        look.wrong("LOCATOR", f"{at}software_packageUrl", purl)
    for where, each in look.objects(package, "verifiedUsing", at):
        algorithm = look.text(each, "algorithm", f"{where}.")
        if each.get("type") == "Hash" and algorithm is not None:
            told = algorithm.upper().replace("_", "-")
            look.digest(told, look.text(each, "hashValue", f"{where}.", required=True), where)
    supplier = look.text(package, "suppliedBy", at)
    if supplier is not None:
        _refer(supplier, f"{at}suppliedBy", graph, look)
    named = graph.by_id.get(supplier or "", {}).get("name")
    return Component(
        identifier,
        look.text(package, "name", at, required=True) or "",
        look.text(package, "software_packageVersion", at),
        purl,
        named if isinstance(named, str) else None,
        licences["hasDeclaredLicense"].get(identifier),
        licences["hasConcludedLicense"].get(identifier),
    )


def _expression(identifier: str, graph: _Graph, depth: int = 0) -> str | None:
    """A licence of the graph as an expression; None for what has no such form."""
    listed = _LISTED.fullmatch(identifier)
    if listed:
        return listed[1]
    if identifier.endswith("NoAssertionLicense"):
        return "NOASSERTION"
    if identifier.endswith("NoneLicense"):
        return "NONE"
    element = graph.by_id.get(identifier, {})
    said = element.get("simplelicensing_licenseExpression")
    joint = _SETS.get(str(element.get("type")))
    members = element.get("expandedlicensing_member")
    if joint is None or not isinstance(members, list) or depth > _DEEPEST_SET:
        return said if isinstance(said, str) else None
    parts = [_expression(each, graph, depth + 1) for each in members if isinstance(each, str)]
    if None in parts or not parts:
        return None
    return joint.join(f"({each})" if each and " " in each else f"{each}" for each in parts)
