"""One changed team beside every challenge, scores only: what its stored fits need to be brought up to date."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from matching.fit.calendar import hours_available, shared_window
from matching.fit.criteria import COMFORTABLE_TIME, Comparison, judge_track_record
from matching.fit.facts import ChallengeFacts, TeamFacts
from matching.fit.licences import can_release
from matching.fit.links import credit
from matching.fit.place import language_credit, place_credit
from matching.fit.result import CriterionId
from matching.fit.scoring import FOR_CHALLENGE, FOR_TEAM, harmonic_mean
from matching.fit.skills import REQUIRED_COUNTS, cover
from matching.fit.texts import text_credit
from matching.fit.weights import Weights


@dataclass(frozen=True, slots=True)
class _Asked:
    """The team, the day, and what was already answered: challenges repeat needs, fields and languages."""

    team: TeamFacts
    as_of: date
    record: float | None
    answers: dict[object, float | None] = field(default_factory=dict)


def scores_of_team(
    team: TeamFacts,
    challenges: Iterable[ChallengeFacts],
    weights: Weights,
    as_of: date,
    ranks: Mapping[str, int],
) -> dict[str, float]:
    """The team's score for each challenge whose gates it passes, by challenge id: exactly those of `scoring.fit`.

    `ranks` is how the team ranked challenges, by challenge id.
    """
    record = judge_track_record(Comparison(ChallengeFacts("", ""), team, as_of))[0]
    asked, shares = _Asked(team, as_of, record), weights.normalised()
    by_criterion = {each: shares.of(each) for each in CriterionId}
    return {
        challenge.id: _score(challenge, asked, by_criterion, ranks.get(challenge.id))
        for challenge in challenges
        if _passes(challenge, asked)
    }


def _score(
    challenge: ChallengeFacts, asked: _Asked, shares: Mapping[CriterionId, float], rank: int | None
) -> float:
    points = {
        CriterionId.SKILLS: _skills(challenge, asked),
        CriterionId.DOMAIN: _domains(challenge, asked),
        CriterionId.PLACE_LANGUAGE: _mean([_spoken(challenge, asked), _near(challenge, asked)]),
        CriterionId.CAPACITY: _load(challenge, asked.team),
        CriterionId.TRACK_RECORD: asked.record,
        CriterionId.PROBLEM_TEXT: text_credit(challenge, asked.team),
        CriterionId.INTEREST: None if rank is None else 1.0 / max(1, rank),
    }
    return harmonic_mean(_side(FOR_CHALLENGE, points, shares), _side(FOR_TEAM, points, shares))


def _side(
    criteria: Iterable[CriterionId],
    points: Mapping[CriterionId, float | None],
    shares: Mapping[CriterionId, float],
) -> float | None:
    counted = [(reached, shares[each]) for each in criteria if (reached := points[each]) is not None]
    total = math.fsum(share for _, share in counted)
    return min(1.0, math.fsum(reached * share for reached, share in counted) / total) if total else None


def _skills(challenge: ChallengeFacts, asked: _Asked) -> float | None:
    if not challenge.needs:
        return None
    counts, reached = [], []
    for need in challenge.needs:
        key = (need.concept, need.level)
        if key not in asked.answers:
            asked.answers[key] = cover(need, asked.team.skills, asked.as_of).points
        counts.append(REQUIRED_COUNTS if need.required else 1.0)
        reached.append((asked.answers[key] or 0.0) * counts[-1])
    return min(1.0, math.fsum(reached) / math.fsum(counts))


def _domains(challenge: ChallengeFacts, asked: _Asked) -> float | None:
    if not challenge.domains or not asked.team.domains:
        return None
    return _mean([max(credit(each, domain) for each in asked.team.domains) for domain in challenge.domains])


def _spoken(challenge: ChallengeFacts, asked: _Asked) -> float | None:
    key = challenge.languages
    if key not in asked.answers:
        asked.answers[key] = language_credit(challenge, asked.team).points
    return asked.answers[key]


def _near(challenge: ChallengeFacts, asked: _Asked) -> float | None:
    key = (challenge.place, challenge.on_site, challenge.starts_on, "place")
    if key not in asked.answers:
        asked.answers[key] = place_credit(challenge, asked.team).points
    return asked.answers[key]


def _load(challenge: ChallengeFacts, team: TeamFacts) -> float | None:
    available = hours_available(challenge, team)
    if available is None or challenge.hours_needed is None:
        return None
    comfortable = challenge.hours_needed * COMFORTABLE_TIME
    return 1.0 if comfortable <= 0 else min(1.0, available / comfortable)


def _passes(challenge: ChallengeFacts, asked: _Asked) -> bool:
    team = asked.team
    if team.engaged >= team.capacity or not team.data_clearance.includes(challenge.data_class):
        return False
    if challenge.owner_id in team.organisation_ids or challenge.owner_id in team.conflicts:
        return False
    if challenge.licence is not None and not can_release(challenge.licence, team.refused_licences):
        return False
    window, available = shared_window(challenge, team), hours_available(challenge, team)
    if window is not None and not window.days:
        return False
    enough = available is None or challenge.hours_needed is None or available >= challenge.hours_needed
    return enough and _spoken(challenge, asked) != 0.0


def _mean(points: Iterable[float | None]) -> float | None:
    known = [each for each in points if each is not None]
    return math.fsum(known) / len(known) if known else None
