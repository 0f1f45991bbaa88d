"""Shared notes: nobody is written down who did not agree, nothing is published that its speaker did not approve."""

from datetime import date, datetime
from typing import cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.notes import service, view
from schema.assignments import Match
from schema.context import Context
from schema.fields import column, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.writes import Payload, write
from store.actor import Actor
from store.database import Connection as Transaction


@strawberry.type(description="What one person said, as they agreed to be written down.")
class NotePart:
    """A part; its id is for writing and approving it."""

    id: strawberry.ID = column("Pass it to `writeNotePart` and `approveNotePart`.")
    name: str | None = column("Who said it.")
    text: str = column("What is written; empty until somebody writes it.")
    approved_at: datetime | None = column("When the speaker approved exactly these words.")
    is_mine: bool = column("Whether you said it.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")


@reads(view.SHARED_NOTES)
@strawberry.type(
    description="A note of a meeting within a match; public once everybody in it approved their part."
)
class SharedNote(Node):
    """A note."""

    title: str = column("What the meeting was about.")
    held_on: date = column("When it was held.")
    created_at: datetime = column("When the note was begun.")
    published_at: datetime | None = column("When it was published; null before.")
    is_mine: bool = column("Whether you agreed to be written down in it.")
    match: Match | None = one("match", "In which match.")
    parts: list[NotePart] = column("What everybody said who agreed to be written down.")


@strawberry.type(description="A note that was written, or why not.")
class SharedNotePayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The note; null when nothing was written.")
    async def shared_note(self, info: Info[Context, None]) -> SharedNote | None:
        """The row."""
        return cast("SharedNote | None", await planned_row(info, "SharedNote", self.row))


@strawberry.type
class NoteMutations:
    """What both sides of a match write down together."""

    @strawberry.mutation(description="Begin a note of a meeting; for both sides of a match and officers.")
    async def begin_note(
        self, info: Info[Context, None], match_id: strawberry.ID, title: str, held_on: date
    ) -> SharedNotePayload:
        """Begin."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return await service.begin(tx, actor, row_id(match_id, "Match"), title, held_on)

        return await write(info, SharedNotePayload, work)

    @strawberry.mutation(description="Agree that what you say is written down in a note.")
    async def join_note(
        self, info: Info[Context, None], id: strawberry.ID, text_version: int
    ) -> SharedNotePayload:
        """Join."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            note = row_id(id, "SharedNote")
            await service.join(tx, actor, note, text_version)
            return note

        return await write(info, SharedNotePayload, work)

    @strawberry.mutation(description="Write down what somebody said who agreed to it; they approve it anew.")
    async def write_note_part(
        self, info: Info[Context, None], id: strawberry.ID, expected_version: int, text: str
    ) -> SharedNotePayload:
        """Write."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return await service.write(tx, actor, row_id(id, "NotePart"), expected_version, text)

        return await write(info, SharedNotePayload, work)

    @strawberry.mutation(description="Approve what is written of you, in the words of this version.")
    async def approve_note_part(
        self, info: Info[Context, None], id: strawberry.ID, expected_version: int
    ) -> SharedNotePayload:
        """Approve."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return await service.approve(tx, actor, row_id(id, "NotePart"), expected_version)

        return await write(info, SharedNotePayload, work)

    @strawberry.mutation(description="Publish a note that everybody in it has approved.")
    async def publish_note(self, info: Info[Context, None], id: strawberry.ID) -> SharedNotePayload:
        """Publish."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            note = row_id(id, "SharedNote")
            await service.publish(tx, actor, note)
            return note

        return await write(info, SharedNotePayload, work)
