"""How people, organisations, grants, invitations and sessions are stored."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import asyncpg

from registry.people.model import (
    ExamplePerson,
    Invitation,
    NewOrganisation,
    Organisation,
    OrganisationKind,
    Person,
    RoleGrant,
)
from registry.slugs import variants
from store.actor import Actor, Role
from store.database import Connection

#: Organisations are public. People are not: each sees themselves, officers see everyone.
VISIBLE_ORGANISATION = "true"
VISIBLE_PERSON = "(:is_officer or {t}.id = :person_id)"

#: Everything of a person that decides what they may do. A reviewer's or an officer's grant may name an organisation,
#: for conflicts of interest; they are not of it.
ACTOR_COLUMNS = """
    person.id as person_id,
    person.name,
    exists (select from role_grant where person_id = person.id and role = 'officer') as is_officer,
    exists (select from role_grant where person_id = person.id and role = 'reviewer') as is_reviewer,
    array(
        select organisation_id from role_grant
        where person_id = person.id and organisation_id is not null and role = 'owner'
    ) as owner_of,
    array(
        select organisation_id from role_grant
        where person_id = person.id and organisation_id is not null and role = 'agency'
    ) as agency_for,
    array(select team_id from team_member where person_id = person.id) as team_ids
"""


async def insert_organisation(tx: Connection, new: NewOrganisation, wanted_slug: str) -> Organisation:
    """Store an organisation under the wanted slug, or the next free one."""
    for slug in variants(wanted_slug):
        row = await tx.fetchrow(
            """
            insert into organisation (slug, name, kind, country, place, homepage, is_example)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (slug) do nothing
            returning id, slug, name, kind, country, place, homepage, is_example, created_at, version
            """,
            slug,
            dict(new.name),
            new.kind,
            new.country,
            new.place,
            new.homepage,
            new.is_example,
        )
        if row is not None:
            return _organisation(row)
    raise AssertionError("variants never end")  # pragma: no cover


async def update_organisation(
    tx: Connection, organisation_id: UUID, new: NewOrganisation, expected_version: int
) -> Organisation | None:
    """Change what is said of an organisation; None when it is not at the expected version."""
    row = await tx.fetchrow(
        """
        update organisation
        set name = $3, kind = $4, country = $5, place = $6, homepage = $7, version = version + 1
        where id = $1 and version = $2
        returning id, slug, name, kind, country, place, homepage, is_example, created_at, version
        """,
        organisation_id,
        expected_version,
        dict(new.name),
        new.kind,
        new.country,
        new.place,
        new.homepage,
    )
    return None if row is None else _organisation(row)


async def find_organisation(connection: Connection, organisation_id: UUID) -> Organisation | None:
    """Find an organisation by id."""
    row = await connection.fetchrow(
        """
        select id, slug, name, kind, country, place, homepage, is_example, created_at, version
        from organisation where id = $1
        """,
        organisation_id,
    )
    return None if row is None else _organisation(row)


async def find_organisation_by_slug(connection: Connection, slug: str) -> Organisation | None:
    """Find an organisation by its place in addresses."""
    row = await connection.fetchrow(
        """
        select id, slug, name, kind, country, place, homepage, is_example, created_at, version
        from organisation where slug = $1
        """,
        slug,
    )
    return None if row is None else _organisation(row)


async def insert_person(
    tx: Connection, email: str, name: str, language: str, *, is_example: bool
) -> Person | None:
    """Store a person; None when that email address is taken."""
    row = await tx.fetchrow(
        """
        insert into person (email, name, language, is_example)
        values ($1, $2, $3, $4)
        on conflict (email) do nothing
        returning id, email, name, language, is_example, created_at
        """,
        email,
        name,
        language,
        is_example,
    )
    return None if row is None else Person(*row)


async def find_person(connection: Connection, person_id: UUID) -> Person | None:
    """Find a person by id."""
    row = await connection.fetchrow(
        "select id, email, name, language, is_example, created_at from person where id = $1", person_id
    )
    return None if row is None else Person(*row)


async def update_person(tx: Connection, person_id: UUID, name: str, language: str) -> None:
    """Store what a person is called and which language they read."""
    await tx.execute("update person set name = $2, language = $3 where id = $1", person_id, name, language)


async def delete_person(tx: Connection, person_id: UUID) -> None:
    """Delete a person with their sessions, grants and memberships; what they wrote stays without them."""
    await tx.execute("delete from person where id = $1", person_id)


async def find_person_by_email(connection: Connection, email: str) -> Person | None:
    """Find a person by email address, written in lower case."""
    row = await connection.fetchrow(
        "select id, email, name, language, is_example, created_at from person where email = $1", email
    )
    return None if row is None else Person(*row)


async def is_empty(connection: Connection) -> bool:
    """Say whether nobody uses this installation yet: no organisation, no person, no invitation."""
    empty: bool = await connection.fetchval(
        """
        select not exists (select from organisation) and not exists (select from person)
            and not exists (select from invitation)
        """
    )
    return empty


async def insert_grant(
    tx: Connection, person_id: UUID, role: Role, organisation_id: UUID | None
) -> RoleGrant:
    """Store a grant on an officer's word; granting the same again changes nothing but whose word it is."""
    row = await tx.fetchrow(
        """
        insert into role_grant (person_id, role, organisation_id)
        values ($1, $2, $3)
        on conflict (person_id, role, organisation_id) do update set from_claims = false
        returning id, person_id, role, organisation_id, granted_at
        """,
        person_id,
        role,
        organisation_id,
    )
    return _grant(row)


async def delete_grant(tx: Connection, grant_id: UUID) -> RoleGrant | None:
    """Take a grant back and return what it was; None when there is none."""
    row = await tx.fetchrow(
        "delete from role_grant where id = $1 returning id, person_id, role, organisation_id, granted_at",
        grant_id,
    )
    return None if row is None else _grant(row)


async def grants_of(connection: Connection, person_id: UUID) -> Sequence[RoleGrant]:
    """List what a person was granted, oldest first, then by role."""
    rows = await connection.fetch(
        """
        select id, person_id, role, organisation_id, granted_at
        from role_grant where person_id = $1 order by granted_at, role, id
        """,
        person_id,
    )
    return [_grant(row) for row in rows]


async def insert_invitation(
    tx: Connection,
    token_hash: bytes,
    email: str,
    role: Role | None,
    organisation_id: UUID | None,
    lasts: timedelta,
) -> None:
    """Store an invitation under the hash of its token."""
    await tx.execute(
        """
        insert into invitation (token_hash, email, role, organisation_id, expires_at)
        values ($1, $2, $3, $4, now() + $5)
        """,
        token_hash,
        email,
        role,
        organisation_id,
        lasts,
    )


async def lock_invitation(tx: Connection, token_hash: bytes) -> None:
    """Keep an invitation as it is until the transaction ends, so that it is taken up once."""
    await tx.execute("select from invitation where token_hash = $1 for update", token_hash)


async def find_invitation(connection: Connection, token_hash: bytes) -> tuple[Invitation, bool] | None:
    """Find an invitation by the hash of its token, and say whether its time has passed."""
    row = await connection.fetchrow(
        """
        select email, role, organisation_id, expires_at, used_at, expires_at <= now() as is_expired
        from invitation where token_hash = $1
        """,
        token_hash,
    )
    if row is None:
        return None
    role = None if row["role"] is None else Role(row["role"])
    invitation = Invitation(row["email"], role, row["organisation_id"], row["expires_at"], row["used_at"])
    return invitation, row["is_expired"]


async def use_invitation(tx: Connection, token_hash: bytes) -> None:
    """Mark an invitation as used, which it can be once."""
    await tx.execute("update invitation set used_at = now() where token_hash = $1", token_hash)


async def delete_expired(tx: Connection) -> tuple[int, int]:
    """Forget sessions and invitations whose time has passed, and say how many of each."""
    sessions: int = await tx.fetchval(
        """
        with gone as (delete from session where expires_at <= now() returning token_hash)
        select count(*) from gone
        """
    )
    invitations: int = await tx.fetchval(
        """
        with gone as (delete from invitation where expires_at <= now() returning token_hash)
        select count(*) from gone
        """
    )
    return sessions, invitations


def actor_of(row: asyncpg.Record) -> Actor:
    """The actor that ACTOR_COLUMNS make."""
    return Actor(
        person_id=row["person_id"],
        name=row["name"],
        is_officer=row["is_officer"],
        is_reviewer=row["is_reviewer"],
        owner_of=frozenset(row["owner_of"]),
        agency_for=frozenset(row["agency_for"]),
        team_ids=frozenset(row["team_ids"]),
    )


async def example_people(connection: Connection) -> Sequence[ExamplePerson]:
    """List the invented people of the demo with their roles, officers first, then by name."""
    rows = await connection.fetch(
        """
        select
            person.id, person.name, person.email, person.language,
            array(select distinct role from role_grant where person_id = person.id order by role) as roles,
            array(
                select distinct organisation.name::jsonb
                from role_grant join organisation on organisation.id = role_grant.organisation_id
                where role_grant.person_id = person.id
            ) as organisations,
            array(
                select team.name::jsonb
                from team_member join team on team.id = team_member.team_id
                where team_member.person_id = person.id
                order by team.slug
            ) as teams
        from person
        where person.is_example
        order by
            exists (select from role_grant where person_id = person.id and role = 'officer') desc,
            person.created_at, person.name, person.id
        """
    )
    return [_example(row) for row in rows]


def _organisation(row: asyncpg.Record) -> Organisation:
    return Organisation(**{**dict(row), "kind": OrganisationKind(row["kind"])})


def _grant(row: asyncpg.Record | None) -> RoleGrant:
    if row is None:
        raise AssertionError("an upsert returns its row")  # pragma: no cover
    return RoleGrant(**{**dict(row), "role": Role(row["role"])})


def _example(row: asyncpg.Record) -> ExamplePerson:
    names: Sequence[Mapping[str, str]] = row["organisations"]
    teams: Sequence[Mapping[str, str]] = row["teams"]
    return ExamplePerson(
        row["id"],
        row["name"],
        row["email"],
        row["language"],
        tuple(Role(role) for role in row["roles"]),
        tuple(names),
        tuple(teams),
    )
