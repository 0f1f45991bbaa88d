"""Letting in whoever an identity provider vouches for, with the roles that it says they have now."""

from uuid import UUID

import structlog

from registry.identities import repository
from registry.identities.model import Identity, RoleMapping
from registry.people import repository as people
from registry.people.model import LONGEST_NAME, Person, RoleGrant, is_email
from registry.sessions import service as sessions
from registry.texts import is_plain
from store import audit
from store.actor import Actor, Role
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless

log = structlog.get_logger()


async def sign_in(
    tx: Connection, identity: Identity, mapping: RoleMapping, language: str, *, instead_of: str | None = None
) -> str:
    """Start a session for somebody whom the provider vouches for, and return its token.

    They are known by issuer and subject. The first time, an account with their address becomes theirs if the provider
    has verified the address and nobody else there has the account; without one, an account is made. The roles that
    claims give are made what the claims say now; roles that officers gave are left alone.

    Args:
        tx: the transaction.
        identity: what the provider says.
        mapping: how its claims are read.
        language: of the page they came from.
        instead_of: the token that the browser came with, whose session ends.

    Raises:
        Refused: EMAIL_NOT_TOLD, EMAIL_NOT_VERIFIED or IDENTITY_TAKEN; nothing is stored.
    """
    await repository.lock_subject(tx, identity.issuer, identity.subject)
    person = await repository.find_person(tx, identity.issuer, identity.subject)
    person = person or await _linked(tx, identity, language)
    await _follow_claims(tx, person, identity, mapping)
    return await sessions.sign_in(tx, person.id, instead_of=instead_of, issuer=identity.issuer)


async def _linked(tx: Connection, identity: Identity, language: str) -> Person:
    """The account that the identity is linked to from now on.

    An address that nobody verified makes no account either: it could be the one that somebody else is invited by.
    """
    if identity.email is None or not is_email(identity.email):
        raise Refused(Problem("EMAIL_NOT_TOLD"))
    refuse_unless(identity.is_email_verified, "EMAIL_NOT_VERIFIED")
    name = identity.name.strip()[:LONGEST_NAME]
    called = name if name and is_plain(name) else identity.email.partition("@")[0]
    made = await people.insert_person(tx, identity.email, called, language, is_example=False)
    person = made or await people.find_person_by_email(tx, identity.email)
    if person is None:
        raise AssertionError("either stored now or before")  # pragma: no cover
    is_linked = not person.is_example and await repository.insert(
        tx, identity.issuer, identity.subject, person.id
    )
    refuse_unless(is_linked, "IDENTITY_TAKEN")
    actor = Actor(person_id=person.id, name=person.name)
    after = {"issuer": identity.issuer, "is_new": made is not None}
    await audit.record(tx, actor, "identity.linked", "person", person.id, after=after)
    return person


async def _follow_claims(tx: Connection, person: Person, identity: Identity, mapping: RoleMapping) -> None:
    """Give the roles that the claims give, and take back those that they gave before and no longer do."""
    wanted = await _wanted(tx, identity, mapping)
    actor = Actor(person_id=person.id, name=person.name)
    for held in await repository.claimed_grants(tx, person.id):
        if (held.role, held.organisation_id) not in wanted:
            await people.delete_grant(tx, held.id)
            await _record(tx, actor, "role.revoked", held, identity)
    for role, organisation_id in sorted(wanted, key=str):
        granted = await repository.insert_claimed_grant(tx, person.id, role, organisation_id)
        if granted is not None:
            await _record(tx, actor, "role.granted", granted, identity)


async def _wanted(tx: Connection, identity: Identity, mapping: RoleMapping) -> set[tuple[Role, UUID | None]]:
    wanted: set[tuple[Role, UUID | None]] = set()
    for role, slug in mapping.granted(identity.claims):
        organisation = None if slug is None else await people.find_organisation_by_slug(tx, slug)
        if slug is not None and organisation is None:
            log.warning("claims name an organisation that is not registered", role=role, organisation=slug)
            continue
        wanted.add((role, organisation.id if organisation else None))
    return wanted


async def _record(tx: Connection, actor: Actor, action: str, grant: RoleGrant, identity: Identity) -> None:
    facts = {
        "person_id": str(grant.person_id),
        "role": grant.role,
        "organisation_id": str(grant.organisation_id) if grant.organisation_id else None,
        "from_claims_of": identity.issuer,
    }
    is_given = action == "role.granted"
    await audit.record(
        tx,
        actor,
        action,
        "role_grant",
        grant.id,
        before=None if is_given else facts,
        after=facts if is_given else None,
    )
