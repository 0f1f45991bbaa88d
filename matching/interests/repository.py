"""How interests are stored; who may see them is told beside the profiles that they show."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from matching.interests.model import Interest, State
from store.database import Connection

_SELECT = """
    select interest.id, interest.role_id, role.challenge_id, challenge.owner_id, interest.profile_id, profile.person_id,
        interest.state, interest.note, interest.reason, interest.team_id, interest.created_at, interest.updated_at
    from role_interest as interest
    join challenge_role as role on role.id = interest.role_id
    join challenge on challenge.id = role.challenge_id
    join profile on profile.id = interest.profile_id
"""


async def put(tx: Connection, role_id: UUID, profile_id: UUID, state: State, note: str) -> UUID:
    """Store that one of both began, in place of what was withdrawn, and return the id."""
    interest_id: UUID = await tx.fetchval(
        """
        insert into role_interest (role_id, profile_id, state, note)
        values ($1, $2, $3, $4)
        on conflict (role_id, profile_id) do update
        set state = excluded.state, note = excluded.note, reason = null, team_id = null, updated_at = now()
        returning id
        """,
        role_id,
        profile_id,
        state,
        note,
    )
    return interest_id


async def move(
    tx: Connection, interest_id: UUID, state: State, *, reason: str | None = None, team_id: UUID | None = None
) -> None:
    """Store where an interest stands now."""
    await tx.execute(
        "update role_interest set state = $2, reason = $3, team_id = $4, updated_at = now() where id = $1",
        interest_id,
        state,
        reason,
        team_id,
    )


async def leave(tx: Connection, person_id: UUID, team_id: UUID) -> None:
    """Free the roles with which somebody joined a team that they leave."""
    await tx.execute(
        """
        update role_interest set state = 'WITHDRAWN', team_id = null, updated_at = now()
        from profile
        where profile.id = role_interest.profile_id and profile.person_id = $1 and role_interest.team_id = $2
            and role_interest.state = 'JOINED'
        """,
        person_id,
        team_id,
    )


async def find(connection: Connection, interest_id: UUID) -> Interest | None:
    """An interest by id."""
    row = await connection.fetchrow(_SELECT + "where interest.id = $1", interest_id)
    return None if row is None else _interest(row)


async def find_of(connection: Connection, role_id: UUID, profile_id: UUID) -> Interest | None:
    """The interest of one person in one role."""
    row = await connection.fetchrow(
        _SELECT + "where interest.role_id = $1 and interest.profile_id = $2", role_id, profile_id
    )
    return None if row is None else _interest(row)


async def accepted(connection: Connection, challenge_id: UUID) -> Sequence[Interest]:
    """Who was accepted for a challenge and is in no team for it yet, by role and by who came first."""
    rows = await connection.fetch(
        _SELECT
        + """
        where role.challenge_id = $1 and interest.state = 'ACCEPTED'
        order by role.created_at, interest.created_at, interest.id
        """,
        challenge_id,
    )
    return [_interest(row) for row in rows]


async def taken(connection: Connection, role_id: UUID) -> int:
    """How many people were accepted for a role."""
    found: int = await connection.fetchval(
        "select count(*) from role_interest where role_id = $1 and state in ('ACCEPTED', 'JOINED')", role_id
    )
    return found


async def is_at_work(connection: Connection, challenge_id: UUID, team_id: UUID) -> bool:
    """Whether a team was found for a challenge and still works on it."""
    found: bool = await connection.fetchval(
        """
        select exists (
            select from match where challenge_id = $1 and team_id = $2 and state in ('AGREEING', 'AGREED')
        )
        """,
        challenge_id,
        team_id,
    )
    return found


def _interest(row: asyncpg.Record) -> Interest:
    return Interest(**{**dict(row), "state": State(row["state"])})
