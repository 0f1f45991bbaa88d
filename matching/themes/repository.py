"""How themes and commitments to them are stored, and who may see them."""

from collections.abc import Sequence
from uuid import UUID

from matching.forms import LocalizedText
from matching.programmes.repository import VISIBLE as VISIBLE_PROGRAMME
from store.database import Connection

#: A theme is as visible as its round, and who commits does so in public.
VISIBLE_THEME = (
    "exists (select from programme as themed where themed.id = {t}.programme_id and "
    + VISIBLE_PROGRAMME.replace("{t}", "themed")
    + ")"
)
VISIBLE_COMMITMENT = (
    "exists (select from theme as of where of.id = {t}.theme_id and "
    + VISIBLE_THEME.replace("{t}", "of")
    + ")"
)


async def replace(tx: Connection, programme_id: UUID, names: Sequence[LocalizedText]) -> None:
    """Store the themes of a round instead of those before, with whatever hung on them."""
    await tx.execute("delete from theme where programme_id = $1", programme_id)
    await tx.executemany(
        "insert into theme (programme_id, position, name) values ($1, $2, $3)",
        [(programme_id, position, dict(name)) for position, name in enumerate(names)],
    )


async def names(connection: Connection, programme_id: UUID) -> Sequence[LocalizedText]:
    """The names of a round's themes, in their order."""
    rows = await connection.fetch(
        "select name from theme where programme_id = $1 order by position", programme_id
    )
    return [row["name"] for row in rows]


async def programme_of(connection: Connection, theme_id: UUID) -> UUID | None:
    """The round of a theme; None when there is no such theme."""
    found: UUID | None = await connection.fetchval("select programme_id from theme where id = $1", theme_id)
    return found


async def exist(connection: Connection, programme_id: UUID) -> bool:
    """Whether a round has themes."""
    found: bool = await connection.fetchval(
        "select exists (select from theme where programme_id = $1)", programme_id
    )
    return found


async def commit(
    tx: Connection, theme_id: UUID, organisation_id: UUID | None, team_id: UUID | None
) -> UUID | None:
    """Store a commitment; None when it was there already."""
    found: UUID | None = await tx.fetchval(
        """
        insert into theme_commitment (theme_id, organisation_id, team_id, created_at)
        values ($1, $2, $3, clock_timestamp())
        on conflict (theme_id, organisation_id, team_id) do nothing
        returning id
        """,
        theme_id,
        organisation_id,
        team_id,
    )
    return found


async def withdraw(
    tx: Connection, theme_id: UUID, organisation_id: UUID | None, team_id: UUID | None
) -> UUID | None:
    """Take a commitment away; None when there was none."""
    found: UUID | None = await tx.fetchval(
        """
        delete from theme_commitment
        where theme_id = $1 and organisation_id is not distinct from $2 and team_id is not distinct from $3
        returning id
        """,
        theme_id,
        organisation_id,
        team_id,
    )
    return found


async def is_relied_on(
    connection: Connection, theme_id: UUID, organisation_id: UUID | None, team_id: UUID | None
) -> bool:
    """Whether a challenge of the owner, or an application of either, stands by this commitment and by no other."""
    found: bool = await connection.fetchval(
        """
        select exists (
            select from theme
            join challenge on challenge.programme_id = theme.programme_id
            where theme.id = $1 and challenge.owner_id = $2 and challenge.state <> 'WITHDRAWN' and not exists (
                select from theme_commitment
                join theme as another on another.id = theme_commitment.theme_id
                where another.programme_id = theme.programme_id and another.id <> theme.id
                    and theme_commitment.organisation_id = challenge.owner_id
            )
        ) or exists (
            select from theme
            join challenge on challenge.programme_id = theme.programme_id
            join application on application.challenge_id = challenge.id and application.state = 'SUBMITTED'
            where theme.id = $1 and (challenge.owner_id = $2 or application.team_id = $3) and not exists (
                select from theme as another
                join theme_commitment as owners
                    on owners.theme_id = another.id and owners.organisation_id = challenge.owner_id
                join theme_commitment as teams
                    on teams.theme_id = another.id and teams.team_id = application.team_id
                where another.programme_id = theme.programme_id and another.id <> theme.id
            )
        )
        """,
        theme_id,
        organisation_id,
        team_id,
    )
    return found


async def is_committed(connection: Connection, programme_id: UUID, organisation_id: UUID) -> bool:
    """Whether an owner has committed to any theme of a round."""
    found: bool = await connection.fetchval(
        """
        select exists (
            select from theme_commitment join theme on theme.id = theme_commitment.theme_id
            where theme.programme_id = $1 and theme_commitment.organisation_id = $2
        )
        """,
        programme_id,
        organisation_id,
    )
    return found


async def share(connection: Connection, challenge_id: UUID, team_id: UUID) -> bool:
    """Whether a team and the owner of a challenge have committed to the same theme of its round."""
    found: bool = await connection.fetchval(
        """
        select exists (
            select from challenge
            join theme on theme.programme_id = challenge.programme_id
            join theme_commitment as owners
                on owners.theme_id = theme.id and owners.organisation_id = challenge.owner_id
            join theme_commitment as teams on teams.theme_id = theme.id and teams.team_id = $2
            where challenge.id = $1
        )
        """,
        challenge_id,
        team_id,
    )
    return found
