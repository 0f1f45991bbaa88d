"""How sources, crawls and findings are stored."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg

from registry.crawls.model import Crawl, Finding, Outcome, Reason, Source, SourceKind
from registry.forges.model import ForgeAnswer
from registry.texts import storable
from store.database import Connection

ABANDONED_AFTER: Final = timedelta(days=2)  # all attempts of a job take less than one
VISIBLE = "true"  # where we look, and what became of public repositories, is no secret

_SOURCE = "id, kind, url, organisation_id, next_at, created_at, includes_subgroups"
_FINDING = "id, source_id, url, upstream_id, reason, detail, digest, software_id, missed, looked_at"


async def insert_source(
    tx: Connection, kind: SourceKind, url: str, organisation_id: UUID | None, *, includes_subgroups: bool
) -> Source | None:
    """Store a source that is due now; None when its address is one already."""
    row = await tx.fetchrow(
        f"""
        insert into crawl_source (kind, url, organisation_id, includes_subgroups)
        values ($1, $2, $3, $4)
        on conflict (lower(url)) do nothing
        returning {_SOURCE}
        """,  # noqa: S608 - columns are constants of this module
        kind,
        url,
        organisation_id,
        includes_subgroups,
    )
    return None if row is None else _source(row)


async def delete_source(tx: Connection, source_id: UUID) -> None:
    """Forget a source with its crawls and findings; entries of the catalogue stay."""
    await tx.execute("delete from crawl_source where id = $1", source_id)


async def find_source(connection: Connection, source_id: UUID) -> Source | None:
    """Find a source by id."""
    row = await connection.fetchrow(f"select {_SOURCE} from crawl_source where id = $1", source_id)  # noqa: S608 - the same
    return None if row is None else _source(row)


async def lock_due(tx: Connection, now: datetime) -> Sequence[Source]:
    """Find the sources that are due, and keep other workers from them until the transaction ends."""
    rows = await tx.fetch(
        f"select {_SOURCE} from crawl_source where next_at <= $1 order by next_at for update skip locked",  # noqa: S608 - the same
        now,
    )
    return [_source(row) for row in rows]


async def put_off(tx: Connection, source_id: UUID, next_at: datetime) -> None:
    """Say when a source is due again."""
    await tx.execute("update crawl_source set next_at = $2 where id = $1", source_id, next_at)


async def open_crawl(tx: Connection, source_id: UUID) -> Crawl:
    """Begin to go through a source, or go on where a stopped worker left it; what was left for days begins anew."""
    await tx.execute(
        """
        update crawl set finished_at = now(), failure = 'ABANDONED'
        where source_id = $1 and finished_at is null and started_at < now() - $2::interval
        """,
        source_id,
        ABANDONED_AFTER,
    )
    await tx.execute(
        "insert into crawl (source_id) values ($1) on conflict (source_id) where finished_at is null do nothing",
        source_id,
    )
    row = await tx.fetchrow(
        "select id, source_id, started_at from crawl where source_id = $1 and finished_at is null", source_id
    )
    if row is None:
        raise AssertionError("it was just begun")  # pragma: no cover
    return Crawl(row["id"], row["source_id"], row["started_at"])


async def close_crawl(tx: Connection, crawl: Crawl, failure: str | None) -> None:
    """End a crawl, with how many repositories it found in each state."""
    await tx.execute(
        """
        update crawl
        set finished_at = greatest(now(), started_at), failure = $3, counts = coalesce(
            (
                select jsonb_object_agg(reason, number)
                from (
                    select reason, count(*) as number from crawl_finding where source_id = $2 group by reason
                ) as counted
            ),
            '{}'
        )
        where id = $1 and finished_at is null
        """,
        crawl.id,
        crawl.source_id,
        failure,
    )


async def finding_at(connection: Connection, source_id: UUID, url: str) -> Finding | None:
    """Find what became of an address at a source."""
    row = await connection.fetchrow(
        f"select {_FINDING} from crawl_finding where source_id = $1 and lower(url) = lower($2)",  # noqa: S608 - the same
        source_id,
        url,
    )
    return None if row is None else _finding(row)


async def findings_of(connection: Connection, source_id: UUID) -> Sequence[Finding]:
    """List everything found at a source."""
    rows = await connection.fetch(
        f"select {_FINDING} from crawl_finding where source_id = $1 order by url",  # noqa: S608 - the same
        source_id,
    )
    return [_finding(row) for row in rows]


async def numbered(connection: Connection, source_id: UUID, upstream_id: str) -> Sequence[Finding]:
    """List what the source numbers so, under whatever addresses, newest first."""
    rows = await connection.fetch(
        f"""
        select {_FINDING} from crawl_finding
        where source_id = $1 and upstream_id = $2
        order by looked_at desc, id
        """,  # noqa: S608 - the same
        source_id,
        upstream_id,
    )
    return [_finding(row) for row in rows]


async def of_software(connection: Connection, source_id: UUID, software_id: UUID) -> Sequence[Finding]:
    """List what a source has of one software."""
    rows = await connection.fetch(
        f"select {_FINDING} from crawl_finding where source_id = $1 and software_id = $2 order by url",  # noqa: S608 - the same
        source_id,
        software_id,
    )
    return [_finding(row) for row in rows]


async def missed_in(connection: Connection, crawl: Crawl) -> Sequence[Finding]:
    """List what a crawl that is whole did not find, less what is known to have moved."""
    rows = await connection.fetch(
        f"""
        select {_FINDING} from crawl_finding
        where source_id = $1 and looked_at < $2 and reason <> 'MOVED'
        order by url
        """,  # noqa: S608 - the same
        crawl.source_id,
        crawl.started_at,
    )
    return [_finding(row) for row in rows]


async def put_finding(
    tx: Connection, source_id: UUID, url: str, upstream_id: str | None, outcome: Outcome
) -> None:
    """Note what became of a repository; it is there, so nothing is missed any more."""
    await tx.execute(
        """
        insert into crawl_finding (source_id, url, upstream_id, reason, detail, digest, software_id, looked_at)
        values ($1, $2, $3, $4, $5, $6, $7, now())
        on conflict (source_id, lower(url)) do update
        set url = excluded.url, upstream_id = excluded.upstream_id, reason = excluded.reason,
            detail = excluded.detail, digest = excluded.digest, software_id = excluded.software_id,
            looked_at = excluded.looked_at, missed = 0
        """,
        source_id,
        storable(url),
        storable(upstream_id),
        outcome.reason,
        storable(dict(outcome.detail)),
        outcome.digest,
        outcome.software_id,
    )


async def seen_again(tx: Connection, finding_id: UUID) -> None:
    """Note that nothing of a repository has changed."""
    await tx.execute("update crawl_finding set looked_at = now(), missed = 0 where id = $1", finding_id)


async def change_finding(
    tx: Connection, finding_id: UUID, reason: Reason, detail: Mapping[str, Any], missed: int
) -> None:
    """Note what became of a repository that was not there; when it was last seen stays."""
    await tx.execute(
        "update crawl_finding set reason = $2, detail = $3, missed = $4 where id = $1",
        finding_id,
        reason,
        storable(dict(detail)),
        missed,
    )


async def answers_of(connection: Connection, source_id: UUID) -> dict[str, ForgeAnswer]:
    """Find everything that a source answered, by endpoint."""
    rows = await connection.fetch(
        "select endpoint, etag, facts from crawl_answer where source_id = $1", source_id
    )
    return {row["endpoint"]: ForgeAnswer(row["etag"], row["facts"]) for row in rows}


async def save_answers(tx: Connection, source_id: UUID, answers: Mapping[str, ForgeAnswer]) -> None:
    """Remember what a source answered."""
    await tx.executemany(
        """
        insert into crawl_answer (source_id, endpoint, etag, facts)
        values ($1, $2, $3, $4)
        on conflict (source_id, endpoint) do update set etag = excluded.etag, facts = excluded.facts
        """,
        [
            (source_id, storable(endpoint), each.etag, storable(each.facts))
            for endpoint, each in answers.items()
        ],
    )


async def forget_answers(tx: Connection, source_id: UUID, kept: Sequence[str]) -> None:
    """Forget what a source answered at all other endpoints."""
    await tx.execute(
        "delete from crawl_answer where source_id = $1 and endpoint <> all($2::text[])", source_id, list(kept)
    )


def _source(row: asyncpg.Record) -> Source:
    return Source(**{**dict(row), "kind": SourceKind(row["kind"])})


def _finding(row: asyncpg.Record) -> Finding:
    return Finding(**{**dict(row), "reason": Reason(row["reason"])})


async def ids_at(connection: Connection, url: str) -> list[UUID]:
    """List the findings of all sources at an address, last looked at first."""
    rows = await connection.fetch(
        "select id from crawl_finding where lower(url) = lower($1) order by looked_at desc, id", url
    )
    return [row["id"] for row in rows]


async def covering(connection: Connection, url: str) -> UUID | None:
    """Find the source that goes through the account of a repository, or through a group around it; None for none."""
    account, _, _ = url.rpartition("/")
    source_id: UUID | None = await connection.fetchval(
        """
        select id from crawl_source
        where kind = 'ACCOUNT' and (
            lower(url) = lower($1) or (includes_subgroups and starts_with(lower($1), lower(url) || '/'))
        )
        order by length(url) desc
        limit 1
        """,
        account,
    )
    return source_id
