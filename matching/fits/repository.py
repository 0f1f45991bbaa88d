"""The facts that fit compares, loaded by kind: a few statements, however many challenges and teams there are.

What is known from reports only (`source`) is not compared: it is of the past, and what fit asks was not reported.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg

from matching.fit import ChallengeFacts, DataClass, Delivered, Need, Skill, TeamFacts
from registry.health import HealthBand
from registry.usage.repository import IS_CURRENT
from store.database import Connection

Interest = Mapping[tuple[str, str], int]
"""By team and challenge: the team's rank of the challenge, 1 for its first choice."""


async def challenge_facts(
    connection: Connection, *, ids: Collection[UUID] | None = None, programme_id: UUID | None = None
) -> list[ChallengeFacts]:
    """Challenges as fit sees them, by id; with neither argument all that teams can apply for now.

    Args:
        connection: to read from.
        ids: these challenges, in whatever state.
        programme_id: the published challenges of one round.
    """
    rows = await connection.fetch(
        """
        select challenge.id, challenge.owner_id, challenge.title, challenge.problem, challenge.domains,
            challenge.languages, challenge.hours_needed, challenge.starts_on, challenge.ends_on,
            challenge.max_teams, challenge.data_class, challenge.licence, challenge.on_site, organisation.place,
            (
                select coalesce(json_agg(json_build_array(concept, level, required) order by position), '[]')
                from challenge_need where challenge_id = challenge.id
            ) as needs
        from challenge
        join organisation on organisation.id = challenge.owner_id
        join programme on programme.id = challenge.programme_id
        where challenge.source is null and case
            when $1::uuid[] is not null then challenge.id = any($1)
            when $2::uuid is not null then challenge.state = 'PUBLISHED' and challenge.programme_id = $2
            else challenge.state = 'PUBLISHED' and programme.state = 'OPEN'
        end
        order by challenge.id
        """,
        None if ids is None else list(ids),
        programme_id,
    )
    return [_challenge(row) for row in rows]


async def team_facts(connection: Connection, ids: Collection[UUID] | None = None) -> list[TeamFacts]:
    """Teams as fit sees them, by id; all of them when no ids are given. Nothing about a person is read.

    A team is engaged in a match from the assignment until it delivers or the match ends; others than both sides and
    officers know of it once it is agreed.
    """
    wanted = None if ids is None else list(ids)
    rows = await connection.fetch(
        """
        select team.id, team.domains, team.languages, team.hours_per_week, team.available_from,
            team.available_until, team.capacity, team.data_clearance, team.refused_licences, team.place,
            team.remote_ok, team.time_zone, team.about,
            (
                select coalesce(
                    json_agg(json_build_array(concept, level, evidenced_on, evidence) order by position), '[]'
                )
                from skill_of_team where team_id = team.id
            ) as skills,
            (select count(*) from match where team_id = team.id and state in ('AGREEING', 'AGREED')) as engaged,
            (select count(*) from match where team_id = team.id and state = 'AGREED') as agreed,
            array(
                select distinct role_grant.organisation_id
                from team_member
                join role_grant on role_grant.person_id = team_member.person_id
                where team_member.team_id = team.id and role_grant.organisation_id is not null
                order by role_grant.organisation_id
            ) as organisations,
            array(
                select organisation_id from team_conflict where team_id = team.id order by organisation_id
            ) as conflicts
        from team
        where team.source is null and ($1::uuid[] is null or team.id = any($1))
        order by team.id
        """,
        wanted,
    )
    records = await _track_records(connection, wanted)
    return [_team(row, records[row["id"]]) for row in rows]


async def interest(
    connection: Connection, *, challenge_ids: Collection[UUID] | None, team_ids: Collection[UUID] | None
) -> Interest:
    """How the teams ranked the challenges they applied for; only those asked for, all when None."""
    rows = await connection.fetch(
        """
        select team_id, challenge_id, preference
        from application
        where state = 'SUBMITTED' and ($1::uuid[] is null or challenge_id = any($1))
            and ($2::uuid[] is null or team_id = any($2))
        """,
        None if challenge_ids is None else list(challenge_ids),
        None if team_ids is None else list(team_ids),
    )
    return {(str(row["team_id"]), str(row["challenge_id"])): row["preference"] for row in rows}


async def rivalled(connection: Connection, team_ids: Collection[UUID]) -> frozenset[str]:
    """The challenges that any of these teams bid for, ever: its members do not read what rivals bid."""
    rows = await connection.fetch(
        "select distinct challenge_id from application where team_id = any($1)", list(team_ids)
    )
    return frozenset(str(row["challenge_id"]) for row in rows)


async def weights_of(
    connection: Connection, challenge_ids: Collection[UUID]
) -> Mapping[str, Mapping[str, float]]:
    """The weights that each challenge's round published, by challenge id."""
    rows = await connection.fetch(
        """
        select challenge.id, programme.weights
        from challenge join programme on programme.id = challenge.programme_id
        where challenge.id = any($1)
        """,
        list(challenge_ids),
    )
    return {str(row["id"]): row["weights"] for row in rows}


async def _track_records(
    connection: Connection, team_ids: Collection[UUID] | None
) -> Mapping[UUID, tuple[Delivered, ...]]:
    rows = await connection.fetch(
        f"""
        select distinct match.team_id, software.id, software.name, software.scopes, software.categories,
            software.health_band,
            (
                select count(*) from usage as u
                where u.software_id = software.id and {IS_CURRENT.replace("{t}", "u")}
            ) as used_by
        from delivery
        join match on match.id = delivery.match_id
        join software on software.id = delivery.software_id
        where $1::uuid[] is null or match.team_id = any($1)
        order by match.team_id, software.id
        """,  # noqa: S608 - our own words
        team_ids,
    )
    records: dict[UUID, tuple[Delivered, ...]] = defaultdict(tuple)
    for row in rows:
        delivered = Delivered(
            software_id=str(row["id"]),
            name=row["name"],
            domains=(*row["scopes"], *row["categories"]),
            health_band=HealthBand(row["health_band"]),
            used_by=row["used_by"],
        )
        records[row["team_id"]] += (delivered,)
    return records


def _challenge(row: asyncpg.Record) -> ChallengeFacts:
    return ChallengeFacts(
        id=str(row["id"]),
        owner_id=str(row["owner_id"]),
        title=row["title"],
        problem=row["problem"],
        domains=tuple(row["domains"]),
        needs=tuple(Need(concept, level, required) for concept, level, required in row["needs"]),
        languages=tuple(row["languages"]),
        hours_needed=row["hours_needed"],
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        max_teams=row["max_teams"],
        data_class=DataClass(row["data_class"] or "NONE"),
        licence=row["licence"],
        place=row["place"],
        on_site=row["on_site"],
    )


def _team(row: asyncpg.Record, record: tuple[Delivered, ...]) -> TeamFacts:
    return TeamFacts(
        id=str(row["id"]),
        skills=tuple(_skill(each) for each in row["skills"]),
        domains=tuple(row["domains"]),
        languages=tuple(row["languages"]),
        hours_per_week=row["hours_per_week"],
        available_from=row["available_from"],
        available_until=row["available_until"],
        capacity=row["capacity"],
        engaged=row["engaged"],
        agreed=row["agreed"],
        data_clearance=DataClass(row["data_clearance"]),
        refused_licences=tuple(row["refused_licences"]),
        place=row["place"],
        remote_ok=row["remote_ok"],
        time_zone=row["time_zone"],
        organisation_ids=tuple(str(each) for each in row["organisations"]),
        conflicts=tuple(str(each) for each in row["conflicts"]),
        track_record=record,
        about=row["about"],
    )


def _skill(stored: list[Any]) -> Skill:
    concept, level, shown_on, evidence = stored
    return Skill(concept, level, None if shown_on is None else date.fromisoformat(shown_on), evidence)
