"""The schema object, made once, and how an operation is run against it."""

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from schema.errors import MaskFaults
from schema.limits import EXTENSIONS
from schema.plan import PlanExecutor
from schema.root import NODES, Mutation, Query
from schema.scalars import SCALARS


class Contract(strawberry.Schema):
    """Strawberry's schema, which leaves the logging of faults to `MaskFaults`."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Log nothing here: what callers did wrong is no event, and faults are logged with their id."""


SCHEMA = Contract(
    query=Query,
    mutation=Mutation,
    types=NODES,
    extensions=[*EXTENSIONS, MaskFaults],
    execution_context_class=PlanExecutor,
    config=StrawberryConfig(scalar_map=SCALARS),
)
