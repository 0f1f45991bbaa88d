"""Documents that clients ask again by their hash: kept for all processes, bounded, the oldest forgotten first."""

from store.database import Connection

MAX_CHARACTERS = 16_384  # the longest document of our own pages has a third of that
MAX_KEPT = 2_000  # with the length above at most 32 million characters, whoever fills it


async def find(connection: Connection, sha256: bytes) -> str | None:
    """The document of this hash; None when it is not, or no longer, kept."""
    document: str | None = await connection.fetchval(
        "select document from persisted_document where sha256 = $1", sha256
    )
    return document


async def keep(connection: Connection, sha256: bytes, document: str) -> None:
    """Keep a document of at most MAX_CHARACTERS, in the place of the oldest when there are MAX_KEPT."""
    await connection.execute(
        """
        with kept as (
            insert into persisted_document (sha256, document)
            values ($1, $2)
            on conflict (sha256) do nothing
            returning sha256
        )
        delete from persisted_document
        where exists (select 1 from kept) and sha256 in (
            select sha256 from persisted_document order by kept_at desc offset $3
        )
        """,
        sha256,
        document,
        MAX_KEPT - 1,  # the one that is being added is not seen by its own statement
    )
