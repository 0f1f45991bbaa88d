"""How releases are stored: each once, by the look that saw it first."""

from uuid import UUID

from registry.health import RepositoryObservation
from registry.releases.model import seen
from store.database import Connection

VISIBLE = "true"  # as its software


async def note(tx: Connection, repository_id: UUID, observation: RepositoryObservation) -> None:
    """Store what a look saw and no look before it; one that is taken in late makes a release known since then."""
    await tx.executemany(
        """
        insert into software_release
            (software_id, repository_id, tag, published_at, is_prerelease, url, first_seen_at)
        select software_id, id, $2, $3, $4, $5, $6 from repository where id = $1
        on conflict (repository_id, tag) do update set first_seen_at = excluded.first_seen_at
            where software_release.first_seen_at > excluded.first_seen_at
        """,
        [
            (
                repository_id,
                each.tag,
                each.published_at,
                each.is_prerelease,
                each.url,
                observation.observed_at,
            )
            for each in seen(observation)
        ],
    )
