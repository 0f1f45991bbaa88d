"""Loads what the pairing of a round depends on, by kind: a few statements, however many bids there are."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from matching.applications import repository as applications
from matching.applications.model import Application, ReviewSummary, State, summarise
from matching.assignments.cohort_input import Bid, Candidate, Gathered, Room
from matching.challenges import repository as challenges
from matching.challenges.model import State as ChallengeState
from matching.fit import DEFAULT_WEIGHTS, ChallengeFacts, Fit, TeamFacts, Weights, fit
from matching.fits import repository as facts
from matching.forms import today
from matching.grading import repository as grading
from matching.grading.model import NOT_GRADED, Grades
from matching.programmes import repository as programmes
from matching.programmes.model import Programme, weights_as_json
from matching.programmes.model import State as ProgrammeState
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless


async def gather(
    connection: Connection,
    actor: Actor,
    programme_id: UUID,
    as_of: date | None = None,
    *,
    weights: Weights | None = None,
    added_team: UUID | None = None,
) -> Gathered:
    """Everything that the pairing of a round under review depends on: published challenges and submitted bids.

    Args:
        connection: to read from.
        actor: an officer.
        programme_id: the round.
        as_of: the day on which fit is computed; today when not given.
        weights: other weights than the round published, to see what they would do.
        added_team: a team that takes part as if it had applied for everything that it has not, all alike.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_PROGRAMME or PROGRAMME_STATE.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    programme = refuse_unless_under_review(await programmes.find(connection, programme_id), "programmeId")
    challenge_facts = {
        each.id: each for each in await facts.challenge_facts(connection, programme_id=programme_id)
    }
    bids = [
        (bid, summary, grades)
        for bid, summary, grades in await _submitted(connection, programme)
        if str(bid.challenge_id) in challenge_facts
    ]
    applied = {bid.team_id for bid, _, _ in bids}
    asked = applied if added_team is None else applied | {added_team}
    teams = {each.id: each for each in await facts.team_facts(connection, asked)}
    day, counted = as_of or today(), weights or programme.weights or DEFAULT_WEIGHTS
    added = teams.get(str(added_team)) if added_team not in applied else None
    return Gathered(
        programme_id=str(programme_id),
        as_of=day,
        weights=weights_as_json(weights or programme.weights),
        rooms=await _rooms(connection, programme_id, challenge_facts),
        candidates=tuple(
            Candidate(each.id, max(0, each.capacity - each.engaged), not each.track_record)
            for each in teams.values()
        ),
        bids=(
            *(
                _bid(bid, summary, grades, _compare(bid, challenge_facts, teams, counted, day))
                for bid, summary, grades in bids
            ),
            *(
                _as_if_applied(each, added, counted, day)
                for each in challenge_facts.values()
                if added is not None
            ),
        ),
    )


def refuse_unless_under_review(programme: Programme | None, field: str) -> Programme:
    """The round, when it can be paired.

    Raises:
        Refused: UNKNOWN_PROGRAMME or PROGRAMME_STATE.
    """
    if programme is None:
        raise Refused(Problem("UNKNOWN_PROGRAMME", field))
    under_review = programme.state is ProgrammeState.REVIEW
    state, wanted = programme.state.value, ProgrammeState.MATCHED.value
    refuse_unless(under_review, "PROGRAMME_STATE", field, state=state, wanted=wanted)
    return programme


async def _submitted(
    connection: Connection, programme: Programme
) -> list[tuple[Application, ReviewSummary, Grades]]:
    every = await applications.of_programme(connection, programme.id)
    bids = {each.id: each for each in every if each.state is State.SUBMITTED}
    reviews = await applications.reviews_of_programme(connection, programme.id)
    of_bids = [each for each in reviews if each.application_id in bids]
    grades = await grading.of_programme(connection, programme.id)
    return [
        (bids[each.application_id], each, grades.get(each.application_id, NOT_GRADED))
        for each in summarise(bids, of_bids, programme.rubric)
    ]


async def _rooms(
    connection: Connection, programme_id: UUID, challenge_facts: Mapping[str, ChallengeFacts]
) -> tuple[Room, ...]:
    return tuple(
        Room(str(each.id), each.min_teams, each.max_teams, challenge_facts[str(each.id)].place)
        for each in await challenges.of_programme(connection, programme_id)
        if each.state is ChallengeState.PUBLISHED
        and str(each.id) in challenge_facts
        and each.min_teams is not None
        and each.max_teams is not None
    )


def _compare(
    bid: Application,
    challenge_facts: Mapping[str, ChallengeFacts],
    teams: Mapping[str, TeamFacts],
    weights: Weights,
    day: date,
) -> Fit:
    ranked = replace(teams[str(bid.team_id)], interest=bid.preference)
    return fit(challenge_facts[str(bid.challenge_id)], ranked, weights, day)


def _as_if_applied(challenge: ChallengeFacts, team: TeamFacts, weights: Weights, day: date) -> Bid:
    return Bid(
        application_id=f"{team.id}-{challenge.id}",
        team_id=team.id,
        challenge_id=challenge.id,
        preference=1,
        reviews=0,
        review_mean=None,
        fit=fit(challenge, team, weights, day),
    )


def _bid(bid: Application, summary: ReviewSummary, grades: Grades, compared: Fit) -> Bid:
    return Bid(
        application_id=str(bid.id),
        team_id=str(bid.team_id),
        challenge_id=str(bid.challenge_id),
        preference=bid.preference,
        reviews=summary.reviews,
        review_mean=summary.mean,
        fit=compared,
        grades=grades,
    )
