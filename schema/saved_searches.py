"""Saved searches: what somebody wants to be told of, and what was new in it."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from registry.saved_searches import service, view
from registry.saved_searches.model import NewSavedSearch
from registry.search.facets import FACETS
from registry.search.model import Subject
from schema.context import Context
from schema.fields import Connection, column, many, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.search import SearchFacet, SearchFilter, chosen
from schema.writes import DonePayload, Payload, write
from store.actor import Actor
from store.database import Connection as Transaction

if TYPE_CHECKING:
    from schema.software import Software


@strawberry.type(description="The values that were chosen in one group.")
class ChosenValues:
    """A part of a filter."""

    facet: SearchFacet = column("Which group.")
    values: list[str] = column("Any of these.")


@reads(view.FINDS)
@strawberry.type(
    description="An entry that was registered after a search was saved, and that the search finds."
)
class SavedSearchFind(Node):
    """A find."""

    found_at: datetime = column("When it was found.")
    software: Annotated["Software", strawberry.lazy("schema.software")] | None = one(
        "software", "What was found."
    )


@reads(view.SAVED_SEARCHES)
@strawberry.type(description="A search that somebody saved; seen by themselves only.")
class SavedSearch(Node):
    """A saved search."""

    name: str = column("What they call it.")
    query: str = column("The words.")
    filters: list[ChosenValues] = column("What it is narrowed to.")
    created_at: datetime = column("Since when.")
    finds: Connection[SavedSearchFind] = many(
        "search", "What was new in it since, newest first.", order="NEWEST"
    )


@strawberry.type(description="A search that was saved, or why not.")
class SavedSearchPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The search; null when nothing was written.")
    async def saved_search(self, info: Info[Context, None]) -> SavedSearch | None:
        """The row."""
        return cast("SavedSearch | None", await planned_row(info, "SavedSearch", self.row))


@strawberry.type
class SavedSearchMutations:
    """What anybody who is signed in may save."""

    @strawberry.mutation(
        description="Be told of new entries that a search finds; one of the same name is replaced."
    )
    async def save_search(
        self, info: Info[Context, None], name: str, query: str = "", filter: SearchFilter | None = None
    ) -> SavedSearchPayload:
        """Save."""
        filters = {facet.value: values for facet, values in chosen(filter, FACETS[Subject.SOFTWARE]).items()}

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.save(tx, actor, NewSavedSearch(name, query, filters))).id

        return await write(info, SavedSearchPayload, work)

    @strawberry.mutation(description="Forget a search that you saved, with what was found for it.")
    async def delete_saved_search(self, info: Info[Context, None], id: strawberry.ID) -> DonePayload:
        """Forget."""

        async def work(tx: Transaction, actor: Actor) -> None:
            await service.forget(tx, actor, row_id(id, "SavedSearch"))

        return await write(info, DonePayload, work)
