"""What a software is made of, as its forge or its publisher lists it, held against its own licence."""

from datetime import datetime
from typing import TypeAlias

import strawberry

from registry.bills import view
from registry.bills.model import Source
from schema.fields import Connection, column, many, reads
from schema.node import Node
from schema.sbom import LicenceCompatibility, LicenceFit, SbomFinding
from schema.scalars import SPDXExpression

strawberry.enum(Source, name="SbomSource", description="Who lists what a software is made of.")
SbomSource: TypeAlias = Source


@strawberry.type(description="How many components have one answer.")
class SbomAnswerCount:
    """A count."""

    answer: LicenceFit = column("Whether they may go out under the licence of the software.")
    components: int = column("How many have it.")


@strawberry.type(description="One licence of components, with its answer.")
class SbomLicence:
    """A licence and how it goes with that of the software."""

    licence: str | None = column("As the file has it; null for those of which none is told.")
    components: int = column("How many are under it.")
    compatibility: LicenceCompatibility = column("Whether they may go out under the licence of the software.")


@reads(view.COMPONENTS)
@strawberry.type(description="One thing that a software is made of.")
class SoftwareComponent:
    """A component as its file has it; texts longer than 500 characters are shortened."""

    reference: str = column("How the file refers to it.")
    name: str = column("What it is called.")
    version: str | None = column("Which one, if told.")
    purl: str | None = column("Package URL, if told.")
    supplier: str | None = column("Who gives it away, if told.")
    declared: str | None = column("The licence that its authors state, word for word.")
    concluded: str | None = column("The licence that whoever wrote the file found, word for word.")
    licence: str | None = column("The licence to go by: found, else stated; null when neither is told.")
    compatibility: LicenceCompatibility = column("Whether it may go out under the licence of the software.")


@reads(view.BILLS)
@strawberry.type(description="The bill of materials that is kept for a software.")
class SoftwareSbom(Node):
    """What its publisher handed in, else what its forge lists."""

    source: SbomSource = column("Who lists it.")
    format: str = column("The standard with its version.")
    name: str | None = column("What it is about, as it says.")
    created: str | None = column("When it was made, as it says.")
    seen_at: datetime = column("When it came here, or was found unchanged.")
    sha256: str = column("Digest of the file, in hexadecimal.")
    outbound: SPDXExpression | None = column(
        "The licence of the software that components were held against; null while it is not settled, and then no"
        " answer is `YES`."
    )
    is_valid: bool = column("Whether nothing in it breaks its standard.")
    finding_count: int = column("How many places break it.")
    findings: list[SbomFinding] = column("What is wrong, in the order of the file; the first hundred.")
    component_count: int = column("How many things the software is made of.")
    answers: list[SbomAnswerCount] = column("How many components have each answer, what to act on first.")
    licences: list[SbomLicence] = column("Every licence in it, what to act on first; at most 200.")
    components: Connection[SoftwareComponent] = many(
        "bill", "What the software is made of, what to act on first.", order="WORST"
    )
