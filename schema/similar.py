"""Software that is like a text or like another software: what an agency may already have."""

from typing import cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from registry.search import similar as index
from schema.context import Context
from schema.errors import text_of
from schema.fields import First, column
from schema.ids import row_id
from schema.paging import refused
from schema.plan import planned_row
from schema.software import Software
from store.refusal import Problem


@strawberry.type(description="A software that is like what was asked about.")
class SimilarSoftware:
    """One likeness."""

    row: strawberry.Private[UUID]
    words: list[str] = column("The words that they share, the rarest of the catalogue first.")

    @strawberry.field(description="The software; null when it left the catalogue just now.")
    async def software(self, info: Info[Context, None]) -> Software | None:
        """By the plan."""
        return cast("Software | None", await planned_row(info, "Software", self.row))


async def similar_software(
    info: Info[Context, None], id: strawberry.ID | None = None, text: str = "", first: First = None
) -> list[SimilarSoftware]:
    """Software like another, or like a problem in words, most alike first; nothing where nothing is alike."""
    most = index.MOST_SIMILAR if first is None else first
    if not 1 <= most <= index.MOST_ASKED_FOR:
        problem = Problem("FIRST_OUT_OF_RANGE", "first", {"limit": index.MOST_ASKED_FOR})
        raise refused(text_of(problem, info.context.language))
    about = text if id is None else row_id(id, "Software")
    async with info.context.database.read() as connection:
        found = await index.similar(connection, about, most)
    return [SimilarSoftware(row=each.software_id, words=list(each.words)) for each in found]
