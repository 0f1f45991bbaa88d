"""Issues and change requests of a double's repository, whichever forge tells of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Note:
    """What somebody wrote below an issue or change request, or what the forge noted itself (`is_system`)."""

    by: str
    at: datetime
    is_system: bool = False


@dataclass(frozen=True)
class Thread:
    """An issue or a change request."""

    iid: int
    by: str
    opened: datetime
    closed: datetime | None = None
    closed_by: str | None = None
    notes: Sequence[Note] = ()
    is_change_request: bool = False

    @property
    def changed(self) -> datetime:
        """Give when anything last happened in it."""
        return max((self.opened, *filter(None, (self.closed,)), *(each.at for each in self.notes)))
