"""What an operation costs, known before it runs: one point for each object that it may answer with.

A page of n rows costs one point, and for each of its rows one and what is asked within; n is `first` or `last`, 20 if
neither is given. What is asked under two names is paid twice. Fields that take more than reading rows add DEAR points.
Values within a row cost nothing, be they lists or not.
"""

from collections.abc import Mapping
from math import ceil
from typing import Any, Protocol

from graphql import (
    BooleanValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
    is_object_type,
)
from graphql.execution.values import VariableValues

from schema.fields import view_of
from schema.paging import DEFAULT_ROWS

#: Points that a field costs by itself: an index is asked, a fit is computed, a whole list is counted, a file
#: that somebody names is fetched.
DEAR: Mapping[str, int] = {
    "Query.search": 20,
    "Query.searchChallenges": 20,
    "Query.searchTeams": 20,
    "Query.similarSoftware": 20,
    "Query.fit": 20,
    "Query.fitsForChallenge": 100,
    "Query.fitsForTeam": 100,
    "Query.rolesForMe": 100,
    "Query.peopleForRole": 100,
    "Query.whatIf": 100,
    "Query.concepts": 20,
    "Query.catalogueStatistics": 20,
    "Query.challengeStatistics": 20,
    "Query.checkSbom": 100,
    "Query.licenceCompatibility": 20,
    "Query.validatePubliccode": 100,
}
RATE_LIMITED = "RATE_LIMITED"
WRITE = 10  # each mutation: a transaction, its audit event and what follows from it
INTROSPECTION = 10
REFUSED = 5  # reading and refusing a document that does not hold
MOST_PRICES_KEPT = 64  # of one operation, for as many sizes of its pages


class Purse(Protocol):
    """What pays for operations."""

    @property
    def limit(self) -> int:
        """Points that one operation may cost."""

    def pay(self, points: float) -> float | None:
        """Pay; the seconds to wait before there is enough, or None when it is paid."""


class Pricing:
    """The price of one operation under whatever variables, computed once for each size of its pages."""

    def __init__(
        self,
        schema: GraphQLSchema,
        operation: OperationDefinitionNode,
        fragments: Mapping[str, FragmentDefinitionNode],
    ) -> None:
        self._schema = schema
        self._operation = operation
        self._fragments = fragments
        self._known: dict[object, int] = {}

    def price(self, variables: VariableValues) -> int:
        """Points, at least one."""
        key = tuple(
            (name, len(value) if isinstance(value, list) else value)
            for name, value in variables.coerced.items()
            if isinstance(value, int | list)
        )
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= MOST_PRICES_KEPT:
                self._known.clear()
            found = self._known[key] = price_of(
                self._schema, self._operation, self._fragments, variables.coerced
            )
        return found


def price_of(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
) -> int:
    """Points that an operation costs, at least one; its document is valid, its variables are coerced."""
    root = schema.get_root_type(operation.operation)
    if root is None:
        return 1
    counted = _Count(schema, fragments, variables)
    points = counted.selections(root.name, operation.selection_set)
    if operation.operation is OperationType.MUTATION:
        points += WRITE * sum(isinstance(each, FieldNode) for each in operation.selection_set.selections)
    return max(1, points)


class _Count:
    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._variables = variables
        self._known: dict[tuple[str, int | None], int] = {}

    def selections(self, parent: str, asked: SelectionSetNode | None, rows: int | None = None) -> int:
        """Points of what is asked of an object; `rows` when it is a page of so many."""
        return (
            sum(self._selection(parent, each, rows) for each in asked.selections if self._is_included(each))
            if asked
            else 0
        )

    def _selection(self, parent: str, selection: Any, rows: int | None) -> int:
        if isinstance(selection, FieldNode):
            return self._field(parent, selection, rows)
        if isinstance(selection, InlineFragmentNode):
            condition = selection.type_condition
            return self.selections(
                condition.name.value if condition else parent, selection.selection_set, rows
            )
        if isinstance(selection, FragmentSpreadNode):
            key = (selection.name.value, rows)
            if key not in self._known:
                fragment = self._fragments[selection.name.value]
                inner = self.selections(fragment.type_condition.name.value, fragment.selection_set, rows)
                self._known[key] = inner
            return self._known[key]
        return 0

    def _field(self, parent: str, node: FieldNode, rows: int | None) -> int:
        name = node.name.value
        if name.startswith("__"):
            return INTROSPECTION if node.selection_set else 0
        field = self._schema.get_type(parent).fields[name]  # type: ignore[union-attr]  # valid: only such types have fields
        dear = DEAR.get(f"{parent}.{name}", 0)
        target = get_named_type(field.type)
        if not is_composite_type(target):
            return dear + (name == "totalCount")
        if rows is not None and name in {"nodes", "edges"}:
            return dear + rows * ((name == "nodes") + self.selections(target.name, node.selection_set))
        asked = self._rows(field, node)
        is_row = not is_object_type(target) or view_of(target) is not None
        if not is_list_type(get_nullable_type(field.type)):
            by_itself = int(is_row or asked is not None)
            return dear + by_itself + self.selections(target.name, node.selection_set, asked)
        if asked is None:
            asked = DEFAULT_ROWS if is_row else 1
            return dear + asked * (is_row + self.selections(target.name, node.selection_set))
        return dear + 1 + asked * (1 + self.selections(target.name, node.selection_set))

    def _rows(self, field: GraphQLField, node: FieldNode) -> int | None:
        """How many rows a field is asked for; None when it is no page."""
        for name in ("last", "first", "ids"):
            value = self._value(node, name) if name in field.args else None
            if isinstance(value, list):
                return len(value)
            if value is not None:
                return max(1, int(value))
        return DEFAULT_ROWS if "first" in field.args else None

    def _value(self, node: Any, name: str) -> Any:
        for each in node.arguments or ():
            if each.name.value != name:
                continue
            value = each.value
            if isinstance(value, VariableNode):
                return self._variables.get(value.name.value)
            if isinstance(value, IntValueNode):
                return int(value.value)
            if isinstance(value, BooleanValueNode):
                return value.value
            if isinstance(value, ListValueNode):
                return list(value.values)
        return None

    def _is_included(self, selection: Any) -> bool:
        for directive in selection.directives or ():
            value = self._value(directive, "if")
            if (directive.name.value, value) in {("skip", True), ("include", False)}:
                return False
        return True


def charge(purse: Purse, price: int) -> None:
    """Take the price of an operation.

    Raises:
        GraphQLError: COST_EXCEEDED, it is dearer than one operation may be; RATE_LIMITED, too little is left for now.
    """
    if price > purse.limit:
        raise GraphQLError(
            f"this costs {price:,} points, and one operation may cost {purse.limit:,}: ask for fewer rows with "
            "`first`, the pages within pages above all",
            extensions={"code": "COST_EXCEEDED", "seen": price, "limit": purse.limit},
        )
    wait = purse.pay(price)
    if wait is not None:
        raise rate_limited(wait)


def rate_limited(wait: float) -> GraphQLError:
    """Say when to come again, whose bucket has room in so many seconds."""
    seconds = wait_seconds(wait)
    return GraphQLError(
        told_to_wait(seconds), extensions={"code": RATE_LIMITED, "retryAfterSeconds": seconds}
    )


def wait_seconds(wait: float) -> int:
    """Whole seconds to wait, at least one."""
    return max(1, ceil(wait))


def told_to_wait(seconds: int) -> str:
    """What is said to whoever has used up their points."""
    return f"you have asked for much in the last minute: try again in {seconds} s"
