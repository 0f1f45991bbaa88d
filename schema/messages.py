"""Messages within a match."""

from datetime import datetime
from typing import TypeAlias, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.messages import model, service, view
from schema.assignments import Match
from schema.context import Context
from schema.fields import column, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.writes import Payload, write
from store.actor import Actor
from store.database import Connection as Transaction

strawberry.enum(model.Sender, name="MessageSender", description="For whom somebody writes.")
MessageSender: TypeAlias = model.Sender


@reads(view.MESSAGES)
@strawberry.type(description="What somebody wrote within a match; for both sides and officers.")
class Message(Node):
    """A message."""

    side: MessageSender = column("For whom it was written.")
    name: str | None = column("Who wrote it; null where that person was deleted.")
    text: str = column("What they wrote.")
    sent_at: datetime = column("When.")
    match: Match | None = one("match", "In which match.")


@strawberry.type(description="A message that was sent, or why not.")
class MessagePayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The message; null when nothing was sent.")
    async def message(self, info: Info[Context, None]) -> Message | None:
        """The row."""
        return cast("Message | None", await planned_row(info, "Message", self.row))


@strawberry.type
class MessageMutations:
    """What both sides write."""

    @strawberry.mutation(description="Write within a match; for both sides and officers.")
    async def send_message(
        self, info: Info[Context, None], match_id: strawberry.ID, text: str
    ) -> MessagePayload:
        """Send."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return await service.send(tx, actor, row_id(match_id, "Match"), text)

        return await write(info, MessagePayload, work)
