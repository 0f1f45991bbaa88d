"""How roles are stored, and who may see them."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import asyncpg

from matching.challenges.model import Need
from matching.challenges.repository import VISIBLE as VISIBLE_CHALLENGE
from matching.roles.model import Role
from store.database import Connection

#: A role is as public as its challenge.
VISIBLE = (
    "exists (select from challenge as carved where carved.id = {t}.challenge_id and "
    + VISIBLE_CHALLENGE.replace("{t}", "carved")
    + ")"
)

_SELECT = """
    select id, challenge_id, title, task, needs, languages, hours_needed, on_site, places, is_open, created_at,
        updated_at, version
    from challenge_role
"""


async def insert(tx: Connection, role: Role) -> Role:
    """Store a new role; the database chooses id and times."""
    role_id: UUID = await tx.fetchval(
        """
        insert into challenge_role (challenge_id, title, task, needs, languages, hours_needed, on_site, places, is_open)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        returning id
        """,
        role.challenge_id,
        *_written(role),
    )
    return await _get(tx, role_id)


async def update(tx: Connection, role: Role) -> Role:
    """Store what is written about a role; the version counts up."""
    await tx.execute(
        """
        update challenge_role
        set title = $2, task = $3, needs = $4, languages = $5, hours_needed = $6, on_site = $7, places = $8,
            is_open = $9, updated_at = now(), version = version + 1
        where id = $1
        """,
        role.id,
        *_written(role),
    )
    return await _get(tx, role.id)


async def find(connection: Connection, role_id: UUID) -> Role | None:
    """A role by id."""
    row = await connection.fetchrow(_SELECT + "where id = $1", role_id)
    return None if row is None else _role(row)


async def find_many(connection: Connection, ids: Collection[UUID]) -> Sequence[Role]:
    """Roles by id, oldest first."""
    rows = await connection.fetch(_SELECT + "where id = any($1) order by created_at, id", list(ids))
    return [_role(row) for row in rows]


async def lock(tx: Connection, role_id: UUID) -> Role | None:
    """A role by id, which nobody else changes until the transaction ends."""
    row = await tx.fetchrow(_SELECT + "where id = $1 for update", role_id)
    return None if row is None else _role(row)


async def count(connection: Connection, challenge_id: UUID) -> int:
    """How many roles a challenge has."""
    found: int = await connection.fetchval(
        "select count(*) from challenge_role where challenge_id = $1", challenge_id
    )
    return found


async def _get(tx: Connection, role_id: UUID) -> Role:
    role = await find(tx, role_id)
    if role is None:
        raise AssertionError("written in this transaction")  # pragma: no cover
    return role


def _written(role: Role) -> tuple[Any, ...]:
    return (
        dict(role.title),
        dict(role.task),
        [
            {"concept": each.concept, "level": each.level, "required": bool(each.required)}
            for each in role.needs
        ],
        list(role.languages),
        role.hours_needed,
        role.on_site,
        role.places,
        role.is_open,
    )


def _role(row: asyncpg.Record) -> Role:
    return Role(
        **{
            **dict(row),
            "needs": tuple(Need(**each) for each in row["needs"]),
            "languages": tuple(row["languages"]),
        }
    )
