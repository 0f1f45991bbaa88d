"""What officers and reviewers may do about who scores what."""

from uuid import UUID

from matching.applications import repository as applications
from matching.forms import check_between
from matching.programmes import repository as programmes
from matching.programmes.model import State as ProgrammeState
from matching.reviewing import repository
from matching.reviewing.model import FEWEST_A_BID, MOST_A_BID, Sharing, share_out
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Problems, Refused, refuse_unless

UNDER_REVIEW = frozenset({ProgrammeState.OPEN, ProgrammeState.REVIEW})


async def assign_reviewers(tx: Connection, actor: Actor, programme_id: UUID, wanted: int) -> Sharing:
    """Ask reviewers until each bid of a round has as many as wanted; who is asked already stays, unless partial.

    Nobody is asked about a bid that `matching.applications.repository.PARTIAL` keeps from them. Asked again, only what
    is new or missing is shared out.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_PROGRAMME, REVIEW_CLOSED, OUT_OF_RANGE or NO_REVIEWERS.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    problems = Problems()
    check_between(problems, "perApplication", wanted, FEWEST_A_BID, MOST_A_BID)
    problems.refuse()
    programme = await programmes.lock(tx, programme_id)  # so that two officers do not ask twice
    if programme is None:
        raise Refused(Problem("UNKNOWN_PROGRAMME", "programmeId"))
    is_open = programme.state in UNDER_REVIEW
    refuse_unless(is_open, "REVIEW_CLOSED", "programmeId", state=programme.state.value)
    people = await repository.reviewers(tx)
    refuse_unless(people, "NO_REVIEWERS", "programmeId")
    bids = await repository.standing_applications(tx, programme_id)
    partial = await repository.partial_pairs(tx, programme_id)
    standing = await repository.standing_pairs(tx, programme_id)
    sharing = share_out(bids, people, partial, standing, wanted)
    gone = sorted(standing & partial)
    await repository.delete_tasks(tx, gone)
    await repository.insert_tasks(tx, sharing.pairs, actor.person_id)
    after = {
        "per_application": wanted,
        "asked": [[str(application), str(reviewer)] for application, reviewer in sharing.pairs],
        "not_asked_any_more": [[str(application), str(reviewer)] for application, reviewer in gone],
        "short": {str(application): lacking for application, lacking in sharing.short.items()},
    }
    await audit.record(tx, actor, "programme.reviewers_assigned", "programme", programme_id, after=after)
    return sharing


async def declare_conflict(tx: Connection, actor: Actor, application_id: UUID) -> None:
    """Say that one cannot judge a bid impartially: one is not asked any more, and points handed in before are gone.

    Raises:
        Refused: REVIEWERS_ONLY, UNKNOWN_APPLICATION, or REVIEW_CLOSED once the round was decided.
    """
    if actor.person_id is None or not actor.is_reviewer:
        raise Refused(Problem("REVIEWERS_ONLY"))
    found = await applications.find(tx, application_id)
    programme = None if found is None else await programmes.hold_of_challenge(tx, found.challenge_id)
    if programme is None:
        raise Refused(Problem("UNKNOWN_APPLICATION", "id"))
    is_open = programme.state in UNDER_REVIEW
    refuse_unless(is_open, "REVIEW_CLOSED", "id", state=programme.state.value)
    await repository.insert_conflict(tx, application_id, actor.person_id)
    await repository.delete_tasks(tx, [(application_id, actor.person_id)])
    had_scored = await repository.delete_review(tx, application_id, actor.person_id)
    after = {"reviewer_id": str(actor.person_id), "had_scored": had_scored}
    await audit.record(tx, actor, "review.conflict_declared", "application", application_id, after=after)
