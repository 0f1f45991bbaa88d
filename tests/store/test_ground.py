"""Audit, outbox, refusals and actors: what every write stands on."""

from datetime import timedelta
from uuid import uuid4

import pytest

from store import audit, outbox
from store.actor import Actor
from store.database import Connection, Database
from store.refusal import Problem, Problems, Refused, refuse_unless


async def test_an_audit_event_says_who_did_what_and_how_it_was_before(tx: Connection) -> None:
    person, subject = uuid4(), uuid4()
    actor = Actor(person_id=person, name="Officer", request_id="r1")
    await audit.record(
        tx, actor, "challenge.published", "challenge", subject, {"state": "DRAFT"}, {"state": "OPEN"}
    )
    row = await tx.fetchrow(
        "select person_id, actor_name, action, subject_type, subject_id, before, after, request_id from audit_event"
    )
    assert row is not None
    assert tuple(row) == (
        person, "Officer", "challenge.published", "challenge", subject, {"state": "DRAFT"}, {"state": "OPEN"}, "r1",
    )  # fmt: skip


async def test_an_audit_event_may_hold_ids_as_the_database_gave_them(tx: Connection) -> None:
    given = await tx.fetchval("select gen_random_uuid()")
    await audit.record(tx, Actor.system(), "x.y", "challenge", given, None, {"id": given})
    assert await tx.fetchval("select after ->> 'id' from audit_event") == str(given)


async def test_what_is_put_in_the_outbox_is_taken_in_order_and_once(tx: Connection) -> None:
    subjects = [uuid4(), uuid4(), uuid4()]
    for subject in subjects:
        await outbox.put(tx, "software.changed", subject)
    taken = await outbox.take(tx, limit=2)
    assert [message.subject_id for message in taken] == subjects[:2]
    await outbox.done(tx, taken)
    assert [message.subject_id for message in await outbox.take(tx)] == subjects[2:]


async def test_two_workers_do_not_take_the_same_message(database: Database) -> None:
    async with database.transaction() as tx:
        await outbox.put(tx, "software.changed", uuid4())
    async with database.transaction() as first, database.transaction() as second:
        assert len(await outbox.take(first)) == 1
        assert await outbox.take(second) == []


async def test_a_message_is_kept_for_a_week_after_it_was_handled_and_until_it_is(tx: Connection) -> None:
    for _ in range(3):
        await outbox.put(tx, "software.changed", uuid4())
    await tx.execute("update outbox set put_at = now() - interval '30 days'")
    first, second, waiting = await outbox.take(tx)
    await outbox.done(tx, [first, second])
    week = "update outbox set handled_at = now() - interval '7 days' - $2::interval where id = $1"
    await tx.execute(week, first.id, timedelta(seconds=1))
    await tx.execute(week, second.id, timedelta(seconds=-1))
    assert await outbox.forget_handled(tx) == 1
    rows = await tx.fetch("select id from outbox order by id")
    assert [row["id"] for row in rows] == [second.id, waiting.id]


async def test_an_empty_outbox_has_no_lag(tx: Connection) -> None:
    assert await outbox.lag_seconds(tx) == 0
    await outbox.put(tx, "software.changed", uuid4())
    await tx.execute("update outbox set put_at = now() - interval '90 seconds'")
    assert await outbox.lag_seconds(tx) == 90


def test_a_refusal_carries_everything_that_is_wrong() -> None:
    problems = Problems()
    problems.unless(condition=False, code="TITLE_MISSING", field="title")
    problems.unless(condition=True, code="NEVER")
    problems.unless(condition=False, code="TEXT_TOO_LONG", field="problem", limit=10)
    with pytest.raises(Refused) as refused:
        problems.refuse()
    assert refused.value.problems == (
        Problem("TITLE_MISSING", "title"),
        Problem("TEXT_TOO_LONG", "problem", {"limit": 10}),
    )


def test_what_holds_is_not_refused() -> None:
    refuse_unless(condition=True, code="NEVER")
    Problems().refuse()


def test_nobody_is_of_any_organisation() -> None:
    anonymous = Actor.anonymous()
    assert not anonymous.is_signed_in
    assert not anonymous.is_of(uuid4())
    assert not anonymous.owns(uuid4())
    assert not anonymous.in_team(uuid4())
    assert Actor.system().is_officer
