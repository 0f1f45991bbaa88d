"""What a commit history says about people: who worked, when, and how many would be missed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from registry.health.observation import WINDOW_MONTHS, CommitFact, RepositoryObservation

MONTHS_A_YEAR = 12
ABSENCE_SHARE = 0.5  # CHAOSS "Contributor Absence Factor": who made half of the contributions
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)  # git cannot date a commit before this
WINDOW_SLACK = timedelta(days=1)  # a snapshot is taken moments after its observation, or for the same day


@dataclass(frozen=True, slots=True)
class Activity:
    """Figures of human, non-merge commits in windows that end at one time.

    Attributes:
        covered_since: the history is complete from here to the observation; None when none was read.
        last_human_commit: None when the commits read hold no human one.
        commits_12m, commits_previous_12m: in the last and in the year before.
        active_months_12: calendar months (UTC) with a commit among those of the last 12 months, at most 12.
        authors_12m: people who made one.
        absence_factor_12m: CHAOSS contributor absence factor; 0 when nobody committed.
        machines_12m: accounts of machines that committed in the last 12 months.
        longest_pause_days: the longest time between two commits of people that follow each other; 0 without two.
    """

    covered_since: datetime | None
    last_human_commit: datetime | None
    commits_12m: int
    commits_previous_12m: int
    active_months_12: int
    authors_12m: int
    absence_factor_12m: int
    machines_12m: frozenset[str]
    longest_pause_days: int

    def covers(self, since: datetime) -> bool:
        """Say whether every commit after `since` was read."""
        return self.covered_since is not None and self.covered_since <= since + WINDOW_SLACK


def measure(observation: RepositoryObservation, as_of: datetime) -> Activity:
    """Count what people did before `as_of`; commits dated later (a wrong clock, a replay) are left out."""
    seen = [commit for commit in observation.commits if commit.committed_at <= as_of]
    human = [commit for commit in seen if not commit.is_bot and not commit.is_merge]
    year_ago = months_before(as_of, MONTHS_A_YEAR)
    two_years_ago = months_before(as_of, 2 * MONTHS_A_YEAR)
    recent = [commit for commit in human if commit.committed_at > year_ago]
    return Activity(
        covered_since=_covered_since(observation),
        last_human_commit=max((commit.committed_at for commit in human), default=None),
        commits_12m=len(recent),
        commits_previous_12m=sum(two_years_ago < commit.committed_at <= year_ago for commit in human),
        active_months_12=_active_months(commit.committed_at for commit in recent),
        authors_12m=len({commit.author for commit in recent}),
        absence_factor_12m=absence_factor(commit.author for commit in recent),
        machines_12m=frozenset(
            commit.author for commit in seen if commit.is_bot and commit.committed_at > year_ago
        ),
        longest_pause_days=_longest_pause_days(human),
    )


def absence_factor(authors: Iterable[str]) -> int:
    """Count the fewest people who together made half of the contributions.

    CHAOSS, "Contributor Absence Factor" (once "bus factor"): people in order of their contributions, as many
    as it takes to reach 50 %. No contribution gives 0.
    """
    counts = sorted(Counter(authors).values(), reverse=True)
    half = sum(counts) * ABSENCE_SHARE
    reached = 0
    for people, count in enumerate(counts, start=1):
        reached += count
        if reached >= half:
            return people
    return 0


def born(observation: RepositoryObservation) -> datetime | None:
    """Tell when the work began: the repository's creation or, where history was moved in, a commit."""
    moments = [commit.authored_at for commit in observation.commits]
    if observation.created_at is not None:
        moments.append(observation.created_at)
    return min(moments, default=None)


def months_before(moment: datetime, months: int) -> datetime:
    """Go back whole calendar months; the 31st becomes the last day of a shorter month."""
    index = moment.year * MONTHS_A_YEAR + moment.month - 1 - months
    year, month = divmod(index, MONTHS_A_YEAR)
    for day in range(moment.day, moment.day - 4, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise ValueError(f"no day of month {month + 1} found")  # unreachable: every month has 28 days


def _longest_pause_days(commits: Iterable[CommitFact]) -> int:
    moments = sorted(commit.committed_at for commit in commits)
    return max(((after - before).days for before, after in pairwise(moments)), default=0)


def _active_months(moments: Iterable[datetime]) -> int:
    """Count calendar months; a year that begins within a month touches thirteen, which still are all of twelve."""
    months = {(moment.year, moment.month) for moment in (each.astimezone(UTC) for each in moments)}
    return min(len(months), MONTHS_A_YEAR)


def _covered_since(observation: RepositoryObservation) -> datetime | None:
    commits: tuple[CommitFact, ...] = observation.commits
    if not observation.knows("commits"):
        return None
    if observation.commit_count is not None and len(commits) >= observation.commit_count:
        return BEGINNING
    if observation.commits_complete:
        return months_before(observation.observed_at, WINDOW_MONTHS)
    return min((commit.committed_at for commit in commits), default=None)
