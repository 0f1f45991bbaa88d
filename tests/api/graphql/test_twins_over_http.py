"""A write that is sent again while it is being done is told so as HTTP says it, and is one write in the end."""

import asyncio
from typing import Any

from httpx import AsyncClient, Response

from registry.people import service as people
from registry.sessions import service as sessions
from store import idempotency
from store.actor import Actor
from store.database import Database
from tests.api.application import Browse

KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"
TEAM = 'mutation { registerTeam(input: {name: {en: "Bridges"}}) { team { slug } userErrors { code } } }'


async def send(client: AsyncClient, token: str) -> Response:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f'"{KEY}"'}
    return await client.post("/graphql", json={"query": TEAM}, headers=headers)


async def test_a_twin_that_comes_too_early_is_a_conflict_that_passes(
    browse: Browse, database: Database
) -> None:
    async with database.transaction() as tx:
        person = await people.register_person(tx, Actor.system(), "ming@example.org", "Ming", "en")
        token = await sessions.sign_in(tx, person.id)
    impatient = Database(database.dsn, lock_timeout_ms=50)
    async with browse(impatient) as client:
        async with database.transaction() as tx:  # the first, which is not done yet
            await idempotency.claim(tx, idempotency.Key(str(person.id), KEY, "registerTeam", b"the same"))
            early = await send(client, token)
            await tx.execute("delete from idempotency_key")  # and came to nothing
        late, again = await send(client, token), await send(client, token)
    await impatient.close()
    assert (early.status_code, early.headers["retry-after"]) == (409, "5")
    assert early.headers["cache-control"] == "no-store"
    said: Any = early.json()
    assert said["data"] is None
    assert said["errors"][0]["extensions"] == {"code": "IDEMPOTENCY_IN_PROGRESS", "retryAfterSeconds": 5}
    assert said["errors"][0]["path"] == ["registerTeam"]
    assert "Send it again, with the same key" in said["errors"][0]["message"]
    assert late.json()["data"] == again.json()["data"]
    assert late.json()["data"]["registerTeam"]["userErrors"] == []
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from team") == 1


async def test_a_twin_that_waits_is_answered_with_what_the_first_made(
    browse: Browse, database: Database
) -> None:
    async with database.transaction() as tx:
        person = await people.register_person(tx, Actor.system(), "ming@example.org", "Ming", "en")
        token = await sessions.sign_in(tx, person.id)
    async with browse(database) as client:
        answers = await asyncio.gather(*(send(client, token) for _ in range(4)))
    assert {each.status_code for each in answers} == {200}
    assert len({each.json()["data"]["registerTeam"]["team"]["slug"] for each in answers}) == 1
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from team") == 1
