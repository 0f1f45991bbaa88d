"""Which repositories belong to a software, besides the one that it is known by."""

from typing import cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from registry.repositories import service
from schema.context import Context
from schema.ids import row_id
from schema.plan import planned_row
from schema.scalars import URL
from schema.software import Repository, SoftwarePayload
from schema.writes import Payload, write
from store.actor import Actor
from store.database import Connection as Transaction


@strawberry.type(description="A repository that was written, or why not.")
class RepositoryPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The repository; null when nothing was written.")
    async def repository(self, info: Info[Context, None]) -> Repository | None:
        """The row."""
        return cast("Repository | None", await planned_row(info, "Repository", self.row))


@strawberry.type
class RepositoryMutations:
    """What officers and publishers say about repositories."""

    @strawberry.mutation(
        description="Say that another repository belongs to a software; it is looked at soon."
    )
    async def add_repository(
        self, info: Info[Context, None], software_id: strawberry.ID, url: URL
    ) -> RepositoryPayload:
        """Add."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.add_repository(tx, actor, row_id(software_id, "Software"), url)).id

        return await write(info, RepositoryPayload, work)

    @strawberry.mutation(
        description="Say that a repository does not belong to its software; never the one it is known by."
    )
    async def remove_repository(self, info: Info[Context, None], id: strawberry.ID) -> SoftwarePayload:
        """Remove."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.remove_repository(tx, actor, row_id(id, "Repository"))).id

        return await write(info, SoftwarePayload, work)
