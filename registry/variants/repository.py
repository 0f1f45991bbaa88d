"""How it is stored where software comes from, and which software are variants of each other."""

from collections.abc import Collection
from uuid import UUID

from registry.software import addresses
from registry.texts import storable
from store.database import Connection

VISIBLE = "true"  # as both software
#: The address under which a forge knows a repository now, in lower case; that of registration may be older.
_NAMED = "lower('https://' || case forge when 'github' then 'github.com' else forge end || '/' || full_name)"


async def origins(connection: Connection, software_id: UUID) -> set[str]:
    """List where a software comes from: what it says, and what the forges of its repositories say."""
    written = await connection.fetchval(
        """
        select array(
            select unnest(based_on) from software where id = $1
            union
            select unnest(forked_from) from repository where software_id = $1
        )
        """,
        software_id,
    )
    folded = (addresses.repository_address(each) for each in written)
    return {each.lower() for each in folded if each is not None}


async def put_origins(tx: Connection, software_id: UUID, found: Collection[str]) -> None:
    """Store where a software comes from, in place of what was known."""
    await tx.execute("delete from software_origin where software_id = $1", software_id)
    await tx.execute(
        "insert into software_origin (software_id, address) select $1, unnest($2::text[])",
        software_id,
        storable(sorted(found)),
    )


async def put_variants(tx: Connection, software_id: UUID) -> None:
    """Find the variants of a software by where it and others come from, in place of those that were known."""
    await tx.execute("delete from software_variant where software_id = $1 or other_id = $1", software_id)
    await tx.execute(
        f"""
        with own as (
            select lower(url) as address from repository where software_id = $1
            union
            select {_NAMED} from repository where software_id = $1 and full_name is not null
        ),
        origin as (select address from software_origin where software_id = $1),
        found as (
            select software_id as other_id, 'UPSTREAM' as relation, 1 as rank
            from repository where lower(url) in (select address from origin)
            union all
            select software_id, 'UPSTREAM', 1
            from repository
            where lower(full_name) in (select regexp_replace(address, '^https?://[^/]+/', '') from origin)
                and {_NAMED} in (select address from origin)
            union all
            select software_id, 'FORK', 2 from software_origin where address in (select address from own)
            union all
            select software_id, 'SIBLING', 3 from software_origin where address in (select address from origin)
        ),
        nearest as (
            select distinct on (other_id) other_id, relation from found where other_id <> $1 order by other_id, rank
        )
        insert into software_variant (software_id, other_id, relation)
        select $1, other_id, relation from nearest
        union all
        select other_id, $1, case relation when 'UPSTREAM' then 'FORK' when 'FORK' then 'UPSTREAM' else relation end
        from nearest
        """,  # noqa: S608 - a constant of this module
        software_id,
    )
