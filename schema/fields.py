"""How a type says where its fields come from: a column, another row, a page of rows, or a stored value."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar, cast

import strawberry
from graphql import GraphQLField, GraphQLNamedType, GraphQLObjectType, GraphQLType, get_named_type

from schema.scalars import Cursor
from store.read import ReadView

Row = TypeVar("Row")
T = TypeVar("T")

#: Further than anybody pages; to count on would take longer the larger the table is.
MOST_COUNTED = 10_000

SOURCE = "source"
VIEW = "__read_view__"


@dataclass(frozen=True, slots=True)
class One:
    """The one row of another view that a join ties to this one; null when there is none or it may not be seen.

    The join stands in this row's view, or in the other's (`theirs`), whichever holds the reference.
    """

    join: str
    theirs: bool = False


@dataclass(frozen=True, slots=True)
class Many:
    """A page of rows of another view that a join of theirs ties to this one."""

    join: str
    order: str


@dataclass(frozen=True, slots=True)
class Every:
    """A root page: the rows of a view, or those of them for which `where` holds."""

    order: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Single:
    """A root row: the one that this predicate over `{t}` and the field's arguments, as `:name`, picks."""

    where: str


@strawberry.type(description="Where a page stands in the whole list.")
class PageInfo:
    """Relay's page information."""

    has_next_page: bool = strawberry.field(description="Whether more rows follow this page.")
    has_previous_page: bool = strawberry.field(description="Whether rows come before this page.")
    start_cursor: Cursor | None = strawberry.field(
        description="Cursor of the first row, null on an empty page."
    )
    end_cursor: Cursor | None = strawberry.field(description="Cursor of the last row, null on an empty page.")


@strawberry.type(description="One row of a page, with its cursor.")
class Edge(Generic[Row]):
    """Relay's edge."""

    cursor: Cursor = strawberry.field(description="Pass as `after` to read on from this row.")
    node: Row = strawberry.field(description="The row.")


@strawberry.type(description="A page of rows, as the Relay specification describes it.")
class Connection(Generic[Row]):
    """Relay's connection."""

    edges: list[Edge[Row]] = strawberry.field(description="The rows with their cursors.")
    nodes: list[Row] = strawberry.field(description="The rows alone, for clients that need no cursors.")
    page_info: PageInfo = strawberry.field(description="Where this page stands.")
    total_count: int = strawberry.field(
        description=f"Rows in the whole list that you may see, after filters; counted to {MOST_COUNTED:,} only."
    )
    total_count_is_exact: bool = strawberry.field(
        description=f"Whether `totalCount` is all there are; if not, there are more than {MOST_COUNTED:,}."
    )


First = Annotated[
    int | None, strawberry.argument(description="How many rows from the start: 1 to 100; 20 if left out.")
]
After = Annotated[Cursor | None, strawberry.argument(description="Rows after this cursor only.")]
Last = Annotated[int | None, strawberry.argument(description="How many rows from the end: 1 to 100.")]
Before = Annotated[Cursor | None, strawberry.argument(description="Rows before this cursor only.")]


def reads(view: ReadView) -> Callable[[type[T]], type[T]]:
    """Tie a type to the view its rows are read from; goes outside `@strawberry.type`."""

    def tie(cls: type[T]) -> type[T]:
        setattr(cls, VIEW, view)
        return cls

    return tie


def column(description: str) -> Any:
    """A column of the row, or a value stored in one."""
    return strawberry.field(description=description)


def one(join: str, description: str, *, theirs: bool = False) -> Any:
    """The row of another type that this join leads to; `theirs` when the other row holds the reference."""
    return strawberry.field(description=description, metadata={SOURCE: One(join, theirs)})


def many(join: str, description: str, order: str = "OLDEST") -> Any:
    """A page of rows of another type whose join of this name leads here, in an order of theirs."""
    return strawberry.field(resolver=_page, description=description, metadata={SOURCE: Many(join, order)})


def _page(
    first: First = None,  # noqa: ARG001 - read by the plan, as the others
    after: After = None,  # noqa: ARG001
    last: Last = None,  # noqa: ARG001
    before: Before = None,  # noqa: ARG001
) -> None:
    raise AssertionError("a page below a planned field is read by the plan, never resolved")


def object_type(graphql_type: GraphQLType) -> GraphQLObjectType:
    """The object type within lists and non-nulls."""
    return cast("GraphQLObjectType", get_named_type(graphql_type))


def view_of(graphql_type: GraphQLNamedType) -> ReadView | None:
    """The read view a type is tied to; None for values stored within a row."""
    definition = graphql_type.extensions.get("strawberry-definition")
    view = getattr(getattr(definition, "origin", None), VIEW, None)
    return view if isinstance(view, ReadView) else None


def source_of(field: GraphQLField) -> One | Many | Every | Single | None:
    """Where a field says it comes from; None for a column."""
    found = field.extensions["strawberry-definition"].metadata.get(SOURCE)
    return found if isinstance(found, One | Many | Every | Single) else None
