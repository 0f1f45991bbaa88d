"""What officers may do to pair a round, and how a match goes on.

Proposing is split so that no transaction waits for the solver: `gathering.gather` reads, `decision.decide` computes,
`save` writes; `propose` does all three where the round is small.
"""

import asyncio
from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID

from matching.applications import repository as applications
from matching.assignments import repository
from matching.assignments.cohort_input import Bid, bids_of, same_cohort
from matching.assignments.decision import Proposal, decide
from matching.assignments.gathering import gather, refuse_unless_under_review
from matching.assignments.model import JSON, Assignment, AssignmentState, Match, MatchState, may_follow
from matching.assignments.what_if import Change, change_as_json, change_from_json, gather_changed
from matching.challenges import repository as challenge_rows
from matching.challenges import service as challenges
from matching.challenges.model import State as ChallengeState
from matching.cohort import Objective, fingerprint, solution_as_json, solution_from_json
from matching.fit import fit_as_json
from matching.forms import UNSAVED
from matching.programmes import repository as programme_rows
from matching.programmes import service as programmes
from matching.teams import repository as teams
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless


async def save(tx: Connection, actor: Actor, proposal: Proposal, otherwise: JSON | None = None) -> Assignment:
    """Keep a proposal with everything needed to rerun it; `otherwise` is what was asked to be otherwise, and why.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_PROGRAMME, or PROGRAMME_STATE when the round was decided meanwhile.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    held = await programme_rows.hold(tx, UUID(proposal.gathered.programme_id))
    refuse_unless_under_review(held, "programmeId")
    stored = await repository.insert(
        tx,
        Assignment(
            id=UNSAVED,
            programme_id=UUID(proposal.gathered.programme_id),
            objective=proposal.objective.value,
            state=AssignmentState.PROPOSED,
            input=proposal.input_as_json() | ({} if otherwise is None else {"what_if": otherwise}),
            solution=solution_as_json(proposal.solution),
            report=proposal.report,
            solver_version=proposal.solver_version,
            created_by=actor.person_id,
            created_at=datetime.now(UTC),
            adopted_by=None,
            adopted_at=None,
        ),
    )
    after = {"programme_id": str(stored.programme_id), "objective": stored.objective}
    await audit.record(tx, actor, "assignment.proposed", "cohort_assignment", stored.id, after=after)
    return stored


async def propose(
    tx: Connection,
    actor: Actor,
    programme_id: UUID,
    objective: Objective = Objective.STABLE,
    *,
    allow_closing: bool = False,
) -> Assignment:
    """Pair a round and keep the result as a proposal; nothing else changes.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_PROGRAMME, PROGRAMME_STATE or OUT_OF_TIME.
    """
    gathered = await gather(tx, actor, programme_id)
    proposal = await asyncio.to_thread(decide, gathered, objective, allow_closing=allow_closing)
    return await save(tx, actor, proposal)


async def adopt_what_if(
    tx: Connection, actor: Actor, proposal: Proposal, change: Change, reason: str, seen: str
) -> Assignment:
    """Make what a round's pairing would be otherwise the decision, signed with the reason.

    It is kept like any proposal, with what was asked to be otherwise, and adopted at once.

    Args:
        tx: the transaction.
        actor: an officer.
        proposal: what the change comes to now.
        change: what is asked to be otherwise.
        reason: why; it is kept with the input and in the audit trail.
        seen: the fingerprint of what the officer has looked at.

    Raises:
        Refused: REASON_MISSING, DID_NOT_APPLY for a team that was only thought to take part, INPUT_CHANGED when the
            change comes to something else than what was looked at, or as `save` and `adopt`.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    refuse_unless(reason.strip(), "REASON_MISSING", "reason")
    refuse_unless(change.added_team is None, "DID_NOT_APPLY", "addedTeamId")
    refuse_unless(proposal.fingerprint() == seen, "INPUT_CHANGED", "fingerprint")
    kept = await save(tx, actor, proposal, {"change": change_as_json(change), "reason": reason.strip()})
    return await adopt(tx, actor, kept.id)


async def adopt(
    tx: Connection, actor: Actor, assignment_id: UUID, adopted_at: datetime | None = None
) -> Assignment:
    """Make a proposal the decision: matches begin to agree, every bid learns its answer, the round is matched.

    Args:
        tx: the transaction.
        actor: an officer.
        assignment_id: the proposal.
        adopted_at: when that was, for a round of the past; now where it is left out.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_ASSIGNMENT, ANOTHER_ADOPTED, ASSIGNMENT_STATE, PROGRAMME_STATE,
            NOTHING_TO_ADOPT, or INPUT_CHANGED when bids, reviews, teams or challenges are no longer as they were.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    found = await repository.find(tx, assignment_id)
    if found is None:
        raise Refused(Problem("UNKNOWN_ASSIGNMENT", "id"))
    programme = await programme_rows.lock(tx, found.programme_id)
    others = await repository.of_programme(tx, found.programme_id)
    taken = any(each.state is AssignmentState.ADOPTED for each in others)
    refuse_unless(not taken, "ANOTHER_ADOPTED", "id")
    proposed = found.state is AssignmentState.PROPOSED
    refuse_unless(proposed, "ASSIGNMENT_STATE", "id", state=found.state.value)
    refuse_unless_under_review(programme, "id")
    pairs = solution_from_json(found.solution).pairs
    refuse_unless(pairs, "NOTHING_TO_ADOPT", "id")
    otherwise = found.input.get("what_if")
    change = Change() if otherwise is None else change_from_json(otherwise["change"])
    as_of = date.fromisoformat(found.input["as_of"])
    now = await gather_changed(tx, actor, found.programme_id, change, as_of)
    refuse_unless(same_cohort(found.input, now), "INPUT_CHANGED", "id")
    adopted = await repository.adopt(tx, assignment_id, actor.person_id, adopted_at)
    chosen = bids_of(now, pairs)
    await _make_matches(tx, actor, adopted, chosen)
    await _answer_bids(tx, actor, adopted, chosen)
    await programmes.match_made(tx, actor, found.programme_id)
    after = {
        "programme_id": str(found.programme_id),
        "pairs": found.solution["pairs"],
        "fingerprint": fingerprint(found.input, found.solution, found.solver_version),
        **({} if otherwise is None else {"what_if": otherwise}),
    }
    await audit.record(tx, actor, "assignment.adopted", "cohort_assignment", assignment_id, after=after)
    return adopted


async def record_match(
    tx: Connection, actor: Actor, challenge_id: UUID, team_id: UUID, state: MatchState
) -> Match:
    """Record the match of a past challenge as its source tells it.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_CHALLENGE, UNKNOWN_TEAM, SOURCE_MISSING (for challenges posted here),
            ALREADY_MATCHED or CHALLENGE_STATE.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    challenge = await challenge_rows.find(tx, challenge_id)
    if challenge is None:
        raise Refused(Problem("UNKNOWN_CHALLENGE", "challengeId"))
    refuse_unless(await teams.find(tx, team_id), "UNKNOWN_TEAM", "teamId")
    refuse_unless(challenge.source, "SOURCE_MISSING", "challengeId")
    before = await repository.find_match_of(tx, challenge_id, team_id)
    refuse_unless(before is None, "ALREADY_MATCHED", "teamId")
    if challenge.state is ChallengeState.PUBLISHED:
        await challenges.move(tx, actor, challenge_id, ChallengeState.MATCHED)
    if state is MatchState.DELIVERED and challenge.state is not ChallengeState.DELIVERED:
        await challenges.move(tx, actor, challenge_id, ChallengeState.DELIVERED)
    match = await repository.insert_match(tx, challenge_id, team_id, None, state, None)
    await _record_match(tx, actor, "match.recorded", match)
    return match


async def end_match(tx: Connection, actor: Actor, match_id: UUID, reason: str) -> Match:
    """End a match without a delivery; the reason goes into the audit trail.

    When no other match of the challenge stands, it is released, as `matching.challenges.service.release` says.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_MATCH, REASON_MISSING or MATCH_STATE.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    refuse_unless(reason.strip(), "REASON_MISSING", "reason")
    await repository.lock_match_with_challenge(tx, match_id)
    ended = await move_match(tx, actor, match_id, MatchState.ENDED, reason.strip())
    if not await repository.stands_for(tx, ended.challenge_id):
        await challenges.release(tx, actor, ended.challenge_id, reason.strip())
    return ended


async def move_match(
    tx: Connection, actor: Actor, match_id: UUID, following: MatchState, reason: str | None = None
) -> Match:
    """Let a match go on; the services of agreements and delivery call this, after they judged who may.

    Raises:
        Refused: UNKNOWN_MATCH or MATCH_STATE.
    """
    before = await repository.lock_match(tx, match_id)
    if before is None:
        raise Refused(Problem("UNKNOWN_MATCH", "id"))
    allowed = may_follow(before.state, following)
    refuse_unless(allowed, "MATCH_STATE", "id", state=before.state.value, wanted=following.value)
    after = await repository.update_match(tx, match_id, following)
    await _record_match(tx, actor, f"match.{following.lower()}", after, reason)
    return after


async def _make_matches(tx: Connection, actor: Actor, adopted: Assignment, bids: Iterable[Bid]) -> None:
    moved: set[str] = set()
    for bid in bids:
        challenge_id, team_id = UUID(bid.challenge_id), UUID(bid.team_id)
        made = await repository.insert_match(
            tx, challenge_id, team_id, adopted.id, MatchState.AGREEING, fit_as_json(bid.fit)
        )
        await _record_match(tx, actor, "match.made", made)
        if bid.challenge_id not in moved:
            moved.add(bid.challenge_id)
            await challenges.move(tx, actor, challenge_id, ChallengeState.MATCHED)


async def _answer_bids(tx: Connection, actor: Actor, adopted: Assignment, bids: Iterable[Bid]) -> None:
    matched = [UUID(bid.application_id) for bid in bids]
    answers = await applications.decide(tx, adopted.programme_id, matched)
    for application_id, state in sorted(answers.items()):
        action = f"application.{state.lower()}"
        await audit.record(tx, actor, action, "application", application_id, after={"state": state})


async def _record_match(
    tx: Connection, actor: Actor, action: str, match: Match, reason: str | None = None
) -> None:
    after = {"challenge_id": str(match.challenge_id), "team_id": str(match.team_id), "state": match.state}
    if reason:
        after["reason"] = reason
    await audit.record(tx, actor, action, "match", match.id, after=after)
