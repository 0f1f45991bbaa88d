"""Asking whether a delivery is in service, and what its owner may answer."""

from dataclasses import replace
from uuid import UUID

from matching.followups import repository
from matching.followups.model import Answer, judge
from matching.forms import tidied
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless


async def ask_due(tx: Connection) -> int:
    """Ask about every delivery whose time has come, nightly, and say how many questions that were."""
    asked = await repository.ask_due(tx)
    if asked:
        after = {"asked": asked}
        await audit.record(tx, Actor.system(), "service_check.asked", "service_check", None, after=after)
    return asked


async def answer(tx: Connection, actor: Actor, check_id: UUID, said: Answer) -> None:
    """Answer for the owner of the challenge; answering again says how it is now.

    Raises:
        Refused: UNKNOWN_SERVICE_CHECK, NOT_YOUR_CHALLENGE, or what `model.judge` finds.
    """
    check = await repository.lock(tx, check_id)
    if check is None:
        raise Refused(Problem("UNKNOWN_SERVICE_CHECK", "id"))
    refuse_unless(actor.owns(check.owner_id), "NOT_YOUR_CHALLENGE", "id")
    wanted = replace(said, note=tidied(said.note))
    judge(wanted).refuse()
    await repository.answer(tx, check_id, wanted, actor.person_id)
    before = {"is_in_service": check.is_in_service, "since": check.since}
    after = {"is_in_service": wanted.is_in_service, "since": wanted.since}
    await audit.record(
        tx, actor, "service_check.answered", "service_check", check_id, before=before, after=after
    )
