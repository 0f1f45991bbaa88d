"""Who may report what came of a match."""

import math
from datetime import date
from uuid import UUID

from matching.assignments import repository as matches
from matching.assignments.model import MatchState
from matching.challenges import repository as challenges
from matching.forms import today
from matching.outcomes import repository
from matching.outcomes.model import LARGEST_FIGURE
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Problems, Refused, refuse_unless

CAN_REPORT = frozenset({MatchState.AGREED, MatchState.DELIVERED})


async def report(
    tx: Connection, actor: Actor, match_id: UUID, measure: int, value: float, measured_on: date
) -> UUID:
    """Say what a measure of the challenge was on a day; either side may, and officers. Everybody reads it.

    Args:
        tx: the transaction.
        actor: of either side, or an officer.
        match_id: an agreed or delivered match.
        measure: its place in the challenge's measures, from 0.
        value: in the unit of the measure.
        measured_on: not after today.

    Raises:
        Refused: UNKNOWN_MATCH, NOT_YOUR_MATCH, MATCH_STATE, UNKNOWN_MEASURE, DATE_IN_FUTURE or NOT_A_FIGURE.
    """
    match = await matches.lock_match(tx, match_id)
    if match is None:
        raise Refused(Problem("UNKNOWN_MATCH", "matchId"))
    is_side = actor.owns(match.owner_id) or actor.in_team(match.team_id) or actor.is_officer
    refuse_unless(is_side, "NOT_YOUR_MATCH", "matchId")
    state, wanted = match.state.value, MatchState.AGREED.value
    refuse_unless(match.state in CAN_REPORT, "MATCH_STATE", "matchId", state=state, wanted=wanted)
    challenge = await challenges.find(tx, match.challenge_id)
    measures = challenge.measures if challenge is not None else ()
    problems = Problems()
    problems.unless(0 <= measure < len(measures), "UNKNOWN_MEASURE", "measure")
    problems.unless(measured_on <= today(), "DATE_IN_FUTURE", "measuredOn")
    problems.unless(math.isfinite(value) and abs(value) <= LARGEST_FIGURE, "NOT_A_FIGURE", "value")
    problems.refuse()
    figure_id = await repository.put(tx, match_id, measure, value, measured_on, actor.person_id)
    after = {"match_id": str(match_id), "measure": measure, "value": value, "measured_on": measured_on}
    await audit.record(tx, actor, "outcome.reported", "outcome_figure", figure_id, after=after)
    return figure_id
