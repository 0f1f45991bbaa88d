"""A write that is sent again with its key is one write."""

import asyncio
from typing import Any

import orjson
import pytest

from registry.search.postgres import PostgresIndex
from schema.context import Context
from schema.contract import SCHEMA
from store import idempotency
from store.actor import Actor
from store.database import Database
from tests.schema.conftest import World

ERRORS = "userErrors { code }"
TEAM = f"mutation ($name: LocalizedText!) {{ registerTeam(input: {{name: $name}}) {{ team {{ id }} {ERRORS} }} }}"
NAME = {"en": "Second team"}


@pytest.fixture
def officer(world: World) -> Actor:
    return Actor(person_id=world.member.person_id, name="officer", is_officer=True)


async def send(
    world: World, actor: Actor, key: str | None, document: str = TEAM, **variables: Any
) -> dict[str, Any]:
    context = Context(world.database, actor, "en", PostgresIndex(world.database), idempotency_key=key)
    result = await SCHEMA.execute(document, variables or {"name": NAME}, context)
    assert result.errors is None
    data: dict[str, Any] = orjson.loads(orjson.dumps(result.data))
    return data


def codes(data: dict[str, Any]) -> list[str]:
    return [error["code"] for payload in data.values() for error in payload["userErrors"]]


async def count(world: World, what: str) -> int:
    async with world.database.read() as connection:
        counted: int = await connection.fetchval(f"select count(*) from {what}")  # noqa: S608 - the test's own words
    return counted


async def test_the_same_key_answers_with_the_record_that_was_made(world: World, officer: Actor) -> None:
    first = await send(world, officer, "key-1")
    assert codes(first) == []
    assert await send(world, officer, "key-1") == first
    assert await send(world, officer, '"key-1"') == first
    assert await count(world, "audit_event where action = 'team.registered'") == 2  # with the world's own
    assert await send(world, officer, "key-2") != first


async def test_without_a_key_each_write_is_another(world: World, officer: Actor) -> None:
    assert await send(world, officer, None) != await send(world, officer, None)
    assert await count(world, "idempotency_key") == 0


async def test_a_key_that_stood_for_something_else_is_refused(world: World, officer: Actor) -> None:
    await send(world, officer, "key-1")
    assert codes(await send(world, officer, "key-1", name={"en": "Third team"})) == ["IDEMPOTENCY_KEY_REUSED"]
    assert await count(world, "team where name ->> 'en' = 'Third team'") == 0


async def test_keys_of_two_people_are_two_keys(world: World, officer: Actor) -> None:
    async with world.database.transaction() as tx:
        other = await tx.fetchval(
            "insert into person (email, name) values ('o@example.org', 'Other') returning id"
        )
    first = await send(world, officer, "key-1")
    assert await send(world, Actor(person_id=other, name="Other"), "key-1") != first


async def test_whoever_was_refused_mends_it_and_sends_the_same_key(world: World, officer: Actor) -> None:
    assert codes(await send(world, officer, "key-1", name={"en": "x" * 1_000})) == ["TEXT_TOO_LONG"]
    assert codes(await send(world, officer, "key-1")) == []


async def test_two_at_the_same_moment_make_one_record(world: World, officer: Actor) -> None:
    answers = await asyncio.gather(*(send(world, officer, "key-1") for _ in range(6)))
    assert all(answer == answers[0] for answer in answers)
    assert codes(answers[0]) == []
    assert await count(world, "team where name ->> 'en' = 'Second team'") == 1


async def test_each_mutation_of_a_request_has_its_own_place(world: World, officer: Actor) -> None:
    both = f"""mutation ($name: LocalizedText!) {{
        a: registerTeam(input: {{name: $name}}) {{ team {{ id }} {ERRORS} }}
        b: registerTeam(input: {{name: $name}}) {{ team {{ id }} {ERRORS} }}
    }}"""
    first = await send(world, officer, "key-1", both)
    assert first["a"] != first["b"]
    assert await send(world, officer, "key-1", both) == first


async def test_an_edit_that_is_sent_again_is_no_conflict(world: World) -> None:
    edit = f"""mutation ($id: ID!, $name: LocalizedText!) {{
        editTeam(id: $id, expectedVersion: 1, input: {{name: $name}}) {{ team {{ version }} {ERRORS} }}
    }}"""
    variables = {"id": (await send(world, world.member, "made"))["registerTeam"]["team"]["id"], "name": NAME}
    async with world.database.read() as connection:
        teams = frozenset(row["id"] for row in await connection.fetch("select id from team"))
    member = Actor(person_id=world.member.person_id, name="lead", team_ids=teams)
    edited = await send(world, member, "key-1", edit, **variables)
    assert edited["editTeam"]["team"] == {"version": 2}
    assert await send(world, member, "key-1", edit, **variables) == edited
    assert codes(await send(world, member, "key-2", edit, **variables)) == ["CONFLICT"]


async def test_a_secret_that_was_shown_is_not_shown_again(world: World, officer: Actor) -> None:
    create = f'mutation {{ createToken(input: {{name: "x", days: 1}}) {{ secret {ERRORS} }} }}'
    assert codes(await send(world, officer, "key-1", create)) == []
    again = await send(world, officer, "key-1", create)
    assert again["createToken"] == {"secret": None, "userErrors": [{"code": "IDEMPOTENCY_KEY_ANSWERED"}]}
    assert await count(world, "api_token") == 1


@pytest.mark.parametrize("key", ["", " ", "two words", "x" * 256, '""', "鍵"])
async def test_a_key_that_is_none_is_refused(world: World, officer: Actor, key: str) -> None:
    assert codes(await send(world, officer, key)) == ["IDEMPOTENCY_KEY_MALFORMED"]
    assert await count(world, "team") == 1


async def test_a_key_is_kept_for_a_day(world: World, officer: Actor) -> None:
    first = await send(world, officer, "key-1")
    async with world.database.transaction() as tx:
        await tx.execute("update idempotency_key set created_at = now() - interval '24 hours 1 second'")
        assert await idempotency.forget_old(tx) == 1
    assert await send(world, officer, "key-1") != first


async def test_a_key_that_nobody_forgot_yet_ends_after_a_day_too(world: World, officer: Actor) -> None:
    first = await send(world, officer, "key-1")
    async with world.database.transaction() as tx:
        await tx.execute("update idempotency_key set created_at = now() - interval '24 hours 1 second'")
    second = await send(world, officer, "key-1")
    assert second != first
    assert await send(world, officer, "key-1") == second


async def test_somebody_unknown_has_no_keys(world: World) -> None:
    for _ in range(2):
        assert codes(await send(world, Actor.anonymous(), "key-1")) == ["SIGN_IN_FIRST"]
    assert await count(world, "idempotency_key") == 0


async def test_a_twin_that_goes_on_for_long_is_told_to_come_again(world: World, officer: Actor) -> None:
    held = idempotency.Key(str(officer.person_id), "key-1", "registerTeam", b"other")
    impatient = Database(world.database.dsn, lock_timeout_ms=50)
    async with world.database.transaction() as tx:
        await idempotency.claim(tx, held)
        context = Context(impatient, officer, "en", PostgresIndex(impatient), idempotency_key="key-1")
        result = await SCHEMA.execute(TEAM, {"name": NAME}, context)
    await impatient.close()
    (error,) = result.errors or ()
    assert error.extensions == {"code": "IDEMPOTENCY_IN_PROGRESS", "retryAfterSeconds": 5}
    assert result.data is None
    assert await count(world, "team") == 1
