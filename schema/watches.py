"""Watches and alerts: who wants to be told of a software, and what they were told."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, TypeAlias, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from registry.watches import model, service, view
from schema.context import Context
from schema.fields import column, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.writes import DonePayload, Payload, write
from store.actor import Actor
from store.database import Connection as Transaction

if TYPE_CHECKING:
    from schema.software import Software

strawberry.enum(model.AlertKind, name="AlertKind", description="What watchers of a software are told of.")
AlertKind: TypeAlias = model.AlertKind


@reads(view.ALERTS)
@strawberry.type(description="Something about a software that got worse, told once to whoever watches it.")
class Alert(Node):
    """An alert."""

    kind: AlertKind = column("What got worse.")
    key: str = column("Which cap or advisory; empty where there can be one only.")
    before: str | None = column("The band, score or licence before.")
    after: str | None = column("The band, score or licence now.")
    signals: list[str] = column("The signals that lost most, worst first.")
    observed_at: datetime = column("When the look was taken that showed it.")
    created_at: datetime = column("When watchers were told.")
    software: Annotated["Software", strawberry.lazy("schema.software")] | None = one(
        "software", "Of which software."
    )


@reads(view.WATCHES)
@strawberry.type(
    description="A person's wish to be told when a software gets worse; seen by themselves only."
)
class Watch(Node):
    """A watch."""

    created_at: datetime = column("Since when.")
    software: Annotated["Software", strawberry.lazy("schema.software")] | None = one(
        "software", "What is watched."
    )


@strawberry.type(description="A watch that was written, or why not.")
class WatchPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The watch; null when nothing was written.")
    async def watch(self, info: Info[Context, None]) -> Watch | None:
        """The row."""
        return cast("Watch | None", await planned_row(info, "Watch", self.row))


@strawberry.type
class WatchMutations:
    """What anybody who is signed in may watch."""

    @strawberry.mutation(description="Be told when a software gets worse; watching twice is watching once.")
    async def watch_software(self, info: Info[Context, None], software_id: strawberry.ID) -> WatchPayload:
        """Watch."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.watch(tx, actor, row_id(software_id, "Software"))).id

        return await write(info, WatchPayload, work)

    @strawberry.mutation(description="No longer be told of a software.")
    async def unwatch_software(self, info: Info[Context, None], software_id: strawberry.ID) -> DonePayload:
        """Unwatch."""

        async def work(tx: Transaction, actor: Actor) -> None:
            await service.unwatch(tx, actor, row_id(software_id, "Software"))

        return await write(info, DonePayload, work)
