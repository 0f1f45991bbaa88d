"""Bills of materials and what licences allow, without taking anything into the catalogue."""

import asyncio
from enum import StrEnum

import strawberry

from registry.licences.compatibility import Answer, Compatibility, compatible
from registry.licences.compatibility_reasons import REASONS, reason_text
from registry.sbom import Sbom, read
from registry.sbom.components import against, outbound_of
from registry.sbom.messages import FINDINGS, message
from registry.sbom.model import Finding as FindingModel
from schema.fields import column
from schema.scalars import LocalizedText, SPDXExpression

LANGUAGES = ("en", "zh-Hant")


@strawberry.enum(description="Whether something under one licence may go out under another.")
class LicenceFit(StrEnum):
    """The answers of `registry.licences.compatibility`."""

    YES = "YES"
    CHECK = "CHECK"
    UNKNOWN = "UNKNOWN"
    NO = "NO"


@strawberry.type(description="Whether something under one licence may go out under another. No legal advice.")
class LicenceCompatibility:
    """An answer with its reason and source."""

    inbound: str = column("What is taken in, as it was given.")
    outbound: str = column("What the whole goes out under, as it was given.")
    answer: LicenceFit = column("The answer in one word.")
    reason: str = column("Code of the rule that decided.")
    explanation: LocalizedText = column("The rule in a sentence, by language.")
    source: str | None = column("Where the rule stands; null where no rule knows.")
    deciding_inbound: SPDXExpression | None = column("The single licence taken in that decided.")
    deciding_outbound: SPDXExpression | None = column("The single licence going out that decided.")


@strawberry.type(description="One thing that a software is made of.")
class SbomComponent:
    """A component as its file has it."""

    id: str = column("How the file refers to it.")
    name: str = column("What it is called.")
    version: str | None = column("Which one, if told.")
    purl: str | None = column("Package URL, if told.")
    supplier: str | None = column("Who gives it away, if told.")
    declared: str | None = column("The licence that its authors state, word for word.")
    concluded: str | None = column("The licence that whoever wrote the file found, word for word.")
    compatibility: LicenceCompatibility | None = column(
        "Whether it fits; null for the software itself, and where no outbound licence is known."
    )


@strawberry.type(description="How one part of a bill of materials relates to another.")
class SbomRelationship:
    """A relationship."""

    origin: str = column("Id of the part that it starts from.")
    kind: str = column("Which relationship, as the standard calls it.")
    target: str = column("Id of the part that it leads to.")


@strawberry.type(description="What is wrong at one place of a bill of materials.")
class SbomFinding:
    """A finding of the validator."""

    code: str = column("Stable code of the rule.")
    place: str = column("Path of the value in the file; empty for the whole file.")
    found: str = column("What stands there, shortened.")
    message: LocalizedText = column("What is wrong, by language.")


@strawberry.type(description="What a bill of materials says, and what is wrong with it.")
class SbomReport:
    """A report."""

    format: str | None = column("The standard with its version; null when it is none that we read.")
    name: str | None = column("What it is about.")
    created: str | None = column("When it was made, as it says.")
    ok: bool = column("Whether nothing is wrong.")
    outbound: str | None = column("The licence that components were held against.")
    components: list[SbomComponent] = column("What the software is made of, in the order of the file.")
    relationships: list[SbomRelationship] = column("How its parts relate, in the order of the file.")
    findings: list[SbomFinding] = column("What is wrong, in the order of the file; at most a thousand.")


def licence_compatibility(inbound: str, outbound: str) -> LicenceCompatibility:
    """Say whether something under one licence may become part of what goes out under another. No legal advice."""
    return _compatibility(compatible(inbound, outbound))


async def check_sbom(text: str, outbound: str | None = None) -> SbomReport:
    """Read a bill of materials (SPDX 2.2 to 3.0, CycloneDX 1.4 to 1.7) and say what is wrong; it is kept nowhere."""
    return await asyncio.to_thread(lambda: _report(read(text.encode(errors="replace")), outbound))


def _report(sbom: Sbom, outbound: str | None) -> SbomReport:
    under = outbound or outbound_of(sbom)
    answers = against(sbom, under) if under else {}
    return SbomReport(
        format=sbom.format,
        name=sbom.name,
        created=sbom.created,
        ok=sbom.ok,
        outbound=under,
        components=[
            SbomComponent(
                id=each.id,
                name=each.name,
                version=each.version,
                purl=each.purl,
                supplier=each.supplier,
                declared=each.declared,
                concluded=each.concluded,
                compatibility=_compatibility(answers[each]) if each in answers else None,
            )
            for each in sbom.components
        ],
        relationships=[
            SbomRelationship(origin=each.origin, kind=each.kind, target=each.target)
            for each in sbom.relationships
        ],
        findings=[_finding(each) for each in sbom.findings],
    )


def _compatibility(answer: Compatibility) -> LicenceCompatibility:
    inbound, outbound = answer.deciding or (None, None)
    return LicenceCompatibility(
        inbound=answer.inbound,
        outbound=answer.outbound,
        answer=LicenceFit(Answer(answer.answer).value),
        reason=answer.reason,
        explanation=LocalizedText({language: reason_text(answer, language) for language in LANGUAGES}),
        source=REASONS[answer.reason].source or None,
        deciding_inbound=SPDXExpression(inbound) if inbound else None,
        deciding_outbound=SPDXExpression(outbound) if outbound else None,
    )


def _finding(finding: FindingModel) -> SbomFinding:
    texts = {language: message(finding, language) for language in FINDINGS[finding.code]}
    return SbomFinding(
        code=finding.code, place=finding.place, found=finding.found, message=LocalizedText(texts)
    )
