"""What the double of GitLab serves; faults, renames and what was asked are those of GitHub's double."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tests.github_double import Double, Recording

LIMIT = 500  # requests a minute without a token, as gitlab.com gives
MINUTE_SECONDS = 60


@dataclass(frozen=True)
class Note:
    """What somebody wrote below an issue or merge request, or what GitLab noted itself (`is_system`)."""

    by: str
    at: datetime
    is_system: bool = False


@dataclass(frozen=True)
class Thread:
    """An issue or a merge request."""

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


@dataclass
class GitLabDouble:
    """One GitLab.

    Attributes:
        recordings: its projects.
        tokens: those that it knows.
        threads: issues and merge requests, by the project's name.
        page_size: the most that a list gives, whatever is asked for.
        wire: what was asked, what shall go wrong, how much is left of the minute.
    """

    recordings: Iterable[Recording]
    tokens: frozenset[str] = frozenset({"glpat-of-the-test"})
    threads: dict[str, tuple[Thread, ...]] = field(default_factory=dict)
    page_size: int = 100
    limit: int = LIMIT

    def __post_init__(self) -> None:
        self.wire = Double(
            tuple(self.recordings),
            anonymous_limit=self.limit,
            authorised_limit=self.limit,
            hour_seconds=MINUTE_SECONDS,
        )

    def restore(self) -> None:
        """Go back to how it was made."""
        self.wire.restore()
        self.threads.clear()
