import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from registry.people import repository, service
from registry.people.model import NewOrganisation, OrganisationKind, token_hash
from registry.sessions import service as sessions
from store.actor import Actor, Role
from store.database import Connection
from store.refusal import Refused

OFFICER = Actor(person_id=None, name="an officer", is_officer=True)
NOBODY = Actor.anonymous()
TAINAN = NewOrganisation(
    {"en": "Tainan City Government", "zh-Hant": "臺南市政府"},
    OrganisationKind.LOCAL_GOVERNMENT,
    "TW",
    "TW-TNN",
)


@contextmanager
def refused(*codes: str) -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    assert tuple(problem.code for problem in caught.value.problems) == codes


async def count(tx: Connection, table: str) -> int:
    return int(await tx.fetchval(f"select count(*) from {table}"))  # noqa: S608 - the test's own table names


async def held_by(tx: Connection, token: str) -> Actor | None:
    found = await sessions.holder_of(tx, token)
    return None if found is None else found[1]


async def joined(tx: Connection, role: Role, organisation_id: UUID | None = None) -> UUID:
    token = await service.invite(tx, OFFICER, "Ming@Example.org", role, organisation_id)
    return (await service.accept_invitation(tx, token, "Ming", "zh-Hant")).id


async def test_an_officer_registers_an_organisation_under_a_readable_address(tx: Connection) -> None:
    organisation = await service.register_organisation(tx, OFFICER, TAINAN)
    assert organisation.slug == "tainan-city-government"
    assert organisation.name == TAINAN.name
    assert organisation.kind is OrganisationKind.LOCAL_GOVERNMENT
    assert await repository.find_organisation(tx, organisation.id) == organisation


async def test_two_organisations_of_one_name_have_two_addresses(tx: Connection) -> None:
    await service.register_organisation(tx, OFFICER, TAINAN)
    second = await service.register_organisation(tx, OFFICER, TAINAN)
    assert second.slug == "tainan-city-government-2"


async def test_a_name_without_latin_letters_still_gives_an_address(tx: Connection) -> None:
    new = NewOrganisation({"zh-Hant": "數位發展部"}, OrganisationKind.MINISTRY)
    assert (await service.register_organisation(tx, OFFICER, new)).slug == "organisation"


async def test_only_officers_register_organisations(tx: Connection) -> None:
    with refused("OFFICERS_ONLY"):
        await service.register_organisation(tx, NOBODY, TAINAN)
    assert await count(tx, "organisation") == 0
    assert await count(tx, "audit_event") == 0


async def test_everything_wrong_with_an_organisation_is_said_at_once(tx: Connection) -> None:
    new = NewOrganisation({"en": " "}, OrganisationKind.AGENCY, "Taiwan", "Tainan", "www.example.org")
    with refused("NAME_MISSING", "COUNTRY_MALFORMED", "PLACE_MALFORMED", "NOT_A_WEB_ADDRESS"):
        await service.register_organisation(tx, OFFICER, new)
    assert await count(tx, "organisation") == 0


async def test_characters_that_no_name_has_are_refused(tx: Connection) -> None:
    with refused("TEXT_NOT_PLAIN", "NOT_A_WEB_ADDRESS"):
        new = NewOrganisation({"en": "Tainan\0"}, OrganisationKind.AGENCY, homepage="https://a\0.org")
        await service.register_organisation(tx, OFFICER, new)
    with refused("TEXT_NOT_PLAIN"):
        await service.register_person(tx, OFFICER, "lin@example.org", "Lin\ud800", "en")
    assert await count(tx, "organisation") == 0
    assert await count(tx, "person") == 0


async def test_a_second_edit_of_the_same_version_is_a_conflict(tx: Connection) -> None:
    organisation = await service.register_organisation(tx, OFFICER, TAINAN)
    changed = NewOrganisation({"en": "Tainan"}, OrganisationKind.LOCAL_GOVERNMENT)
    await service.change_organisation(tx, OFFICER, organisation.id, changed, 1)
    with refused("CONFLICT"):
        await service.change_organisation(tx, OFFICER, organisation.id, TAINAN, 1)
    stored = await repository.find_organisation(tx, organisation.id)
    assert stored is not None
    assert (stored.name, stored.version) == ({"en": "Tainan"}, 2)


async def test_an_invitation_makes_a_person_with_the_role_it_offers(tx: Connection) -> None:
    organisation = await service.register_organisation(tx, OFFICER, TAINAN)
    person_id = await joined(tx, Role.OWNER, organisation.id)
    person = await repository.find_person(tx, person_id)
    grants = await repository.grants_of(tx, person_id)
    assert person is not None
    assert (person.email, person.name, person.is_example) == ("ming@example.org", "Ming", False)
    assert [(each.role, each.organisation_id) for each in grants] == [(Role.OWNER, organisation.id)]


async def test_an_invitation_without_a_role_lets_somebody_sign_in_and_no_more(tx: Connection) -> None:
    token = await service.invite(tx, OFFICER, "ming@example.org")
    person = await service.accept_invitation(tx, token, "Ming", "zh-Hant")
    session = await sessions.sign_in(tx, person.id)
    assert await held_by(tx, session) == Actor(person_id=person.id, name="Ming")
    assert await count(tx, "role_grant") == 0
    events = await tx.fetch("select action, subject_type, subject_id from audit_event order by id limit 2")
    assert [tuple(each) for each in events] == [
        ("person.invited", "invitation", None),
        ("invitation.accepted", "person", person.id),
    ]


async def test_an_invitation_for_an_organisation_says_to_which_role(tx: Connection) -> None:
    organisation = await service.register_organisation(tx, OFFICER, TAINAN)
    with refused("ROLE_MISSING"):
        await service.invite(tx, OFFICER, "ming@example.org", None, organisation.id)
    assert await count(tx, "invitation") == 0


async def test_only_the_hash_of_an_invitation_is_stored(tx: Connection) -> None:
    token = await service.invite(tx, OFFICER, "ming@example.org", Role.OFFICER)
    row = await tx.fetchrow("select token_hash, expires_at - created_at as lasts from invitation")
    assert row is not None
    assert (row["token_hash"], row["lasts"]) == (token_hash(token), timedelta(days=7))
    audited = await tx.fetch("select after::text from audit_event")
    assert not any(token in each["after"] or "ming" in each["after"] for each in audited)


async def test_an_invitation_works_once(tx: Connection) -> None:
    token = await service.invite(tx, OFFICER, "ming@example.org", Role.OFFICER)
    await service.accept_invitation(tx, token, "Ming", "en")
    with refused("INVITATION_USED"):
        await service.accept_invitation(tx, token, "Somebody Else", "en")
    assert await count(tx, "person") == 1


async def test_an_invitation_is_worthless_after_a_week(tx: Connection) -> None:
    token = await service.invite(tx, OFFICER, "ming@example.org", Role.OFFICER)
    await tx.execute("update invitation set expires_at = now()")
    with refused("INVITATION_EXPIRED"):
        await service.accept_invitation(tx, token, "Ming", "en")
    assert await count(tx, "person") == 0


async def test_a_guessed_invitation_is_refused(tx: Connection) -> None:
    await service.invite(tx, OFFICER, "ming@example.org", Role.OFFICER)
    with refused("INVITATION_UNKNOWN"):
        await service.accept_invitation(tx, "guess", "Ming", "en")
    assert await count(tx, "person") == 0


async def test_a_mistake_in_the_form_leaves_the_invitation_usable(tx: Connection) -> None:
    token = await service.invite(tx, OFFICER, "ming@example.org", Role.OFFICER)
    with refused("NAME_MISSING", "LANGUAGE_NOT_OFFERED"):
        await service.accept_invitation(tx, token, "", "tlh")
    assert (await service.accept_invitation(tx, token, "Ming", "en")).name == "Ming"


async def test_a_second_invitation_adds_a_role_and_keeps_the_name(tx: Connection) -> None:
    first = await joined(tx, Role.OFFICER)
    token = await service.invite(tx, OFFICER, "ming@example.org", Role.REVIEWER)
    person = await service.accept_invitation(tx, token, "Another Name", "en")
    assert (person.id, person.name) == (first, "Ming")
    assert [each.role for each in await repository.grants_of(tx, first)] == [Role.OFFICER, Role.REVIEWER]


@pytest.mark.parametrize(
    "email", ["ming", "ming@", "@example.org", "ming@example", "a b@example.org", "a@b@c.org", "a\0@b.org"]
)
async def test_an_invitation_needs_an_email_address(tx: Connection, email: str) -> None:
    with refused("EMAIL_MALFORMED"):
        await service.invite(tx, OFFICER, email, Role.OFFICER)
    assert await count(tx, "invitation") == 0


async def test_an_owner_must_own_something(tx: Connection) -> None:
    with refused("ORGANISATION_NEEDED"):
        await service.invite(tx, OFFICER, "ming@example.org", Role.OWNER)
    with refused("UNKNOWN_ORGANISATION"):
        await service.invite(tx, OFFICER, "ming@example.org", Role.OWNER, uuid4())
    assert await count(tx, "invitation") == 0


async def test_nobody_but_an_officer_invites(tx: Connection) -> None:
    organisation = await service.register_organisation(tx, OFFICER, TAINAN)
    owner = Actor(person_id=uuid4(), owner_of=frozenset({organisation.id}))
    with refused("OFFICERS_ONLY"):
        await service.invite(tx, owner, "ming@example.org", Role.OFFICER)
    assert await count(tx, "invitation") == 0


async def test_a_session_knows_what_its_holder_may_do(tx: Connection) -> None:
    organisation = await service.register_organisation(tx, OFFICER, TAINAN)
    person_id = await joined(tx, Role.OWNER, organisation.id)
    await service.grant(tx, OFFICER, person_id, Role.REVIEWER)
    await tx.execute("insert into team (slug, name) values ('river-watch', '{\"en\": \"River Watch\"}')")
    team_id = await tx.fetchval("select id from team")
    await tx.execute("insert into team_member (team_id, person_id) values ($1, $2)", team_id, person_id)
    token = await sessions.sign_in(tx, person_id)
    assert await held_by(tx, token) == Actor(
        person_id=person_id,
        name="Ming",
        is_reviewer=True,
        owner_of=frozenset({organisation.id}),
        team_ids=frozenset({team_id}),
    )


async def test_an_agencys_person_sees_what_the_agency_sees_and_owns_nothing(tx: Connection) -> None:
    organisation = await service.register_organisation(tx, OFFICER, TAINAN)
    token = await sessions.sign_in(tx, await joined(tx, Role.AGENCY, organisation.id))
    actor = await held_by(tx, token)
    assert actor is not None
    assert (actor.owner_of, actor.agency_for) == (frozenset(), frozenset({organisation.id}))
    assert (actor.is_of(organisation.id), actor.acts_for_agency(organisation.id)) == (True, True)
    assert not actor.owns(organisation.id)


async def test_an_owner_also_signs_usage_statements(tx: Connection) -> None:
    organisation = await service.register_organisation(tx, OFFICER, TAINAN)
    token = await sessions.sign_in(tx, await joined(tx, Role.OWNER, organisation.id))
    actor = await held_by(tx, token)
    assert actor is not None
    assert (actor.owns(organisation.id), actor.acts_for_agency(organisation.id)) == (True, True)


async def test_an_agencys_person_does_not_change_the_agency(tx: Connection) -> None:
    organisation = await service.register_organisation(tx, OFFICER, TAINAN)
    actor = Actor(person_id=uuid4(), agency_for=frozenset({organisation.id}))
    with refused("NOT_YOUR_ORGANISATION"):
        await service.change_organisation(tx, actor, organisation.id, TAINAN, organisation.version)
    assert await repository.find_organisation(tx, organisation.id) == organisation


async def test_who_holds_a_session_is_found_in_one_statement(tx: Connection) -> None:
    token = await sessions.sign_in(tx, await joined(tx, Role.OFFICER))
    statements: list[Any] = []
    assert isinstance(tx, asyncpg.Connection)
    await held_by(tx, token)  # asyncpg looks up the types of a new statement once
    with tx.query_logger(statements.append):
        actor = await held_by(tx, token)
    await asyncio.sleep(0)  # the log is called by the loop, not by the query
    assert actor is not None
    assert actor.is_officer
    assert [each.query.split()[0] for each in statements] == ["select"]


async def test_reviewing_for_an_organisation_is_not_speaking_for_it(tx: Connection) -> None:
    organisation = await service.register_organisation(tx, OFFICER, TAINAN)
    token = await sessions.sign_in(tx, await joined(tx, Role.REVIEWER, organisation.id))
    actor = await held_by(tx, token)
    assert actor is not None
    assert not actor.is_of(organisation.id)


async def test_a_session_ends_after_twelve_hours(tx: Connection) -> None:
    token = await sessions.sign_in(tx, await joined(tx, Role.OFFICER))
    assert await tx.fetchval("select expires_at - created_at from session") == timedelta(hours=12)
    await tx.execute("update session set expires_at = now()")
    assert await held_by(tx, token) is None


async def test_signing_out_ends_the_session_at_once(tx: Connection) -> None:
    token = await sessions.sign_in(tx, await joined(tx, Role.OFFICER))
    await sessions.sign_out(tx, token)
    assert await held_by(tx, token) is None
    assert await count(tx, "session") == 0


async def test_the_session_token_itself_is_not_stored(tx: Connection) -> None:
    token = await sessions.sign_in(tx, await joined(tx, Role.OFFICER))
    assert await tx.fetchval("select token_hash from session") == token_hash(token)


async def test_sessions_and_invitations_that_have_ended_are_forgotten(tx: Connection) -> None:
    person_id = await joined(tx, Role.OFFICER)
    await tx.execute("update invitation set expires_at = now()")
    standing = await sessions.sign_in(tx, person_id)
    ended = await sessions.sign_in(tx, person_id)
    await tx.execute("update session set expires_at = now() where token_hash = $1", token_hash(ended))
    open_one = await service.invite(tx, OFFICER, "lin@example.org")
    assert await repository.delete_expired(tx) == (1, 1)
    assert await tx.fetchval("select token_hash from session") == token_hash(standing)
    assert await tx.fetchval("select token_hash from invitation") == token_hash(open_one)


async def test_a_role_taken_back_is_gone_at_the_next_request(tx: Connection) -> None:
    person_id = await joined(tx, Role.OFFICER)
    token = await sessions.sign_in(tx, person_id)
    [held] = await repository.grants_of(tx, person_id)
    await service.revoke(tx, OFFICER, held.id)
    actor = await held_by(tx, token)
    assert actor is not None
    assert not actor.is_officer


async def test_real_people_cannot_be_signed_in_as_examples(tx: Connection) -> None:
    person_id = await joined(tx, Role.OFFICER)
    with refused("NOT_AN_EXAMPLE"):
        await sessions.sign_in_example(tx, person_id)
    assert await count(tx, "session") == 0


async def test_the_sign_in_page_lists_only_examples_with_their_roles(tx: Connection) -> None:
    organisation = await service.register_organisation(tx, OFFICER, TAINAN)
    await joined(tx, Role.OFFICER)
    example = await service.register_person(tx, OFFICER, "lin@example.org", "Lin", "zh-Hant", is_example=True)
    await service.grant(tx, OFFICER, example.id, Role.OWNER, organisation.id)
    [listed] = await service.example_people(tx)
    assert (listed.id, listed.name, listed.roles) == (example.id, "Lin", (Role.OWNER,))
    assert (listed.organisations, listed.teams) == ((TAINAN.name,), ())
    actor = await held_by(tx, await sessions.sign_in_example(tx, example.id))
    assert actor is not None
    assert actor.is_of(organisation.id)


async def test_one_email_address_is_one_person(tx: Connection) -> None:
    await service.register_person(tx, OFFICER, "lin@example.org", "Lin", "en")
    with refused("EMAIL_TAKEN"):
        await service.register_person(tx, OFFICER, "LIN@example.org", "Lin", "en")
    assert await count(tx, "person") == 1


async def test_what_was_granted_and_signed_is_in_the_audit_trail(tx: Connection) -> None:
    person_id = await joined(tx, Role.OFFICER)
    await sessions.sign_in(tx, person_id)
    rows = await tx.fetch("select action, person_id from audit_event order by id")
    assert [tuple(row) for row in rows] == [
        ("person.invited", None),
        ("invitation.accepted", person_id),
        ("person.signed_in", person_id),
    ]
