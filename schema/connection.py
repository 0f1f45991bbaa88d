"""The SQL of one connection: an ordered inner query of its rows, and an outer one that shapes the answer."""
# ruff: noqa: S608 - SQL is composed of what views export and of GraphQL names; values are parameters

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from graphql import FieldNode, GraphQLField, GraphQLObjectType

from schema import paging
from schema.fields import MOST_COUNTED, object_type
from schema.selection import Selection
from schema.statement import json_object, of_cursor, of_limit
from store.read import Term

if TYPE_CHECKING:
    from schema.compiler import Compiler

#: Rows of the longest page and the one that tells there are more. The number stands in the SQL because PostgreSQL takes
#: a limit that it does not know for a tenth of the table, finds such a plan dear, and plans anew for every request.
MOST_READ = paging.MAX_ROWS + 1


class Page:
    """One connection of an operation being compiled."""

    def __init__(
        self,
        compiler: "Compiler",
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
        self._reads = False

    def sql(self, asked: Selection, source: str, row: str, where: list[str]) -> str:
        """What is asked of the connection, over the rows of a source for which the predicates hold."""
        terms = self._terms
        everything = " and ".join(where)
        self._row = row
        self._peeks = any(nodes[0].name.value == "pageInfo" for nodes in asked.values())
        pairs = []
        with self._compiler.within_page(of_limit(self._node)):
            for key, nodes in asked.items():
                name = nodes[0].name.value
                if name == "__typename":
                    pairs.append((key, f"'{self._connection.name}'::text"))
                elif name == "totalCount":
                    counted = f"select 1 from {source} as {row} where {everything} limit {MOST_COUNTED}"
                    pairs.append((key, f"(select count(*) from ({counted}) as counted)"))
                elif name == "totalCountIsExact":
                    beyond = f"select 1 from {source} as {row} where {everything} offset {MOST_COUNTED}"
                    pairs.append((key, f"not exists ({beyond})"))
                else:
                    pairs.append((key, getattr(self, f"_{name.lower()}")(nodes)))
        answer = json_object(pairs)
        if not self._reads:
            return f"(select {answer})"
        bounds = list(where)
        for name, after in (("after", True), ("before", False)):
            if getattr(self._slice, name):
                bounds.append(self._beyond(name, after=after))
        at_most = (
            f"select {row}.* from {source} as {row} where {' and '.join(bounds)}"
            f" order by {paging.order_sql(terms, row, backward=self._slice.backward)} limit {MOST_READ}"
        )
        rows = f"select {row}.* from ({at_most}) as {row} limit {self._limit}{' + 1' if self._peeks else ''}"
        if self._is_numbered:
            rows = f"select {row}.*, row_number() over () as n from ({rows}) as {row}"
        return f"(select {answer} from ({rows}) as {row})"

    @cached_property
    def _limit(self) -> str:
        return self._compiler.parameter(of_limit(self._node), "int")

    def _gathered(self, expression: str, aggregate: str) -> str:
        """One value a row of the page, in order; nothing is made of a row that only tells that there are more.

        The order is the same for all, so that rows are sorted once; rows that nobody counts come as they are.
        """
        self._reads = True
        order = f" order by {self._row}.n {'desc' if self._slice.backward else 'asc'}"
        kept = f" filter (where {self._row}.n <= {self._limit})"
        return f"{aggregate}({expression}{order if self._is_numbered else ''}){kept if self._peeks else ''}"

    def _listed(self, expression: str) -> str:
        return f"coalesce({self._gathered(expression, 'json_agg')}, '[]'::json)"

    @property
    def _is_numbered(self) -> bool:
        return self._peeks or self._slice.backward

    def _made(self, nodes: Sequence[FieldNode]) -> str:
        return self._compiler.object(
            self._target, self._compiler.select.fields(self._target, nodes), self._row
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
            elif name == "cursor":
                pairs.append((key, paging.cursor_sql(paging.keys_sql(self._terms, self._row))))
            else:
                pairs.append((key, self._made(asked)))
        return self._listed(json_object(pairs))

    def _pageinfo(self, nodes: Sequence[FieldNode]) -> str:
        info = object_type(self._connection.fields["pageInfo"].type)
        self._reads = True
        more = f"coalesce(max({self._row}.n) > {self._limit}, false)"
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
        keys = self._gathered(paging.keys_sql(self._terms, self._row), "array_agg")
        place = f"least(count(*), {self._limit})" if last else "1"
        return paging.cursor_sql(f"({keys})[{place}]")

    def _beyond(self, name: str, *, after: bool) -> str:
        places = [
            self._compiler.parameter(of_cursor(self._field, self._node, name, self._terms, key), "text")
            for key in range(len(self._terms))
        ]
        return paging.beyond_sql(self._terms, self._row, places, after=after)
