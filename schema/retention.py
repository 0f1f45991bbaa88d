"""What was deleted because its time was over, in figures."""

from datetime import datetime
from enum import StrEnum

import strawberry

from matching.retention import view
from schema.fields import column, reads
from schema.node import Node


@reads(view.RETENTION_COUNTS)
@strawberry.type(description="How much a rule of the privacy page ended in one night; for officers.")
class RetentionCount(Node):
    """A line of the log, which names nobody."""

    ran_at: datetime = column("In which night.")
    rule: str = column("The rule, as the privacy page calls it.")
    rows: int = column("How many rows were deleted, or lost their name.")


@strawberry.enum(description="In which order the log of deletions is listed.")
class RetentionOrder(StrEnum):
    """Orders of the read view."""

    NEWEST = "NEWEST"
