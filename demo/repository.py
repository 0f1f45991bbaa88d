"""How an installation remembers that it carries the demo, and which of its records are the demo's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from store.database import Connection

KEY = "demo"
LOCK = 0x64656D6F  # any number that nothing else locks: two processes that start at once load the demo once


@dataclass(frozen=True, slots=True)
class Progress:
    """How far loading has come.

    Attributes:
        version: of the demo's data.
        done: names of the steps that are through.
        ids: name in the demo's files to id in the database, such as `organisation:moda`.
        loaded_at: when the last step was through; None before.
    """

    version: int
    done: tuple[str, ...] = ()
    ids: Mapping[str, UUID] = field(default_factory=dict)
    loaded_at: datetime | None = None


async def lock(tx: Connection) -> Progress | None:
    """Read how far loading has come, and keep others from loading until the transaction ends."""
    await tx.execute("select pg_advisory_xact_lock($1)", LOCK)
    return await find(tx)


async def find(connection: Connection) -> Progress | None:
    """Read how far loading has come; None where it never began."""
    stored = await connection.fetchval("select value from installation where key = $1", KEY)
    if stored is None:
        return None
    return Progress(
        version=stored["version"],
        done=tuple(stored["done"]),
        ids={name: UUID(written) for name, written in stored["ids"].items()},
        loaded_at=None if stored["loaded_at"] is None else datetime.fromisoformat(stored["loaded_at"]),
    )


async def themes_of(tx: Connection, programme_id: UUID) -> Sequence[UUID]:
    """The themes of a round, in their order."""
    rows = await tx.fetch("select id from theme where programme_id = $1 order by position", programme_id)
    return [row["id"] for row in rows]


async def topics_of(tx: Connection, answer_id: UUID) -> Sequence[UUID]:
    """The topics of an answer to a survey, in their order."""
    rows = await tx.fetch("select id from survey_topic where answer_id = $1 order by position", answer_id)
    return [row["id"] for row in rows]


async def put_vote_back(tx: Connection, vote_id: UUID, opened_at: datetime, closed_at: datetime) -> None:
    """Let an invented vote have been held in the past; a real one has its end once and for all."""
    await tx.execute(
        "update public_vote set opened_at = $2, closes_at = $3 where id = $1", vote_id, opened_at, closed_at
    )


async def put(tx: Connection, progress: Progress) -> None:
    """Remember how far loading has come."""
    value = {
        "version": progress.version,
        "done": list(progress.done),
        "ids": {name: str(each) for name, each in progress.ids.items()},
        "loaded_at": None if progress.loaded_at is None else progress.loaded_at.isoformat(),
    }
    await tx.execute(
        """
        insert into installation (key, value) values ($1, $2)
        on conflict (key) do update set value = excluded.value
        """,
        KEY,
        value,
    )
