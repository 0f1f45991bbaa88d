"""How service checks are stored, and who may see them."""

from uuid import UUID

from matching.assignments.repository import VISIBLE_MATCH
from matching.followups.model import ASKED_AFTER, Answer, ServiceCheck
from store.database import Connection

_SIDES = (
    "(:is_officer or followed.team_id = any(:team_ids) or exists (select from challenge as theirs"
    " where theirs.id = followed.challenge_id and theirs.owner_id = any(:organisation_ids)))"
)
#: An answer is as public as its match; that it was asked is between both sides and the officers.
VISIBLE = (
    "exists (select from delivery as checked join match as followed on followed.id = checked.match_id"
    f" where checked.id = {{t}}.delivery_id and ({_SIDES} or ({{t}}.answered_at is not null and "
    + VISIBLE_MATCH.replace("{t}", "followed")
    + ")))"
)


async def ask_due(tx: Connection) -> int:
    """Ask about every delivery whose time has come, each time once, and say how many that were.

    What was recorded of past rounds is not asked about: nobody here answers for them.
    """
    asked: int = await tx.fetchval(
        """
        with asked as (
            insert into service_check (delivery_id, months, asked_on)
            select delivery.id, wanted.months, (now() at time zone 'UTC')::date
            from delivery
            join match on match.id = delivery.match_id
            join programme on programme.id = match.programme_id
            cross join unnest($1::int[]) as wanted (months)
            where programme.source is null
                and delivery.delivered_at + make_interval(months => wanted.months) <= now()
            on conflict (delivery_id, months) do nothing
            returning 1
        )
        select count(*) from asked
        """,
        list(ASKED_AFTER),
    )
    return asked


async def lock(tx: Connection, check_id: UUID) -> ServiceCheck | None:
    """A check, which nobody else answers until the transaction ends."""
    row = await tx.fetchrow(
        """
        select service_check.id, service_check.delivery_id, challenge.owner_id, service_check.months,
            service_check.is_in_service, service_check.since, service_check.answered_at
        from service_check
        join delivery on delivery.id = service_check.delivery_id
        join match on match.id = delivery.match_id
        join challenge on challenge.id = match.challenge_id
        where service_check.id = $1
        for update of service_check
        """,
        check_id,
    )
    return None if row is None else ServiceCheck(*row)


async def answer(tx: Connection, check_id: UUID, answer: Answer, person_id: UUID | None) -> None:
    """Store what the owner says."""
    await tx.execute(
        """
        update service_check
        set is_in_service = $2, since = $3, note = $4, answered_by = $5, answered_at = now()
        where id = $1
        """,
        check_id,
        answer.is_in_service,
        answer.since,
        dict(answer.note),
        person_id,
    )
