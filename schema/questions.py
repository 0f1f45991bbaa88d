"""Questions about challenges, asked and answered in public."""

from datetime import datetime
from typing import cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.questions import service, view
from schema.challenges import Challenge
from schema.context import Context
from schema.fields import column, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.scalars import LocalizedText
from schema.writes import Payload, write
from store.actor import Actor
from store.database import Connection as Transaction


@reads(view.QUESTIONS)
@strawberry.type(description="What somebody asked about a challenge, and what its owner answered.")
class Question(Node):
    """A question; who asked is not said."""

    text: LocalizedText = column("The question, by language.")
    asked_at: datetime = column("When it was asked.")
    is_mine: bool = column("Whether you asked it.")
    answer: LocalizedText | None = column("The owner's answer, by language; null while there is none.")
    answered_at: datetime | None = column("When it was answered last.")
    hidden_at: datetime | None = column(
        "When an officer took it from public view; others do not see it then."
    )
    hidden_reason: str | None = column("Why.")
    version: int = column("Counts the answers; pass it back as `expectedVersion`.")
    challenge: Challenge | None = one("challenge", "What it is about.")


@strawberry.type(description="A question that was written, or why not.")
class QuestionPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The question; null when nothing was written.")
    async def question(self, info: Info[Context, None]) -> Question | None:
        """The row."""
        return cast("Question | None", await planned_row(info, "Question", self.row))


@strawberry.type
class QuestionMutations:
    """What people ask, owners answer, and officers hide."""

    @strawberry.mutation(
        description="Ask about a public challenge; whoever is signed in may, without their name."
    )
    async def ask_question(
        self, info: Info[Context, None], challenge_id: strawberry.ID, text: LocalizedText
    ) -> QuestionPayload:
        """Ask."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return await service.ask(tx, actor, row_id(challenge_id, "Challenge"), text)

        return await write(info, QuestionPayload, work)

    @strawberry.mutation(description="Answer in public, or better the answer; for the challenge's owner.")
    async def answer_question(
        self, info: Info[Context, None], id: strawberry.ID, expected_version: int, answer: LocalizedText
    ) -> QuestionPayload:
        """Answer."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            question = row_id(id, "Question")
            await service.answer(tx, actor, question, expected_version, answer)
            return question

        return await write(info, QuestionPayload, work)

    @strawberry.mutation(description="Take a question from public view and say why; for officers.")
    async def hide_question(
        self, info: Info[Context, None], id: strawberry.ID, reason: str
    ) -> QuestionPayload:
        """Hide."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            question = row_id(id, "Question")
            await service.hide(tx, actor, question, reason)
            return question

        return await write(info, QuestionPayload, work)
