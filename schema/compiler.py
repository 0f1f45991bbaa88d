"""Compiles what an operation asks for into one SQL statement that answers in JSON."""
# ruff: noqa: S608 - SQL is composed of what repositories export and of GraphQL names; values are parameters

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLType,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_object_type,
)
from graphql.execution.values import VariableValues, get_argument_values

from schema import paging
from schema.fields import SOURCE, VIEW, Every, Many, One, Single
from schema.selection import Selection, Selector
from store.actor import Actor
from store.read import ReadView, Term

ACTOR_TYPES = {
    "person_id": "uuid",
    "is_officer": "boolean",
    "is_reviewer": "boolean",
    "organisation_ids": "uuid[]",
    "team_ids": "uuid[]",
}
MAX_JSON_PAIRS = 45  # PostgreSQL's functions take at most 100 arguments


class Values:
    """What the parameters of a compiled statement are taken from, for one execution."""

    def __init__(self, actor: Actor, variables: VariableValues, ids: Sequence[UUID] = ()) -> None:
        self.actor = actor
        self.ids = list(ids)
        self._variables = variables
        self._arguments: dict[int, dict[str, Any]] = {}
        self._cursors: dict[tuple[int, str], Sequence[str]] = {}

    def arguments(self, field: GraphQLField, node: FieldNode) -> dict[str, Any]:
        """A field's arguments, coerced once."""
        found = self._arguments.get(id(node))
        if found is None:
            found = self._arguments[id(node)] = get_argument_values(field, node, self._variables)
        return found

    def cursor(self, field: GraphQLField, node: FieldNode, name: str, keys: int) -> Sequence[str]:
        """The keys of a cursor argument, read once."""
        found = self._cursors.get((id(node), name))
        if found is None:
            found = paging.read_cursor(self.arguments(field, node)[name], keys)
            self._cursors[id(node), name] = found
        return found


Getter = Callable[[Values], Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement, and where its parameters come from."""

    sql: str
    getters: tuple[Getter, ...]
    checks: tuple[Getter, ...]

    def parameters(self, values: Values) -> list[Any]:
        """The parameters of one execution.

        Raises:
            GraphQLError: an argument cannot be read, whether or not the statement needs it.
        """
        for check in self.checks:
            check(values)
        return [getter(values) for getter in self.getters]


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


def plain(value: Any) -> Any:
    """An argument as asyncpg takes it: enumeration members as their values."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def json_object(pairs: Sequence[tuple[str, str]]) -> str:
    """SQL of a JSON object with these keys, in this order."""
    if len(pairs) <= MAX_JSON_PAIRS:
        return "json_build_object(" + ", ".join(f"'{key}', {value}" for key, value in pairs) + ")"
    listed = ", ".join(f'{value} as "{key}"' for key, value in pairs)
    return f"(select row_to_json(wide) from (select {listed}) as wide)"


class Compiler:
    """Compiles one operation; it knows types and read views, no table."""

    def __init__(self, selector: Selector, variables: VariableValues) -> None:
        self.select = selector
        self._values = Values(Actor.anonymous(), variables)
        self._getters: list[Getter] = []
        self.checks: list[Getter] = []
        self._named: dict[str, str] = {}
        self._rows = 0

    def statement(self, columns: Sequence[str]) -> Statement:
        """The finished statement, with a column of text for each piece of JSON."""
        sql = "select " + ",\n".join(f"({column})::text" for column in columns)
        return Statement(sql, tuple(self._getters), tuple(self.checks))

    def root(self, field: GraphQLField, nodes: Sequence[FieldNode]) -> str:
        """SQL of a root field: a page, or one row."""
        source = source_of(field)
        target = object_type(field.type)
        if isinstance(source, Every):
            return self._page(field, nodes, source)
        if not isinstance(source, Single):
            raise TypeError(f"a root field is read by a page or a row, not by {source}")
        where = self._with_arguments(source.where, field, nodes[0])
        return self._row(target, nodes, where)

    def rows_by_id(self, target: GraphQLObjectType, nodes: Sequence[FieldNode]) -> str:
        """SQL of a JSON object from row id to row, for the ids of the execution."""
        view = self._view(target)
        row = self._next_row()
        ids = self.parameter(lambda values: values.ids, "uuid[]", "ids")
        return (
            f"(select json_object_agg({row}.id, {self.object(target, self.select.fields(target, nodes), row)})"
            f" from {view.source} as {row} where {row}.id = any({ids}) and {self._predicate(view.visible, row)})"
        )

    def _view(self, target: GraphQLNamedType) -> ReadView:
        view = view_of(target)
        if view is None:
            raise TypeError(f"{target.name} is tied to no read view")
        return view

    def _next_row(self) -> str:
        self._rows += 1
        return f"t{self._rows}"

    def parameter(self, getter: Getter, sql_type: str, name: str | None = None) -> str:
        """SQL of a parameter; one with a name stands once, however often it is used."""
        if name is not None and name in self._named:
            return self._named[name]
        self._getters.append(getter)
        place = f"${len(self._getters)}::{sql_type}"
        if name is not None:
            self._named[name] = place
        return place

    def _expression(self, sql: str, row: str) -> str:
        for name, sql_type in ACTOR_TYPES.items():
            if f":{name}" in sql:
                sql = sql.replace(f":{name}", self.parameter(_actor_getter(name), sql_type, name))
        return sql.replace("{t}", row)

    def _predicate(self, sql: str, row: str) -> str:
        return f"({self._expression(sql, row)})"

    def _with_arguments(self, sql: str, field: GraphQLField, node: FieldNode) -> str:
        for name in field.args:
            if f":{name}" in sql:
                sql = sql.replace(f":{name}", self.parameter(_argument_getter(field, node, (name,)), "text"))
        return sql

    def _row(self, target: GraphQLObjectType, nodes: Sequence[FieldNode], where: str) -> str:
        view = self._view(target)
        row = self._next_row()
        visible = self._predicate(view.visible, row)
        picked = self._predicate(where, row)
        made = self.object(target, self.select.fields(target, nodes), row)
        return f"(select {made} from {view.source} as {row} where {picked} and {visible})"

    def object(self, target: GraphQLObjectType, selection: Selection, row: str) -> str:
        """SQL of the JSON object that a row becomes."""
        return json_object([(key, self._field(target, nodes, row)) for key, nodes in selection.items()])

    def _field(self, parent: GraphQLObjectType, nodes: Sequence[FieldNode], row: str) -> str:
        name = nodes[0].name.value
        if name == "__typename":
            return f"'{parent.name}'::text"
        if name == "id":
            return f"global_id('{parent.name}', {row}.id)"
        field = parent.fields[name]
        view = self._view(parent)
        source = source_of(field)
        target = get_named_type(field.type)
        if isinstance(source, Many):
            return self._page(field, nodes, source, row)
        if isinstance(source, One):
            other = object_type(field.type)
            return self._row(other, nodes, self._tie(view, self._view(other), source, row))
        attribute = field.extensions["strawberry-definition"].python_name
        expression = self._expression(view.columns.get(attribute, "{t}." + attribute), row)
        return self._stored(field, nodes, expression) if is_object_type(target) else expression

    def _tie(self, view: ReadView, other: ReadView, source: One, row: str) -> str:
        """Predicate over `{t}`, the other row, that ties it to this one."""
        if source.theirs:
            return other.joins[source.join].replace("{o}", row)
        return view.joins[source.join].replace("{t}", row).replace("{o}", "{t}")

    def _stored(self, field: GraphQLField, nodes: Sequence[FieldNode], expression: str) -> str:
        """Values stored as JSON within a row: the asked fields of one, or of each in a list."""
        target = object_type(field.type)
        value = self._next_row()
        pairs = []
        for key, asked in self.select.fields(target, nodes).items():
            name = asked[0].name.value
            if name == "__typename":
                pairs.append((key, f"'{target.name}'::text"))
                continue
            inner = target.fields[name]
            attribute = inner.extensions["strawberry-definition"].python_name
            place = f"({value}.v -> '{attribute}')"
            nested = is_object_type(get_named_type(inner.type))
            pairs.append((key, self._stored(inner, asked, place) if nested else place))
        made = json_object(pairs)
        if is_list_type(get_nullable_type(field.type)):
            return (
                f"(select coalesce(json_agg({made} order by {value}.n), '[]'::json) from jsonb_array_elements("
                f"case jsonb_typeof({expression}) when 'array' then {expression} else '[]'::jsonb end)"
                f" with ordinality as {value}(v, n))"
            )
        return f"(select {made} from (select {expression} as v) as {value} where jsonb_typeof({value}.v) = 'object')"

    def _page(
        self,
        field: GraphQLField,
        nodes: Sequence[FieldNode],
        source: Many | Every,
        parent: str = "",
    ) -> str:
        connection = object_type(field.type)
        target = object_type(connection.fields["nodes"].type)
        view = self._view(target)
        node = nodes[0]
        arguments = self._values.arguments(field, node)
        row = self._next_row()
        where = [self._predicate(view.visible, row)]
        if isinstance(source, Many):
            where.append(view.joins[source.join].replace("{o}", parent).replace("{t}", row))
        elif source.where:
            where.append(self._predicate(source.where, row))
        where += self._filters(view, field, node, arguments, row)
        terms = self._terms(view, arguments, source.order)
        asked = self.select.fields(connection, nodes)
        page = _Page(self, connection, target, field, node, terms, arguments)
        return page.sql(asked, view.source, row, where)

    def _terms(self, view: ReadView, arguments: Mapping[str, Any], order: str) -> tuple[Term, ...]:
        terms = view.orders[plain(arguments.get("order_by", arguments.get("orderBy"))) or order]
        return (*terms, Term("{t}.id", terms[-1].direction, "uuid"))

    def _filters(
        self, view: ReadView, field: GraphQLField, node: FieldNode, arguments: Mapping[str, Any], row: str
    ) -> list[str]:
        name = next((name for name in ("filter", "where") if arguments.get(name)), None)
        if name is None:
            return []
        found = []
        for key, value in arguments[name].items():
            if value is None:
                continue
            place = self.parameter(_argument_getter(field, node, (name, key)), _sql_type(value))
            predicate = view.filters[_snake(key)].replace("{value}", place)
            found.append(self._predicate(predicate, row))
        return found


class _Page:
    """The SQL of one connection: an ordered inner query of its rows, and an outer one that shapes the answer."""

    def __init__(
        self,
        compiler: Compiler,
        connection: GraphQLObjectType,
        target: GraphQLObjectType,
        field: GraphQLField,
        node: FieldNode,
        terms: tuple[Term, ...],
        arguments: Mapping[str, Any],
    ) -> None:
        self._compiler = compiler
        self._connection = connection
        self._target = target
        self._field = field
        self._node = node
        self._terms = terms
        self._slice = paging.Slice.asked(arguments)
        self._columns: list[str] = []
        self._order = "desc" if self._slice.backward else "asc"

    def sql(self, asked: Selection, source: str, row: str, where: list[str]) -> str:
        terms = self._terms
        everything = " and ".join(where)
        self._row = row
        self._compiler.checks.append(_limit_getter(self._field, self._node))
        self._peeks = any(nodes[0].name.value == "pageInfo" for nodes in asked.values())
        pairs = []
        for key, nodes in asked.items():
            name = nodes[0].name.value
            if name == "__typename":
                pairs.append((key, f"'{self._connection.name}'::text"))
            elif name == "totalCount":
                pairs.append((key, f"(select count(*) from {source} as {row} where {everything})"))
            else:
                pairs.append((key, getattr(self, f"_{name.lower()}")(nodes)))
        answer = json_object(pairs)
        if not self._columns:
            return f"(select {answer})"
        bounds = list(where)
        for name, after in (("after", True), ("before", False)):
            if getattr(self._slice, name):
                bounds.append(self._beyond(name, after=after))
        columns = ", ".join(f"{expression} as c{place}" for place, expression in enumerate(self._columns))
        return (
            f"(select {answer} from (select p.*, row_number() over () as n from ("
            f"select {columns} from {source} as {row} where {' and '.join(bounds)}"
            f" order by {paging.order_sql(terms, row, backward=self._slice.backward)}"
            f" limit {self._limit}{' + 1' if self._peeks else ''}) as p) as p)"
        )

    @cached_property
    def _limit(self) -> str:
        return self._compiler.parameter(_limit_getter(self._field, self._node), "int")

    def _column(self, expression: str) -> str:
        if expression not in self._columns:
            self._columns.append(expression)
        return f"p.c{self._columns.index(expression)}"

    def _cursor(self) -> str:
        return self._column(paging.cursor_sql(self._terms, self._row))

    def _listed(self, expression: str) -> str:
        return f"coalesce(json_agg({expression} order by p.n {self._order}){self._kept()}, '[]'::json)"

    def _kept(self) -> str:
        return f" filter (where p.n <= {self._limit})" if self._peeks else ""

    def _made(self, nodes: Sequence[FieldNode]) -> str:
        compiler = self._compiler
        return self._column(
            compiler.object(self._target, compiler.select.fields(self._target, nodes), self._row)
        )

    def _nodes(self, nodes: Sequence[FieldNode]) -> str:
        return self._listed(self._made(nodes))

    def _edges(self, nodes: Sequence[FieldNode]) -> str:
        edge = object_type(self._connection.fields["edges"].type)
        pairs = []
        for key, asked in self._compiler.select.fields(edge, nodes).items():
            name = asked[0].name.value
            if name == "__typename":
                pairs.append((key, f"'{edge.name}'::text"))
            else:
                pairs.append((key, self._cursor() if name == "cursor" else self._made(asked)))
        return self._listed(json_object(pairs))

    def _pageinfo(self, nodes: Sequence[FieldNode]) -> str:
        info = object_type(self._connection.fields["pageInfo"].type)
        self._cursor()
        more = f"coalesce(max(p.n) > {self._limit}, false)"
        backward = self._slice.backward
        answers = {
            "__typename": f"'{info.name}'::text",
            "hasNextPage": ("true" if self._slice.before else "false") if backward else more,
            "hasPreviousPage": more if backward else ("true" if self._slice.after else "false"),
            "startCursor": self._end(last=False),
            "endCursor": self._end(last=True),
        }
        selection = self._compiler.select.fields(info, nodes)
        return json_object([(key, answers[asked[0].name.value]) for key, asked in selection.items()])

    def _end(self, *, last: bool) -> str:
        order = "desc" if last is not self._slice.backward else "asc"
        return f"(array_agg({self._cursor()} order by p.n {order}){self._kept()})[1]"

    def _beyond(self, name: str, *, after: bool) -> str:
        keys = len(self._terms)
        places = [
            self._compiler.parameter(_cursor_getter(self._field, self._node, name, keys, key), "text")
            for key in range(keys)
        ]
        return paging.beyond_sql(self._terms, self._row, places, after=after)


def _actor_getter(name: str) -> Getter:
    def get(values: Values) -> Any:
        found = getattr(values.actor, name)
        return list(found) if isinstance(found, frozenset) else found

    return get


def _argument_getter(field: GraphQLField, node: FieldNode, path: tuple[str, ...]) -> Getter:
    def get(values: Values) -> Any:
        found: Any = values.arguments(field, node)
        for step in path:
            found = found[step]
        return plain(found)

    return get


def _limit_getter(field: GraphQLField, node: FieldNode) -> Getter:
    return lambda values: paging.rows_asked(values.arguments(field, node))


def _cursor_getter(field: GraphQLField, node: FieldNode, name: str, keys: int, key: int) -> Getter:
    return lambda values: values.cursor(field, node, name, keys)[key]


def _sql_type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "int"
    return "text[]" if isinstance(value, list) else "text"


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
