"""Who may get in, on whose word, and for how long."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from registry.people import repository
from registry.people.model import (
    INVITATION_LASTS,
    LANGUAGES,
    LONGEST_NAME,
    ROLES_OF_AN_ORGANISATION,
    ExamplePerson,
    NewOrganisation,
    Organisation,
    Person,
    RoleGrant,
    is_country,
    is_email,
    is_place,
    is_web_address,
    new_token,
    token_hash,
)
from registry.slugs import slug
from registry.texts import is_plain
from store import audit
from store.actor import Actor, Role
from store.database import Connection
from store.refusal import Problem, Problems, Refused, refuse_unless


async def register_organisation(tx: Connection, actor: Actor, new: NewOrganisation) -> Organisation:
    """Register an organisation, so that people can be invited to speak for it.

    Raises:
        Refused: OFFICERS_ONLY, NAME_MISSING, TEXT_TOO_LONG, TEXT_NOT_PLAIN,
            COUNTRY_MALFORMED, PLACE_MALFORMED or NOT_A_WEB_ADDRESS.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    _judge(new).refuse()
    named = new.name.get("en") or next(iter(new.name.values()))
    organisation = await repository.insert_organisation(tx, new, slug(new.slug or named, "organisation"))
    await audit.record(
        tx,
        actor,
        "organisation.registered",
        "organisation",
        organisation.id,
        after={"slug": organisation.slug, "name": dict(organisation.name), "kind": organisation.kind},
    )
    return organisation


async def change_organisation(
    tx: Connection, actor: Actor, organisation_id: UUID, new: NewOrganisation, expected_version: int
) -> Organisation:
    """Correct what is said of an organisation; its slug stays, because addresses carry it.

    Raises:
        Refused: NOT_YOUR_ORGANISATION, UNKNOWN_ORGANISATION, CONFLICT, or as for `register_organisation`.
    """
    refuse_unless(actor.is_officer or actor.owns(organisation_id), "NOT_YOUR_ORGANISATION", "id")
    _judge(new).refuse()
    before = await repository.find_organisation(tx, organisation_id)
    if before is None:
        raise Refused(Problem("UNKNOWN_ORGANISATION", "id"))
    after = await repository.update_organisation(tx, organisation_id, new, expected_version)
    if after is None:
        raise Refused(Problem("CONFLICT", "expectedVersion", {"current": before.version}))
    await audit.record(
        tx,
        actor,
        "organisation.changed",
        "organisation",
        organisation_id,
        before={"name": dict(before.name), "kind": before.kind, "version": before.version},
        after={"name": dict(after.name), "kind": after.kind, "version": after.version},
    )
    return after


async def register_person(
    tx: Connection, actor: Actor, email: str, name: str, language: str, *, is_example: bool = False
) -> Person:
    """Let somebody in without an invitation: the demo's people, and those an identity provider vouches for.

    Raises:
        Refused: OFFICERS_ONLY, EMAIL_MALFORMED, EMAIL_TAKEN, NAME_MISSING, TEXT_TOO_LONG or LANGUAGE_NOT_OFFERED.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    problems = _judge_person(name, language)
    problems.unless(is_email(email), "EMAIL_MALFORMED", "email")
    problems.refuse()
    person = await repository.insert_person(tx, email.lower(), name.strip(), language, is_example=is_example)
    if person is None:
        raise Refused(Problem("EMAIL_TAKEN", "email"))
    await audit.record(tx, actor, "person.registered", "person", person.id, after={"is_example": is_example})
    return person


async def forget(tx: Connection, actor: Actor, person_id: UUID) -> None:
    """Delete a person for good, as they may ask; their reviews stay without a name, the audit trail with an id only.

    Raises:
        Refused: NOT_YOURSELF (officers delete others) or UNKNOWN_PERSON.
    """
    refuse_unless(actor.is_officer or actor.person_id == person_id, "NOT_YOURSELF", "personId")
    refuse_unless(await repository.find_person(tx, person_id), "UNKNOWN_PERSON", "personId")
    await audit.record(
        tx, actor, "person.forgotten", "person", person_id
    )  # before, so that it loses its name too
    await repository.delete_person(tx, person_id)


async def correct(tx: Connection, actor: Actor, name: str, language: str) -> Person:
    """Correct how one is called here, and in which language one is written to.

    Raises:
        Refused: SIGN_IN_FIRST, EXAMPLE_PERSON, NAME_MISSING, TEXT_TOO_LONG, TEXT_NOT_PLAIN or LANGUAGE_NOT_OFFERED.
    """
    person = await _oneself(tx, actor)
    _judge_person(name, language).refuse()
    await repository.update_person(tx, person.id, name.strip(), language)
    changed = {"name": name.strip() != person.name, "language": language != person.language}
    await audit.record(tx, actor, "person.corrected", "person", person.id, after={"changed": changed})
    return replace(person, name=name.strip(), language=language)


async def leave(tx: Connection, actor: Actor) -> None:
    """Delete oneself for good, as `forget` does; only somebody who is signed in can, no token.

    Raises:
        Refused: SIGN_IN_FIRST, SESSION_NEEDED or EXAMPLE_PERSON.
    """
    person = await _oneself(tx, actor)
    refuse_unless(actor.token_id is None, "SESSION_NEEDED")
    await forget(tx, actor, person.id)


async def grant(
    tx: Connection, actor: Actor, person_id: UUID, role: Role, organisation_id: UUID | None = None
) -> RoleGrant:
    """Give a person a role; giving it twice changes nothing.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_PERSON, ORGANISATION_NEEDED or UNKNOWN_ORGANISATION.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    refuse_unless(await repository.find_person(tx, person_id), "UNKNOWN_PERSON", "personId")
    await _refuse_unfit_organisation(tx, role, organisation_id)
    granted = await repository.insert_grant(tx, person_id, role, organisation_id)
    await audit.record(tx, actor, "role.granted", "role_grant", granted.id, after=_grant_facts(granted))
    return granted


async def revoke(tx: Connection, actor: Actor, grant_id: UUID) -> RoleGrant:
    """Take a role back; what was done with it stands.

    Raises:
        Refused: OFFICERS_ONLY or UNKNOWN_GRANT.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    revoked = await repository.delete_grant(tx, grant_id)
    if revoked is None:
        raise Refused(Problem("UNKNOWN_GRANT", "id"))
    await audit.record(tx, actor, "role.revoked", "role_grant", grant_id, before=_grant_facts(revoked))
    return revoked


async def invite(
    tx: Connection,
    actor: Actor,
    email: str,
    role: Role | None = None,
    organisation_id: UUID | None = None,
) -> str:
    """Let in whoever reads the mail of an address, and return the token that the link carries.

    Without a role they can sign in, and register a team. The token is shown once and stored nowhere; it works once,
    within seven days.

    Raises:
        Refused: OFFICERS_ONLY, EMAIL_MALFORMED, ROLE_MISSING (for an organisation), ORGANISATION_NEEDED or
            UNKNOWN_ORGANISATION.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    refuse_unless(is_email(email), "EMAIL_MALFORMED", "email")
    refuse_unless(role or organisation_id is None, "ROLE_MISSING", "role")
    if role is not None:
        await _refuse_unfit_organisation(tx, role, organisation_id)
    token = new_token()
    await repository.insert_invitation(
        tx, token_hash(token), email.lower(), role, organisation_id, INVITATION_LASTS
    )
    await audit.record(
        tx,
        actor,
        "person.invited",
        "invitation",
        None,
        after={"role": role, "organisation_id": str(organisation_id) if organisation_id else None},
    )
    return token


async def why_invitation_ended(connection: Connection, token: str) -> Problem | None:
    """Say why an invitation cannot be taken up: INVITATION_UNKNOWN, _USED or _EXPIRED; None when it can."""
    found = await repository.find_invitation(connection, token_hash(token))
    if found is None:
        return Problem("INVITATION_UNKNOWN", "token")
    invitation, is_expired = found
    if invitation.used_at is not None:
        return Problem("INVITATION_USED", "token")
    return Problem("INVITATION_EXPIRED", "token") if is_expired else None


async def accept_invitation(tx: Connection, token: str, name: str, language: str) -> Person:
    """Take up an invitation; somebody who is known by that address already keeps their name, and needs none here.

    Raises:
        Refused: INVITATION_UNKNOWN, INVITATION_USED, INVITATION_EXPIRED, NAME_MISSING, TEXT_TOO_LONG or
            LANGUAGE_NOT_OFFERED; the invitation can still be used.
    """
    hashed = token_hash(token)
    await repository.lock_invitation(tx, hashed)
    ended = await why_invitation_ended(tx, token)
    found = await repository.find_invitation(tx, hashed)
    if ended is not None or found is None:
        raise Refused(ended or Problem("INVITATION_UNKNOWN", "token"))
    invitation, _ = found
    person = await repository.find_person_by_email(tx, invitation.email)
    if person is None:
        _judge_person(name, language).refuse()
        person = await repository.insert_person(
            tx, invitation.email, name.strip(), language, is_example=False
        )
        person = person or await repository.find_person_by_email(tx, invitation.email)
    if person is None:
        raise AssertionError("either stored now or before")  # pragma: no cover
    await repository.use_invitation(tx, hashed)
    actor = Actor(person_id=person.id, name=person.name)
    if invitation.role is None:
        await audit.record(tx, actor, "invitation.accepted", "person", person.id)
        return person
    granted = await repository.insert_grant(tx, person.id, invitation.role, invitation.organisation_id)
    await audit.record(
        tx, actor, "invitation.accepted", "role_grant", granted.id, after=_grant_facts(granted)
    )
    return person


async def example_people(connection: Connection) -> Sequence[ExamplePerson]:
    """List the invented people of the demo that a visitor may sign in as."""
    return await repository.example_people(connection)


def _judge(new: NewOrganisation) -> Problems:
    problems = Problems()
    problems.unless(any(text.strip() for text in new.name.values()), "NAME_MISSING", "name")
    for language, text in new.name.items():
        problems.unless(
            len(text) <= LONGEST_NAME,
            "TEXT_TOO_LONG",
            f"name.{language}",
            limit=LONGEST_NAME,
            length=len(text),
        )
        problems.unless(is_plain(text) and is_plain(language), "TEXT_NOT_PLAIN", f"name.{language}")
    problems.unless(new.country is None or is_country(new.country), "COUNTRY_MALFORMED", "country")
    problems.unless(new.place is None or is_place(new.place), "PLACE_MALFORMED", "place")
    problems.unless(new.homepage is None or is_web_address(new.homepage), "NOT_A_WEB_ADDRESS", "homepage")
    return problems


def _judge_person(name: str, language: str) -> Problems:
    problems = Problems()
    problems.unless(name.strip(), "NAME_MISSING", "name")
    problems.unless(len(name) <= LONGEST_NAME, "TEXT_TOO_LONG", "name", limit=LONGEST_NAME, length=len(name))
    problems.unless(is_plain(name), "TEXT_NOT_PLAIN", "name")
    problems.unless(language in LANGUAGES, "LANGUAGE_NOT_OFFERED", "language", offered=", ".join(LANGUAGES))
    return problems


async def _oneself(connection: Connection, actor: Actor) -> Person:
    """The person who acts; the demo's are everybody's, so nobody changes them."""
    person = None if actor.person_id is None else await repository.find_person(connection, actor.person_id)
    if person is None:
        raise Refused(Problem("SIGN_IN_FIRST"))
    refuse_unless(not person.is_example, "EXAMPLE_PERSON")
    return person


async def _refuse_unfit_organisation(tx: Connection, role: Role, organisation_id: UUID | None) -> None:
    needed = role in ROLES_OF_AN_ORGANISATION
    refuse_unless(organisation_id or not needed, "ORGANISATION_NEEDED", "organisationId", role=role.value)
    if organisation_id is not None:
        known = await repository.find_organisation(tx, organisation_id)
        refuse_unless(known, "UNKNOWN_ORGANISATION", "organisationId")


def _grant_facts(granted: RoleGrant) -> dict[str, object]:
    return {
        "person_id": str(granted.person_id),
        "role": granted.role,
        "organisation_id": str(granted.organisation_id) if granted.organisation_id else None,
    }
