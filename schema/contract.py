"""The schema object, made once, and how an operation is run against it."""

import asyncio
from collections.abc import Iterable
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext, ExecutionResult
from strawberry.types.graphql import OperationType

from schema.context import Context, Ready
from schema.descriptions import describe
from schema.documents import PaidDocuments
from schema.errors import MaskFaults, too_slow
from schema.limits import MAX_SECONDS
from schema.mutation import Mutation
from schema.plan import PlanCache, PlanExecutor
from schema.root import NODES, Query
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
        """Run an operation; one that only reads is stopped after MAX_SECONDS, and its SQL with it."""
        context = context_value if isinstance(context_value, Context) else None
        try:
            async with asyncio.timeout(MAX_SECONDS) as time_left:
                if context is not None:
                    context.time_left = time_left
                return await self._execute(
                    query,
                    variable_values,
                    context_value,
                    root_value,
                    operation_name,
                    allowed_operation_types,
                    operation_extensions,
                )
        except TimeoutError:
            if context is not None:
                context.stop()
            return ExecutionResult(data=None, errors=[too_slow()])

    async def _execute(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None,
        context: Any | None,
        root_value: Any | None,
        operation_name: str | None,
        allowed_operation_types: Iterable[OperationType] | None,
        operation_extensions: dict[str, Any] | None,
    ) -> ExecutionResult:
        """Run an operation; a query that was run before and is all SQL is neither parsed nor validated again."""
        key = (query, operation_name)
        ready: Ready | None = READY.known(key)
        if ready is not None and isinstance(context, Context):
            try:
                data = await ready.read(context, variable_values)
            except GraphQLError as refused:
                return ExecutionResult(data=None, errors=[refused])
            if data is not None:
                return ExecutionResult(data=data, errors=None)
        result = await super().execute(
            query,
            variable_values,
            context,
            root_value,
            operation_name,
            allowed_operation_types,
            operation_extensions,
        )
        if isinstance(context, Context) and context.ready and not result.errors:
            READY.get(key, lambda: context.ready)
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
    extensions=[PaidDocuments, MaskFaults],
    execution_context_class=PlanExecutor,
    config=StrawberryConfig(scalar_map=SCALARS),
)
describe(SCHEMA._schema)  # noqa: SLF001 - strawberry keeps the executable schema there
