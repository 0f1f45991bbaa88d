"""What a repository lets the GraphQL plan read: a view of its rows, and who may see them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Direction(StrEnum):
    """Which way an order runs."""

    ASCENDING = "asc"
    DESCENDING = "desc"

    @property
    def reversed(self) -> "Direction":
        """The other way round, for reading a page backwards."""
        return Direction.DESCENDING if self is Direction.ASCENDING else Direction.ASCENDING


@dataclass(frozen=True, slots=True)
class Term:
    """One key of an order; the plan adds the row's id as the last one.

    Attributes:
        expression: SQL with `{t}` for the row; never null.
        direction: which way.
        sql_type: what a cursor's text is cast back to.
    """

    expression: str
    direction: Direction
    sql_type: str


@dataclass(frozen=True, slots=True)
class ReadView:
    """The rows of one noun, as the plan composes them.

    In every SQL text `{t}` stands for a row of this view. Predicates may use the actor's parameters `:person_id`
    (uuid), `:is_officer`, `:is_reviewer` (boolean), `:organisation_ids` and `:team_ids` (uuid[]).

    Attributes:
        source: the table or view.
        visible: predicate of the rows that the actor may see.
        columns: attribute of the GraphQL type (in Python's spelling) to SQL expression; an attribute that is not
            listed is the column of its own name.
        joins: edge to predicate that ties `{o}`, a row of the other view, to `{t}`.
        orders: name of an order to its keys.
        filters: name of a filter to predicate with `{value}`.
        key_type: SQL type of the column `id`, which ends every order; rows of a type that is a Node have a uuid.
    """

    source: str
    visible: str = "true"
    columns: Mapping[str, str] = field(default_factory=dict)
    joins: Mapping[str, str] = field(default_factory=dict)
    orders: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    filters: Mapping[str, str] = field(default_factory=dict)
    key_type: str = "uuid"


NEWEST = (Term("{t}.created_at", Direction.DESCENDING, "timestamptz"),)
OLDEST = (Term("{t}.created_at", Direction.ASCENDING, "timestamptz"),)
