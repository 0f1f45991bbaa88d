"""What is kept of the teams that suit a challenge best."""

from dataclasses import dataclass
from uuid import UUID

KEPT = 50  # teams a challenge: as many as anybody reads


@dataclass(frozen=True, slots=True)
class Kept:
    """How one team suits a challenge, as everybody may be told: without conflicts and the team's own ranking.

    `score` is 0 to 1, and 0 where a gate does not pass.
    """

    passed: bool
    score: float


@dataclass(frozen=True, slots=True)
class Room:
    """How many teams a challenge keeps, and how good the last of them is."""

    challenge_id: UUID
    teams: int
    last: Kept

    def takes(self, kept: Kept) -> bool:
        """Whether a team is among the best, though the last one had to go."""
        return self.teams < KEPT or (kept.passed, kept.score) > (self.last.passed, self.last.score)
