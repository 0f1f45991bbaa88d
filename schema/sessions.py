"""One's own sessions: where one is signed in, and ending that."""

from datetime import datetime
from uuid import UUID

import strawberry
from strawberry.types import Info

from registry.sessions import service, view
from schema.context import Context
from schema.fields import column, reads
from schema.ids import row_id
from schema.node import Node
from schema.writes import DonePayload, write
from store.actor import Actor
from store.database import Connection as Transaction


@reads(view.SESSIONS)
@strawberry.type(description="One of one's own sessions; nobody else sees them.")
class Session(Node):
    """A session that lasts."""

    created_at: datetime = column("When it began.")
    expires_at: datetime = column("When it ends by itself.")


@strawberry.type
class SessionMutations:
    """How sessions end."""

    @strawberry.mutation(description="End the session whose token was sent; without one nothing happens.")
    async def sign_out(self, info: Info[Context, None]) -> DonePayload:
        """Sign out."""
        token = info.context.token

        async def work(tx: Transaction, _actor: Actor) -> None:
            if token:
                await service.sign_out(tx, token)

        return await write(info, DonePayload, work)

    @strawberry.mutation(description="End one of your sessions, such as on a machine you left behind.")
    async def end_session(self, info: Info[Context, None], id: strawberry.ID) -> DonePayload:
        """End."""

        async def work(tx: Transaction, actor: Actor) -> UUID | None:
            await service.end(tx, actor, row_id(id, "Session"))
            return None

        return await write(info, DonePayload, work)

    @strawberry.mutation(description="End all your sessions, this one too. API tokens stay valid.")
    async def sign_out_everywhere(self, info: Info[Context, None]) -> DonePayload:
        """Sign out everywhere."""

        async def work(tx: Transaction, actor: Actor) -> None:
            await service.sign_out_everywhere(tx, actor)

        return await write(info, DonePayload, work)
