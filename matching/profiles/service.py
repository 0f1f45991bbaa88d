"""What somebody may say of themselves, and to whom; nobody says it for them, officers neither."""

from datetime import UTC, datetime
from uuid import UUID

from matching.consents import repository as consent_rows
from matching.consents import service as consents
from matching.consents.model import Purpose
from matching.fit import DataClass
from matching.forms import UNSAVED, applied, refuse_other_version
from matching.profiles import repository
from matching.profiles.model import Profile, ProfileForm, judge, written_well
from matching.teams import repository as teams
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused


async def save(tx: Connection, actor: Actor, form: ProfileForm, expected_version: int) -> Profile:
    """Say what one can do, when and where; others see it once one agrees to be found, or is interested in a role.

    Args:
        tx: the transaction.
        actor: whose profile it is.
        form: what is to change.
        expected_version: of the profile that the actor saw; 0 when there was none.

    Raises:
        Refused: SIGN_IN_FIRST, CONFLICT, UNKNOWN_ORGANISATION, or what `model.judge` finds.
    """
    person_id = _oneself(actor)
    before = await repository.lock_of_person(tx, person_id) or _blank(person_id)
    refuse_other_version(before.version, expected_version)
    wanted = written_well(applied(before, form))
    problems = judge(wanted)
    unknown = await teams.unknown_organisations(tx, wanted.conflicts)
    problems.unless(not unknown, "UNKNOWN_ORGANISATION", "conflicts")
    problems.refuse()
    stored = await repository.put(tx, wanted)
    # Officers read the trail: what somebody says of themselves in private is not in it.
    was, now = {"version": before.version}, {"version": stored.version}
    await audit.record(tx, actor, "profile.saved", "profile", stored.id, before=was, after=now)
    return stored


async def let_be_found(tx: Connection, actor: Actor, text_version: int) -> UUID:
    """Agree that owners who look for people find one's profile; taken back as every consent, or with the profile.

    Raises:
        Refused: SIGN_IN_FIRST, PROFILE_MISSING, SESSION_NEEDED or TEXT_OUTDATED.
    """
    profile = await own(tx, actor)
    await consents.give(tx, actor, Purpose.FOUND_BY_OWNERS, profile.id, text_version)
    await audit.record(tx, actor, "profile.shown", "profile", profile.id)
    return profile.id


async def delete(tx: Connection, actor: Actor) -> None:
    """Delete one's profile, with every interest in a role; the teams that one has joined already stay one's teams.

    Raises:
        Refused: SIGN_IN_FIRST or PROFILE_MISSING.
    """
    profile = await own(tx, actor)
    await consent_rows.withdraw_all(tx, profile.person_id, profile.id)
    await repository.delete(tx, profile.id)
    await audit.record(tx, actor, "profile.deleted", "profile", profile.id)


async def own(connection: Connection, actor: Actor) -> Profile:
    """The actor's own profile.

    Raises:
        Refused: SIGN_IN_FIRST or PROFILE_MISSING.
    """
    profile = await repository.of_person(connection, _oneself(actor))
    if profile is None:
        raise Refused(Problem("PROFILE_MISSING"))
    return profile


def _oneself(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise Refused(Problem("SIGN_IN_FIRST"))
    return actor.person_id


def _blank(person_id: UUID) -> Profile:
    now = datetime.now(UTC)
    return Profile(
        id=UNSAVED,
        person_id=person_id,
        shown_name=None,
        about={},
        skills=(),
        domains=(),
        languages=(),
        hours_per_week=None,
        available_from=None,
        available_until=None,
        data_clearance=DataClass.NONE,
        place=None,
        remote_ok=True,
        conflicts=frozenset(),
        created_at=now,
        updated_at=now,
        version=0,
    )
