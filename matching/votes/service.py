"""What officers and the public may do with a vote: open it until a moment, and cast ballots until then."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from matching.programmes import repository as programmes
from matching.programmes.model import Mode, State
from matching.proposals import repository as proposals
from matching.votes import repository
from matching.votes.model import PublicVote, judge
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless

SHORTEST = timedelta(hours=1)  # shorter, and hardly anybody but those who were told before could vote
LONGEST = timedelta(days=90)  # longer than any vote that we know of
FEWEST_PROPOSALS = 2


async def open_vote(tx: Connection, actor: Actor, programme_id: UUID, closes_at: datetime) -> PublicVote:
    """Let everybody who is signed in vote on the proposals of a round until a moment that nobody can change.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_PROGRAMME, NO_VOTE_HERE, PROGRAMME_NOT_OPEN, VOTE_BEGUN, NOTHING_TO_VOTE_ON or
            VOTE_ENDS_BADLY.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    programme = await programmes.lock(tx, programme_id)
    if programme is None:
        raise Refused(Problem("UNKNOWN_PROGRAMME", "programmeId"))
    refuse_unless(programme.mode is Mode.OPEN_PROPOSAL, "NO_VOTE_HERE", "programmeId")
    is_open = programme.state is State.OPEN
    refuse_unless(is_open, "PROGRAMME_NOT_OPEN", "programmeId", state=programme.state.value, closed_on="")
    refuse_unless(not await repository.exists(tx, programme_id), "VOTE_BEGUN", "programmeId")
    listed = await proposals.open_ids(tx, programme_id)
    refuse_unless(
        len(listed) >= FEWEST_PROPOSALS, "NOTHING_TO_VOTE_ON", "programmeId", least=FEWEST_PROPOSALS
    )
    lasts = closes_at - datetime.now(UTC)
    refuse_unless(SHORTEST <= lasts <= LONGEST, "VOTE_ENDS_BADLY", "closesAt", days=LONGEST.days)
    opened = await repository.insert(tx, programme_id, closes_at)
    after = {"programme_id": str(programme_id), "closes_at": closes_at.isoformat()}
    await audit.record(tx, actor, "vote.opened", "public_vote", opened.id, after=after)
    return opened


async def cast(tx: Connection, actor: Actor, vote_id: UUID, votes: Mapping[UUID, int]) -> PublicVote:
    """Vote, or vote anew until the vote closes; the audit trail keeps that somebody did, and not what.

    Raises:
        Refused: SIGN_IN_FIRST, UNKNOWN_VOTE, VOTE_CLOSED, UNKNOWN_PROPOSAL, OUT_OF_RANGE or TOO_MANY_POINTS.
    """
    if actor.person_id is None:
        raise Refused(Problem("SIGN_IN_FIRST"))
    vote = await repository.hold(tx, vote_id)
    if vote is None:
        raise Refused(Problem("UNKNOWN_VOTE", "id"))
    refuse_unless(await repository.is_open(tx, vote.programme_id), "VOTE_CLOSED", "id")
    judge(votes, await proposals.open_ids(tx, vote.programme_id)).refuse()
    given = {proposal: each for proposal, each in votes.items() if each}
    refuse_unless(await repository.put_ballot(tx, vote_id, actor.person_id, given), "VOTE_CLOSED", "id")
    await audit.record(tx, actor, "vote.cast", "public_vote", vote_id)
    return vote
