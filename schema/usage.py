"""Usages: agencies' signed statements that they use a software."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from registry.usage import service, view
from registry.usage.model import NewUsage
from schema.context import Context
from schema.fields import column, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.people import Organisation
from schema.plan import planned_row
from schema.scalars import LocalizedText
from schema.writes import Payload, write
from store.actor import Actor
from store.database import Connection as Transaction

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


@strawberry.type(description="A usage that was written, or why not.")
class UsagePayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The usage; null when nothing was written.")
    async def usage(self, info: Info[Context, None]) -> Usage | None:
        """The row."""
        return cast("Usage | None", await planned_row(info, "Usage", self.row))


@strawberry.type
class UsageMutations:
    """What agencies say about their use of software."""

    @strawberry.mutation(description="State that your agency uses a software; stating it again renews it.")
    async def attest_usage(
        self,
        info: Info[Context, None],
        software_id: strawberry.ID,
        agency_id: strawberry.ID,
        since: date,
        purpose: LocalizedText | None = None,
    ) -> UsagePayload:
        """Attest."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            software, agency = row_id(software_id, "Software"), row_id(agency_id, "Organisation")
            return (await service.attest(tx, actor, NewUsage(software, agency, since, purpose or {}))).id

        return await write(info, UsagePayload, work)

    @strawberry.mutation(description="Take a statement back.")
    async def withdraw_usage(self, info: Info[Context, None], id: strawberry.ID) -> UsagePayload:
        """Withdraw; the row is gone, so the payload's usage is null without an error."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.withdraw(tx, actor, row_id(id, "Usage"))).id

        return await write(info, UsagePayload, work)
