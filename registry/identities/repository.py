"""How identities are stored, and the roles that they brought with them."""

from collections.abc import Sequence
from uuid import UUID

from registry.people.model import Person, RoleGrant
from store.actor import Role
from store.database import Connection


async def lock_subject(tx: Connection, issuer: str, subject: str) -> None:
    """Let sign-ins of one identity follow each other until the transaction ends."""
    await tx.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"{issuer} {subject}")


async def find_person(connection: Connection, issuer: str, subject: str) -> Person | None:
    """Find whose identity it is."""
    row = await connection.fetchrow(
        """
        select person.id, person.email, person.name, person.language, person.is_example, person.created_at
        from identity join person on person.id = identity.person_id
        where identity.issuer = $1 and identity.subject = $2
        """,
        issuer,
        subject,
    )
    return None if row is None else Person(*row)


async def insert(tx: Connection, issuer: str, subject: str, person_id: UUID) -> bool:
    """Link an identity to a person; False when the person has another one at this provider."""
    linked: UUID | None = await tx.fetchval(
        """
        insert into identity (issuer, subject, person_id) values ($1, $2, $3)
        on conflict (issuer, person_id) do nothing
        returning person_id
        """,
        issuer,
        subject,
        person_id,
    )
    return linked is not None


async def claimed_grants(tx: Connection, person_id: UUID) -> Sequence[RoleGrant]:
    """List the roles that a person has because a provider said so."""
    rows = await tx.fetch(
        """
        select id, person_id, role, organisation_id, granted_at
        from role_grant where person_id = $1 and from_claims
        order by granted_at, role, id
        """,
        person_id,
    )
    return [RoleGrant(**{**dict(row), "role": Role(row["role"])}) for row in rows]


async def insert_claimed_grant(
    tx: Connection, person_id: UUID, role: Role, organisation_id: UUID | None
) -> RoleGrant | None:
    """Store a role that a provider gives; None when the person has it already, on whoever's word."""
    row = await tx.fetchrow(
        """
        insert into role_grant (person_id, role, organisation_id, from_claims) values ($1, $2, $3, true)
        on conflict (person_id, role, organisation_id) do nothing
        returning id, person_id, role, organisation_id, granted_at
        """,
        person_id,
        role,
        organisation_id,
    )
    return None if row is None else RoleGrant(**{**dict(row), "role": Role(row["role"])})
