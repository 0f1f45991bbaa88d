"""How a member's own part of a team is stored; who sees which of it is in `view`."""

from collections.abc import Collection, Sequence
from uuid import UUID

from matching.consents.model import Purpose
from matching.members.model import Barrier, OwnPart
from matching.teams.model import Skill
from store.database import Connection


async def own_part(connection: Connection, team_id: UUID, person_id: UUID) -> OwnPart | None:
    """What somebody said of themselves in a team; None when they are not in it."""
    row = await connection.fetchrow(
        """
        select shown_name, skills_version,
            exists (
                select from consent
                where person_id = $2 and subject_id = $1 and purpose = $3 and withdrawn_at is null
            ) as is_name_public,
            array(select barrier from member_barrier where team_id = $1 and person_id = $2) as barriers
        from team_member where team_id = $1 and person_id = $2
        """,
        team_id,
        person_id,
        Purpose.PUBLIC_NAME,
    )
    if row is None:
        return None
    skills = await connection.fetch(
        """
        select concept, level, evidence, evidence_url, evidenced_on
        from member_skill where team_id = $1 and person_id = $2 order by position
        """,
        team_id,
        person_id,
    )
    return OwnPart(
        team_id,
        person_id,
        row["shown_name"],
        row["is_name_public"],
        tuple(Skill(*skill) for skill in skills),
        frozenset(Barrier(each) for each in row["barriers"]),
        row["skills_version"],
    )


async def set_name(tx: Connection, team_id: UUID, person_id: UUID, shown_name: str | None) -> None:
    """Store how somebody is called in a team; None for their name here."""
    await tx.execute(
        "update team_member set shown_name = $3 where team_id = $1 and person_id = $2",
        team_id,
        person_id,
        shown_name,
    )


async def replace_skills(tx: Connection, team_id: UUID, person_id: UUID, skills: Sequence[Skill]) -> None:
    """Store what somebody brings to a team, instead of what they said before; its version counts up."""
    await tx.execute(
        "update team_member set skills_version = skills_version + 1 where team_id = $1 and person_id = $2",
        team_id,
        person_id,
    )
    await tx.execute("delete from member_skill where team_id = $1 and person_id = $2", team_id, person_id)
    await tx.executemany(
        """
        insert into member_skill (team_id, person_id, position, concept, level, evidence, evidence_url, evidenced_on)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        [
            (team_id, person_id, position, each.concept, each.level, each.evidence, each.evidence_url,
             each.evidenced_on)
            for position, each in enumerate(skills)
        ],
    )  # fmt: skip


async def replace_barriers(
    tx: Connection, team_id: UUID, person_id: UUID, barriers: Collection[Barrier]
) -> None:
    """Store what stands in somebody's way, instead of what they said before."""
    await tx.execute("delete from member_barrier where team_id = $1 and person_id = $2", team_id, person_id)
    await tx.executemany(
        "insert into member_barrier (team_id, person_id, barrier) values ($1, $2, $3)",
        [(team_id, person_id, each) for each in sorted(barriers)],
    )
