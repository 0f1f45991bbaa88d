"""Advice on a challenge as it is written."""

import strawberry
from strawberry.types import Info

from matching.challenges import service
from schema.context import Context
from schema.errors import text_of
from schema.fields import column
from schema.ids import row_id
from store.refusal import Refused


@strawberry.type(
    description="Something in a challenge that its owner should look at again. Nothing is refused for it."
)
class Advice:
    """One finding."""

    code: str = column("Stable code of the finding.")
    field: list[str] = column("Path of the field of `ChallengeInput` that it is about.")
    message: str = column("The finding with the words it rests on, in your language.")


async def challenge_advice(info: Info[Context, None], id: strawberry.ID) -> list[Advice] | None:
    """What is vague, cannot be checked, or is a solution in disguise; null but for its owner and officers."""
    context, row = info.context, row_id(id, "Challenge")
    try:
        async with context.database.read() as connection:
            found = await service.advice(connection, context.actor, row)
    except Refused:
        return None
    return [
        Advice(code=each.code, field=(each.field or "").split("."), message=text_of(each, context.language))
        for each in found
    ]
