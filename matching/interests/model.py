"""An interest: one person and one role, from the first word of either to the team that takes it on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from matching.fit import DataClass
from matching.forms import check_line
from matching.profiles.model import Profile
from matching.teams.model import MOST_HOURS_PER_WEEK, Team
from store.refusal import Problems

LONGEST_NOTE: Final = 2_000  # characters, a printed page; more is a proposal


class State(StrEnum):
    """Where an interest stands."""

    INTERESTED = "INTERESTED"
    INVITED = "INVITED"
    ACCEPTED = "ACCEPTED"
    JOINED = "JOINED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


#: The states that may follow each state: the owner answers INTERESTED, the person answers INVITED, and a person who was
#: accepted joins a team, and frees the role by leaving it. Who withdrew may come back; whom the owner declined may not,
#: so that nobody is pressed.
MOVES: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.INTERESTED: frozenset({State.ACCEPTED, State.DECLINED, State.WITHDRAWN}),
        State.INVITED: frozenset({State.ACCEPTED, State.DECLINED, State.WITHDRAWN}),
        State.ACCEPTED: frozenset({State.JOINED, State.WITHDRAWN}),
        State.JOINED: frozenset(),
        State.DECLINED: frozenset(),
        State.WITHDRAWN: frozenset({State.INTERESTED}),
    }
)


@dataclass(frozen=True, slots=True)
class Interest:
    """One person and one role.

    Attributes:
        note: what whoever began said: the person who is interested, or the owner who invites.
        reason: why the owner declined.
        team_id: the team that they are asked to join, or have joined.
    """

    id: UUID
    role_id: UUID
    challenge_id: UUID
    owner_id: UUID
    profile_id: UUID
    person_id: UUID
    state: State
    note: str
    reason: str | None
    team_id: UUID | None
    created_at: datetime
    updated_at: datetime


def judge_words(field: str, words: str) -> Problems:
    """Everything that is wrong with a note or a reason."""
    problems = Problems()
    check_line(problems, field, words, LONGEST_NOTE)
    return problems


def strengthened(team: Team, profile: Profile) -> Team:
    """The team with one more person: their hours, languages and fields; cleared for what everybody in it is."""
    hours = (team.hours_per_week or 0) + (profile.hours_per_week or 0)
    cleared = [each for each in (team.data_clearance, profile.data_clearance) if each is not None]
    return replace(
        team,
        hours_per_week=min(hours, MOST_HOURS_PER_WEEK) or None,
        languages=tuple(dict.fromkeys((*team.languages, *profile.languages))),
        domains=tuple(dict.fromkeys((*team.domains, *profile.domains))),
        data_clearance=min(cleared, key=list(DataClass).index),
    )
