"""Credentials: what members of a team may show of what they delivered."""

from datetime import datetime

import strawberry

from matching.credentials import view
from schema.assignments import Match
from schema.fields import column, one, reads
from schema.node import Node


@reads(view.CREDENTIALS)
@strawberry.type(
    description="That you were in the team when it delivered; downloaded as a signed Open Badge 3.0."
)
class Credential(Node):
    """A credential of one's own."""

    issued_at: datetime = column("When the first code was delivered.")
    match: Match | None = one("match", "What was delivered for whom.")
