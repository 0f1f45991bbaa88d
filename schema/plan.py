"""The way of a read: one GraphQL operation becomes one SQL statement, and its JSON goes to the wire untouched."""
# ruff: noqa: SLF001 - strawberry's Info keeps the executor's own in `_raw_info`, and the plan is part of the executor

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, cast
from uuid import UUID

import orjson
from graphql import (
    FieldNode,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    Location,
    OperationDefinitionNode,
    OperationType,
    is_nullable_type,
)
from graphql.execution.values import VariableValues, get_variable_values
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types import Info

from schema.compiler import ACTOR_FLAGS, Compiler
from schema.context import Context
from schema.cost import Pricing, charge
from schema.fields import Every, Single, source_of
from schema.selection import Selector
from schema.statement import Statement, Values

MAX_PLANS = 1_000  # a dashboard has tens of documents; hostile ones push each other out
MAX_PLAN_CHARACTERS = 1_000_000  # of documents; their statements are a few times as long
Key = tuple[object, ...]


class PlanExecutor(StrawberryGraphQLCoreExecutionContext):
    """Lets JSON that the database made pass through value completion."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.context_value, Context):
            self.context_value.variables = self.variable_values

    def complete_value(
        self, return_type: Any, details: Any, info: Any, path: Any, result: Any, position: Any
    ) -> Any:
        """A fragment is complete; all else goes the usual way."""
        if type(result) is orjson.Fragment:
            return result
        return super().complete_value(return_type, details, info, path, result, position)


class PlanCache:
    """What is made once and used often, such as statements by document, operation and shape of variables.

    The least used is forgotten first.

    Attributes:
        hits: how often something was found.
        misses: how often it had to be made.
    """

    def __init__(self, size: int = MAX_PLANS, characters: int = MAX_PLAN_CHARACTERS) -> None:
        self._plans: OrderedDict[Key, Any] = OrderedDict()
        self._size = size
        self._characters = characters
        self._kept_characters = 0
        self.hits = 0
        self.misses = 0

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._plans)

    def get(self, key: Key, make: Callable[[], Any]) -> Any:
        """The plan for a key, made when it is not known yet."""
        found = self.known(key)
        if found is None:
            self.misses += 1
            found = self._plans[key] = make()
            self._kept_characters += _length(key)
            while len(self._plans) > self._size or self._kept_characters > self._characters:
                oldest, _ = self._plans.popitem(last=False)
                self._kept_characters -= _length(oldest)
        return found

    def known(self, key: Key) -> Any:
        """The plan for a key; None when it is not known."""
        found = self._plans.get(key)
        if found is not None:
            self.hits += 1
            self._plans.move_to_end(key)
        return found


def _length(key: Key) -> int:
    return sum(len(part) for part in key if isinstance(part, str))


PLANS = PlanCache()


@dataclass(frozen=True, slots=True)
class Ready:
    """A parsed and validated query all of whose root fields the plan reads: asked again, it goes straight to SQL."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    pricing: Pricing | None = None

    async def read(self, context: Context, variables: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """The data of the operation; None when the long way has to answer, which then tells what is wrong.

        Raises:
            GraphQLError: COST_EXCEEDED or RATE_LIMITED; nothing was read.
        """
        coerced = get_variable_values(
            self.schema, tuple(self.operation.variable_definitions or ()), dict(variables or {})
        )
        if isinstance(coerced, list):
            return None
        context.variables = coerced
        plan = PLANS.known(("operation", *_key(self.operation, context)))
        if plan is None:
            return None
        if context.purse is not None and self.pricing is not None:
            context.price = self.pricing.price(coerced)
            charge(context.purse, context.price)
            context.is_paid = True
        context.batch = asyncio.ensure_future(_fragments(plan, context))
        try:
            return await context.batch
        except Exception:  # noqa: BLE001 - the long way finds the same failed batch, and tells of it by path
            return None


def shape(value: object) -> object:
    """What of a variable's value shapes the SQL: whether it is there, its keys, its enumeration members and flags."""
    if isinstance(value, dict):
        return tuple((key, shape(item)) for key, item in sorted(value.items()))
    if isinstance(value, list):
        return list
    if value is None or isinstance(value, bool | Enum):
        return value
    return type(value)


async def planned(info: Info[Context, None]) -> Any:
    """Answer a root field; all planned root fields of an operation are read by the same statement."""
    context = info.context
    if context.batch is None:
        context.batch = asyncio.ensure_future(_read_operation(info._raw_info, context))
    fragments = await asyncio.shield(context.batch)
    return fragments[info._raw_info.path.key]


async def planned_rows(info: Info[Context, None], type_name: str, ids: Sequence[UUID]) -> Mapping[UUID, Any]:
    """Rows of a type by id, as the field asks for them; what may not be seen is left out."""
    raw, context = info._raw_info, info.context
    asked = raw.field_nodes
    key = ("rows", type_name, _place(asked), *_key(raw.operation, context))

    def compile_plan() -> Statement:
        compiler = _compiler(raw, context)
        target = cast("GraphQLObjectType", raw.schema.get_type(type_name))
        return compiler.statement([compiler.rows_by_id(target, asked)])

    async with context.database.read() as connection:
        statement: Statement = PLANS.get(key, compile_plan)
        text = await connection.fetchval(statement.sql, *statement.parameters(_values(context, ids)))
    return {
        UUID(row): orjson.Fragment(orjson.dumps(found)) for row, found in orjson.loads(text or "{}").items()
    }


async def planned_nodes(
    info: Info[Context, None], ids: Sequence[tuple[str, UUID]]
) -> Mapping[tuple[str, UUID], Any]:
    """Rows of several types by type and id, read by one statement; what may not be seen is left out."""
    raw, context = info._raw_info, info.context
    asked = raw.field_nodes
    types = sorted({type_name for type_name, _ in ids})
    if not types:
        return {}
    key = ("nodes", tuple(types), _place(asked), *_key(raw.operation, context))

    def compile_plan() -> Statement:
        compiler = _compiler(raw, context)
        targets = [cast("GraphQLObjectType", raw.schema.get_type(name)) for name in types]
        return compiler.statement([compiler.rows_by_id(target, asked) for target in targets])

    statement: Statement = PLANS.get(key, compile_plan)
    parameters = statement.parameters(_values(context, [row for _, row in ids]))
    async with context.database.read() as connection:
        texts = await connection.fetchrow(statement.sql, *parameters)
    return {
        (type_name, UUID(row)): orjson.Fragment(orjson.dumps(found))
        for type_name, text in zip(types, texts or (), strict=True)
        for row, found in orjson.loads(text or "{}").items()
    }


async def planned_row(info: Info[Context, None], type_name: str, row: UUID | None) -> Any:
    """One row of a type by id; fields of one operation that ask at the same time share a statement."""
    if row is None:
        return None
    raw, context = info._raw_info, info.context
    key = (type_name, _place(raw.field_nodes))
    waiting = context.waiting.get(key)
    if waiting is None:
        ids: set[UUID] = set()
        waiting = context.waiting[key] = (
            ids,
            asyncio.ensure_future(_read_waiting(info, key, type_name, ids)),
        )
    waiting[0].add(row)
    return (await asyncio.shield(waiting[1])).get(row)


async def _read_waiting(
    info: Info[Context, None], key: tuple[str, object], type_name: str, ids: set[UUID]
) -> Mapping[UUID, Any]:
    await asyncio.sleep(0)
    del info.context.waiting[key]
    return await planned_rows(info, type_name, sorted(ids))


async def _read_operation(raw: GraphQLResolveInfo[Context], context: Context) -> dict[str, Any]:
    def compile_plan() -> tuple[tuple[str, ...], Statement]:
        compiler = _compiler(raw, context)
        selector = _selector(raw, context)
        keys, columns = [], []
        for response_key, nodes in selector.root(raw.parent_type, raw.operation.selection_set).items():
            field = raw.parent_type.fields.get(nodes[0].name.value)
            if field is None or not isinstance(source_of(field), Every | Single):
                continue
            keys.append(response_key)
            columns.append(compiler.root(field, nodes))
        return tuple(keys), compiler.statement(columns)

    plan = PLANS.get(("operation", *_key(raw.operation, context)), compile_plan)
    if _is_ready(raw):
        context.ready = Ready(raw.schema, raw.operation, context.pricing)
    return await _fragments(plan, context)


def _is_ready(raw: GraphQLResolveInfo[Context]) -> bool:
    """Whether every root field, under whatever variables, is one that the plan reads and that may have its value."""
    if raw.operation.operation is not OperationType.QUERY:
        return False
    fields = [
        selection for selection in raw.operation.selection_set.selections if isinstance(selection, FieldNode)
    ]
    if len(fields) < len(raw.operation.selection_set.selections):
        return False
    found = [raw.parent_type.fields.get(node.name.value) for node in fields]
    return all(
        field is not None
        and (
            isinstance(source_of(field), Every)
            or (isinstance(source_of(field), Single) and is_nullable_type(field.type))
        )
        for field in found
    )


async def _fragments(plan: tuple[tuple[str, ...], Statement], context: Context) -> dict[str, Any]:
    keys, statement = plan
    parameters = statement.parameters(_values(context))
    async with context.database.read() as connection:
        row = await connection.fetchrow(statement.sql, *parameters)
    return {
        key: None if text is None else orjson.Fragment(text)
        for key, text in zip(keys, row or (), strict=True)
    }


def _values(context: Context, ids: Sequence[UUID] = ()) -> Values:
    return Values(context.actor, _variables(context), ids)


def _variables(context: Context) -> VariableValues:
    return cast("VariableValues", context.variables)


def _selector(raw: GraphQLResolveInfo[Context], context: Context) -> Selector:
    return Selector(raw.schema, raw.fragments, _variables(context))


def _compiler(raw: GraphQLResolveInfo[Context], context: Context) -> Compiler:
    return Compiler(_selector(raw, context), _values(context))


def _key(operation: OperationDefinitionNode, context: Context) -> Key:
    """What shapes the SQL of an operation: its text, its variables' shape, and what sort of reader asks."""
    source = cast("Location", operation.loc).source
    name = operation.name.value if operation.name else None
    flags = [getattr(context.actor, flag) for flag in ACTOR_FLAGS]
    return (source.body, name, shape(_variables(context).coerced), *flags)


def _place(nodes: Sequence[FieldNode]) -> object:
    return tuple((node.loc.start if node.loc else 0) for node in nodes)
