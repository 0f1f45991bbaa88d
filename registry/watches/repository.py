"""How watches, alerts and letters about them are stored, and who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from registry.health import HealthBand
from registry.watches.model import Alert, AlertKind, Looked, NewAlert, Watch
from store.database import Connection

VISIBLE_WATCH = "{t}.person_id = :person_id"  # whom somebody watches is their own affair; the count is public
VISIBLE_ALERT = "true"  # made of what the catalogue shows to everybody


@dataclass(frozen=True, slots=True)
class Letter:
    """What a watcher is written: to whom, about what."""

    id: UUID
    email: str
    language: str
    software_slug: str
    software_name: str
    alert: Alert
    is_sent: bool


async def insert_watch(tx: Connection, person_id: UUID, software_id: UUID) -> Watch:
    """Store a watch; one that is there already stays as it is."""
    row = await tx.fetchrow(
        """
        insert into watch (person_id, software_id) values ($1, $2)
        on conflict (person_id, software_id) do update set software_id = excluded.software_id
        returning id, person_id, software_id, created_at
        """,
        person_id,
        software_id,
    )
    if row is None:
        raise AssertionError("an upsert returns its row")  # pragma: no cover
    return Watch(*row)


async def delete_watch(tx: Connection, person_id: UUID, software_id: UUID) -> bool:
    """Forget a watch, and say whether there was one."""
    found = await tx.fetchval(
        "delete from watch where person_id = $1 and software_id = $2 returning id", person_id, software_id
    )
    return found is not None


async def looks(connection: Connection, software_id: UUID, since: datetime) -> Sequence[Looked]:
    """List what real looks gave, newest first: all since a time, and at least the last three."""
    rows = await connection.fetch(
        """
        select taken_at, model_version, score, band, caps, signals
        from (
            select taken_at, model_version, score, band, caps, signals,
                row_number() over (order by taken_at desc) as place
            from health_snapshot
            where software_id = $1 and observation_id is not null
        ) as look
        where taken_at >= $2 or place <= 3
        order by taken_at desc
        """,
        software_id,
        since,
    )
    return [
        Looked(
            taken_at=row["taken_at"],
            model_version=row["model_version"],
            score=row["score"],
            band=HealthBand(row["band"]),
            caps=frozenset(each["code"] for each in row["caps"]),
            parts={
                each["id"]: each["points"] * each["weight"]
                for each in row["signals"]
                if each["points"] is not None
            },
        )
        for row in rows
    ]


async def advisories_before(
    connection: Connection, repository_id: UUID, at: datetime
) -> Sequence[str] | None:
    """List the advisories that the last look before a time saw that read them; None where there was none."""
    found: Sequence[str] | None = await connection.fetchval(
        """
        select array(select each ->> 'id' from jsonb_array_elements(facts -> 'advisories') as each)
        from observation
        where repository_id = $1 and observed_at < $2 and jsonb_typeof(facts -> 'advisories') = 'array'
        order by observed_at desc
        limit 1
        """,
        repository_id,
        at,
    )
    return found


async def last_told(connection: Connection, software_id: UUID, kind: AlertKind) -> datetime | None:
    """Tell of which look an alert of a kind was last made."""
    told: datetime | None = await connection.fetchval(
        "select max(observed_at) from alert where software_id = $1 and kind = $2", software_id, kind.value
    )
    return told


async def insert_alert(
    tx: Connection, software_id: UUID, observed_at: datetime, alert: NewAlert
) -> UUID | None:
    """Store an alert; None where this look was told of already."""
    stored: UUID | None = await tx.fetchval(
        """
        insert into alert (software_id, kind, key, before, after, signals, observed_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (software_id, kind, key, observed_at) do nothing
        returning id
        """,
        software_id,
        alert.kind.value,
        alert.key,
        alert.before,
        alert.after,
        list(alert.signals),
        observed_at,
    )
    return stored


async def alerts_of(connection: Connection, software_id: UUID, limit: int = 50) -> Sequence[Alert]:
    """List what watchers of a software were told, newest first."""
    rows = await connection.fetch(
        """
        select id, software_id, kind, key, before, after, signals, observed_at, created_at
        from alert where software_id = $1 order by created_at desc, id desc limit $2
        """,
        software_id,
        limit,
    )
    return [_alert(*row) for row in rows]


async def insert_letters(tx: Connection, alert_id: UUID) -> Sequence[UUID]:
    """Begin a letter to each who is told of an alert and has none about it yet; the demo's people get none.

    Those are its watchers, or, of an entry that will leave the lists, the people of its publisher.
    """
    rows = await tx.fetch(
        """
        insert into alert_letter (alert_id, person_id)
        select alert.id, person.id
        from alert
        join software on software.id = alert.software_id
        join person on case
            when alert.kind = 'EXPIRING' then exists (
                select from role_grant
                where role_grant.person_id = person.id and role_grant.organisation_id = software.publisher_id
            )
            else exists (
                select from watch where watch.person_id = person.id and watch.software_id = alert.software_id
            )
        end
        where alert.id = $1 and not person.is_example
        on conflict (alert_id, person_id) do nothing
        returning id
        """,
        alert_id,
    )
    return [row["id"] for row in rows]


async def letter(tx: Connection, letter_id: UUID) -> Letter | None:
    """Find a letter and keep others from sending it; None where its person or software is gone."""
    row = await tx.fetchrow(
        """
        select letter.id as letter_id, person.email, person.language, software.slug, software.name,
            letter.sent_at is not null as is_sent,
            alert.id, alert.software_id, alert.kind, alert.key, alert.before, alert.after, alert.signals,
            alert.observed_at, alert.created_at
        from alert_letter as letter
        join alert on alert.id = letter.alert_id
        join software on software.id = alert.software_id
        join person on person.id = letter.person_id
        where letter.id = $1
        for update of letter
        """,
        letter_id,
    )
    if row is None:
        return None
    letter_id, email, language, slug, name, is_sent, *alert = row
    return Letter(letter_id, email, language, slug, name, _alert(*alert), is_sent)


async def letter_sent(tx: Connection, letter_id: UUID) -> None:
    """Note that the mail server has taken a letter."""
    await tx.execute("update alert_letter set sent_at = now() where id = $1", letter_id)


def _alert(
    alert_id: UUID,
    software_id: UUID,
    kind: str,
    key: str,
    before: str | None,
    after: str | None,
    signals: Sequence[str],
    observed_at: datetime,
    created_at: datetime,
) -> Alert:
    return Alert(
        alert_id, software_id, AlertKind(kind), key, before, after, tuple(signals), observed_at, created_at
    )
