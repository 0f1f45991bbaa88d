"""The way of a write: one transaction around a service, and its refusals as user errors."""

import dataclasses
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.forms import UNCHANGED
from schema.context import Context
from schema.errors import UserError, user_errors
from schema.fields import column
from store.actor import Actor
from store.database import Connection
from store.refusal import Refused

Form = TypeVar("Form")
Outcome = TypeVar("Outcome", bound="Payload")


@strawberry.interface(description="What every mutation answers: its record, or why nothing was written.")
class Payload:
    """The outcome of a write; `row` is the id of what was written."""

    row: strawberry.Private[UUID | None]
    user_errors: list[UserError] = column("Why nothing was written; empty when it was.")


@strawberry.type(description="Whether something was done that leaves no record to show.")
class DonePayload(Payload):
    """Outcome of taking something away."""


async def write(
    info: Info[Context, None],
    payload: type[Outcome],
    work: Callable[[Connection, Actor], Awaitable[UUID | None]],
    **others: Any,
) -> Outcome:
    """Run a service in a transaction and answer with the row it returns, or with its refusals."""
    context = info.context
    try:
        async with context.database.transaction() as tx:
            row = await work(tx, context.actor)
    except Refused as refused:
        return payload(row=None, user_errors=user_errors(refused.problems, context.language), **others)
    return payload(row=row, user_errors=[], **others)


def form(kind: type[Form], given: object, **made: Any) -> Form:
    """A service's form from a mutation's input: what was left out stays unchanged, lists become tuples.

    Args:
        kind: the form's class; each of its fields that the input has is taken.
        given: the mutation's input.
        made: fields that are not simply taken over.
    """
    values: dict[str, Any] = {}
    for each in dataclasses.fields(kind):  # type: ignore[arg-type]  # forms are dataclasses
        value = getattr(given, each.name, strawberry.UNSET)
        if each.name in made and value is not strawberry.UNSET:
            values[each.name] = made[each.name] if value is not None else None
        else:
            values[each.name] = UNCHANGED if value is strawberry.UNSET else _plain(value)
    return kind(**values)


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def optional(description: str) -> Any:
    """An input field that may be left out."""
    return strawberry.field(default=strawberry.UNSET, description=description)
