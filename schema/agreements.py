"""Agreements: ownership, licence, data and publication, accepted by both sides before work starts."""

from datetime import datetime
from typing import TypeAlias

import strawberry

from matching.agreements import model, view
from schema.assignments import Match
from schema.fields import column, one, reads
from schema.node import Node
from schema.scalars import LocalizedText, SPDXExpression

strawberry.enum(model.Ownership, name="Ownership", description="Who owns what is made.")
Ownership: TypeAlias = model.Ownership


@reads(view.AGREEMENTS)
@strawberry.type(description="The terms of a match.")
class Agreement(Node):
    """An agreement."""

    ownership: Ownership = column("Who owns what is made.")
    licence: SPDXExpression = column("Licence of the code.")
    content_licence: SPDXExpression | None = column("Licence of texts and pictures, when it is another.")
    data_terms: LocalizedText = column("What may be done with data.")
    publication_terms: LocalizedText = column("What is published, and when.")
    accepted_by_owner_at: datetime | None = column("When the owner accepted.")
    accepted_by_team_at: datetime | None = column("When the team accepted.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")
    match: Match | None = one("match", "Whose terms.")
