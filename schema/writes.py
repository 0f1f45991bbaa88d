"""The way of a write: one transaction around a service, and its refusals as user errors."""

import dataclasses
import hashlib
from collections.abc import Awaitable, Callable
from functools import cache
from types import NoneType
from typing import Any, TypeVar, get_args, get_type_hints
from uuid import UUID

import orjson
import strawberry
from graphql import GraphQLError
from strawberry.types import Info
from strawberry.types.nodes import SelectedField
from strawberry.utils.str_converters import to_camel_case

from matching.forms import UNCHANGED
from schema.context import Context
from schema.errors import UserError, text_of, user_errors
from schema.fields import column
from store import idempotency
from store.actor import Actor
from store.database import Connection, Occupied
from store.refusal import Problem, Problems, Refused, refuse_unless

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


OCCUPIED = Problem("OCCUPIED")  # somebody else writes to the same record, for longer than anybody should wait
IN_PROGRESS = (
    "IDEMPOTENCY_IN_PROGRESS"  # of a request and not of its input, so an error of its own, as 409 is of HTTP
)
COME_AGAIN_SECONDS = 5  # as long again as the other was waited for
Work = Callable[[Connection, Actor], Awaitable[UUID | None]]


async def write(info: Info[Context, None], payload: type[Outcome], work: Work, **others: Any) -> Outcome:
    """Run a service in a transaction and answer with the row it returns, or with its refusals.

    With an Idempotency-Key, a write that was done before is not done again, and its row is answered. `others` are what
    the payload shows beside the row, filled in later: secrets that are shown once, which cannot be answered twice.

    Raises:
        GraphQLError: IN_PROGRESS, the same write is being done at this moment.
    """
    context = info.context
    try:
        key = _key(info)
        async with context.database.transaction() as tx:
            if key is None:
                row = await work(tx, context.actor)
            elif await idempotency.claim(tx, key):
                row = await work(tx, context.actor)
                await idempotency.keep(tx, key, row)
            else:
                refuse_unless(not others, "IDEMPOTENCY_KEY_ANSWERED")
                row = await idempotency.kept(tx, key)
    except idempotency.InProgress as error:
        extensions = {"code": IN_PROGRESS, "retryAfterSeconds": COME_AGAIN_SECONDS}
        raise GraphQLError(text_of(Problem(IN_PROGRESS), context.language), extensions=extensions) from error
    except Refused as refused:
        return payload(row=None, user_errors=user_errors(refused.problems, context.language), **others)
    except Occupied:
        return payload(row=None, user_errors=user_errors([OCCUPIED], context.language), **others)
    return payload(row=row, user_errors=[], **others)


def _key(info: Info[Context, None]) -> idempotency.Key | None:
    """The key of this write; None without one, and for somebody unknown, who could send another's.

    Raises:
        Refused: IDEMPOTENCY_KEY_MALFORMED.
    """
    actor = info.context.actor
    owner = actor.person_id or actor.service_account_id
    if info.context.idempotency_key is None or owner is None:
        return None
    key = idempotency.read_key(info.context.idempotency_key)
    (field,) = (each for each in info.selected_fields if isinstance(each, SelectedField))
    asked = orjson.dumps([field.name, field.arguments], default=str, option=orjson.OPT_SORT_KEYS)
    return idempotency.Key(str(owner), key, str(info.path.key), hashlib.sha256(asked).digest())


def form(kind: type[Form], given: object, **made: Any) -> Form:
    """A service's form from a mutation's input: what was left out stays unchanged, lists become tuples.

    Args:
        kind: the form's class; each of its fields that the input has is taken.
        given: the mutation's input.
        made: fields that are not simply taken over.

    Raises:
        Refused: NULL_NOT_TAKEN, a field is null that may be left out, and has no way to be empty.
    """
    values: dict[str, Any] = {}
    problems = Problems()
    for each in dataclasses.fields(kind):  # type: ignore[arg-type]  # forms are dataclasses
        value = getattr(given, each.name, strawberry.UNSET)
        is_taken = value is not None or each.name in _may_be_none(kind)  # type: ignore[arg-type]  # classes are hashable
        problems.unless(is_taken, "NULL_NOT_TAKEN", to_camel_case(each.name))
        if each.name in made and value is not strawberry.UNSET:
            values[each.name] = made[each.name] if value is not None else None
        else:
            values[each.name] = UNCHANGED if value is strawberry.UNSET else _plain(value)
    problems.refuse()
    return kind(**values)


@cache
def _may_be_none(kind: type[Any]) -> frozenset[str]:
    """The fields of a form that can be taken away."""
    return frozenset(name for name, hint in get_type_hints(kind).items() if NoneType in get_args(hint))


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def optional(description: str) -> Any:
    """An input field that may be left out."""
    return strawberry.field(default=strawberry.UNSET, description=description)
