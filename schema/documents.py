"""Documents are read, measured and checked once, and paid for before they run; what was read is kept for a while."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
    parse,
    specified_rules,
    validate,
)
from graphql.execution.values import get_variable_values
from strawberry.extensions import SchemaExtension
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from schema.context import Context
from schema.cost import Pricing, charge
from schema.limits import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_TOKENS,
    MAX_VALIDATION_ERRORS,
    fragments_of,
    is_introspection,
    refuse_too_large,
    too_much,
)
from schema.plan import PlanCache

RULES = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule)
MAX_DOCUMENTS = 500
#: A parsed document takes some hundred bytes for each of its characters: this is about 30 MiB.
KEPT_CHARACTERS = 300_000
UNNAMED = "the document has several operations: say in `operationName` which one to run"
MAX_CONTRACTS = 20  # answers about the contract, of at most a megabyte or two each

DOCUMENTS = PlanCache(MAX_DOCUMENTS, KEPT_CHARACTERS)
CONTRACTS = PlanCache(MAX_CONTRACTS, KEPT_CHARACTERS)


@dataclass(slots=True)
class Document:
    """One document that is within the limits.

    Attributes:
        tree: as it was parsed.
        errors: what is wrong with it; None before it was validated.
        pricings: of its operations, by name.
    """

    tree: DocumentNode
    errors: list[GraphQLError] | None
    pricings: dict[str | None, Pricing]


def read(text: str) -> Document:
    """Parse and measure a document.

    Raises:
        GraphQLError: it is no document, or beyond a limit.
    """
    if len(text) > MAX_CHARACTERS:
        raise too_much("TOO_MANY_CHARACTERS", "characters", len(text), MAX_CHARACTERS)
    try:
        tree = parse(text, max_tokens=MAX_TOKENS)
        refuse_too_large(tree)
    except RecursionError:
        raise GraphQLError(
            f"this has fields within fields without end, and at most {MAX_DEPTH} levels are taken",
            extensions={"code": "TOO_DEEP", "limit": MAX_DEPTH},
        ) from None
    except GraphQLError as error:
        if error.extensions:
            raise
        if (
            f"more than {MAX_TOKENS} tokens" in error.message
            or f"more that {MAX_TOKENS} tokens" in error.message
        ):
            raise GraphQLError(
                f"this has more than {MAX_TOKENS:,} names, signs and values, and no more are taken",
                extensions={"code": "TOO_MANY_TOKENS", "limit": MAX_TOKENS},
            ) from error
        error.extensions = {"code": "GRAPHQL_PARSE_FAILED"}
        raise
    return Document(tree, None, {})


def check(schema: GraphQLSchema, document: Document) -> list[GraphQLError]:
    """What is wrong with a document, found once; what it may have meant is not guessed, which costs more than all."""
    if document.errors is None:
        found = validate(schema, document.tree, RULES, MAX_VALIDATION_ERRORS, hide_suggestions=True)
        for error in found:
            error.extensions = error.extensions or {"code": "GRAPHQL_VALIDATION_FAILED"}
        document.errors = found
    return document.errors


class PaidDocuments(SchemaExtension):
    """The way of a document to its execution."""

    _document: Document

    def on_parse(self) -> Iterator[None]:
        """Take the document that was read before, or read it.

        Raises:
            GraphQLError: it is no document, or beyond a limit.
        """
        text = self.execution_context.query or ""
        self._document = DOCUMENTS.get((text,), lambda: read(text))
        self.execution_context.graphql_document = self._document.tree
        yield

    def on_validate(self) -> Iterator[None]:
        """Check it, once."""
        asked = self.execution_context
        schema = asked.schema._schema  # noqa: SLF001 - strawberry keeps the executable schema there
        wrong = check(schema, self._document)
        # Strawberry would run the first of several, where the specification wants a refusal.
        is_named = asked._provided_operation_name is not None  # noqa: SLF001 - its `operation_name` names the first
        if not wrong and not is_named and get_operation_ast(self._document.tree) is None:
            wrong = [GraphQLError(UNNAMED, extensions={"code": "BAD_REQUEST"})]
        asked.pre_execution_errors = wrong
        yield

    def on_execute(self) -> Iterator[None]:
        """Take the price; what was asked about the contract before is answered as it was.

        Raises:
            GraphQLError: COST_EXCEEDED or RATE_LIMITED.
        """
        asked = self.execution_context
        operation = get_operation_ast(self._document.tree, asked.operation_name)
        if operation is None or not isinstance(asked.context, Context):
            yield
            return
        if operation.operation is OperationType.MUTATION and asked.context.time_left is not None:
            asked.context.time_left.reschedule(None)
        self._charge(asked.context, operation)
        if not is_introspection(operation) or asked.variables:
            yield
            return
        key = (asked.query, asked.operation_name)
        known = CONTRACTS.known(key)
        if known is not None:
            asked.result = ExecutionResult(known, None)
        yield
        result = asked.result
        if known is None and isinstance(result, ExecutionResult) and result.data and not result.errors:
            fragments = {name: orjson.Fragment(orjson.dumps(value)) for name, value in result.data.items()}
            CONTRACTS.get(key, lambda: fragments)

    def _charge(self, context: Context, operation: OperationDefinitionNode) -> None:
        schema = self.execution_context.schema._schema  # noqa: SLF001 - strawberry keeps the executable schema there
        name = operation.name.value if operation.name else None
        pricing = self._document.pricings.get(name)
        if pricing is None:
            pricing = Pricing(schema, operation, fragments_of(self._document.tree))
            self._document.pricings[name] = pricing
        context.pricing = pricing
        if context.purse is None or context.is_paid:
            return
        variables: Any = get_variable_values(
            schema, tuple(operation.variable_definitions or ()), dict(self.execution_context.variables or {})
        )
        if isinstance(variables, list):
            return  # execution tells what is wrong with them
        context.price = pricing.price(variables)
        charge(context.purse, context.price)
        context.is_paid = True
