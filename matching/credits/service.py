"""Claiming hours of help, and confirming them for the other side."""

from dataclasses import replace
from uuid import UUID

from matching.assignments import repository as matches
from matching.assignments.model import MatchState
from matching.credits import repository
from matching.credits.model import Claim, Credit, Kind, judge
from registry.people import repository as people
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless

AT_WORK = frozenset({MatchState.AGREED, MatchState.DELIVERED})


async def claim_for_match(tx: Connection, actor: Actor, match_id: UUID, said: Claim) -> UUID:
    """Say how long one worked in a match of one's team; it counts once the owner's people confirm it.

    Raises:
        Refused: UNKNOWN_MATCH, NOT_YOUR_TEAM, CONFLICT_OF_INTEREST for somebody of the owner, MATCH_STATE, or what
            `model.judge` finds.
    """
    match = await matches.find_match(tx, match_id)
    if match is None:
        raise Refused(Problem("UNKNOWN_MATCH", "matchId"))
    if actor.person_id is None or not actor.in_team(match.team_id):
        raise Refused(Problem("NOT_YOUR_TEAM", "matchId"))
    refuse_unless(not actor.owns(match.owner_id), "CONFLICT_OF_INTEREST", "matchId")
    state, wanted = match.state.value, MatchState.AGREED.value
    refuse_unless(match.state in AT_WORK, "MATCH_STATE", "matchId", state=state, wanted=wanted)
    return await _claim(tx, actor, Kind.EARNED, match_id, actor.person_id, None, said)


async def claim_from_person(tx: Connection, actor: Actor, email: str, said: Claim) -> UUID:
    """Say how long one helped somebody; it counts, and is paid with their credits, once they confirm it.

    Raises:
        Refused: SIGN_IN_FIRST, EMAIL_UNKNOWN, HELPED_ONESELF, or what `model.judge` finds.
    """
    if actor.person_id is None:
        raise Refused(Problem("SIGN_IN_FIRST"))
    helped = await people.find_person_by_email(tx, email.strip().lower())
    if helped is None:
        raise Refused(Problem("EMAIL_UNKNOWN", "email"))
    refuse_unless(helped.id != actor.person_id, "HELPED_ONESELF", "email")
    return await _claim(tx, actor, Kind.GIVEN, None, actor.person_id, helped.id, said)


async def settle(tx: Connection, actor: Actor, credit_id: UUID, *, is_confirmed: bool) -> None:
    """Confirm or decline what somebody claims, for the side that was helped; nobody has less than nothing after it.

    Raises:
        Refused: UNKNOWN_CREDIT, NOT_YOURS_TO_CONFIRM, CREDIT_SETTLED or BALANCE_TOO_LOW.
    """
    credit = await repository.lock(tx, credit_id)
    if credit is None:
        raise Refused(Problem("UNKNOWN_CREDIT", "id"))
    refuse_unless(_may_settle(actor, credit), "NOT_YOURS_TO_CONFIRM", "id")
    is_open = credit.confirmed_at is None and credit.declined_at is None
    refuse_unless(is_open, "CREDIT_SETTLED", "id")
    if is_confirmed and credit.helped_id is not None:
        has = await repository.balance(tx, credit.helped_id)
        refuse_unless(has >= credit.hours, "BALANCE_TOO_LOW", "id", has=has, hours=credit.hours)
    await repository.settle(tx, credit_id, actor.person_id, is_confirmed=is_confirmed)
    action = "credit.confirmed" if is_confirmed else "credit.declined"
    await audit.record(tx, actor, action, "credit", credit_id, after={"hours": credit.hours})


def _may_settle(actor: Actor, credit: Credit) -> bool:
    """Whether somebody is of the side that was helped, and not the one who claims."""
    if actor.person_id is not None and actor.person_id == credit.helper_id:
        return False
    if credit.kind is Kind.EARNED:
        return credit.owner_id is not None and actor.owns(credit.owner_id)
    return actor.person_id is not None and actor.person_id == credit.helped_id


async def _claim(
    tx: Connection,
    actor: Actor,
    kind: Kind,
    match_id: UUID | None,
    helper_id: UUID,
    helped_id: UUID | None,
    said: Claim,
) -> UUID:
    written = replace(said, what=said.what.strip())
    judge(written).refuse()
    credit_id = await repository.insert(tx, kind, match_id, helper_id, helped_id, written)
    after = {"kind": kind, "hours": written.hours}
    await audit.record(tx, actor, "credit.claimed", "credit", credit_id, after=after)
    return credit_id
