"""How repositories of an entry are moved, seen or not, judged by themselves, and forgotten."""

from collections.abc import Sequence
from uuid import UUID

from registry.health import HealthBand, HealthSnapshot, RepositoryObservation
from registry.software import addresses
from registry.software.model import RepositoryState
from registry.texts import storable
from store.database import Connection


async def move(tx: Connection, software_id: UUID, before: str, after: str) -> None:
    """Store that an entry and its main repository are elsewhere; the forge's number is to be learned anew."""
    full_name = addresses.full_name_in(after)
    await tx.execute(
        """
        update repository
        set url = $3, full_name = $4, forge = $5, forge_id = null, state = 'WAITING', state_reason = null
        where software_id = $1 and lower(url) = lower($2)
        """,
        software_id,
        before,
        after,
        full_name,
        "github" if full_name else "other",
    )
    await tx.execute("update software set url = $2, updated_at = now() where id = $1", software_id, after)


async def seen(tx: Connection, repository_id: UUID, observation: RepositoryObservation) -> None:
    """Note that a repository was seen, under which name and number."""
    await tx.execute(
        """
        update repository
        set state = 'OBSERVED', state_reason = null, checked_at = $2, forge_id = coalesce($3, forge_id),
            full_name = $4, forge = $5
        where id = $1
        """,
        repository_id,
        observation.observed_at,
        observation.forge_id,
        storable(observation.full_name),
        observation.forge,
    )


async def not_seen(tx: Connection, repository_id: UUID, state: RepositoryState, reason: str) -> None:
    """Note that a repository was looked for in vain, and why."""
    await tx.execute(
        "update repository set state = $2, state_reason = $3, checked_at = now() where id = $1",
        repository_id,
        state,
        reason,
    )


async def note_look(
    tx: Connection, repository_id: UUID, forked_from: Sequence[str], health: HealthSnapshot
) -> bool:
    """Note where a repository was forked from and how it does by itself; say whether the former is new."""
    is_new: bool = await tx.fetchval(
        """
        with before as (select id, forked_from from repository where id = $1)
        update repository
        set forked_from = $2, health_score = $3, health_band = $4, health_coverage = $5
        from before
        where repository.id = before.id
        returning before.forked_from <> $2
        """,
        repository_id,
        storable(list(forked_from)),
        health.score,
        health.band,
        health.coverage,
    )
    return is_new


async def band_of(connection: Connection, repository_id: UUID) -> HealthBand:
    """Find how a repository did by itself at the last look."""
    return HealthBand(
        await connection.fetchval("select health_band from repository where id = $1", repository_id)
    )


async def delete(tx: Connection, repository_id: UUID) -> None:
    """Forget a repository with what was seen of it; the health history of the entry stays."""
    await tx.execute("delete from repository where id = $1", repository_id)
