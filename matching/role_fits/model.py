"""A role and a person as fit sees them: the role as a challenge, the person as a team of one.

Nothing of a person's name, gender or age is among the facts, so none of it can enter.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from matching.fit import DEFAULT_WEIGHTS, ChallengeFacts, Fit, GateCode, Need, Skill, TeamFacts, Weights, fit
from matching.profiles.model import Profile
from matching.roles.model import Role

#: Which licence the work gets is settled with the team that applies, not with each person.
NOT_ASKED: Final = frozenset({GateCode.LICENCE})
AT_ONCE: Final = 1  # roles that one person takes at the same time


@dataclass(frozen=True, slots=True)
class Carved:
    """A role with the facts of its challenge and the weights that its round published."""

    role: Role
    challenge: ChallengeFacts
    weights: Weights


@dataclass(frozen=True, slots=True)
class Seeker:
    """A person who looks for a role.

    Attributes:
        organisation_ids: the organisations that they act for.
        engaged_in: roles that they were accepted for, and whose challenge is not delivered.
        interested_in: roles that they said they would take.
    """

    profile: Profile
    organisation_ids: frozenset[UUID] = frozenset()
    engaged_in: frozenset[UUID] = frozenset()
    interested_in: frozenset[UUID] = frozenset()


def compare(carved: Carved, seeker: Seeker, as_of: date) -> Fit:
    """How well a role and a person suit each other, both ways, with every reason; `challenge_id` is that of the role.

    What people without a team cannot have, a track record here, does not count.
    """
    found = fit(role_facts(carved), person_facts(carved.role, seeker), for_people(carved.weights), as_of)
    return replace(found, gates=tuple(gate for gate in found.gates if gate.code not in NOT_ASKED))


def best_first(fits: Iterable[Fit]) -> list[Fit]:
    """Those that pass all gates before those that do not, each by score; equals by id."""
    return sorted(fits, key=lambda each: (not each.passed, -each.score, each.challenge_id, each.team_id))


def role_facts(carved: Carved) -> ChallengeFacts:
    """The role as fit sees it: field, dates, place and data are those of its challenge."""
    role = carved.role
    return replace(
        carved.challenge,
        id=str(role.id),
        title=role.title,
        problem=role.task or carved.challenge.problem,
        needs=tuple(Need(each.concept, each.level, bool(each.required)) for each in role.needs),
        languages=role.languages or carved.challenge.languages,
        hours_needed=role.hours_needed,
        licence=None,
        on_site=role.on_site,
    )


def person_facts(role: Role, seeker: Seeker) -> TeamFacts:
    """The person as fit sees them beside a role."""
    profile = seeker.profile
    return TeamFacts(
        id=str(profile.id),
        skills=tuple(
            Skill(each.concept, each.level, each.evidenced_on, each.evidence)
            for each in profile.skills
            if each.level is not None
        ),
        domains=profile.domains,
        languages=profile.languages,
        hours_per_week=profile.hours_per_week,
        available_from=profile.available_from,
        available_until=profile.available_until,
        capacity=AT_ONCE,
        engaged=len(seeker.engaged_in - {role.id}),
        data_clearance=profile.data_clearance,
        place=profile.place,
        remote_ok=profile.remote_ok,
        organisation_ids=tuple(sorted(str(each) for each in seeker.organisation_ids)),
        conflicts=tuple(sorted(str(each) for each in profile.conflicts)),
        interest=1 if role.id in seeker.interested_in else None,
        about=profile.about,
    )


def for_people(weights: Weights) -> Weights:
    """The round's weights without the track record; the usual ones where nothing else counted."""
    try:
        return replace(weights, track_record=0.0)
    except ValueError:
        return replace(DEFAULT_WEIGHTS, track_record=0.0)
