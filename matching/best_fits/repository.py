"""How the best teams of each challenge are stored, and whether they still count."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from matching.best_fits.model import KEPT, Kept, Room
from store.database import Connection


async def open_challenges(connection: Connection, programme_id: UUID | None = None) -> Sequence[UUID]:
    """The challenges that teams can apply for now; those of one round where it is given."""
    rows = await connection.fetch(
        """
        select challenge.id
        from challenge join programme on programme.id = challenge.programme_id
        where challenge.state = 'PUBLISHED' and programme.state = 'OPEN' and challenge.source is null
            and ($1::uuid is null or programme.id = $1)
        order by challenge.id
        """,
        programme_id,
    )
    return [row["id"] for row in rows]


async def open_programmes(connection: Connection) -> Sequence[UUID]:
    """The rounds that take applications."""
    rows = await connection.fetch("select id from programme where state = 'OPEN' order by id")
    return [row["id"] for row in rows]


async def store(
    tx: Connection, challenge_id: UUID, version: int, weights: Mapping[str, float], best: Mapping[UUID, Kept]
) -> None:
    """Keep the best teams of a challenge in place of those kept before; teams that have left are passed over."""
    await tx.execute("delete from best_fits where challenge_id = $1", challenge_id)
    await tx.execute(
        """
        insert into best_fits (challenge_id, challenge_version, weights, computed_at)
        values ($1, $2, $3, now())
        """,
        challenge_id,
        version,
        dict(weights),
    )
    await tx.execute(
        """
        insert into best_fit (challenge_id, team_id, passed, score, computed_at)
        select $1, kept.team_id, kept.passed, kept.score, now()
        from unnest($2::uuid[], $3::boolean[], $4::double precision[]) as kept (team_id, passed, score)
        join team on team.id = kept.team_id
        """,
        challenge_id,
        list(best),
        [each.passed for each in best.values()],
        [each.score for each in best.values()],
    )


async def versions(connection: Connection, challenge_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """The version of each of these challenges."""
    rows = await connection.fetch("select id, version from challenge where id = any($1)", list(challenge_ids))
    return {row["id"]: row["version"] for row in rows}


async def best_of(connection: Connection, challenge_id: UUID) -> Mapping[UUID, datetime] | None:
    """When each of the best teams was compared, best first; None where none are kept, or of what is no longer so.

    What is kept counts while the challenge has the version and its round the weights that were compared.
    """
    if not await connection.fetchval(
        """
        select exists (
            select from best_fits
            join challenge on challenge.id = best_fits.challenge_id
            join programme on programme.id = challenge.programme_id
            where best_fits.challenge_id = $1 and best_fits.challenge_version = challenge.version
                and best_fits.weights = programme.weights
        )
        """,
        challenge_id,
    ):
        return None
    rows = await connection.fetch(
        """
        select team_id, computed_at
        from best_fit
        where challenge_id = $1
        order by passed desc, score desc, team_id
        """,
        challenge_id,
    )
    return {row["team_id"]: row["computed_at"] for row in rows}


async def take_out(tx: Connection, team_id: UUID) -> frozenset[UUID]:
    """Take a team out of every list, and say of which challenges it was among the best."""
    rows = await tx.fetch("delete from best_fit where team_id = $1 returning challenge_id", team_id)
    return frozenset(row["challenge_id"] for row in rows)


async def rooms(tx: Connection, challenge_ids: Collection[UUID]) -> Sequence[Room]:
    """Of each challenge that keeps teams, how many and the last of them; its list is locked for this transaction."""
    await tx.fetch(
        "select challenge_id from best_fits where challenge_id = any($1) order by challenge_id for update",
        list(challenge_ids),
    )
    rows = await tx.fetch(
        """
        select best_fits.challenge_id, count(best_fit.team_id) as teams,
            coalesce(bool_and(best_fit.passed), true) as passed, coalesce(min(best_fit.score), 0) as score
        from best_fits
        left join best_fit on best_fit.challenge_id = best_fits.challenge_id
        where best_fits.challenge_id = any($1)
        group by best_fits.challenge_id
        order by best_fits.challenge_id
        """,
        list(challenge_ids),
    )
    return [Room(row["challenge_id"], row["teams"], Kept(row["passed"], row["score"])) for row in rows]


async def put_in(tx: Connection, team_id: UUID, kept: Mapping[UUID, Kept]) -> None:
    """Put a team into the lists of challenges, and let go whoever is then one too many."""
    await tx.execute(
        """
        insert into best_fit (challenge_id, team_id, passed, score, computed_at)
        select kept.challenge_id, $1, kept.passed, kept.score, now()
        from unnest($2::uuid[], $3::boolean[], $4::double precision[]) as kept (challenge_id, passed, score)
        """,
        team_id,
        list(kept),
        [each.passed for each in kept.values()],
        [each.score for each in kept.values()],
    )
    await tx.execute(
        """
        delete from best_fit using (
            select challenge_id, team_id,
                row_number() over (partition by challenge_id order by passed desc, score desc, team_id) as place
            from best_fit
            where challenge_id = any($1)
        ) as placed
        where placed.place > $2 and best_fit.challenge_id = placed.challenge_id
            and best_fit.team_id = placed.team_id
        """,
        list(kept),
        KEPT,
    )
