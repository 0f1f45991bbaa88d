"""Root fields that the plan reads, each declared in a line or two: a page of rows, one row, one row by its slug.

Strawberry reads a field's arguments from its resolver's signature, so a factory writes that signature and all pages
share one resolver. What a field answers with is known to the plan from the type, and to nobody else.
"""

from collections.abc import Callable
from enum import Enum
from inspect import Parameter, Signature
from typing import Any

import strawberry
from strawberry.types import Info

from schema.context import Context
from schema.fields import SOURCE, After, Before, Connection, Every, First, Last, Single
from schema.plan import planned

PAGING = {"first": First, "after": After, "last": Last, "before": Before}


def page_of(
    node: type, order: Enum, description: str, *, where: str = "", narrowed_by: type | None = None
) -> Any:
    """A page of the rows of a type that the reader may see.

    Args:
        node: the type.
        order: the order where none is asked for; its class has the others.
        description: as the contract shows it.
        where: SQL over `{t}` that all of them fulfil; without it they are all rows of the view.
        narrowed_by: the type of the argument `filter`; there is none without it.
    """
    arguments = [_optional(name, kind) for name, kind in PAGING.items()]
    if narrowed_by is not None:
        arguments.append(_optional("filter", narrowed_by | None))
    arguments.append(Parameter("order_by", Parameter.KEYWORD_ONLY, default=order, annotation=type(order)))
    return _planned_field(Connection[node], arguments, description, Every(order.value, where))  # type: ignore[valid-type]  # a type when it runs


def by_slug(node: type, description: str) -> Any:
    """The row of a type that has the slug that is asked for; null when there is none or it may not be seen."""
    slug = Parameter("slug", Parameter.KEYWORD_ONLY, annotation=str)
    return _planned_field(node | None, [slug], description, Single("{t}.slug = :slug"))


def single(node: type, description: str, where: str = "true") -> Any:
    """The one row of a type for which this SQL over `{t}` holds; null when there is none."""
    return _planned_field(node | None, [], description, Single(where))


def resolved(resolver: Callable[..., Any]) -> Any:
    """What a function answers; its docstring is the description that the contract shows."""
    return strawberry.field(resolver=resolver, description=resolver.__doc__)


def _optional(name: str, kind: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=kind)


def _planned_field(answer: Any, arguments: list[Parameter], description: str, source: Every | Single) -> Any:
    async def read(info: Info[Context, None], **_asked: object) -> Any:
        return await planned(info)

    info = Parameter("info", Parameter.POSITIONAL_OR_KEYWORD, annotation=Info[Context, None])
    signature = Signature([info, *arguments], return_annotation=answer)
    read.__signature__ = signature  # type: ignore[attr-defined]  # what `inspect` looks at first
    return strawberry.field(resolver=read, description=description, metadata={SOURCE: source})
