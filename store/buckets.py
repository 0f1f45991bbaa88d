"""How full the bucket of each caller is, added up over all web processes."""

from collections.abc import Sequence
from dataclasses import dataclass

from store.database import Connection

EMPTY_AFTER_SECONDS = 120  # a bucket runs empty within a minute; twice that allows for slow clocks


@dataclass(frozen=True, slots=True)
class Used:
    """What one process let one caller use since it last settled.

    Attributes:
        key: hash of who it is.
        points: used.
        leaks_per_second: how fast the bucket runs empty.
    """

    key: bytes
    points: float
    leaks_per_second: float


async def settle(connection: Connection, used: Sequence[Used]) -> dict[bytes, float]:
    """Add what was used to the buckets, and return how full each is now; those long empty are forgotten."""
    rows = await connection.fetch(
        """
        insert into bucket as b (key, points)
        select key, points from unnest($1::bytea[], $2::float8[], $3::float8[]) as u(key, points, leaks)
        order by key
        on conflict (key) do update set
            points = greatest(0, b.points - extract(epoch from now() - b.settled_at)::float8 * (
                select leaks from unnest($1::bytea[], $3::float8[]) as l(key, leaks) where l.key = b.key
            )) + excluded.points,
            settled_at = now()
        returning key, points
        """,
        [each.key for each in used],
        [each.points for each in used],
        [each.leaks_per_second for each in used],
    )
    await connection.execute(
        "delete from bucket where settled_at < now() - make_interval(secs => $1)", EMPTY_AFTER_SECONDS
    )
    return {row["key"]: row["points"] for row in rows}
