"""A cohort to be paired: teams, challenges and owners, what each prefers, and how many each may take."""

from collections.abc import Mapping
from dataclasses import dataclass

Groups = tuple[tuple[str, ...], ...]
"""Ids in order of preference, best first; those in one group are equally liked."""

Scores = Mapping[str, Mapping[str, tuple[float, float]]]
"""By team and challenge: how well the challenge suits the team, and the team the challenge; each 0 to 1."""

Pair = tuple[str, str]
"""A team and a challenge, by id."""


@dataclass(frozen=True, slots=True)
class Team:
    """A team, how many challenges it takes at most, and which ones it would accept."""

    id: str
    capacity: int
    preferences: Groups


@dataclass(frozen=True, slots=True)
class Challenge:
    """A challenge and how many teams it needs and takes. Without preferences it takes every team alike."""

    id: str
    min_teams: int
    max_teams: int
    owner: str | None = None
    preferences: Groups = ()


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner and how many teams its challenges need and take together; without preferences all alike."""

    id: str
    min_teams: int
    max_teams: int
    preferences: Groups = ()


@dataclass(frozen=True, slots=True)
class Instance:
    """Everything the pairing of one cohort depends on; `matching.cohort.parse` makes it from JSON.

    With `scores`, who would rather have whom follows from them instead of the preference groups, which then
    only say what a team accepts and which choice it was.
    """

    teams: tuple[Team, ...]
    challenges: tuple[Challenge, ...]
    owners: tuple[Owner, ...] = ()
    scores: Scores | None = None

    def owner_of(self) -> dict[str, str | None]:
        """The owner's id by challenge."""
        return {challenge.id: challenge.owner for challenge in self.challenges}
