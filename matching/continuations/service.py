"""What officers and a pair may do about the next phase of what was delivered: ask, and answer."""

from datetime import date
from uuid import UUID

from matching.assignments import repository as matches
from matching.assignments.model import MatchState
from matching.challenges import repository as challenges
from matching.challenges.model import State as ChallengeState
from matching.continuations import repository
from matching.continuations.model import Continuation, Side, Stage
from matching.forms import LONGEST_TEXT, check_line, today
from matching.programmes import repository as programmes
from matching.programmes.model import Mode, refuse_unless_open
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Problems, Refused, refuse_unless


async def ask(tx: Connection, actor: Actor, match_id: UUID, challenge_id: UUID, respond_by: date) -> UUID:
    """Ask the pair of a delivered match about its next phase, before anybody else may apply for that.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_CHALLENGE, NO_CONTINUATIONS_HERE, PROGRAMME_NOT_OPEN, CHALLENGE_NOT_OPEN,
            UNKNOWN_MATCH, NOT_DELIVERED, OTHER_OWNER, CONTINUATION_EXISTS or DATE_PASSED.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    programme = await programmes.hold_of_challenge(tx, challenge_id)
    challenge = await challenges.hold(tx, challenge_id)
    if programme is None or challenge is None:
        raise Refused(Problem("UNKNOWN_CHALLENGE", "challengeId"))
    refuse_unless(programme.mode is Mode.CONTINUATION, "NO_CONTINUATIONS_HERE", "challengeId")
    refuse_unless_open(programme, "challengeId")
    published = challenge.state is ChallengeState.PUBLISHED
    refuse_unless(published, "CHALLENGE_NOT_OPEN", "challengeId", state=challenge.state.value)
    match = await matches.find_match(tx, match_id)
    if match is None:
        raise Refused(Problem("UNKNOWN_MATCH", "matchId"))
    refuse_unless(match.state is MatchState.DELIVERED, "NOT_DELIVERED", "matchId")
    refuse_unless(match.owner_id == challenge.owner_id, "OTHER_OWNER", "challengeId")
    refuse_unless(await repository.find_of(tx, challenge_id) is None, "CONTINUATION_EXISTS", "challengeId")
    refuse_unless(respond_by >= today(), "DATE_PASSED", "respondBy", today=today().isoformat())
    made = await repository.insert(tx, match_id, challenge_id, respond_by)
    after = {"match_id": str(match_id), "challenge_id": str(challenge_id), "respond_by": respond_by}
    await audit.record(tx, actor, "continuation.asked", "continuation", made, after=after)
    return made


async def answer(
    tx: Connection, actor: Actor, continuation_id: UUID, *, accepts: bool, reason: str
) -> Continuation:
    """Say yes or no for one's side; a no has a reason. It is said once.

    Raises:
        Refused: UNKNOWN_CONTINUATION, NOT_YOUR_MATCH, CONFLICT_OF_INTEREST for somebody who is on both sides,
            CONTINUATION_ANSWERED, REASON_MISSING, TEXT_TOO_LONG or TEXT_NOT_PLAIN.
    """
    asked = await repository.lock(tx, continuation_id)
    if asked is None:
        raise Refused(Problem("UNKNOWN_CONTINUATION", "id"))
    owns, in_team = actor.owns(asked.owner_id), actor.in_team(asked.team_id)
    refuse_unless(owns or in_team, "NOT_YOUR_MATCH", "id")
    refuse_unless(not (owns and in_team), "CONFLICT_OF_INTEREST", "id")
    side = Side.OWNER if owns else Side.TEAM
    given = asked.owner_answer if owns else asked.team_answer
    is_open = given is None and asked.stage(today()) is Stage.ASKED
    refuse_unless(is_open, "CONTINUATION_ANSWERED", "id")
    problems = Problems()
    problems.unless(accepts or reason.strip(), "REASON_MISSING", "reason")
    check_line(problems, "reason", reason, LONGEST_TEXT)
    problems.refuse()
    await repository.answer(tx, continuation_id, side, accepts=accepts, reason=reason.strip())
    after = {"side": side, "accepts": accepts, "reason": reason.strip()}
    await audit.record(tx, actor, "continuation.answered", "continuation", continuation_id, after=after)
    return asked
