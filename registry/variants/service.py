"""What follows for variants when it is learned where a software comes from."""

from uuid import UUID

from registry.variants import repository
from store.database import Connection


async def relate(tx: Connection, software_id: UUID) -> None:
    """Find anew which software are variants of one: after it was registered, changed or looked at."""
    await repository.put_origins(tx, software_id, await repository.origins(tx, software_id))
    await repository.put_variants(tx, software_id)
