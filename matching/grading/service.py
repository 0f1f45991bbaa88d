"""What owners may shortlist, and how owner and team grade each other."""

from uuid import UUID

from matching.agreements.model import Side
from matching.applications.model import State as ApplicationState
from matching.forms import check_between, today
from matching.grading import repository
from matching.grading.model import HIGHEST_GRADE, LOWEST_GRADE, Bid, MutualGrade
from matching.programmes.model import State as ProgrammeState
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Problems, Refused, refuse_unless


async def shortlist(tx: Connection, actor: Actor, application_id: UUID, *, is_shortlisted: bool) -> None:
    """Put a bid on its owner's shortlist, or take it off; then both sides' grades of it are gone, too.

    Raises:
        Refused: UNKNOWN_APPLICATION, NOT_YOUR_CHALLENGE, APPLICATION_STATE, GRADING_CLOSED, or REVIEW_MISSING where
            reviewers were asked and none has answered.
    """
    bid = await _held(tx, application_id)
    refuse_unless(actor.owns(bid.owner_id), "NOT_YOUR_CHALLENGE", "id")
    _refuse_unless_open(bid)
    refuse_unless(not bid.unread, "REVIEW_MISSING", "id")
    await repository.set_shortlisted(tx, application_id, is_shortlisted=is_shortlisted)
    after = {"is_shortlisted": is_shortlisted}
    await audit.record(tx, actor, "application.shortlisted", "application", application_id, after=after)


async def grade(tx: Connection, actor: Actor, application_id: UUID, points: int) -> MutualGrade:
    """Say for one's own side how much one wants to work with the other; changed freely until both have spoken.

    Raises:
        Refused: UNKNOWN_APPLICATION, NOT_YOUR_APPLICATION, CONFLICT_OF_INTEREST for somebody who is on both sides,
            APPLICATION_STATE, GRADING_CLOSED, NOT_SHORTLISTED, GRADES_OPENED once both sides see each other's, or
            OUT_OF_RANGE.
    """
    bid = await _held(tx, application_id)
    of_team, of_owner = actor.in_team(bid.team_id), actor.owns(bid.owner_id)
    refuse_unless(of_team or of_owner, "NOT_YOUR_APPLICATION", "id")
    refuse_unless(not (of_team and of_owner), "CONFLICT_OF_INTEREST", "id")
    _refuse_unless_open(bid)
    refuse_unless(bid.shortlisted_at, "NOT_SHORTLISTED", "id")
    both = await repository.count(tx, application_id) == len(Side)
    refuse_unless(not both, "GRADES_OPENED", "id")
    problems = Problems()
    check_between(problems, "grade", points, LOWEST_GRADE, HIGHEST_GRADE)
    problems.refuse()
    side = Side.TEAM if of_team else Side.OWNER
    given = await repository.put(tx, application_id, side, points, actor.person_id)
    after = {"application_id": str(application_id), "side": side}  # what it is stays blind in the trail, too
    await audit.record(tx, actor, "mutual_grade.given", "mutual_grade", given.id, after=after)
    return given


async def _held(tx: Connection, application_id: UUID) -> Bid:
    bid = await repository.hold_bid(tx, application_id)
    if bid is None:
        raise Refused(Problem("UNKNOWN_APPLICATION", "id"))
    return bid


def _refuse_unless_open(bid: Bid) -> None:
    submitted = bid.application_state == ApplicationState.SUBMITTED
    refuse_unless(submitted, "APPLICATION_STATE", "id", state=bid.application_state)
    in_time = bid.closes_on is None or today() <= bid.closes_on
    under_review = bid.programme_state == ProgrammeState.REVIEW
    refuse_unless(under_review and in_time, "GRADING_CLOSED", "id", state=bid.programme_state)
