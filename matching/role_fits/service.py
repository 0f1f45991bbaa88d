"""Who is told how well roles and people suit each other.

People are told about themselves. The challenge's owner and officers are told about those who agreed to be found and
those who showed interest in the role; whoever has an interest in the owner is left out, as that is not the owner's to
know. Comparing takes a thread: there may be hundreds, and the loop has other visitors.
"""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from matching.fit import Fit, GateCode
from matching.fits import repository as facts
from matching.forms import today
from matching.profiles import repository as profile_rows
from matching.profiles import service as profiles
from matching.profiles.model import Profile
from matching.programmes.model import weights_from_json
from matching.role_fits import repository
from matching.role_fits.model import Carved, Seeker, best_first, compare
from matching.roles import repository as roles
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless


async def fit_of(connection: Connection, role_id: UUID, profile_id: UUID) -> Fit:
    """How well one role and one person suit each other; services call this, after they judged who may know.

    Raises:
        Refused: UNKNOWN_ROLE or UNKNOWN_PROFILE.
    """
    carved, seekers = await _carved(connection, [role_id]), await _seekers(connection, [profile_id])
    refuse_unless(carved, "UNKNOWN_ROLE", "roleId")
    refuse_unless(seekers, "UNKNOWN_PROFILE")
    return compare(carved[0], seekers[0], today())


async def roles_for_me(connection: Connection, actor: Actor) -> list[Fit]:
    """The roles that people are looked for now, best for the actor first, and why not the others.

    Raises:
        Refused: SIGN_IN_FIRST or PROFILE_MISSING.
    """
    profile = await profiles.own(connection, actor)
    carved = await _carved(connection, await repository.open_roles(connection))
    (seeker,) = await _seekers(connection, [profile.id])
    return await asyncio.to_thread(lambda: best_first(compare(each, seeker, today()) for each in carved))


async def people_for_role(connection: Connection, actor: Actor, role_id: UUID) -> list[Fit]:
    """The people who may be asked for a role, or asked themselves, best first; for the challenge's owner and officers.

    Raises:
        Refused: UNKNOWN_ROLE or NOT_YOUR_CHALLENGE.
    """
    carved = await _carved(connection, [role_id])
    if not carved:
        raise Refused(Problem("UNKNOWN_ROLE", "roleId"))
    owner_id = UUID(carved[0].challenge.owner_id)
    refuse_unless(actor.is_officer or actor.is_of(owner_id), "NOT_YOUR_CHALLENGE", "roleId")
    found = {
        *await repository.found_profiles(connection, role_id),
        *await repository.interested(connection, role_id),
    }
    seekers = await _seekers(connection, sorted(found))

    def compared() -> list[Fit]:
        fits = (compare(carved[0], each, today()) for each in seekers)
        return best_first(each for each in fits if not _is_in_conflict(each))

    return await asyncio.to_thread(compared)


def _is_in_conflict(found: Fit) -> bool:
    return any(gate.code is GateCode.CONFLICT_OF_INTEREST for gate in found.failed_gates())


async def _carved(connection: Connection, role_ids: Sequence[UUID]) -> list[Carved]:
    """These roles with what is known of their challenges."""
    rows = await roles.find_many(connection, role_ids)
    ids = {each.challenge_id for each in rows}
    known = {each.id: each for each in await facts.challenge_facts(connection, ids=ids)}
    weights = await facts.weights_of(connection, ids)
    return [
        Carved(each, known[str(each.challenge_id)], weights_from_json(weights[str(each.challenge_id)]))
        for each in rows
        if str(each.challenge_id) in known
    ]


async def _seekers(connection: Connection, profile_ids: Sequence[UUID]) -> list[Seeker]:
    found: Sequence[Profile] = await profile_rows.find_many(connection, profile_ids)
    organisations = await repository.organisations(connection, [each.person_id for each in found])
    interests = await repository.interests(connection, profile_ids)
    nothing: frozenset[UUID] = frozenset()
    return [
        Seeker(each, organisations.get(each.person_id, nothing), *interests.get(each.id, (nothing, nothing)))
        for each in found
    ]
