"""A challenge: an owner's problem, who has it, what would be better, and what solving it takes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from matching.fit import DataClass
from matching.forms import UNCHANGED, LocalizedText, Untouched

#: A problem needs as many words as a full sentence that says who is stopped from doing what: the eight real
#: statements of 2023 and 2024, each restated in a sentence or two, have 16 to 32.
SHORTEST_PROBLEM_WORDS = 15
CHARACTERS_PER_WORD = (
    1.5  # Chinese characters that say as much as one English word, a usual rate of translators
)


class State(StrEnum):
    """Where a challenge stands."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    PUBLISHED = "PUBLISHED"
    MATCHED = "MATCHED"
    DELIVERED = "DELIVERED"
    WITHDRAWN = "WITHDRAWN"


#: The states that may follow each state. SUBMITTED goes back to DRAFT when an officer asks for changes; MATCHED
#: follows by adopting a cohort assignment and goes back to PUBLISHED when its last match ends, DELIVERED follows by a
#: delivery.
MOVES: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.DRAFT: frozenset({State.SUBMITTED, State.WITHDRAWN}),
        State.SUBMITTED: frozenset({State.PUBLISHED, State.DRAFT, State.WITHDRAWN}),
        State.PUBLISHED: frozenset({State.MATCHED, State.WITHDRAWN}),
        State.MATCHED: frozenset({State.DELIVERED, State.PUBLISHED}),
        State.DELIVERED: frozenset(),
        State.WITHDRAWN: frozenset(),
    }
)

#: What teams weigh before they apply, by field and by its name in the API: once published, only officers change it.
TERMS: Mapping[str, str] = MappingProxyType(
    {
        "needs": "needs",
        "domains": "domains",
        "languages": "languages",
        "hours_needed": "hoursNeeded",
        "starts_on": "startsOn",
        "ends_on": "endsOn",
        "min_teams": "minTeams",
        "max_teams": "maxTeams",
        "data_class": "dataClass",
        "lawful_basis": "lawfulBasis",
        "licence": "licence",
        "on_site": "onSite",
        "on_site_work": "onSiteWork",
        "constraints": "constraints",
        "budget_twd": "budgetTwd",
        "publication": "publication",
        "ai_risk": "aiRisk",
        "ai_examined": "aiExamined",
        "impact_assessment": "impactAssessment",
    }
)


class AIRisk(StrEnum):
    """How much the use of AI that the work may bring can hurt people: the tiers of the competency programme of 2024."""

    NONE = "NONE"
    MINIMAL = "MINIMAL"
    LIMITED = "LIMITED"
    HIGH = "HIGH"
    UNACCEPTABLE = "UNACCEPTABLE"


class AIView(StrEnum):
    """One level of one aspect under which the use of AI is looked at.

    After the framework for adopting AI that was shared in draft at a conference of non-profit technology in 2024.
    """

    ASSESSMENT_INPUT = "ASSESSMENT_INPUT"
    ASSESSMENT_OUTCOMES = "ASSESSMENT_OUTCOMES"
    ASSESSMENT_ACCOUNTABILITY = "ASSESSMENT_ACCOUNTABILITY"
    IMPACT_INDIVIDUAL = "IMPACT_INDIVIDUAL"
    IMPACT_ORGANISATION = "IMPACT_ORGANISATION"
    IMPACT_SYSTEM = "IMPACT_SYSTEM"
    INTERVENTION_DESIGN = "INTERVENTION_DESIGN"
    INTERVENTION_DEVELOP = "INTERVENTION_DEVELOP"
    INTERVENTION_DEPLOY = "INTERVENTION_DEPLOY"

    @property
    def aspect(self) -> str:
        """The framework's id of the aspect that it is a level of."""
        return self.value.partition("_")[0].lower()


class Readiness(StrEnum):
    """What tells whether an owner can carry a change of technology: the seven questions of the competency programme."""

    POLITICAL_COMMITMENT = "POLITICAL_COMMITMENT"
    URGENT_NEED = "URGENT_NEED"
    NAMED_PERSON = "NAMED_PERSON"
    DATA_INVENTORY = "DATA_INVENTORY"
    LOCK_IN_KNOWN = "LOCK_IN_KNOWN"
    WILLING_TO_RELEASE = "WILLING_TO_RELEASE"
    IMPACT_ASSESSED = "IMPACT_ASSESSED"


class Answer(StrEnum):
    """What an owner says of its own readiness."""

    YES = "YES"
    PARTLY = "PARTLY"
    NO = "NO"


#: From here on the terms of a challenge stand; only what came of it is still written.
SETTLED = frozenset({State.MATCHED, State.DELIVERED, State.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure by which everyone will see that it got better: where it is, where it should be, in what unit."""

    name: LocalizedText
    baseline: float | None = None
    target: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """A skill that the work needs: a concept and a level of its scale; `required` is None where nobody reported it."""

    concept: str
    level: int
    required: bool | None = False


@dataclass(frozen=True, slots=True)
class Challenge:
    """An owner's problem statement.

    Attributes:
        owner_id: the organisation that has the problem.
        state_reason: why an officer sent it back, or why it was withdrawn.
        people_affected: who has the problem, and how many they are.
        evidence: facts and figures that show the problem, and where they come from.
        data_involved: which data there is, who holds it and in what state.
        constraints: what a solution has to live with: law, systems, places, habits.
        pilot: the small first trial that the owner has in mind.
        budget_twd: money for the team in whole New Taiwan dollars; None until the owner said, 0 for none.
        on_site_work: what has to be done on site.
        publication: what may be published of the work, and what may not.
        domains: concept ids, scopes or categories of publiccode.yml.
        languages: BCP 47 tags of the languages that the work is done in.
        hours_needed: the work of one team over the whole challenge.
        min_teams: how many teams it needs to run at all; 0 when it may also stay without.
        max_teams: how many teams may work on it. Both, and `on_site`, are None where a past round's source is silent.
        lawful_basis: on what ground data about people may be processed.
        licence: SPDX expression that the owner asks for.
        ai_risk: None until the owner said.
        ai_examined: under what the owner has looked at the use of AI.
        impact_assessment: the assessment of a high risk, or where it can be read.
        readiness: how ready the owner says it is, where it said so.
        released_by: the officer who published it, for `release_reason`; both None before.
        outcome: what came of it.
        source: where the facts about a past challenge were read; None for those posted here.
    """

    id: UUID
    slug: str
    programme_id: UUID
    owner_id: UUID
    state: State
    state_reason: str | None
    title: LocalizedText
    problem: LocalizedText
    people_affected: LocalizedText
    evidence: LocalizedText
    data_involved: LocalizedText
    constraints: LocalizedText
    pilot: LocalizedText
    budget_twd: int | None
    on_site_work: LocalizedText
    publication: LocalizedText
    measures: tuple[Measure, ...]
    needs: tuple[Need, ...]
    domains: tuple[str, ...]
    languages: tuple[str, ...]
    hours_needed: int | None
    starts_on: date | None
    ends_on: date | None
    min_teams: int | None
    max_teams: int | None
    data_class: DataClass | None
    lawful_basis: str | None
    licence: str | None
    on_site: bool | None
    ai_risk: AIRisk | None
    ai_examined: tuple[AIView, ...]
    impact_assessment: str | None
    readiness: Mapping[Readiness, Answer]
    released_by: UUID | None
    release_reason: str | None
    outcome: LocalizedText | None
    source: str | None
    is_example: bool
    created_by: UUID | None
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class ChallengeForm:
    """What may be written about a challenge; a field that is UNCHANGED stays, or is empty when new.

    Lists are replaced as a whole. `source` and `is_example` are for officers.
    """

    title: LocalizedText | Untouched = UNCHANGED
    problem: LocalizedText | Untouched = UNCHANGED
    people_affected: LocalizedText | Untouched = UNCHANGED
    evidence: LocalizedText | Untouched = UNCHANGED
    data_involved: LocalizedText | Untouched = UNCHANGED
    constraints: LocalizedText | Untouched = UNCHANGED
    pilot: LocalizedText | Untouched = UNCHANGED
    budget_twd: int | Untouched | None = UNCHANGED
    on_site_work: LocalizedText | Untouched = UNCHANGED
    publication: LocalizedText | Untouched = UNCHANGED
    measures: tuple[Measure, ...] | Untouched = UNCHANGED
    needs: tuple[Need, ...] | Untouched = UNCHANGED
    domains: tuple[str, ...] | Untouched = UNCHANGED
    languages: tuple[str, ...] | Untouched = UNCHANGED
    hours_needed: int | Untouched | None = UNCHANGED
    starts_on: date | Untouched | None = UNCHANGED
    ends_on: date | Untouched | None = UNCHANGED
    min_teams: int | Untouched = UNCHANGED
    max_teams: int | Untouched = UNCHANGED
    data_class: DataClass | Untouched | None = UNCHANGED
    lawful_basis: str | Untouched | None = UNCHANGED
    licence: str | Untouched | None = UNCHANGED
    on_site: bool | Untouched = UNCHANGED
    ai_risk: AIRisk | Untouched | None = UNCHANGED
    ai_examined: tuple[AIView, ...] | Untouched = UNCHANGED
    impact_assessment: str | Untouched | None = UNCHANGED
    readiness: Mapping[Readiness, Answer] | Untouched = UNCHANGED
    outcome: LocalizedText | Untouched | None = UNCHANGED
    source: str | Untouched | None = UNCHANGED
    is_example: bool | Untouched = UNCHANGED


def may_follow(state: State, following: State) -> bool:
    """Whether a challenge in this state may go on to that one."""
    return following in MOVES[state]


def words(text: str) -> float:
    """About how many English words a text is worth, whichever of the two scripts it is written in."""
    characters = len(re.findall(r"[\u3400-\u9fff\uf900-\ufaff]", text))
    latin = len(re.findall(r"[^\W\d_\u3400-\u9fff\uf900-\ufaff]+|\d+", text))
    return latin + characters / CHARACTERS_PER_WORD
