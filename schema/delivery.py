"""Milestones and deliveries: what a match reaches, and the public code that comes of it."""

from datetime import date, datetime

import strawberry

from matching.delivery import view
from schema.assignments import Match
from schema.fields import column, one, reads
from schema.node import Node
from schema.scalars import URL, LocalizedText
from schema.software import Software


@reads(view.MILESTONES)
@strawberry.type(description="Something to be reached by a date.")
class Milestone(Node):
    """A milestone."""

    title: LocalizedText = column("What is to be reached.")
    due_on: date | None = column("By when.")
    reached_on: date | None = column("When it was reached.")
    note: str | None = column("What was seen.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")


@reads(view.DELIVERIES)
@strawberry.type(description="A repository that a team delivered.")
class Delivery(Node):
    """A delivery; it becomes an entry of the catalogue."""

    repository_url: URL = column("Where the code is.")
    note: LocalizedText = column("What was delivered, by language.")
    delivered_at: datetime = column("When.")
    match: Match | None = one("match", "The match that delivered it.")
    software: Software | None = one("software", "Its entry in the catalogue.")
