"""How challenges are stored, and who may see them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg

from matching.challenges.model import (
    AIRisk,
    AIView,
    Answer,
    Challenge,
    Measure,
    Need,
    Readiness,
    State,
)
from matching.fit import DataClass
from registry.slugs import variants
from store.database import Connection

#: A challenge is public once an officer published it; before, and when withdrawn, its owner and officers see it.
VISIBLE = (
    "({t}.state in ('PUBLISHED', 'MATCHED', 'DELIVERED')"
    " or {t}.owner_id = any(:organisation_ids) or :is_officer)"
)

#: A need is as visible as its challenge.
VISIBLE_NEED = (
    "exists (select 1 from challenge needing where needing.id = {t}.challenge_id and "  # noqa: S608 - our own words
    + VISIBLE.replace("{t}", "needing")
    + ")"
)

_SELECT = """
    select id, slug, programme_id, owner_id, state, state_reason, title, problem, people_affected, evidence,
        data_involved, constraints, pilot, budget_twd, on_site_work, publication, measures,
        (
            select coalesce(
                json_agg(
                    json_build_object('concept', concept, 'level', level, 'required', required) order by position
                ),
                '[]'
            )
            from challenge_need where challenge_id = challenge.id
        ) as needs,
        domains, languages, hours_needed, starts_on, ends_on, min_teams, max_teams, data_class, lawful_basis,
        licence, on_site, ai_risk, ai_examined, impact_assessment, readiness, released_by, release_reason, outcome,
        source, is_example, created_by, created_at, updated_at, published_at, version
    from challenge
"""


async def insert(tx: Connection, challenge: Challenge, wanted_slug: str) -> Challenge:
    """Store a new challenge under the wanted slug, or the next free one; the database chooses id and times."""
    for slug in variants(wanted_slug):
        challenge_id: UUID | None = await tx.fetchval(
            """
            insert into challenge (slug, programme_id, owner_id, created_by, state, state_reason, title, problem,
                people_affected, measures, domains, languages, hours_needed, starts_on, ends_on, min_teams,
                max_teams, data_class, lawful_basis, licence, on_site, ai_risk, ai_examined, impact_assessment,
                readiness, released_by, release_reason, outcome, source, is_example, published_at, evidence,
                data_involved, constraints, pilot, budget_twd, on_site_work, publication)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38)
            on conflict (slug) do nothing
            returning id
            """,
            slug,
            challenge.programme_id,
            challenge.owner_id,
            challenge.created_by,
            *_written(challenge),
        )
        if challenge_id is not None:
            await _replace_needs(tx, challenge_id, challenge.needs)
            return await _get(tx, challenge_id)
    raise AssertionError("variants never end")  # pragma: no cover


async def update(tx: Connection, challenge: Challenge) -> Challenge:
    """Store what is written about a challenge, its needs and its state; the version counts up."""
    await tx.execute(
        """
        update challenge
        set state = $2, state_reason = $3, title = $4, problem = $5, people_affected = $6, measures = $7,
            domains = $8, languages = $9, hours_needed = $10, starts_on = $11, ends_on = $12, min_teams = $13,
            max_teams = $14, data_class = $15, lawful_basis = $16, licence = $17, on_site = $18, ai_risk = $19,
            ai_examined = $20, impact_assessment = $21, readiness = $22, released_by = $23, release_reason = $24,
            outcome = $25, source = $26, is_example = $27, published_at = $28, evidence = $29,
            data_involved = $30, constraints = $31, pilot = $32, budget_twd = $33, on_site_work = $34,
            publication = $35, updated_at = now(), version = version + 1
        where id = $1
        """,
        challenge.id,
        *_written(challenge),
    )
    await _replace_needs(tx, challenge.id, challenge.needs)
    return await _get(tx, challenge.id)


async def find(connection: Connection, challenge_id: UUID) -> Challenge | None:
    """A challenge by id."""
    row = await connection.fetchrow(_SELECT + "where id = $1", challenge_id)
    return None if row is None else _challenge(row)


async def find_by_slug(connection: Connection, slug: str) -> Challenge | None:
    """A challenge by its place in addresses."""
    row = await connection.fetchrow(_SELECT + "where slug = $1", slug)
    return None if row is None else _challenge(row)


async def of_programme(connection: Connection, programme_id: UUID) -> Sequence[Challenge]:
    """Every challenge of a round in any state, oldest first."""
    rows = await connection.fetch(_SELECT + "where programme_id = $1 order by created_at, id", programme_id)
    return [_challenge(row) for row in rows]


async def lock(tx: Connection, challenge_id: UUID) -> Challenge | None:
    """A challenge by id, which nobody else changes until the transaction ends.

    Read after the lock is held: in one statement its lists would be those from before the wait.
    """
    await tx.execute("select 1 from challenge where id = $1 for update", challenge_id)
    return await find(tx, challenge_id)


async def hold(tx: Connection, challenge_id: UUID) -> Challenge | None:
    """A challenge by id, which stays as it is until the transaction ends; others may hold it too."""
    await tx.execute("select 1 from challenge where id = $1 for share", challenge_id)
    return await find(tx, challenge_id)


async def _replace_needs(tx: Connection, challenge_id: UUID, needs: Sequence[Need]) -> None:
    await tx.execute("delete from challenge_need where challenge_id = $1", challenge_id)
    await tx.executemany(
        """
        insert into challenge_need (challenge_id, position, concept, level, required)
        values ($1, $2, $3, $4, $5)
        """,
        [
            (challenge_id, position, need.concept, need.level, need.required)
            for position, need in enumerate(needs)
        ],
    )


async def _get(tx: Connection, challenge_id: UUID) -> Challenge:
    challenge = await find(tx, challenge_id)
    if challenge is None:
        raise AssertionError("written in this transaction")  # pragma: no cover
    return challenge


def _written(challenge: Challenge) -> tuple[Any, ...]:
    return (
        challenge.state,
        challenge.state_reason,
        dict(challenge.title),
        dict(challenge.problem),
        dict(challenge.people_affected),
        [
            {"name": dict(each.name), "baseline": each.baseline, "target": each.target, "unit": each.unit}
            for each in challenge.measures
        ],
        list(challenge.domains),
        list(challenge.languages),
        challenge.hours_needed,
        challenge.starts_on,
        challenge.ends_on,
        challenge.min_teams,
        challenge.max_teams,
        challenge.data_class,
        challenge.lawful_basis,
        challenge.licence,
        challenge.on_site,
        challenge.ai_risk,
        [each.value for each in challenge.ai_examined],
        challenge.impact_assessment,
        {name.value: answer.value for name, answer in challenge.readiness.items()},
        challenge.released_by,
        challenge.release_reason,
        None if challenge.outcome is None else dict(challenge.outcome),
        challenge.source,
        challenge.is_example,
        challenge.published_at,
        dict(challenge.evidence),
        dict(challenge.data_involved),
        dict(challenge.constraints),
        dict(challenge.pilot),
        challenge.budget_twd,
        dict(challenge.on_site_work),
        dict(challenge.publication),
    )


def _challenge(row: asyncpg.Record) -> Challenge:
    return Challenge(
        **{
            **dict(row),
            "state": State(row["state"]),
            "measures": tuple(Measure(**each) for each in row["measures"]),
            "needs": tuple(Need(**each) for each in row["needs"]),
            "domains": tuple(row["domains"]),
            "languages": tuple(row["languages"]),
            "data_class": None if row["data_class"] is None else DataClass(row["data_class"]),
            "ai_risk": None if row["ai_risk"] is None else AIRisk(row["ai_risk"]),
            "ai_examined": tuple(AIView(each) for each in row["ai_examined"]),
            "readiness": {Readiness(name): Answer(said) for name, said in row["readiness"].items()},
        }
    )
