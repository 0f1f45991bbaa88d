"""Who may write within a match."""

from uuid import UUID

from matching.assignments import repository as matches
from matching.forms import check_line
from matching.messages import repository
from matching.messages.model import LONGEST_MESSAGE, Sender
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Problems, Refused


async def send(tx: Connection, actor: Actor, match_id: UUID, text: str) -> UUID:
    """Write to the other side of a match; both sides and the officers read it. The audit trail keeps that, not what.

    Raises:
        Refused: UNKNOWN_MATCH, NOT_YOUR_MATCH, TEXT_MISSING, TEXT_TOO_LONG or TEXT_NOT_PLAIN.
    """
    match = await matches.find_match(tx, match_id)
    if match is None:
        raise Refused(Problem("UNKNOWN_MATCH", "matchId"))
    side = _side(actor, match.owner_id, match.team_id)
    if side is None:
        raise Refused(Problem("NOT_YOUR_MATCH", "matchId"))
    said = text.strip()
    problems = Problems()
    problems.unless(said, "TEXT_MISSING", "text")
    check_line(problems, "text", said, LONGEST_MESSAGE)
    problems.refuse()
    message_id = await repository.insert(tx, match_id, actor.person_id, side, said)
    after = {"match_id": str(match_id), "side": side}
    await audit.record(tx, actor, "message.sent", "match_message", message_id, after=after)
    return message_id


def _side(actor: Actor, owner_id: UUID, team_id: UUID) -> Sender | None:
    if actor.in_team(team_id):
        return Sender.TEAM
    if actor.owns(owner_id):
        return Sender.OWNER
    return Sender.OFFICER if actor.is_officer else None
