"""Continuing what was delivered: the same pair has the first right, and says yes or no by a day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class Stage(StrEnum):
    """How the pair answered: both yes, one no, one not in time, or still asked."""

    ASKED = "ASKED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    LAPSED = "LAPSED"


class Side(StrEnum):
    """Who answers."""

    OWNER = "OWNER"
    TEAM = "TEAM"


@dataclass(frozen=True, slots=True)
class Continuation:
    """What a pair is asked.

    Attributes:
        match_id: the delivered match that goes on.
        challenge_id: the next phase, a challenge of the round.
        owner_id: of both challenges.
        team_id: of the match.
        respond_by: the last day on which either may answer.
        owner_answer: None until given; so the team's.
    """

    id: UUID
    match_id: UUID
    challenge_id: UUID
    owner_id: UUID
    team_id: UUID
    respond_by: date
    owner_answer: bool | None
    team_answer: bool | None

    def stage(self, on: date) -> Stage:
        """Where it stands on a day; a no weighs before a lapse, because it was said."""
        answers = (self.owner_answer, self.team_answer)
        if False in answers:
            return Stage.DECLINED
        if None not in answers:
            return Stage.ACCEPTED
        return Stage.LAPSED if on > self.respond_by else Stage.ASKED
