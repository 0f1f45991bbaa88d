"""Agreements: ownership, licence, data, publication, credit and mentoring, accepted by both sides before work."""

from datetime import datetime
from typing import TypeAlias, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.agreements import model, service, view
from schema.assignments import Match
from schema.context import Context
from schema.fields import Connection, column, many, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.scalars import LocalizedText, SPDXExpression
from schema.writes import Payload, form, optional, write
from store.actor import Actor
from store.database import Connection as Transaction

strawberry.enum(model.Ownership, name="Ownership", description="Who owns what is made.")
Ownership: TypeAlias = model.Ownership


@reads(view.AGREEMENT_VERSIONS)
@strawberry.type(description="How the terms read once; for both sides and officers.")
class AgreementVersion(Node):
    """Kept whenever terms are written, and never edited."""

    version: int = column("1 is the first that were proposed.")
    written_at: datetime = column("When.")
    ownership: Ownership = column("Who was to own what is made.")
    licence: SPDXExpression = column("Licence of the code.")
    content_licence: SPDXExpression | None = column("Licence of texts and pictures, when it was another.")
    data_terms: LocalizedText = column("What might be done with data.")
    publication_terms: LocalizedText = column("What was to be published, and when.")
    credit_terms: LocalizedText = column("Who was to be named where the work is shown.")
    mentoring_terms: LocalizedText = column("Who was to help the team, how and how often.")


@reads(view.AGREEMENTS)
@strawberry.type(description="The terms of a match.")
class Agreement(Node):
    """An agreement."""

    ownership: Ownership = column("Who owns what is made.")
    licence: SPDXExpression = column("Licence of the code.")
    content_licence: SPDXExpression | None = column("Licence of texts and pictures, when it is another.")
    data_terms: LocalizedText = column("What may be done with data.")
    publication_terms: LocalizedText = column("What is published, and when.")
    credit_terms: LocalizedText = column("Who is named where the work is shown.")
    mentoring_terms: LocalizedText = column("Who helps the team, how and how often.")
    accepted_by_owner_at: datetime | None = column("When the owner accepted.")
    accepted_by_team_at: datetime | None = column("When the team accepted.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")
    match: Match | None = one("match", "Whose terms.")
    versions: Connection[AgreementVersion] = many(
        "agreement", "How the terms read before, newest first; for both sides and officers.", order="NEWEST"
    )


@strawberry.input(
    description="What either side may write; what is left out stays, or starts from the template."
)
class AgreementInput:
    """Fields of the form."""

    ownership: Ownership | None = optional("Who owns what is made.")
    licence: SPDXExpression | None = optional("Licence of the code.")
    content_licence: SPDXExpression | None = optional("Licence of texts and pictures, when it is another.")
    data_terms: LocalizedText | None = optional("What may be done with data.")
    publication_terms: LocalizedText | None = optional("What is published, and when.")
    credit_terms: LocalizedText | None = optional("Who is named where the work is shown.")
    mentoring_terms: LocalizedText | None = optional("Who helps the team, how and how often.")

    def as_form(self) -> model.AgreementForm:
        """As the service takes it."""
        return form(model.AgreementForm, self)


@strawberry.type(description="An agreement that was written, or why not.")
class AgreementPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The agreement; null when nothing was written.")
    async def agreement(self, info: Info[Context, None]) -> Agreement | None:
        """The row."""
        return cast("Agreement | None", await planned_row(info, "Agreement", self.row))


@strawberry.type
class AgreementMutations:
    """What owners and teams do to agree."""

    @strawberry.mutation(description="Propose the terms of a match; for either side.")
    async def propose_agreement(
        self, info: Info[Context, None], match_id: strawberry.ID, input: AgreementInput
    ) -> AgreementPayload:
        """Propose."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.propose(tx, actor, row_id(match_id, "Match"), input.as_form())).id

        return await write(info, AgreementPayload, work)

    @strawberry.mutation(description="Change the terms; whoever had accepted them accepts anew.")
    async def edit_agreement(
        self, info: Info[Context, None], id: strawberry.ID, expected_version: int, input: AgreementInput
    ) -> AgreementPayload:
        """Edit."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            row = row_id(id, "Agreement")
            return (await service.edit(tx, actor, row, input.as_form(), expected_version)).id

        return await write(info, AgreementPayload, work)

    @strawberry.mutation(
        description="Accept the terms of this version for one's own side; for a team, whoever leads it."
    )
    async def accept_agreement(
        self, info: Info[Context, None], id: strawberry.ID, expected_version: int
    ) -> AgreementPayload:
        """Accept."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.accept(tx, actor, row_id(id, "Agreement"), expected_version)).id

        return await write(info, AgreementPayload, work)
