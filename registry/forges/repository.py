"""How forges' hours and answers are stored, for all workers on all machines together."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from registry.forges.model import ForgeAccount, ForgeAnswer
from registry.texts import storable
from store.database import Connection


async def lock_account(tx: Connection, name: str) -> ForgeAccount:
    """Find an account, or begin one, and keep others from it until the transaction ends.

    The requests of looks that never accounted for theirs are counted as spent: they may have been sent.
    """
    await tx.execute(  # a statement of its own: the next one has to see what others did while this one waited
        "insert into forge_account (name) values ($1) on conflict (name) do update set name = excluded.name",
        name,
    )
    row = await tx.fetchrow(
        """
        with dead as (
            delete from forge_lease where account = $1 and expires_at <= now() returning requests
        )
        update forge_account
        set remaining = case
            when remaining is not null  -- greatest() would make the unknown zero
            then greatest(0, remaining - (select coalesce(sum(requests), 0)::int from dead))
        end
        where name = $1
        returning request_limit, remaining, reset_at, blocked_until, paced_until
        """,
        name,
    )
    return ForgeAccount() if row is None else ForgeAccount(*row)


async def save_account(tx: Connection, name: str, account: ForgeAccount) -> None:
    """Store what is known of an account whose row the caller holds locked."""
    await tx.execute(
        """
        update forge_account
        set request_limit = $2, remaining = $3, reset_at = $4, blocked_until = $5, paced_until = $6
        where name = $1
        """,
        name,
        account.limit,
        account.remaining,
        account.reset_at,
        account.blocked_until,
        account.paced_until,
    )


async def leased(connection: Connection, name: str) -> int:
    """Count the requests that looks in progress have been given."""
    count: int = await connection.fetchval(
        "select coalesce(sum(requests), 0)::int from forge_lease where account = $1", name
    )
    return count


async def insert_lease(tx: Connection, name: str, requests: int, lasts: timedelta) -> UUID:
    """Give requests to a look that accounts for them within the time."""
    lease_id: UUID = await tx.fetchval(
        "insert into forge_lease (account, requests, expires_at) values ($1, $2, now() + $3) returning id",
        name,
        requests,
        lasts,
    )
    return lease_id


async def delete_lease(tx: Connection, lease_id: UUID) -> None:
    """Take back what a look was given: it has accounted for it."""
    await tx.execute("delete from forge_lease where id = $1", lease_id)


async def answers_of(connection: Connection, repository_id: UUID) -> dict[str, ForgeAnswer]:
    """Find everything that is remembered of a repository, by endpoint."""
    rows = await connection.fetch(
        "select endpoint, etag, facts from forge_answer where repository_id = $1", repository_id
    )
    return {row["endpoint"]: ForgeAnswer(row["etag"], row["facts"]) for row in rows}


async def save_answers(
    tx: Connection,
    repository_id: UUID,
    answers: Mapping[str, ForgeAnswer],
    kept: Collection[str] | None = None,
) -> None:
    """Remember answers of a repository.

    Args:
        tx: the transaction that also stores what follows from them.
        repository_id: whose they are.
        answers: what was newly answered, by endpoint.
        kept: endpoints still of use; all others are forgotten. None keeps everything.
    """
    if kept is not None:
        await tx.execute(
            "delete from forge_answer where repository_id = $1 and endpoint <> all($2::text[])",
            repository_id,
            list(kept),
        )
    await tx.executemany(
        """
        insert into forge_answer (repository_id, endpoint, etag, facts)
        values ($1, $2, $3, $4)
        on conflict (repository_id, endpoint) do update set etag = excluded.etag, facts = excluded.facts
        """,
        [
            (repository_id, storable(endpoint), each.etag, storable(each.facts))
            for endpoint, each in answers.items()
        ],
    )


async def insert_delivery(
    tx: Connection, delivery: str, event: str, subject: Mapping[str, Any]
) -> UUID | None:
    """Note what a forge told us; None when it has told us before."""
    delivery_id: UUID | None = await tx.fetchval(
        """
        insert into forge_delivery (delivery, event, subject)
        values ($1, $2, $3)
        on conflict (delivery) do nothing
        returning id
        """,
        delivery,
        event,
        storable(dict(subject)),
    )
    return delivery_id


async def find_delivery(connection: Connection, delivery_id: UUID) -> tuple[str, Mapping[str, Any]] | None:
    """Find what a forge told us: the event's name and what it was about."""
    row = await connection.fetchrow("select event, subject from forge_delivery where id = $1", delivery_id)
    return None if row is None else (row["event"], row["subject"])


async def forget_deliveries(tx: Connection, before: datetime) -> int:
    """Delete what was told before then, and say how much that was."""
    count: int = await tx.fetchval(
        """
        with forgotten as (delete from forge_delivery where received_at < $1 returning id)
        select count(*) from forgotten
        """,
        before,
    )
    return count
