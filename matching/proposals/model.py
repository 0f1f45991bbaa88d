"""A proposal: what somebody offers to make better, in search of an owner who has the problem."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from matching.forms import (
    FIELDS_OF_WORK,
    LONGEST_LINE,
    LONGEST_TEXT,
    LocalizedText,
    check_concepts,
    check_texts,
)
from store.refusal import Problems

MOST_A_PERSON = 5  # open proposals of one person in one round: who has more ideas, takes one back first


class State(StrEnum):
    """Where a proposal stands: it looks for an owner, has one, or was taken back."""

    OPEN = "OPEN"
    TAKEN_UP = "TAKEN_UP"
    WITHDRAWN = "WITHDRAWN"


#: The states that may follow each state.
MOVES: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.OPEN: frozenset({State.TAKEN_UP, State.WITHDRAWN}),
        State.TAKEN_UP: frozenset(),
        State.WITHDRAWN: frozenset(),
    }
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody offers to do in a round.

    Attributes:
        team_id: for which team; None for somebody who has none yet, which only open proposals allow.
        author_id: who wrote it; None once that person was deleted.
        state_reason: why it was taken back, where somebody said.
        challenge_id: what became of it when an owner took it up.
    """

    id: UUID
    programme_id: UUID
    team_id: UUID | None
    author_id: UUID | None
    title: LocalizedText
    idea: LocalizedText
    domains: tuple[str, ...]
    state: State
    state_reason: str | None
    challenge_id: UUID | None
    created_at: datetime


def judge(title: LocalizedText, idea: LocalizedText, domains: tuple[str, ...]) -> Problems:
    """Everything that is wrong with what is written."""
    problems = Problems()
    problems.unless(title, "TITLE_MISSING", "title")
    check_texts(problems, "title", title, LONGEST_LINE)
    problems.unless(idea, "IDEA_MISSING", "idea")
    check_texts(problems, "idea", idea, LONGEST_TEXT)
    check_concepts(problems, "domains", domains, FIELDS_OF_WORK)
    return problems
