"""The licences of all components against the licence under which the whole goes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry.licences.compatibility import Answer, Compatibility, compatible
from registry.licences.compatibility_reasons import compatibility_as_json
from registry.sbom.messages import finding_as_json
from registry.sbom.model import Component, Sbom


def against(sbom: Sbom, outbound: str) -> Mapping[Component, Compatibility]:
    """For each component but those that the file is about, whether it fits; without a licence that is UNKNOWN."""
    judged: dict[str, Compatibility] = {}
    found: dict[Component, Compatibility] = {}
    roots = frozenset(sbom.roots)
    for component in sbom.components:
        if component.id in roots:
            continue
        licence = component.licence or ""
        if licence not in judged:
            judged[licence] = compatible(licence, outbound)
        found[component] = judged[licence]
    return found


def outbound_of(sbom: Sbom) -> str | None:
    """The licence of what the file is about, if it is about one thing and tells."""
    roots = frozenset(sbom.roots)
    told = {each.licence for each in sbom.components if each.id in roots}
    return told.pop() if len(told) == 1 else None


def counted(answers: Mapping[Component, Compatibility]) -> Mapping[Answer, int]:
    """How many components have each answer."""
    said = [each.answer for each in answers.values()]
    return {answer: said.count(answer) for answer in Answer}


def sbom_as_json(sbom: Sbom, outbound: str | None = None) -> dict[str, Any]:
    """What a file says, in the shape that ``sbom check --json`` prints."""
    answers = against(sbom, outbound) if outbound else {}
    return {
        "format": sbom.format,
        "name": sbom.name,
        "created": sbom.created,
        "ok": sbom.ok,
        "outbound": outbound,
        "components": [
            {
                "id": each.id,
                "name": each.name,
                "version": each.version,
                "purl": each.purl,
                "supplier": each.supplier,
                "declared": each.declared,
                "concluded": each.concluded,
                "compatibility": compatibility_as_json(answers[each]) if each in answers else None,
            }
            for each in sbom.components
        ],
        "relationships": [
            {"from": each.origin, "type": each.kind, "to": each.target} for each in sbom.relationships
        ],
        "findings": [finding_as_json(each) for each in sbom.findings],
    }
