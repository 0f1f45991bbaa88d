"""Compiles what an operation asks for into one SQL statement that answers in JSON."""
# ruff: noqa: S608 - SQL is composed of what views export and of GraphQL names; values are parameters

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_object_type,
)

from schema.connection import Page
from schema.fields import Every, Many, One, Single, object_type, source_of, view_of
from schema.selection import Selection, Selector
from schema.statement import AskedPage, Getter, Statement, Values, json_object, of_actor, of_argument, plain
from store.read import ReadView, Term

#: What of an actor stands in the SQL itself, so that the database leaves out what does not matter for such readers.
ACTOR_FLAGS = ("is_officer", "is_reviewer")
ACTOR_TYPES = {
    "person_id": "uuid",
    "organisation_ids": "uuid[]",
    "team_ids": "uuid[]",
}


class Compiler:
    """Compiles one operation; it knows types and read views, no table."""

    def __init__(self, selector: Selector, values: Values) -> None:
        self.select = selector
        self._actor = values.actor
        self._values = values
        self._getters: list[Getter] = []
        self._pages: list[AskedPage] = []
        self._within: int | None = None
        self._named: dict[str, str] = {}
        self._rows = 0

    def statement(self, columns: Sequence[str]) -> Statement:
        """The finished statement, with a column of text for each piece of JSON."""
        sql = "select " + ",\n".join(f"({column})::text" for column in columns)
        return Statement(sql, tuple(self._getters), tuple(self._pages))

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

    @contextmanager
    def within_page(self, rows: Getter) -> Iterator[None]:
        """Count what is compiled meanwhile as asked for once for each row of this page."""
        around = self._within
        self._pages.append(AskedPage(rows, around))
        self._within = len(self._pages) - 1
        yield
        self._within = around

    def _expression(self, sql: str, row: str) -> str:
        for name in ACTOR_FLAGS:
            sql = sql.replace(f":{name}", "true" if getattr(self._actor, name) else "false")
        for name, sql_type in ACTOR_TYPES.items():
            if f":{name}" in sql:
                sql = sql.replace(f":{name}", self.parameter(of_actor(name), sql_type, name))
        return sql.replace("{t}", row)

    def _predicate(self, sql: str, row: str) -> str:
        return f"({self._expression(sql, row)})"

    def _with_arguments(self, sql: str, field: GraphQLField, node: FieldNode) -> str:
        for name in field.args:
            if f":{name}" in sql:
                sql = sql.replace(f":{name}", self.parameter(of_argument(field, node, (name,)), "text"))
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
        once = (
            f"(select {expression} as v offset 0)"  # without the fence PostgreSQL computes it for every use
        )
        if is_list_type(field.type):  # it may be null: what is no list, such as what is hidden, is null
            return (
                f"(select case jsonb_typeof(stored.v) when 'array' then"
                f" (select coalesce(json_agg({made} order by {value}.n), '[]'::json)"
                f" from jsonb_array_elements(stored.v) with ordinality as {value}(v, n)) end from {once} as stored)"
            )
        if is_list_type(get_nullable_type(field.type)):
            return (
                f"(select coalesce(json_agg({made} order by {value}.n), '[]'::json) from {once} as stored,"
                f" jsonb_array_elements(case jsonb_typeof(stored.v) when 'array' then stored.v else '[]'::jsonb end)"
                f" with ordinality as {value}(v, n))"
            )
        return f"(select {made} from {once} as {value} where jsonb_typeof({value}.v) = 'object')"

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
        page = Page(self, connection, target, field, node, terms, arguments)
        return page.sql(asked, view.source, row, where)

    def _terms(self, view: ReadView, arguments: Mapping[str, Any], order: str) -> tuple[Term, ...]:
        terms = view.orders[plain(arguments.get("orderBy")) or order]
        return (*terms, Term("{t}.id", terms[-1].direction, view.key_type))

    def _filters(
        self, view: ReadView, field: GraphQLField, node: FieldNode, arguments: Mapping[str, Any], row: str
    ) -> list[str]:
        chosen = arguments.get("filter") or {}
        found = []
        for key, value in chosen.items():
            if value is None:
                continue
            place = self.parameter(of_argument(field, node, ("filter", key)), _sql_type(value))
            predicate = view.filters[_snake(key)].replace("{value}", place)
            found.append(self._predicate(predicate, row))
        return found


def _sql_type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "int"
    return "text[]" if isinstance(value, list) else "text"


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
