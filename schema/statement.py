"""One SQL statement that answers in JSON, and where its parameters come from at each execution."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

from graphql import FieldNode, GraphQLField, IntValueNode, ValueNode, VariableNode
from graphql.execution.values import VariableValues, get_argument_values

from schema import paging
from store.actor import Actor
from store.read import Term

MAX_ROWS_ASKED = (
    5_000  # a page of 100 software with 40 rows below each; more is an export, which has its own way
)
MAX_JSON_PAIRS = 45  # PostgreSQL's functions take at most 100 arguments


class Values:
    """What the parameters of a compiled statement are taken from, for one execution."""

    def __init__(self, actor: Actor, variables: VariableValues, ids: Sequence[UUID] = ()) -> None:
        self.actor = actor
        self.ids = list(ids)
        self._variables = variables
        self._arguments: dict[int, dict[str, Any]] = {}
        self._cursors: dict[tuple[int, str], Sequence[str]] = {}

    def variable(self, name: str) -> Any:
        """The coerced value of a variable; None when it was not given."""
        return self._variables.coerced.get(name)

    def arguments(self, field: GraphQLField, node: FieldNode) -> dict[str, Any]:
        """A field's arguments, coerced once."""
        found = self._arguments.get(id(node))
        if found is None:
            found = self._arguments[id(node)] = get_argument_values(field, node, self._variables)
        return found

    def cursor(self, field: GraphQLField, node: FieldNode, name: str, terms: Sequence[Term]) -> Sequence[str]:
        """The keys of a cursor argument, read once."""
        found = self._cursors.get((id(node), name))
        if found is None:
            found = paging.read_cursor(self.arguments(field, node)[name], terms)
            self._cursors[id(node), name] = found
        return found


Getter = Callable[[Values], Any]


@dataclass(frozen=True, slots=True)
class AskedPage:
    """A page that an operation asks for: how many rows it may have, for each row of which other page."""

    rows: Getter
    within: int | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement, and where its parameters come from.

    Attributes:
        sql: the statement, with `$1` and so on.
        getters: one for each parameter.
        pages: every page it may answer with, outer ones before those within them.
    """

    sql: str
    getters: tuple[Getter, ...]
    pages: tuple[AskedPage, ...]

    def parameters(self, values: Values) -> list[Any]:
        """The parameters of one execution.

        Raises:
            GraphQLError: an argument cannot be read, whether or not the statement needs it; or the pages within
                pages could come to more than MAX_ROWS_ASKED rows.
        """
        self._refuse_too_much(values)
        return [getter(values) for getter in self.getters]

    def _refuse_too_much(self, values: Values) -> None:
        most: list[int] = []
        for page in self.pages:
            around = most[page.within] if page.within is not None else max(1, len(values.ids))
            most.append(around * page.rows(values))
        if sum(most) > MAX_ROWS_ASKED:
            raise paging.refused(
                f"this asks for up to {sum(most):,} rows, and at most {MAX_ROWS_ASKED:,} are answered at once: "
                "ask for fewer with `first`, the pages within pages above all"
            )


def plain(value: Any) -> Any:
    """An argument as asyncpg takes it: enumeration members as their values."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, str) and "\0" in value:
        raise paging.refused("a text here has a NUL character, which no record has")
    return value


def json_object(pairs: Sequence[tuple[str, str]]) -> str:
    """SQL of a JSON object with these keys, in this order."""
    if len(pairs) <= MAX_JSON_PAIRS:
        return "json_build_object(" + ", ".join(f"'{key}', {value}" for key, value in pairs) + ")"
    listed = ", ".join(f'{value} as "{key}"' for key, value in pairs)
    return f"(select row_to_json(wide) from (select {listed}) as wide)"  # noqa: S608 - GraphQL names and composed SQL


def of_actor(name: str) -> Getter:
    """An attribute of whoever asks."""

    def get(values: Values) -> Any:
        found = getattr(values.actor, name)
        return list(found) if isinstance(found, frozenset) else found

    return get


def of_argument(field: GraphQLField, node: FieldNode, path: tuple[str, ...]) -> Getter:
    """A value within a field's arguments."""

    def get(values: Values) -> Any:
        found: Any = values.arguments(field, node)
        for step in path:
            found = found[step]
        return plain(found)

    return get


def of_limit(node: FieldNode) -> Getter:
    """How many rows a page may have: told by two arguments, without coercing the others for every page."""
    given = {argument.name.value: argument.value for argument in node.arguments or ()}
    first, last = _number(given.get("first")), _number(given.get("last"))
    return lambda values: paging.rows_asked(first(values), last(values))


def _number(written: ValueNode | None) -> Callable[[Values], int | None]:
    if isinstance(written, VariableNode):
        name = written.name.value
        return lambda values: values.variable(name)
    number = int(written.value) if isinstance(written, IntValueNode) else None
    return lambda _values: number


def of_cursor(field: GraphQLField, node: FieldNode, name: str, terms: Sequence[Term], key: int) -> Getter:
    """One of the keys in a cursor argument."""
    return lambda values: values.cursor(field, node, name, terms)[key]
