"""How repositories of an entry are moved and forgotten; what was seen of them is stored in `registry.software`."""

from uuid import UUID

from registry.software import addresses
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


async def delete(tx: Connection, repository_id: UUID) -> None:
    """Forget a repository with what was seen of it; the health history of the entry stays."""
    await tx.execute("delete from repository where id = $1", repository_id)
