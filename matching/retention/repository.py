"""How what has had its time is deleted, and how the log of it is kept; the log counts, and names nobody."""
# ruff: noqa: S608 - rounds are named once, by our own words

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from store.database import Connection

#: Officers answer for what is kept.
VISIBLE = ":is_officer"

#: Rounds that are over: since the day they ended, or since they were closed where no day was set.
_OVER = """
    select application.id from application
    join challenge on challenge.id = application.challenge_id
    join programme on programme.id = challenge.programme_id
    where programme.state = 'CLOSED'
        and coalesce(programme.ends_on, programme.updated_at::date) < (now() at time zone 'UTC')::date - $1::interval
"""

#: What ends each night, by the code of its rule; `$1` is how long it is kept.
ENDINGS: Final[Mapping[str, str]] = {
    "alert-letters": "delete from alert_letter where sent_at < now() - $1::interval",
    "ballot-voters": """
        update ballot set person_id = null
        from public_vote
        where public_vote.id = ballot.vote_id and ballot.person_id is not null
            and public_vote.closes_at <= now() - $1::interval
    """,
    "barriers": "delete from member_barrier where said_at < now() - $1::interval",
    "consents": "delete from consent where withdrawn_at < now() - $1::interval",
    "reminders": "delete from reminder where begun_at < now() - $1::interval and due_on < now() - $1::interval",
    "messages": """
        delete from match_message where match_id in (
            select match.id from match
            join programme on programme.id = match.programme_id
            where programme.state = 'CLOSED' and coalesce(programme.ends_on, programme.updated_at::date)
                < (now() at time zone 'UTC')::date - $1::interval
        )
    """,
    "role-interests": "delete from role_interest where updated_at < now() - $1::interval",
    "profiles": """
        with taken_back as (
            update consent set withdrawn_at = now()
            from profile
            where profile.id = consent.subject_id and profile.updated_at < now() - $1::interval
                and consent.withdrawn_at is null
        )
        delete from profile where updated_at < now() - $1::interval
    """,
    "review-tasks": f"delete from review_task where application_id in ({_OVER})",
    "review-conflicts": f"delete from review_conflict where application_id in ({_OVER})",
    "review-names": f"""
        update review set reviewer_id = null, comment = ''
        where application_id in ({_OVER}) and (reviewer_id is not null or comment <> '')
    """,
    "audit-names": """
        update audit_event set person_id = null, actor_name = 'deleted person'
        where at < now() - $1::interval and person_id is not null
    """,
}


async def end(tx: Connection, code: str, kept_for: timedelta) -> int:
    """End what a rule says, and say how many rows that were."""
    status: str = await tx.execute(ENDINGS[code], kept_for)
    return int(status.rpartition(" ")[2])


async def unused_accounts(connection: Connection, kept_for: timedelta) -> Sequence[UUID]:
    """People who were not here for so long, and whose programs were not either; never an officer, or the demo's."""
    rows = await connection.fetch(
        """
        select person.id from person
        where person.last_seen_on < (now() at time zone 'UTC')::date - $1::interval and not person.is_example
            and not exists (select from role_grant where person_id = person.id and role = 'officer')
            and not exists (
                select from api_token
                where person_id = person.id and last_used_on >= (now() at time zone 'UTC')::date - $1::interval
            )
        order by person.id
        """,
        kept_for,
    )
    return [row["id"] for row in rows]


async def insert_counts(tx: Connection, counts: Mapping[str, int]) -> None:
    """Store what a night ended; rules that ended nothing leave no line."""
    await tx.executemany(
        "insert into retention_count (rule, rows) values ($1, $2)",
        [(rule, rows) for rule, rows in counts.items() if rows],
    )
