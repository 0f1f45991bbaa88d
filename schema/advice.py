"""What is said of a challenge as it is written: advice, and what stands between it and its publication."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.challenges import service
from schema.context import Context
from schema.errors import text_of
from schema.fields import column
from schema.ids import row_id
from store.actor import Actor
from store.database import Connection as Transaction
from store.refusal import Problem, Refused

Finding = TypeVar("Finding", "Advice", "Obstacle")


@strawberry.type(
    description="Something in a challenge that its owner should look at again. Nothing is refused for it."
)
class Advice:
    """One finding."""

    code: str = column("Stable code of the finding.")
    field: list[str] = column("Path of the field of `ChallengeInput` that it is about.")
    message: str = column("The finding with the words it rests on, in your language.")


@strawberry.type(description="Something that has to be done before a challenge can be published.")
class Obstacle:
    """One item of the gate."""

    code: str = column("Stable code of what is missing.")
    field: list[str] = column("Path of the field of `ChallengeInput` that it is about.")
    message: str = column("What is missing, in your language.")


async def challenge_advice(info: Info[Context, None], id: strawberry.ID) -> list[Advice] | None:
    """What is vague, cannot be checked, or is a solution in disguise; null but for its owner and officers."""
    return await _asked(info, id, service.advice, Advice)


async def challenge_gate(info: Info[Context, None], id: strawberry.ID) -> list[Obstacle] | None:
    """What is missing before a challenge can be published, item by item; null but for its owner and officers."""
    return await _asked(info, id, service.gate, Obstacle)


async def _asked(
    info: Info[Context, None],
    challenge_id: str,
    judge: Callable[[Transaction, Actor, UUID], Awaitable[Sequence[Problem]]],
    kind: type[Finding],
) -> list[Finding] | None:
    context, row = info.context, row_id(challenge_id, "Challenge")
    try:
        async with context.database.read() as connection:
            found = await judge(connection, context.actor, row)
    except Refused:
        return None
    return [
        kind(code=each.code, field=(each.field or "").split("."), message=text_of(each, context.language))
        for each in found
    ]
