"""How reviewers' tasks and their declared conflicts are stored, and who may see the tasks."""

from collections.abc import Sequence
from uuid import UUID

from matching.applications.repository import PARTIAL
from matching.reviewing.model import Pair
from store.database import Connection

#: Reviewers see what they are asked to score; who else is asked is between the officers and each of them.
VISIBLE_TASK = "(:is_officer or {t}.reviewer_id = :person_id)"


async def reviewers(connection: Connection) -> Sequence[UUID]:
    """Everybody who has the role, longest first."""
    rows = await connection.fetch(
        """
        select person_id from role_grant where role = 'reviewer'
        group by person_id order by min(granted_at), person_id
        """
    )
    return [row["person_id"] for row in rows]


async def standing_applications(connection: Connection, programme_id: UUID) -> Sequence[UUID]:
    """The bids of a round that are to be decided, oldest first."""
    rows = await connection.fetch(
        """
        select application.id from application
        join challenge on challenge.id = application.challenge_id
        where challenge.programme_id = $1 and application.state = 'SUBMITTED'
        order by application.created_at, application.id
        """,
        programme_id,
    )
    return [row["id"] for row in rows]


async def partial_pairs(connection: Connection, programme_id: UUID) -> frozenset[Pair]:
    """Which reviewers cannot judge which bids of a round."""
    rows = await connection.fetch(
        f"""
        select application.id, person.id as reviewer_id
        from application
        join challenge of_round on of_round.id = application.challenge_id
        cross join person
        where of_round.programme_id = $1
            and exists (select from role_grant where role = 'reviewer' and person_id = person.id) and {PARTIAL}
        """,  # noqa: S608 - the predicate is our own
        programme_id,
    )
    return frozenset((row["id"], row["reviewer_id"]) for row in rows)


async def standing_pairs(connection: Connection, programme_id: UUID) -> frozenset[Pair]:
    """Who is asked to score which bid of a round, or has scored it unasked."""
    rows = await connection.fetch(
        """
        select application.id, given.reviewer_id
        from application
        join challenge on challenge.id = application.challenge_id
        join (
            select application_id, reviewer_id from review_task
            union
            select application_id, reviewer_id from review where reviewer_id is not null
        ) as given on given.application_id = application.id
        where challenge.programme_id = $1
        """,
        programme_id,
    )
    return frozenset((row["id"], row["reviewer_id"]) for row in rows)


async def insert_tasks(tx: Connection, pairs: Sequence[Pair], assigned_by: UUID | None) -> None:
    """Ask reviewers; who is asked already stays so."""
    await tx.execute(
        """
        insert into review_task (application_id, reviewer_id, assigned_by)
        select asked.application_id, asked.reviewer_id, $3
        from unnest($1::uuid[], $2::uuid[]) as asked (application_id, reviewer_id)
        on conflict (application_id, reviewer_id) do nothing
        """,
        [application for application, _ in pairs],
        [reviewer for _, reviewer in pairs],
        assigned_by,
    )


async def delete_tasks(tx: Connection, pairs: Sequence[Pair]) -> None:
    """Take back what reviewers are asked; what they handed in stays."""
    await tx.execute(
        """
        delete from review_task
        using unnest($1::uuid[], $2::uuid[]) as gone (application_id, reviewer_id)
        where review_task.application_id = gone.application_id and review_task.reviewer_id = gone.reviewer_id
        """,
        [application for application, _ in pairs],
        [reviewer for _, reviewer in pairs],
    )


async def insert_conflict(tx: Connection, application_id: UUID, reviewer_id: UUID) -> None:
    """Store that a reviewer cannot judge a bid; saying it twice changes nothing."""
    await tx.execute(
        """
        insert into review_conflict (application_id, reviewer_id) values ($1, $2)
        on conflict (application_id, reviewer_id) do nothing
        """,
        application_id,
        reviewer_id,
    )


async def delete_review(tx: Connection, application_id: UUID, reviewer_id: UUID) -> bool:
    """Take away what a reviewer handed in for a bid, and say whether there was anything."""
    gone: UUID | None = await tx.fetchval(
        "delete from review where application_id = $1 and reviewer_id = $2 returning id",
        application_id,
        reviewer_id,
    )
    return gone is not None
