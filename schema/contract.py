"""The schema object, made once, and how an operation is run against it."""

from collections.abc import Iterable
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext, ExecutionResult
from strawberry.types.graphql import OperationType

from schema.context import Context, Ready
from schema.descriptions import describe
from schema.errors import MaskFaults
from schema.limits import EXTENSIONS
from schema.plan import PlanCache, PlanExecutor
from schema.root import NODES, Mutation, Query
from schema.scalars import SCALARS
from schema.subscriptions import Subscription

READY = PlanCache()  # operations that need no parsing any more, by text and name


class Contract(strawberry.Schema):
    """Strawberry's schema, which asks the plan first, and leaves the logging of faults to `MaskFaults`."""

    async def execute(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any | None = None,
        root_value: Any | None = None,
        operation_name: str | None = None,
        allowed_operation_types: Iterable[OperationType] | None = None,
        operation_extensions: dict[str, Any] | None = None,
    ) -> ExecutionResult:
        """Run an operation; a query that was run before and is all SQL is neither parsed nor validated again."""
        key = (query, operation_name)
        ready: Ready | None = READY.known(key)
        if ready is not None and isinstance(context_value, Context):
            data = await ready.read(context_value, variable_values)
            if data is not None:
                return ExecutionResult(data=data, errors=None)
        result = await super().execute(
            query,
            variable_values,
            context_value,
            root_value,
            operation_name,
            allowed_operation_types,
            operation_extensions,
        )
        if isinstance(context_value, Context) and context_value.ready and not result.errors:
            READY.get(key, lambda: context_value.ready)
        return result

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Log nothing here: what callers did wrong is no event, and faults are logged with their id."""


SCHEMA = Contract(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    types=NODES,
    extensions=[*EXTENSIONS, MaskFaults],
    execution_context_class=PlanExecutor,
    config=StrawberryConfig(scalar_map=SCALARS),
)
describe(SCHEMA._schema)  # noqa: SLF001 - strawberry keeps the executable schema there
