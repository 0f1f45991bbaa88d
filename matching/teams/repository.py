"""How teams are stored, and who may see what of them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg

from matching.fit import DataClass
from matching.teams.model import Member, Skill, Team
from registry.slugs import variants
from store.database import Connection

VISIBLE = "true"  # a team shows itself in order to be found; so do its skills
VISIBLE_SKILL = "true"
#: Who is in a team concerns the team and the officers, and everybody where they agreed to that themselves.
NAMED_PUBLICLY = (
    "exists (select from consent as agreed where agreed.person_id = {t}.person_id"
    " and agreed.subject_id = {t}.team_id and agreed.purpose = 'PUBLIC_NAME' and agreed.withdrawn_at is null)"
)
VISIBLE_MEMBER = f"({{t}}.team_id = any(:team_ids) or :is_officer or {NAMED_PUBLICLY})"
#: What somebody brings and what stands in their way they read alone; others see the team's skills, and totals.
VISIBLE_OWN = "{t}.person_id = :person_id"

_SELECT = """
    select id, slug, name, about,
        (
            select coalesce(
                json_agg(
                    json_build_object(
                        'concept', concept, 'level', level, 'evidence', evidence, 'evidence_url', evidence_url,
                        'evidenced_on', evidenced_on
                    )
                    order by position
                ),
                '[]'
            )
            from team_skill where team_id = team.id
        ) as skills,
        domains, languages, hours_per_week, available_from, available_until, capacity, data_clearance,
        refused_licences, place, remote_ok, time_zone, homepage,
        array(select organisation_id from team_conflict where team_id = team.id) as conflicts,
        source, is_example, created_by, created_at, updated_at, version
    from team
"""


async def insert(tx: Connection, team: Team, wanted_slug: str) -> Team:
    """Store a new team under the wanted slug, or the next free one; the database chooses id and times."""
    for slug in variants(wanted_slug):
        team_id: UUID | None = await tx.fetchval(
            """
            insert into team (slug, created_by, name, about, domains, languages, hours_per_week, available_from,
                available_until, capacity, data_clearance, refused_licences, place, remote_ok, homepage, source,
                is_example, time_zone)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
            on conflict (slug) do nothing
            returning id
            """,
            slug,
            team.created_by,
            *_written(team),
        )
        if team_id is not None:
            await _replace_lists(tx, team_id, team)
            return await _get(tx, team_id)
    raise AssertionError("variants never end")  # pragma: no cover


async def update(tx: Connection, team: Team) -> Team:
    """Store what is written about a team, its skills and declared interests; the version counts up."""
    await tx.execute(
        """
        update team
        set name = $2, about = $3, domains = $4, languages = $5, hours_per_week = $6, available_from = $7,
            available_until = $8, capacity = $9, data_clearance = $10, refused_licences = $11, place = $12,
            remote_ok = $13, homepage = $14, source = $15, is_example = $16, time_zone = $17,
            updated_at = now(), version = version + 1
        where id = $1
        """,
        team.id,
        *_written(team),
    )
    await _replace_lists(tx, team.id, team)
    return await _get(tx, team.id)


async def find(connection: Connection, team_id: UUID) -> Team | None:
    """A team by id."""
    row = await connection.fetchrow(_SELECT + "where id = $1", team_id)
    return None if row is None else _team(row)


async def find_by_slug(connection: Connection, slug: str) -> Team | None:
    """A team by its place in addresses."""
    row = await connection.fetchrow(_SELECT + "where slug = $1", slug)
    return None if row is None else _team(row)


async def of_person(connection: Connection, person_id: UUID) -> Sequence[Team]:
    """The teams that a person is a member of, oldest membership first."""
    rows = await connection.fetch(
        _SELECT
        + """
        join team_member on team_member.team_id = team.id
        where team_member.person_id = $1 order by team_member.joined_at, team.id
        """,
        person_id,
    )
    return [_team(row) for row in rows]


async def lock(tx: Connection, team_id: UUID) -> Team | None:
    """A team by id, which nobody else changes until the transaction ends.

    Read after the lock is held: in one statement its lists would be those from before the wait.
    """
    await tx.execute("select 1 from team where id = $1 for update", team_id)
    return await find(tx, team_id)


async def members(connection: Connection, team_id: UUID) -> Sequence[Member]:
    """Who is in a team: leads first, then in the order they joined."""
    rows = await connection.fetch(
        """
        select person_id, is_lead, joined_at
        from team_member where team_id = $1 order by is_lead desc, joined_at, person_id
        """,
        team_id,
    )
    return [Member(*row) for row in rows]


async def put_member(tx: Connection, team_id: UUID, person_id: UUID, *, is_lead: bool) -> Member:
    """Store that a person is in a team, and whether they lead it."""
    row = await tx.fetchrow(
        """
        insert into team_member (team_id, person_id, is_lead)
        values ($1, $2, $3)
        on conflict (team_id, person_id) do update set is_lead = excluded.is_lead
        returning person_id, is_lead, joined_at
        """,
        team_id,
        person_id,
        is_lead,
    )
    if row is None:
        raise AssertionError("an upsert returns its row")  # pragma: no cover
    return Member(*row)


async def delete_member(tx: Connection, team_id: UUID, person_id: UUID) -> None:
    """Remove a person from a team."""
    await tx.execute("delete from team_member where team_id = $1 and person_id = $2", team_id, person_id)


async def unknown_organisations(connection: Connection, ids: Collection[UUID]) -> Sequence[UUID]:
    """Those of the ids that no organisation has."""
    rows = await connection.fetch(
        """
        select asked.id from unnest($1::uuid[]) as asked (id)
        where not exists (select 1 from organisation where organisation.id = asked.id)
        """,
        list(ids),
    )
    return [row["id"] for row in rows]


async def _replace_lists(tx: Connection, team_id: UUID, team: Team) -> None:
    await tx.execute("delete from team_skill where team_id = $1", team_id)
    await tx.executemany(
        """
        insert into team_skill (team_id, position, concept, level, evidence, evidence_url, evidenced_on)
        values ($1, $2, $3, $4, $5, $6, $7)
        """,
        [
            (team_id, position, each.concept, each.level, each.evidence, each.evidence_url, each.evidenced_on)
            for position, each in enumerate(team.skills)
        ],
    )
    await tx.execute("delete from team_conflict where team_id = $1", team_id)
    await tx.executemany(
        "insert into team_conflict (team_id, organisation_id) values ($1, $2)",
        [(team_id, organisation_id) for organisation_id in team.conflicts],
    )


async def _get(tx: Connection, team_id: UUID) -> Team:
    team = await find(tx, team_id)
    if team is None:
        raise AssertionError("written in this transaction")  # pragma: no cover
    return team


def _written(team: Team) -> tuple[Any, ...]:
    return (
        dict(team.name),
        dict(team.about),
        list(team.domains),
        list(team.languages),
        team.hours_per_week,
        team.available_from,
        team.available_until,
        team.capacity,
        team.data_clearance,
        list(team.refused_licences),
        team.place,
        team.remote_ok,
        team.homepage,
        team.source,
        team.is_example,
        team.time_zone,
    )


def _team(row: asyncpg.Record) -> Team:
    return Team(
        **{
            **dict(row),
            "skills": tuple(_skill(each) for each in row["skills"]),
            "domains": tuple(row["domains"]),
            "languages": tuple(row["languages"]),
            "data_clearance": None if row["data_clearance"] is None else DataClass(row["data_clearance"]),
            "refused_licences": tuple(row["refused_licences"]),
            "conflicts": frozenset(row["conflicts"]),
        }
    )


def _skill(stored: dict[str, Any]) -> Skill:
    shown_on = stored["evidenced_on"]
    return Skill(**{**stored, "evidenced_on": None if shown_on is None else date.fromisoformat(shown_on)})
