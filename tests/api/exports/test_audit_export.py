"""Officers take the audit trail home; nobody else does."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from api.exports.audit import COLUMNS
from registry.people import service as people
from registry.sessions import service as sessions
from store import audit
from store.actor import Actor, Role
from store.database import Database

RUN_BY_SPREADSHEETS = '=HYPERLINK("https://elsewhere.example.org")'


async def session(database: Database, role: Role) -> dict[str, str]:
    async with database.transaction() as tx:
        person = await people.register_person(tx, Actor.system(), f"{role}@example.org", role, "en")
        await people.grant(tx, Actor.system(), person.id, role)
        return {"Authorization": f"Bearer {await sessions.sign_in(tx, person.id)}"}


async def recorded(database: Database, subject: UUID) -> None:
    actor = Actor(name=RUN_BY_SPREADSHEETS, request_id="request-1")
    async with database.transaction() as tx:
        await audit.record(
            tx, actor, "team.edited", "team", subject, {"name": "甲, 乙"}, {"name": "line\nbreak"}
        )


async def test_the_table_holds_every_event_and_nothing_that_runs(
    client: AsyncClient, database: Database
) -> None:
    headers, subject = await session(database, Role.OFFICER), uuid4()
    await recorded(database, subject)
    answer = await client.get("/audit-events.csv", headers=headers)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert tuple(rows[0]) == COLUMNS
    assert [row["action"] for row in rows] == [
        "person.registered", "role.granted", "person.signed_in", "team.edited",
    ]  # fmt: skip
    last = rows[-1]
    assert last["actor_name"] == f"'{RUN_BY_SPREADSHEETS}"
    assert (last["subject_id"], last["request_id"], last["person_id"]) == (str(subject), "request-1", "")
    assert json.loads(last["before"]) == {"name": "甲, 乙"}
    assert json.loads(last["after"]) == {"name": "line\nbreak"}


async def test_the_lines_hold_the_same_as_json(client: AsyncClient, database: Database) -> None:
    headers, subject = await session(database, Role.OFFICER), uuid4()
    await recorded(database, subject)
    answer = await client.get("/audit-events.jsonl", headers=headers)
    events = [json.loads(line) for line in answer.text.splitlines()]
    assert len(events) == 4
    assert events[-1]["before"] == {"name": "甲, 乙"}
    assert events[-1]["actor_name"] == RUN_BY_SPREADSHEETS
    assert (events[-1]["subject_id"], events[-1]["person_id"]) == (str(subject), None)


async def test_more_events_than_are_read_ahead_come_whole_and_in_order(
    client: AsyncClient, database: Database
) -> None:
    headers = await session(database, Role.OFFICER)
    async with database.transaction() as tx:
        await tx.execute(
            "insert into audit_event (actor_name, action, subject_type)"
            " select 'system', 'event.' || n, 'team' from generate_series(1, $1) as n",
            3 * audit.READ_AHEAD + 1,
        )
    lines = (await client.get("/audit-events.jsonl", headers=headers)).text.splitlines()
    actions = [json.loads(line)["action"] for line in lines]
    assert actions[3:] == [f"event.{number}" for number in range(1, 3 * audit.READ_AHEAD + 2)]


async def test_events_are_given_from_a_time_on(client: AsyncClient, database: Database) -> None:
    headers = await session(database, Role.OFFICER)
    async with database.transaction() as tx:
        await tx.execute("update audit_event set at = at - interval '10 days' where action = 'role.granted'")
    since = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    answer = await client.get("/audit-events.jsonl", params={"since": since}, headers=headers)
    actions = [json.loads(line)["action"] for line in answer.text.splitlines()]
    assert actions == ["person.registered", "person.signed_in"]


@pytest.mark.parametrize("since", ["bad", "2026-01-31", "2026-01-31T09:00:00", "2026-W05-6T09:00:00Z"])
async def test_a_time_that_is_none_is_told_in_our_words(
    client: AsyncClient, database: Database, since: str
) -> None:
    headers = await session(database, Role.OFFICER)
    answer = await client.get("/audit-events.csv", params={"since": since}, headers=headers)
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["message"] == "`since` is a time such as 2026-01-31T09:00:00Z."


@pytest.mark.parametrize("path", ["/audit-events.csv", "/audit-events.jsonl"])
async def test_nobody_else_reads_it(client: AsyncClient, database: Database, path: str) -> None:
    for headers in ({}, await session(database, Role.REVIEWER)):
        answer = await client.get(path, headers=headers)
        assert answer.status_code == 403
        assert "person.registered" not in answer.text
