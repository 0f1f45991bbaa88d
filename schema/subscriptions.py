"""What can be followed: the record as it is now, then each time something of it that the reader may see has changed.

Nothing of a notification reaches a reader. Each time, the record is read again through the plan, as who the reader is
at that moment: what they may not see any more is not told, and a change of what they never saw goes unnoticed.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

import orjson
import strawberry
from graphql import GraphQLError
from strawberry.types import Info

from registry.observations import repository as observations
from schema.context import Context
from schema.health import HealthSnapshot
from schema.ids import row_id
from schema.operations import Job
from schema.plan import planned_row
from schema.programmes import Programme

Find = Callable[[], Awaitable[UUID | None]]

LOOK_AGAIN_SECONDS: Final = 60.0  # so long may a silent stream outlive its token, or a right to read


@strawberry.type(description="What can be followed, over graphql-transport-ws or server-sent events.")
class Subscription:
    """Streams; each ends when the reader may not see the record any more."""

    @strawberry.subscription(
        description="A programme now, and each time its challenges, applications, matches, milestones or deliveries "
        "have changed what you ask for."
    )
    async def programme_progress(
        self, info: Info[Context, None], id: strawberry.ID
    ) -> AsyncGenerator[Programme, None]:
        """Follow a programme."""
        row = row_id(id, "Programme")
        async for each in _followed(info, "programme", row, "Programme", _itself(row)):
            yield each

    @strawberry.subscription(description="A job now, and each time it gets further.")
    async def job_progress(self, info: Info[Context, None], id: strawberry.ID) -> AsyncGenerator[Job, None]:
        """Follow a job."""
        row = row_id(id, "Job")
        async for each in _followed(info, "job", row, "Job", _itself(row)):
            yield each

    @strawberry.subscription(description="The newest health snapshot of a software, and each newer one.")
    async def software_observed(
        self, info: Info[Context, None], id: strawberry.ID
    ) -> AsyncGenerator[HealthSnapshot, None]:
        """Follow a software."""
        row = row_id(id, "Software")

        async def newest() -> UUID | None:
            async with info.context.database.read() as connection:
                return await observations.newest_snapshot(connection, row)

        async for each in _followed(info, "software", row, "HealthSnapshot", newest, may_begin=True):
            yield each


def _itself(row: UUID) -> Find:
    async def find() -> UUID | None:
        return row

    return find


async def _followed(
    info: Info[Context, None],
    kind: str,
    subject: UUID,
    type_name: str,
    find: Find,
    *,
    may_begin: bool = False,
) -> AsyncGenerator[Any, None]:
    """Read a record whenever it may have changed, and now and then, and give it when the answer is another one.

    Args:
        info: of the subscription.
        kind: of what is followed.
        subject: its id.
        type_name: of what is read.
        find: which row that is now.
        may_begin: whether there may be none yet; otherwise that ends it.
    """
    live = info.context.live
    if live is None:
        raise GraphQLError("subscriptions are not offered here", extensions={"code": "BAD_USER_INPUT"})
    told: bytes | None = None
    async with live.changes.follow(kind, subject) as woken:
        while True:
            woken.clear()
            info.context.actor = await live.refresh()
            found = await planned_row(info, type_name, await find())
            if found is None and not may_begin:
                return
            answer = None if found is None else orjson.dumps(found)
            if answer is not None and answer != told:
                told = answer
                yield found
            with suppress(TimeoutError):
                await asyncio.wait_for(woken.wait(), LOOK_AGAIN_SECONDS)
