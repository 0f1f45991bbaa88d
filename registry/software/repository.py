"""How software, its repositories, observations and health history are stored."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from registry.health import (
    HealthBand,
)
from registry.slugs import variants
from registry.software import addresses, columns
from registry.software.model import (
    NewSoftware,
    Repository,
    RepositoryState,
    Software,
)
from registry.texts import storable
from store.database import Connection

VISIBLE = "true"  # a catalogue of public code hides nothing
LISTED = "{t}.expired_at is null"  # what stayed invalid too long is shown at its own address only

_METADATA = ", ".join(columns.METADATA.values())
_COLUMNS = f"""
    id, slug, url, publisher_id, {_METADATA}, depends_on, technologies, licence, verdict_detail, findings,
    publiccode_version, publiccode_valid, health_score, health_band, health_coverage, observed_at, source,
    is_example, created_at, updated_at, version
"""
_REPOSITORY = "id, software_id, url, forge, forge_id, full_name, state, state_reason, checked_at"


async def insert(tx: Connection, new: NewSoftware) -> Software:
    """Store an entry under the wanted slug, or the next free one."""
    values = columns.content(new.metadata, new.verdict)
    filled = ", ".join(values)
    places = ", ".join(f"${number}" for number in range(10, 10 + len(values)))
    for slug in variants(new.slug):
        row = await tx.fetchrow(
            f"""
            insert into software (
                slug, url, publisher_id, findings, publiccode_version, publiccode_valid, source, is_example,
                health_band, invalid_since, {filled}
            )
            values (
                $1, $2, $3, $4, $5, $6, $7, $8, $9, case when $6::boolean is false then now() end, {places}
            )
            on conflict (slug) do nothing
            returning {_COLUMNS}
            """,  # noqa: S608 - columns are constants of this module
            slug,
            new.url,
            new.publisher_id,
            storable(new.said.findings),
            new.said.publiccode_version,
            new.said.publiccode_valid,
            storable(new.said.source),
            new.is_example,
            HealthBand.NOT_OBSERVED,
            *values.values(),
        )
        if row is not None:
            return columns.software(dict(row))
    raise AssertionError("variants never end")  # pragma: no cover


async def update(tx: Connection, software: Software) -> Software:
    """Store everything that may change of an entry, whose row the caller holds locked."""
    values = columns.content(software.metadata, software.verdict)
    changes = ", ".join(f"{column} = ${number}" for number, column in enumerate(values, start=12))
    row = await tx.fetchrow(
        f"""
        update software
        set publisher_id = $2, findings = $3, publiccode_version = $4, publiccode_valid = $5, source = $6,
            health_score = $7, health_band = $8, health_coverage = $9, observed_at = $10, version = $11,
            invalid_since = case when $5::boolean is false then coalesce(invalid_since, now()) end,
            expiry_noticed_at = case when $5::boolean is false then expiry_noticed_at end,
            expired_at = case when $5::boolean is false then expired_at end,
            updated_at = now(), {changes}
        where id = $1
        returning {_COLUMNS}
        """,  # noqa: S608 - columns are constants of this module
        software.id,
        software.publisher_id,
        storable(software.findings),
        software.publiccode_version,
        software.publiccode_valid,
        storable(software.source),
        software.health_score,
        software.health_band,
        software.health_coverage,
        software.observed_at,
        software.version,
        *values.values(),
    )
    if row is None:
        raise AssertionError("the caller holds the row")  # pragma: no cover
    return columns.software(dict(row))


async def notice_expiry(tx: Connection, invalid_before: datetime, now: datetime) -> list[UUID]:
    """Note that the publishers of entries that are invalid since then are told now; give those entries."""
    rows = await tx.fetch(
        """
        update software
        set expiry_noticed_at = $2
        where invalid_since <= $1 and expiry_noticed_at is null
        returning id
        """,
        invalid_before,
        now,
    )
    return [row["id"] for row in rows]


async def expire(
    tx: Connection, invalid_before: datetime, noticed_before: datetime, now: datetime
) -> list[UUID]:
    """Take entries out of lists that are invalid since then and were noticed early enough; give those entries."""
    rows = await tx.fetch(
        """
        update software
        set expired_at = $3
        where invalid_since <= $1 and expiry_noticed_at <= $2 and expired_at is null
        returning id
        """,
        invalid_before,
        noticed_before,
        now,
    )
    return [row["id"] for row in rows]


async def find(connection: Connection, software_id: UUID) -> Software | None:
    """Find an entry by id."""
    row = await connection.fetchrow(f"select {_COLUMNS} from software where id = $1", software_id)  # noqa: S608 - columns and predicates of our own; values are parameters
    return None if row is None else columns.software(dict(row))


async def find_by_slug(connection: Connection, slug: str) -> Software | None:
    """Find an entry by its place in addresses."""
    row = await connection.fetchrow(f"select {_COLUMNS} from software where slug = $1", slug)  # noqa: S608 - columns and predicates of our own; values are parameters
    return None if row is None else columns.software(dict(row))


async def lock(tx: Connection, software_id: UUID) -> Software | None:
    """Find an entry and keep others from changing it until the transaction ends."""
    row = await tx.fetchrow(f"select {_COLUMNS} from software where id = $1 for update", software_id)  # noqa: S608 - columns and predicates of our own; values are parameters
    return None if row is None else columns.software(dict(row))


async def find_by_address(connection: Connection, address: str) -> Software | None:
    """Find the entry of a repository by its address, or by the name it was given since; case does not matter."""
    forge, name = addresses.forge_and_name_in(address)
    row = await connection.fetchrow(
        f"""
        select {_COLUMNS}
        from software
        where lower(url) = lower($1) or id in (
            select software_id
            from repository
            where lower(url) = lower($1) or (lower(full_name) = lower($2) and forge = $3)
        )
        order by lower(url) = lower($1) desc, created_at
        limit 1
        """,  # noqa: S608 - columns and predicates of our own; values are parameters
        address,
        name,
        forge,
    )
    return None if row is None else columns.software(dict(row))


async def lock_address(tx: Connection, address: str) -> None:
    """Keep others from registering the same address until the transaction ends."""
    await tx.execute("select pg_advisory_xact_lock(hashtextextended('software ' || lower($1), 0))", address)


async def exists(connection: Connection, software_id: UUID) -> bool:
    """Say whether there is such an entry."""
    found: bool = await connection.fetchval("select exists (select from software where id = $1)", software_id)
    return found


async def publisher_named(connection: Connection, name: str) -> UUID | None:
    """Find the one organisation that has this name in any language; None when there is none, or several."""
    rows = await connection.fetch(
        """
        select id from organisation
        where exists (select from jsonb_each_text(name) as each where lower(each.value) = lower($1))
        limit 2
        """,
        storable(name),
    )
    return rows[0]["id"] if len(rows) == 1 else None


async def is_delivered_by(
    connection: Connection, address: str, team_ids: Collection[UUID], publisher_id: UUID | None
) -> bool:
    """Say whether one of the teams has delivered this repository, and to the publisher it names, if it names one."""
    rows = await connection.fetch(
        """
        select delivery.repository_url
        from delivery
        join match on match.id = delivery.match_id
        join challenge on challenge.id = match.challenge_id
        where match.team_id = any($1) and ($2::uuid is null or challenge.owner_id = $2)
        """,
        list(team_ids),
        publisher_id,
    )
    return any(addresses.same(row["repository_url"], address) for row in rows)


async def insert_repository(tx: Connection, software_id: UUID, url: str) -> Repository:
    """Store a repository that nobody has looked at yet."""
    full_name = addresses.full_name_in(url)
    row = await tx.fetchrow(
        f"""
        insert into repository (software_id, url, forge, full_name)
        values ($1, $2, $3, $4)
        returning {_REPOSITORY}
        """,  # noqa: S608 - columns and predicates of our own; values are parameters
        software_id,
        url,
        "github" if full_name else "other",
        full_name,
    )
    if row is None:
        raise AssertionError("an insert returns its row")  # pragma: no cover
    return _repository(row)


async def find_repository(connection: Connection, repository_id: UUID) -> Repository | None:
    """Find a repository by id."""
    row = await connection.fetchrow(f"select {_REPOSITORY} from repository where id = $1", repository_id)  # noqa: S608 - columns and predicates of our own; values are parameters
    return None if row is None else _repository(row)


async def repositories_of(connection: Connection, software_id: UUID) -> Sequence[Repository]:
    """List the repositories of an entry, by address."""
    rows = await connection.fetch(
        f"select {_REPOSITORY} from repository where software_id = $1 order by url",  # noqa: S608 - columns and predicates of our own; values are parameters
        software_id,
    )
    return [_repository(row) for row in rows]


async def all_repository_ids(connection: Connection) -> Sequence[UUID]:
    """List every repository, one of each publisher in turn, those that nobody looked at for longest first.

    A publisher with thousands does not keep the others waiting when the forge's hour is spent.
    """
    rows = await connection.fetch(
        """
        select repository.id
        from repository join software on software.id = repository.software_id
        order by
            row_number() over (
                partition by software.publisher_id order by repository.checked_at nulls first, repository.id
            ),
            repository.checked_at nulls first,
            repository.id
        """
    )
    return [row["id"] for row in rows]


async def other_with_forge_id(
    connection: Connection, repository: Repository, forge: str, forge_id: int
) -> Repository | None:
    """Find another entry's repository that the forge says is this very one."""
    row = await connection.fetchrow(
        f"select {_REPOSITORY} from repository where forge = $1 and forge_id = $2 and id <> $3",  # noqa: S608 - columns and predicates of our own; values are parameters
        forge,
        forge_id,
        repository.id,
    )
    return None if row is None else _repository(row)


async def find_on_forge(
    connection: Connection, forge: str, forge_id: int, full_name: str
) -> Repository | None:
    """Find a repository by its forge's number of it, or by its name there while the number is not known."""
    row = await connection.fetchrow(
        f"""
        select {_REPOSITORY}
        from repository
        where forge = $1 and (forge_id = $2 or (forge_id is null and lower(full_name) = lower($3)))
        order by forge_id nulls last
        limit 1
        """,  # noqa: S608 - columns and predicates of our own; values are parameters
        forge,
        forge_id,
        full_name,
    )
    return None if row is None else _repository(row)


async def health_of(connection: Connection, slug: str) -> tuple[HealthBand, int | None] | None:
    """Find band and score of a software by its name in addresses."""
    row = await connection.fetchrow("select health_band, health_score from software where slug = $1", slug)
    return None if row is None else (HealthBand(row["health_band"]), row["health_score"])


def _repository(row: asyncpg.Record) -> Repository:
    return Repository(**{**dict(row), "state": RepositoryState(row["state"])})
