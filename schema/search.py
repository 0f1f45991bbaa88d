"""Search: a live question to an index that ends in ids; the rows come the usual way."""

from typing import Any, TypeAlias
from uuid import UUID

import strawberry
from strawberry.types import Info

from registry.search.facets import FACETS
from registry.search.matched import matched_fields
from registry.search.model import Facet as FacetModel
from registry.search.model import Page, Subject
from registry.search.postgres import rows as read_rows
from schema.context import Context
from schema.errors import text_of
from schema.fields import After, First, column
from schema.ids import to_global_id
from schema.paging import refused
from schema.plan import planned_rows
from schema.scalars import Cursor, SPDXExpression
from schema.software import Software
from store.refusal import Refused

strawberry.enum(FacetModel, name="SearchFacet", description="The groups a search can be narrowed by.")
SearchFacet: TypeAlias = FacetModel


@strawberry.type(description="A value of a group, and how many results it has.")
class FacetValue:
    """A facet's value."""

    value: str = column("The value, to be given in `filter`.")
    count: int = column("Results if it were chosen, the other groups' choices standing.")


@strawberry.type(description="A group that the results can be narrowed by.")
class FacetGroup:
    """A facet."""

    facet: SearchFacet = column("Which group.")
    values: list[FacetValue] = column("Its values, commonest first.")


@strawberry.input(description="Which results: any value of a group will do, and all groups must agree.")
class SearchFilter:
    """Filters by facet."""

    category: list[str] | None = strawberry.field(default=None, description="publiccode.yml `categories`.")
    scope: list[str] | None = strawberry.field(
        default=None, description="publiccode.yml `intendedAudience.scope`."
    )
    verdict: list[str] | None = strawberry.field(default=None, description="Verdicts on the licence.")
    licence: list[SPDXExpression] | None = strawberry.field(default=None, description="Licences to rely on.")
    approved: list[str] | None = strawberry.field(
        default=None,
        description="Whether OSI, FSF or the Open Definition recognise its licence: yes, no, or unknown.",
    )
    health_band: list[str] | None = strawberry.field(default=None, description="How alive it is.")
    publisher: list[str] | None = strawberry.field(
        default=None, description="Publishers, as `facets` names them."
    )
    software_type: list[str] | None = strawberry.field(
        default=None, description="publiccode.yml `softwareType`."
    )
    development_status: list[str] | None = strawberry.field(
        default=None, description="publiccode.yml `developmentStatus`."
    )
    technology: list[str] | None = strawberry.field(default=None, description="What it is made with.")
    language: list[str] | None = strawberry.field(
        default=None, description="Languages it speaks to its users."
    )

    country: list[str] | None = strawberry.field(
        default=None, description="Countries of the publishers, ISO 3166-1 alpha-2."
    )
    county: list[str] | None = strawberry.field(
        default=None, description="Counties or regions of the publishers, ISO 3166-2."
    )
    used_by: list[str] | None = strawberry.field(
        default=None, description="Agencies with a current statement of use, as `facets` names them."
    )
    programme: list[str] | None = strawberry.field(
        default=None, description="Programmes whose challenges it was delivered for, by slug."
    )
    accessibility: list[str] | None = strawberry.field(
        default=None, description="Level of accessibility it claims."
    )

    def chosen(self) -> dict[FacetModel, list[str]]:
        """The chosen values by group."""
        return {facet: values for facet in FACETS[Subject.SOFTWARE] if (values := getattr(self, facet.value))}


@strawberry.type(description="Why a software is among the results.")
class FoundBecause:
    """The reasons for one result."""

    id: strawberry.ID = column("The software, as `nodes` has it.")
    fields: list[str] = column(
        "Fields that have a word of the query or another name of it, as publiccode.yml calls them; empty without words."
    )


@strawberry.type(description="What was found, best first.")
class SearchResult:
    """A page of found software."""

    page: strawberry.Private[Page]
    query: strawberry.Private[str]

    @strawberry.field(description="The software found, best first.")
    async def nodes(self, info: Info[Context, None]) -> list[Software]:
        """Rows by id, in the order of the index."""
        rows: Any = await planned_rows(info, "Software", self.page.ids)
        return [rows[found] for found in self.page.ids if found in rows]

    @strawberry.field(description="Why each of `nodes` is there, in the same order.")
    async def why(self, info: Info[Context, None]) -> list[FoundBecause]:
        """Reasons in words would be the reader's language; fields are everybody's."""
        if not self.query.strip():
            return [FoundBecause(id=_global(found), fields=[]) for found in self.page.ids]
        async with info.context.database.read() as connection:
            rows = await read_rows(connection, self.page.ids)
        question = self.page.understood or self.query
        return [
            FoundBecause(id=_global(found), fields=list(matched_fields(rows[found], question)))
            for found in self.page.ids
            if found in rows
        ]

    @strawberry.field(description="How many were found, counted to 10,000.")
    def total_count(self) -> int:
        """Over all pages."""
        return self.page.total

    @strawberry.field(
        description="Whether there are more than were counted; counts of `facets` are then minimums too."
    )
    def is_count_minimum(self) -> bool:
        """Whether counting stopped."""
        return self.page.total_is_at_least

    @strawberry.field(description="Whether more follow.")
    def has_next_page(self) -> bool:
        """For paging."""
        return self.page.has_next_page

    @strawberry.field(description="Pass as `after` to read on; null on an empty page.")
    def end_cursor(self) -> Cursor | None:
        """For paging."""
        return Cursor(self.page.cursors[-1]) if self.page.cursors else None

    @strawberry.field(description="The groups that the results can be narrowed by.")
    def facets(self) -> list[FacetGroup]:
        """With counts."""
        return [
            FacetGroup(
                facet=facet, values=[FacetValue(value=each.value, count=each.count) for each in counts]
            )
            for facet, counts in self.page.facets.items()
        ]

    @strawberry.field(description="The query with typos mended, when that is what was searched for.")
    def understood(self) -> str | None:
        """What was searched for instead."""
        return self.page.understood

    @strawberry.field(description="Whether nothing had all the words, so that these are the nearest.")
    def is_loosened(self) -> bool:
        """Whether some words are missing."""
        return self.page.is_loosened

    @strawberry.field(description="Which engine answered.")
    def engine(self) -> str:
        """PostgreSQL or Meilisearch."""
        return self.page.engine


def _global(software_id: UUID) -> strawberry.ID:
    return strawberry.ID(to_global_id("Software", software_id))


async def search(
    info: Info[Context, None],
    query: str = "",
    filter: SearchFilter | None = None,
    first: First = None,
    after: After = None,
) -> SearchResult:
    """Find software by words in any language."""
    try:
        page = await info.context.search.search(query, filter.chosen() if filter else {}, first or 20, after)
    except Refused as error:
        raise refused(text_of(error.problems[0], info.context.language)) from error
    return SearchResult(page=page, query=query)
