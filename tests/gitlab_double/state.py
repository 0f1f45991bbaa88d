"""What the double of GitLab serves; faults, renames and what was asked are those of GitHub's double."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.github_double import Double, Recording
from tests.github_double.threads import Thread

LIMIT = 500  # requests a minute without a token, as gitlab.com gives
MINUTE_SECONDS = 60


@dataclass
class GitLabDouble:
    """One GitLab.

    Attributes:
        recordings: its projects.
        tokens: those that it knows.
        threads: issues and merge requests, by the project's name.
        page_size: the most that a list gives, whatever is asked for.
        people: names that are those of persons, not of groups.
        hidden: names of public projects whose code only members may read.
        tells_totals: whether lists of commits say how many there are in all; not every GitLab does.
        wire: what was asked, what shall go wrong, how much is left of the minute.
    """

    recordings: Iterable[Recording]
    tokens: frozenset[str] = frozenset({"glpat-of-the-test"})
    threads: dict[str, tuple[Thread, ...]] = field(default_factory=dict)
    page_size: int = 100
    people: frozenset[str] = frozenset()
    hidden: set[str] = field(default_factory=set)
    tells_totals: bool = False
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
        self.hidden.clear()
        self.tells_totals = False
