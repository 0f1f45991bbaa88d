"""An agency's statement that it uses a software, believed for a year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

#: Agencies plan anew each year; older statements misled readers of other catalogues.
BELIEVED_FOR = timedelta(days=365)
EARLIEST = date(1970, 1, 1)  # software older than that is not public code, but a slip of the keyboard
LONGEST_PURPOSE = 2000  # characters; a statement, not a report


@dataclass(frozen=True, slots=True)
class NewUsage:
    """What an agency states.

    Attributes:
        since: the day it began to use the software.
        purpose: what for, by BCP 47 language tag.
    """

    software_id: UUID
    agency_id: UUID
    since: date
    purpose: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Usage:
    """A statement and when it was last made."""

    id: UUID
    software_id: UUID
    agency_id: UUID
    since: date
    purpose: Mapping[str, str]
    attested_at: datetime

    def expires_at(self) -> datetime:
        """Give the time from which it is believed no more, unless it is renewed."""
        return self.attested_at + BELIEVED_FOR

    def is_current(self, at: datetime) -> bool:
        """Say whether it is believed at a time."""
        return at < self.expires_at()
