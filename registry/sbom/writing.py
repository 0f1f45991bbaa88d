"""An entry of the catalogue as SPDX 2.3: what it is, who publishes it, under which licence, and what it needs.

The model and its writer are spdx-tools', without its validation: `spdx2` judges what is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Final

from spdx_tools.common.spdx_licensing import spdx_licensing
from spdx_tools.spdx.model.actor import Actor, ActorType
from spdx_tools.spdx.model.document import CreationInfo, Document
from spdx_tools.spdx.model.package import Package
from spdx_tools.spdx.model.relationship import Relationship, RelationshipType
from spdx_tools.spdx.model.spdx_no_assertion import SpdxNoAssertion
from spdx_tools.spdx.writer.json.json_writer import write_document_to_stream

from registry.licences import expressions
from registry.licences.expressions import Addition, ExpressionError, Reference, With
from registry.sbom.spdx2 import DOCUMENT
from registry.sbom.spdx2_packages import is_location
from registry.sbom.values import is_url

SOFTWARE: Final = "SPDXRef-Software"
VERSION: Final = "SPDX-2.3"


@dataclass(frozen=True, slots=True)
class Need:
    """Something that an entry needs to run."""

    name: str
    version: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue knows of a software.

    Attributes:
        name: what it is called.
        url: where its code is.
        namespace: address that names this document and no other (SPDX 2.3 clause 6.5).
        created: when the document is made, with its time zone.
        version: its latest release.
        homepage: its web site.
        summary: what it is, in a sentence.
        publisher: who releases it.
        copyright: who owns it.
        declared: the licence that its metadata names, word for word.
        concluded: the licence to rely on, where there is one.
        needs: what it depends on.
    """

    name: str
    url: str
    namespace: str
    created: datetime
    version: str | None = None
    homepage: str | None = None
    summary: str | None = None
    publisher: str | None = None
    copyright: str | None = None
    declared: str | None = None
    concluded: str | None = None
    needs: Sequence[Need] = ()


def spdx(entry: Entry) -> str:
    """The document as JSON. What is not known is NOASSERTION; licences outside SPDX's list are, as we have no text."""
    stream = StringIO()
    write_document_to_stream(document(entry), stream, validate=False)
    return stream.getvalue()


def document(entry: Entry) -> Document:
    """The document as spdx-tools' model."""
    needs = [_needed(number, each) for number, each in enumerate(entry.needs, 1)]
    return Document(
        CreationInfo(
            spdx_version=VERSION,
            spdx_id=DOCUMENT,
            name=_line(entry.name),
            document_namespace=entry.namespace,
            creators=[Actor(ActorType.TOOL, "Commonfield")],
            created=entry.created,
        ),
        packages=[_software(entry), *(package for package, _ in needs)],
        relationships=[_relationship(DOCUMENT, "DESCRIBES", SOFTWARE), *(relation for _, relation in needs)],
    )


def _software(entry: Entry) -> Package:
    publisher = _name(entry.publisher)
    owner = _line(entry.copyright or "")
    return Package(
        spdx_id=SOFTWARE,
        name=_line(entry.name),
        download_location=entry.url if is_location(entry.url) else SpdxNoAssertion(),
        version=entry.version,
        supplier=Actor(ActorType.ORGANIZATION, publisher) if publisher else SpdxNoAssertion(),
        files_analyzed=False,
        homepage=entry.homepage if entry.homepage and is_url(entry.homepage) else None,
        license_concluded=_licence(entry.concluded),
        license_declared=_licence(entry.declared),
        license_comment=_comment(entry),
        copyright_text=owner or SpdxNoAssertion(),
        summary=entry.summary,
    )


def _needed(number: int, need: Need) -> tuple[Package, Relationship]:
    identifier = f"SPDXRef-Needed-{number}"
    package = Package(
        spdx_id=identifier,
        name=_line(need.name),
        download_location=SpdxNoAssertion(),
        version=need.version,
        files_analyzed=False,
    )
    if need.optional:
        return package, _relationship(identifier, "OPTIONAL_DEPENDENCY_OF", SOFTWARE)
    return package, _relationship(SOFTWARE, "DEPENDS_ON", identifier)


def _relationship(origin: str, kind: str, target: str) -> Relationship:
    return Relationship(origin, RelationshipType[kind], target)


def _licence(expression: str | None) -> object:
    try:
        parsed = expressions.parse(expression or "")
    except ExpressionError:
        return SpdxNoAssertion()
    for leaf in expressions.leaves(parsed):
        parts = (leaf.licence, leaf.exception) if isinstance(leaf, With) else (leaf,)
        if any(isinstance(part, Reference | Addition) for part in parts):
            return SpdxNoAssertion()
    return spdx_licensing.parse(expressions.render(parsed))


def _comment(entry: Entry) -> str | None:
    """What was declared, where SPDX has no expression for it."""
    if entry.declared is None:
        return None
    try:
        expressions.parse(entry.declared)
    except ExpressionError:
        return f"Declared as: {_line(entry.declared)}"
    return None


def _name(text: str | None) -> str:
    """A name without parentheses, which clause 7.5 keeps for addresses."""
    return _line(re.sub(r"[()（）]", " ", text or ""))


def _line(text: str) -> str:
    return " ".join(text.split())
