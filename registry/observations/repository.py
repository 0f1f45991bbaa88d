"""How observations and the health history made of them are stored."""

from collections.abc import Iterable
from uuid import UUID

from registry.health import (
    HealthSnapshot,
    RepositoryObservation,
    observation_as_json,
    snapshot_as_json,
    snapshot_from_json,
)
from registry.health.checks import Check, checks_as_json
from registry.texts import storable
from store.database import Connection


async def insert(tx: Connection, repository_id: UUID, observation: RepositoryObservation) -> UUID:
    """Store what was seen; observations are never edited, and the same look is stored once."""
    observation_id: UUID = await tx.fetchval(
        """
        with stored as (
            insert into observation (repository_id, observed_at, facts)
            values ($1, $2, $3)
            on conflict (repository_id, observed_at) do nothing
            returning id
        )
        select id from stored
        union all
        select id from observation where repository_id = $1 and observed_at = $2
        limit 1
        """,
        repository_id,
        observation.observed_at,
        storable(observation_as_json(observation)),
    )
    return observation_id


async def newest(connection: Connection, repository_id: UUID) -> UUID | None:
    """Find the last observation of a repository; None while there is none."""
    observation_id: UUID | None = await connection.fetchval(
        "select id from observation where repository_id = $1 order by observed_at desc limit 1", repository_id
    )
    return observation_id


async def insert_snapshot(
    tx: Connection,
    software_id: UUID,
    observation_id: UUID | None,
    health: HealthSnapshot,
    decided: Iterable[Check] = (),
) -> None:
    """Add a snapshot to the history, with what it decides of others' badges; one of the same time is replaced."""
    written = snapshot_as_json(health)
    await tx.execute(
        """
        insert into health_snapshot (
            software_id, observation_id, taken_at, model_version, score, coverage, band, signals, caps, checks
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (software_id, taken_at) do update
        set observation_id = excluded.observation_id, model_version = excluded.model_version,
            score = excluded.score, coverage = excluded.coverage, band = excluded.band,
            signals = excluded.signals, caps = excluded.caps, checks = excluded.checks
        """,
        software_id,
        observation_id,
        health.taken_at,
        health.model_version,
        health.score,
        health.coverage,
        health.band,
        written["signals"],
        written["caps"],
        checks_as_json(decided),
    )


async def last_look(connection: Connection, software_id: UUID) -> tuple[UUID, HealthSnapshot] | None:
    """Find what the last look at an entry gave, and of which observation; None while nobody has looked."""
    row = await connection.fetchrow(
        """
        select observation_id, taken_at, model_version, score, coverage, band, signals, caps
        from health_snapshot
        where software_id = $1 and observation_id is not null
        order by taken_at desc, id desc
        limit 1
        """,
        software_id,
    )
    if row is None:
        return None
    stored = {**row, "taken_at": row["taken_at"].isoformat()}
    return row["observation_id"], snapshot_from_json(stored)


async def newest_snapshot(connection: Connection, software_id: UUID) -> UUID | None:
    """Find the last snapshot of an entry; None while there is none."""
    snapshot_id: UUID | None = await connection.fetchval(
        "select id from health_snapshot where software_id = $1 order by taken_at desc, id desc limit 1",
        software_id,
    )
    return snapshot_id
