"""What owners may do with the roles of their challenges."""

from datetime import UTC, datetime
from uuid import UUID

from matching.challenges import repository as challenges
from matching.challenges.model import Challenge
from matching.forms import UNSAVED, applied, difference, refuse_other_version
from matching.programmes import repository as programmes
from matching.roles import repository
from matching.roles.model import CARVED_IN, MOST_ROLES, Role, RoleForm, judge, written_well
from store import audit, outbox
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless


async def add(tx: Connection, actor: Actor, challenge_id: UUID, form: RoleForm) -> Role:
    """Carve a role out of a challenge that no team was found for yet.

    Raises:
        Refused: UNKNOWN_CHALLENGE, NOT_YOUR_CHALLENGE, CHALLENGE_SETTLED, TOO_MANY_ROLES, or what `model.judge` finds.
    """
    await _carved(tx, actor, challenge_id, "challengeId")
    had = await repository.count(tx, challenge_id)
    refuse_unless(had < MOST_ROLES, "TOO_MANY_ROLES", "challengeId", limit=MOST_ROLES)
    role = written_well(applied(_blank(challenge_id), form))
    judge(role).refuse()
    stored = await repository.insert(tx, role)
    after = {"challenge_id": str(challenge_id), "title": stored.title, "hours_needed": stored.hours_needed}
    await audit.record(tx, actor, "challenge_role.added", "challenge_role", stored.id, after=after)
    await outbox.put(tx, "challenge.changed", challenge_id)
    return stored


async def edit(tx: Connection, actor: Actor, role_id: UUID, form: RoleForm, expected_version: int) -> Role:
    """Change a role, or say that nobody is looked for any more; who has it keeps it.

    Raises:
        Refused: UNKNOWN_ROLE, NOT_YOUR_CHALLENGE, CHALLENGE_SETTLED, CONFLICT, or what `model.judge` finds.
    """
    known = await repository.find(tx, role_id)
    if known is None:
        raise Refused(Problem("UNKNOWN_ROLE", "id"))
    await _carved(tx, actor, known.challenge_id, "id")
    before = await repository.lock(tx, role_id)
    if before is None:
        raise Refused(Problem("UNKNOWN_ROLE", "id"))
    refuse_other_version(before.version, expected_version)
    wanted = written_well(applied(before, form))
    judge(wanted).refuse()
    after = await repository.update(tx, wanted)
    was, is_now = difference(before, after)
    await audit.record(
        tx, actor, "challenge_role.edited", "challenge_role", role_id, before=was, after=is_now
    )
    await outbox.put(tx, "challenge.changed", after.challenge_id)
    return after


async def _carved(tx: Connection, actor: Actor, challenge_id: UUID, field: str) -> Challenge:
    """The actor's challenge, which stays in a state in which it may be carved; locks round, challenge, role."""
    await programmes.hold_of_challenge(tx, challenge_id)
    challenge = await challenges.lock(tx, challenge_id)
    if challenge is None:
        raise Refused(Problem("UNKNOWN_CHALLENGE", field))
    refuse_unless(actor.owns(challenge.owner_id) or actor.is_officer, "NOT_YOUR_CHALLENGE", field)
    refuse_unless(challenge.state in CARVED_IN, "CHALLENGE_SETTLED", field, state=challenge.state.value)
    return challenge


def _blank(challenge_id: UUID) -> Role:
    now = datetime.now(UTC)
    return Role(
        id=UNSAVED,
        challenge_id=challenge_id,
        title={},
        task={},
        needs=(),
        languages=(),
        hours_needed=0,
        on_site=False,
        places=1,
        is_open=True,
        created_at=now,
        updated_at=now,
        version=0,
    )
