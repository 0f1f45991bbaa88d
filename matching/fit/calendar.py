"""How much time a team has inside a challenge's dates."""

from dataclasses import dataclass
from datetime import date

from matching.fit.facts import ChallengeFacts, TeamFacts

DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class Window:
    """The days, first and last included, that challenge and team have in common; none where `days` is 0."""

    days: int

    def weeks(self) -> float:
        """The same in weeks."""
        return self.days / DAYS_PER_WEEK


def shared_window(challenge: ChallengeFacts, team: TeamFacts) -> Window | None:
    """The days in common, or None where the challenge has no start or no end, so that nobody can say.

    A team that names no first or no last day is available throughout.
    """
    if challenge.starts_on is None or challenge.ends_on is None:
        return None
    first = max(challenge.starts_on, team.available_from or date.min)
    last = min(challenge.ends_on, team.available_until or date.max)
    return Window(max(0, (last - first).days + 1))


def hours_available(challenge: ChallengeFacts, team: TeamFacts) -> float | None:
    """The hours a team can give within the challenge's dates, or None where dates or hours are not known."""
    window = shared_window(challenge, team)
    if window is None or team.hours_per_week is None:
        return None
    return window.weeks() * team.hours_per_week
