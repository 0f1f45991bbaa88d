"""Which roles and people are compared, and what beside the profile bears on it."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from matching.profiles.repository import FOUND
from store.database import Connection

_OPEN = """
    select role.id from challenge_role as role
    join challenge on challenge.id = role.challenge_id
    join programme on programme.id = challenge.programme_id
    where role.is_open and challenge.state = 'PUBLISHED' and programme.state = 'OPEN'
        and role.places > (
            select count(*) from role_interest as interest
            where interest.role_id = role.id and interest.state in ('ACCEPTED', 'JOINED')
        )
    order by role.created_at, role.id
"""


async def open_roles(connection: Connection) -> Sequence[UUID]:
    """The roles that people are looked for now."""
    return [row["id"] for row in await connection.fetch(_OPEN)]


async def found_profiles(connection: Connection, role_id: UUID) -> Sequence[UUID]:
    """The profiles of people who agreed to be found, for a role that people are looked for; none for others."""
    rows = await connection.fetch(
        f"""
        select seeking.id from profile as seeking
        where {FOUND.replace("{t}", "seeking")} and exists (
            select from challenge_role as role join challenge on challenge.id = role.challenge_id
            where role.id = $1 and role.is_open and challenge.state = 'PUBLISHED'
        )
        order by seeking.id
        """,  # noqa: S608 - our own words
        role_id,
    )
    return [row["id"] for row in rows]


async def interested(connection: Connection, role_id: UUID) -> Sequence[UUID]:
    """The profiles of people who said that they would take a role, or were asked and said yes."""
    rows = await connection.fetch(
        """
        select profile_id from role_interest
        where role_id = $1 and state in ('INTERESTED', 'ACCEPTED', 'JOINED') order by profile_id
        """,
        role_id,
    )
    return [row["profile_id"] for row in rows]


async def organisations(
    connection: Connection, person_ids: Collection[UUID]
) -> Mapping[UUID, frozenset[UUID]]:
    """The organisations that each of these people acts for."""
    rows = await connection.fetch(
        """
        select person_id, array_agg(distinct organisation_id) as ids from role_grant
        where person_id = any($1) and organisation_id is not null group by person_id
        """,
        list(person_ids),
    )
    return {row["person_id"]: frozenset(row["ids"]) for row in rows}


async def interests(
    connection: Connection, profile_ids: Collection[UUID]
) -> Mapping[UUID, tuple[frozenset[UUID], frozenset[UUID]]]:
    """By profile: the roles that its person was accepted for and works in, and those that they said they would take."""
    rows = await connection.fetch(
        """
        select interest.profile_id,
            coalesce(array_agg(interest.role_id) filter (
                where interest.state in ('ACCEPTED', 'JOINED') and challenge.state in ('PUBLISHED', 'MATCHED')
            ), '{}') as engaged_in,
            coalesce(array_agg(interest.role_id) filter (
                where interest.state in ('INTERESTED', 'ACCEPTED', 'JOINED')
            ), '{}') as interested_in
        from role_interest as interest
        join challenge_role as role on role.id = interest.role_id
        join challenge on challenge.id = role.challenge_id
        where interest.profile_id = any($1)
        group by interest.profile_id
        """,
        list(profile_ids),
    )
    return {
        row["profile_id"]: (frozenset(row["engaged_in"]), frozenset(row["interested_in"])) for row in rows
    }
