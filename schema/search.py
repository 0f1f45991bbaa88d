"""Search: a live question to an index that ends in ids; the rows come the usual way."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeAlias

import strawberry
from strawberry.types import Info

from registry.search.facets import FACETS, commonest
from registry.search.highlight import Marked, highlights
from registry.search.matched import matched_fields
from registry.search.model import Facet as FacetModel
from registry.search.model import FacetCount, Filters, Page, Subject
from registry.search.postgres import BODIES
from registry.search.postgres import names as read_names
from registry.search.postgres import rows as read_rows
from schema.challenges import Challenge
from schema.context import Context
from schema.errors import text_of
from schema.fields import After, First, column
from schema.ids import to_global_id
from schema.paging import refused
from schema.plan import planned_rows
from schema.scalars import Cursor, LanguageTag, LocalizedText, SPDXExpression
from schema.software import Software
from schema.teams import Team
from store.refusal import Refused

strawberry.enum(FacetModel, name="SearchFacet", description="The groups a search can be narrowed by.")
SearchFacet: TypeAlias = FacetModel


@strawberry.type(description="A value of a group, and how many results it has.")
class FacetValue:
    """A facet's value."""

    value: str = column("The value, to be given in `filter`.")
    name: LocalizedText | None = column("What it is called, of organisations and programmes; null of codes.")
    count: int = column("Results if it were chosen, the other groups' choices standing.")


@strawberry.type(description="A group that the results can be narrowed by.")
class FacetGroup:
    """A facet."""

    facet: SearchFacet = column("Which group.")
    values: list[FacetValue] = column(
        "Its values, commonest first; those that `filter` chose are always there."
    )
    value_count: int = column("How many values it has, shown or not.")


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


@strawberry.input(description="Which challenges: any value of a group will do, and all groups must agree.")
class ChallengeSearchFilter:
    """Filters by facet."""

    open: list[str] | None = strawberry.field(default=None, description="`yes`: open to teams now.")
    state: list[str] | None = strawberry.field(default=None, description="How far it is: a `ChallengeState`.")
    programme: list[str] | None = strawberry.field(default=None, description="Its programme, by slug.")
    mode: list[str] | None = strawberry.field(default=None, description="The mode of its programme.")
    domain: list[str] | None = strawberry.field(default=None, description="Fields of work, by concept.")
    need: list[str] | None = strawberry.field(default=None, description="Skills it needs, by concept.")
    data_class: list[str] | None = strawberry.field(default=None, description="What data it works with.")
    owner: list[str] | None = strawberry.field(default=None, description="Who posted it, by slug.")
    country: list[str] | None = strawberry.field(
        default=None, description="Countries of the owners, ISO 3166-1 alpha-2."
    )
    county: list[str] | None = strawberry.field(
        default=None, description="Counties or regions of the owners, ISO 3166-2."
    )


@strawberry.input(description="Which teams: any value of a group will do, and all groups must agree.")
class TeamSearchFilter:
    """Filters by facet."""

    domain: list[str] | None = strawberry.field(default=None, description="Fields of work, by concept.")
    skill: list[str] | None = strawberry.field(default=None, description="What they can do, by concept.")
    language: list[str] | None = strawberry.field(default=None, description="Languages they work in.")
    country: list[str] | None = strawberry.field(
        default=None, description="Where they are, ISO 3166-1 alpha-2."
    )
    county: list[str] | None = strawberry.field(default=None, description="Where they are, ISO 3166-2.")


@strawberry.type(description="A part of a text.")
class TextRange:
    """Marked characters."""

    start: int = column("Its first character, counted in Unicode code points from 0.")
    end: int = column("The first character after it.")


@strawberry.type(description="A text, and which parts of it the query asks for; text as it is, not HTML.")
class MarkedText:
    """A text with marks."""

    text: str = column("The text.")
    language: LanguageTag | None = column(
        "What it is written in; null where it has no language, such as a name."
    )
    marks: list[TextRange] = column(
        "The query's words and other names of them, in reading order, not touching."
    )


@strawberry.type(description="Why something is among the results.")
class FoundBecause:
    """The reasons for one result."""

    id: strawberry.ID = column("The result, as `nodes` has it.")
    fields: list[str] = column(
        "Fields that have a word of the query or another name of it, of software as publiccode.yml calls them; "
        "empty without words."
    )
    title: MarkedText = column(
        "Its name with the query's words marked, in the reader's language where it has one."
    )
    summary: MarkedText | None = column("The same of what it says of itself in short.")
    snippet: MarkedText | None = column("A passage of its longer texts that has words of the query.")


@strawberry.interface(description="What was found, best first.")
class Found:
    """A page of what was found."""

    page: strawberry.Private[Page]
    query: strawberry.Private[str]
    subject: strawberry.Private[Subject]
    filters: strawberry.Private[Filters]

    @strawberry.field(description="Why each of `nodes` is there, in the same order.")
    async def why(self, info: Info[Context, None]) -> list[FoundBecause]:
        """Reasons in words would be the reader's language; fields are everybody's."""
        async with info.context.database.read() as connection:
            rows = await read_rows(connection, self.page.ids, self.subject)
        question = self.page.understood or self.query
        return [
            _because(rows[found], self.subject, question, info.context.language)
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
    async def facets(
        self,
        info: Info[Context, None],
        values: Annotated[
            int | None,
            strawberry.argument(description="At most so many values of each group; all if left out."),
        ] = None,
    ) -> list[FacetGroup]:
        """With counts and names."""
        if values is not None and values < 0:
            raise refused("`values` is 0 or more.")
        shown = {
            facet: commonest(counts, values, self.filters.get(facet, ()))
            for facet, counts in self.page.facets.items()
        }
        async with info.context.database.read() as connection:
            names = await read_names(connection, shown)
        return [
            FacetGroup(
                facet=facet,
                values=[_value(facet, each, names) for each in counts],
                value_count=len(self.page.facets[facet]),
            )
            for facet, counts in shown.items()
        ]

    @strawberry.field(description="The query with typos mended, when that is what was searched for.")
    def understood(self) -> str | None:
        """What was searched for instead."""
        return self.page.understood

    @strawberry.field(description="Whether hardly anything had all the words, so that these are the nearest.")
    def is_loosened(self) -> bool:
        """Whether some words are missing."""
        return self.page.is_loosened

    @strawberry.field(description="Which engine answered.")
    def engine(self) -> str:
        """PostgreSQL or Meilisearch."""
        return self.page.engine


@strawberry.type(description="The software that was found, best first.")
class SearchResult(Found):
    """A page of found software."""

    @strawberry.field(description="The software found, best first.")
    async def nodes(self, info: Info[Context, None]) -> list[Software]:
        """Rows by id, in the order of the index."""
        return await _nodes(info, self)


@strawberry.type(description="The challenges that were found, best first; without words the newest first.")
class ChallengeSearchResult(Found):
    """A page of found challenges."""

    @strawberry.field(description="The challenges found, best first.")
    async def nodes(self, info: Info[Context, None]) -> list[Challenge]:
        """Rows by id, in the order of the index."""
        return await _nodes(info, self)


@strawberry.type(description="The teams that were found, best first; without words the newest first.")
class TeamSearchResult(Found):
    """A page of found teams."""

    @strawberry.field(description="The teams found, best first.")
    async def nodes(self, info: Info[Context, None]) -> list[Team]:
        """Rows by id, in the order of the index."""
        return await _nodes(info, self)


async def search(
    info: Info[Context, None],
    query: str = "",
    filter: SearchFilter | None = None,
    first: First = None,
    after: After = None,
) -> SearchResult:
    """Find software by words in any language."""
    return SearchResult(**await _found(info, Subject.SOFTWARE, query, filter, first, after))


async def search_challenges(
    info: Info[Context, None],
    query: str = "",
    filter: ChallengeSearchFilter | None = None,
    first: First = None,
    after: After = None,
) -> ChallengeSearchResult:
    """Find published challenges by words in any language."""
    return ChallengeSearchResult(**await _found(info, Subject.CHALLENGE, query, filter, first, after))


async def search_teams(
    info: Info[Context, None],
    query: str = "",
    filter: TeamSearchFilter | None = None,
    first: First = None,
    after: After = None,
) -> TeamSearchResult:
    """Find teams by words in any language."""
    return TeamSearchResult(**await _found(info, Subject.TEAM, query, filter, first, after))


def chosen(
    filter: SearchFilter | ChallengeSearchFilter | TeamSearchFilter | None, groups: Sequence[FacetModel]
) -> dict[FacetModel, list[str]]:
    """Read the chosen values of a filter by group."""
    return {facet: values for facet in groups if (values := getattr(filter, facet.value, None))}


async def _found(
    info: Info[Context, None],
    subject: Subject,
    query: str,
    filter: SearchFilter | ChallengeSearchFilter | TeamSearchFilter | None,
    first: First,
    after: After,
) -> dict[str, Any]:
    """What a result is made with."""
    wanted = chosen(filter, FACETS[subject])
    try:
        page = await info.context.search.search(
            query, wanted, 20 if first is None else first, after, subject=subject
        )
    except Refused as error:
        raise refused(text_of(error.problems[0], info.context.language)) from error
    return {"page": page, "query": query, "subject": subject, "filters": wanted}


async def _nodes(info: Info[Context, None], found: Found) -> list[Any]:
    rows: Any = await planned_rows(info, _type_name(found.subject), found.page.ids)
    return [rows[each] for each in found.page.ids if each in rows]


def _because(row: Mapping[str, Any], subject: Subject, question: str, language: str) -> FoundBecause:
    seen = highlights(row, subject, question, language)
    return FoundBecause(
        id=strawberry.ID(to_global_id(_type_name(subject), row["id"])),
        fields=list(matched_fields(row, question, subject)),
        title=_marked(seen.title),
        summary=_marked(seen.summary) if seen.summary else None,
        snippet=_marked(seen.snippet) if seen.snippet else None,
    )


def _value(facet: FacetModel, counted: FacetCount, names: Mapping[str, Any]) -> FacetValue:
    is_named = facet in BODIES or facet is FacetModel.PROGRAMME
    name = names.get(counted.value) if is_named else None
    return FacetValue(value=counted.value, count=counted.count, name=name and LocalizedText(name))


def _marked(seen: Marked) -> MarkedText:
    return MarkedText(
        text=seen.text,
        language=None if seen.language is None else LanguageTag(seen.language),
        marks=[TextRange(start=start, end=end) for start, end in seen.marks],
    )


def _type_name(subject: Subject) -> str:
    return subject.value.capitalize()
