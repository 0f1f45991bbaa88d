"""Consents: what somebody agreed to, and how they take it back."""

from datetime import datetime
from typing import TypeAlias

import strawberry
from strawberry.types import Info

from matching.consents import model, service, view
from schema.context import Context
from schema.fields import column, reads
from schema.ids import row_id
from schema.node import Node
from schema.scalars import LocalizedText
from schema.writes import DonePayload, write
from store.actor import Actor
from store.database import Connection as Transaction

strawberry.enum(model.Purpose, name="ConsentPurpose", description="What somebody may agree to.")
ConsentPurpose: TypeAlias = model.Purpose


@reads(view.CONSENTS)
@strawberry.type(description="What you agreed to, in which words, until when.")
class Consent(Node):
    """One's own."""

    purpose: ConsentPurpose = column("What for.")
    text_version: int = column("Which version of the words; `consentTexts` has them.")
    given_at: datetime = column("When you agreed.")
    withdrawn_at: datetime | None = column("When you took it back; null while it stands.")
    about: LocalizedText | None = column("The name of the team, or the title of the note, that it is about.")


@strawberry.type(description="The words that somebody agrees to.")
class ConsentText:
    """A version of a text; it is never edited, another follows."""

    purpose: ConsentPurpose = column("What for.")
    version: int = column("1 is the first.")
    text: LocalizedText = column("The words by language.")
    is_current: bool = column("Whether this is the version that is asked for now.")


def consent_texts() -> list[ConsentText]:
    """Everything that anybody was ever asked to agree to, in every version."""
    return [
        ConsentText(
            purpose=purpose, version=index, text=LocalizedText(dict(text)), is_current=index == len(texts)
        )
        for purpose, texts in model.TEXTS.items()
        for index, text in enumerate(texts, 1)
    ]


@strawberry.type
class ConsentMutations:
    """What people do with their consent."""

    @strawberry.mutation(
        description="Take back what you agreed to: what rests on it is deleted or hidden at once."
    )
    async def withdraw_consent(self, info: Info[Context, None], id: strawberry.ID) -> DonePayload:
        """Withdraw."""

        async def work(tx: Transaction, actor: Actor) -> None:
            await service.withdraw(tx, actor, row_id(id, "Consent"))

        return await write(info, DonePayload, work)
