"""How profiles are stored, and who may see them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import asyncpg

from matching.fit import DataClass
from matching.profiles.model import SHOWN_IN, Profile
from matching.teams.model import Skill
from store.database import Connection

#: Whether its person agreed to be found by owners who look for people.
FOUND: Final = (
    "exists (select from consent as agreed where agreed.person_id = {t}.person_id"
    " and agreed.subject_id = {t}.id and agreed.purpose = 'FOUND_BY_OWNERS' and agreed.withdrawn_at is null)"
)
#: People of an organisation that looks for people now: with an open role of a published challenge.
_LOOKS_FOR_PEOPLE: Final = (
    "exists (select from challenge_role as wanted join challenge as wanting on wanting.id = wanted.challenge_id"
    " where wanted.is_open and wanting.state = 'PUBLISHED' and wanting.owner_id = any(:organisation_ids))"
)
#: An interest is seen by whoever has it, by the challenge's owner and officers; once accepted also by the others who
#: are, so that they can be a team, and by the team that the challenge found, so that it can take them in.
VISIBLE_INTEREST: Final = """(
    :is_officer
    or exists (select from profile as mine where mine.id = {t}.profile_id and mine.person_id = :person_id)
    or exists (select from challenge_role as of_role join challenge as its on its.id = of_role.challenge_id
        where of_role.id = {t}.role_id and its.owner_id = any(:organisation_ids))
    or {t}.state in ('ACCEPTED', 'JOINED') and exists (
        select from challenge_role as this_role
        where this_role.id = {t}.role_id and (
            exists (select from match as made where made.challenge_id = this_role.challenge_id
                and made.state in ('AGREEING', 'AGREED') and made.team_id = any(:team_ids))
            or exists (select from role_interest as peer
                join challenge_role as peer_role on peer_role.id = peer.role_id
                join profile as me on me.id = peer.profile_id
                where peer_role.challenge_id = this_role.challenge_id and peer.state in ('ACCEPTED', 'JOINED')
                    and me.person_id = :person_id)
        )
    )
)"""
VISIBLE: Final = (
    "({t}.person_id = :person_id"
    f" or ({FOUND} and (:is_officer or {_LOOKS_FOR_PEOPLE}))"
    " or exists (select from role_interest as shown where shown.profile_id = {t}.id"
    f" and shown.state in {SHOWN_IN} and {VISIBLE_INTEREST.replace('{t}', 'shown')}))"
)

_SELECT = """
    select id, person_id, shown_name, about, skills, domains, languages, hours_per_week, available_from,
        available_until, data_clearance, place, remote_ok,
        array(select organisation_id from profile_conflict where profile_id = profile.id) as conflicts,
        created_at, updated_at, version
    from profile
"""


async def put(tx: Connection, profile: Profile) -> Profile:
    """Store what somebody says of themselves, instead of what they said before; the database chooses id and times."""
    profile_id: UUID = await tx.fetchval(
        """
        insert into profile (person_id, shown_name, about, skills, domains, languages, hours_per_week, available_from,
            available_until, data_clearance, place, remote_ok)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (person_id) do update
        set shown_name = excluded.shown_name, about = excluded.about, skills = excluded.skills,
            domains = excluded.domains, languages = excluded.languages, hours_per_week = excluded.hours_per_week,
            available_from = excluded.available_from, available_until = excluded.available_until,
            data_clearance = excluded.data_clearance, place = excluded.place, remote_ok = excluded.remote_ok,
            updated_at = now(), version = profile.version + 1
        returning id
        """,
        profile.person_id,
        profile.shown_name,
        dict(profile.about),
        [_stored(each) for each in profile.skills],
        list(profile.domains),
        list(profile.languages),
        profile.hours_per_week,
        profile.available_from,
        profile.available_until,
        profile.data_clearance,
        profile.place,
        profile.remote_ok,
    )
    await tx.execute("delete from profile_conflict where profile_id = $1", profile_id)
    await tx.executemany(
        "insert into profile_conflict (profile_id, organisation_id) values ($1, $2)",
        [(profile_id, organisation_id) for organisation_id in profile.conflicts],
    )
    stored = await find(tx, profile_id)
    if stored is None:
        raise AssertionError("written in this transaction")  # pragma: no cover
    return stored


async def find(connection: Connection, profile_id: UUID) -> Profile | None:
    """A profile by id."""
    row = await connection.fetchrow(_SELECT + "where id = $1", profile_id)
    return None if row is None else _profile(row)


async def find_many(connection: Connection, ids: Collection[UUID]) -> Sequence[Profile]:
    """Profiles by id, in the order of their ids."""
    rows = await connection.fetch(_SELECT + "where id = any($1) order by id", list(ids))
    return [_profile(row) for row in rows]


async def of_person(connection: Connection, person_id: UUID) -> Profile | None:
    """The profile of a person; None when they have none."""
    row = await connection.fetchrow(_SELECT + "where person_id = $1", person_id)
    return None if row is None else _profile(row)


async def lock_of_person(tx: Connection, person_id: UUID) -> Profile | None:
    """The profile of a person, which nobody else begins or changes until the transaction ends; None without one."""
    await tx.execute("select from person where id = $1 for no key update", person_id)
    return await of_person(tx, person_id)


async def delete(tx: Connection, profile_id: UUID) -> None:
    """Delete a profile, and with it every interest of its person in a role."""
    await tx.execute("delete from profile where id = $1", profile_id)


def _stored(skill: Skill) -> dict[str, Any]:
    return {
        "concept": skill.concept,
        "level": skill.level,
        "evidence": skill.evidence,
        "evidence_url": skill.evidence_url,
        "evidenced_on": None if skill.evidenced_on is None else skill.evidenced_on.isoformat(),
    }


def _skill(stored: dict[str, Any]) -> Skill:
    shown_on = stored["evidenced_on"]
    return Skill(**{**stored, "evidenced_on": None if shown_on is None else date.fromisoformat(shown_on)})


def _profile(row: asyncpg.Record) -> Profile:
    return Profile(
        **{
            **dict(row),
            "skills": tuple(_skill(each) for each in row["skills"]),
            "domains": tuple(row["domains"]),
            "languages": tuple(row["languages"]),
            "data_clearance": DataClass(row["data_clearance"]),
            "conflicts": frozenset(row["conflicts"]),
        }
    )
