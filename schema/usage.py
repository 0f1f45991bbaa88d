"""Usages: agencies' signed statements that they use a software."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from registry.usage import view
from schema.fields import column, one, reads
from schema.node import Node
from schema.people import Organisation
from schema.scalars import LocalizedText

if TYPE_CHECKING:
    from schema.software import Software


@reads(view.USAGES)
@strawberry.type(description="An agency's statement that it uses a software, believed for a year.")
class Usage(Node):
    """A usage."""

    since: date = column("Since when the agency uses it.")
    purpose: LocalizedText = column("What for, by language.")
    attested_at: datetime = column("When the agency said so last.")
    expires_at: datetime = column("Until when it is believed.")
    is_current: bool = column("Whether it is still believed.")
    agency: Organisation | None = one("agency", "Who uses it.")
    software: Annotated["Software", strawberry.lazy("schema.software")] | None = one(
        "software", "What it uses."
    )
