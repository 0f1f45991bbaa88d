"""How shortlists and mutual grades are stored, and who sees which grade when."""

from collections.abc import Mapping
from uuid import UUID

from matching.agreements.model import Side
from matching.grading.model import Bid, Grades, MutualGrade
from store.database import Connection

#: Each side sees its own grade at once, and the other's when both are given or the day of the decision is over.
VISIBLE = """(:is_officer or exists (
    select from application as of_bid
    join challenge as graded on graded.id = of_bid.challenge_id
    join programme as its_round on its_round.id = graded.programme_id
    where of_bid.id = {t}.application_id and (
        (of_bid.team_id = any(:team_ids) and {t}.side = 'TEAM')
        or (graded.owner_id = any(:organisation_ids) and {t}.side = 'OWNER')
        or (
            (of_bid.team_id = any(:team_ids) or graded.owner_id = any(:organisation_ids))
            and (
                its_round.decision_on < (now() at time zone 'UTC')::date
                or (select count(*) from mutual_grade as given where given.application_id = of_bid.id) = 2
            )
        )
    )
))"""


async def hold_bid(tx: Connection, application_id: UUID) -> Bid | None:
    """What grading needs of a bid, which nobody else changes until the transaction ends; its round stays."""
    row = await tx.fetchrow(
        """
        select application.id, application.challenge_id, application.team_id, challenge.owner_id, application.state,
            programme.state as programme_state, application.shortlisted_at, programme.decision_on,
            exists (select from review_task where application_id = application.id)
                and not exists (select from review where application_id = application.id) as unread
        from application
        join challenge on challenge.id = application.challenge_id
        join programme on programme.id = challenge.programme_id
        where application.id = $1
        for update of application for share of programme
        """,
        application_id,
    )
    return None if row is None else Bid(*row)


async def set_shortlisted(tx: Connection, application_id: UUID, *, is_shortlisted: bool) -> None:
    """Store whether a bid is on its owner's shortlist; one that leaves it loses its grades."""
    await tx.execute(
        """
        update application
        set shortlisted_at = case when $2 then coalesce(shortlisted_at, now()) end
        where id = $1
        """,
        application_id,
        is_shortlisted,
    )
    if not is_shortlisted:
        await tx.execute("delete from mutual_grade where application_id = $1", application_id)


async def put(
    tx: Connection, application_id: UUID, side: Side, grade: int, graded_by: UUID | None
) -> MutualGrade:
    """Store a side's grade; it replaces what the side gave before."""
    row = await tx.fetchrow(
        """
        insert into mutual_grade (application_id, side, grade, graded_by) values ($1, $2, $3, $4)
        on conflict (application_id, side) do update
        set grade = excluded.grade, graded_by = excluded.graded_by, graded_at = now()
        returning id, application_id, side, grade, graded_by, graded_at
        """,
        application_id,
        side,
        grade,
        graded_by,
    )
    if row is None:
        raise AssertionError("an upsert returns its row")  # pragma: no cover
    return MutualGrade(row[0], row[1], Side(row[2]), *row[3:])


async def count(connection: Connection, application_id: UUID) -> int:
    """How many sides gave a grade."""
    found: int = await connection.fetchval(
        "select count(*) from mutual_grade where application_id = $1", application_id
    )
    return found


async def of_programme(connection: Connection, programme_id: UUID) -> Mapping[UUID, Grades]:
    """What both sides think of each shortlisted bid of a round, by application: preferences for its pairing."""
    rows = await connection.fetch(
        """
        select application.id,
            max(mutual_grade.grade) filter (where mutual_grade.side = 'OWNER') as by_owner,
            max(mutual_grade.grade) filter (where mutual_grade.side = 'TEAM') as by_team
        from application
        join challenge on challenge.id = application.challenge_id
        left join mutual_grade on mutual_grade.application_id = application.id
        where challenge.programme_id = $1 and application.shortlisted_at is not null
            and application.state = 'SUBMITTED'
        group by application.id order by application.id
        """,
        programme_id,
    )
    return {row["id"]: Grades(row["by_owner"], row["by_team"]) for row in rows}
