"""Whoever sends a session or token that has ended is nobody, or is refused: in every read, write, page and file."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio
from httpx import ASGITransport, AsyncClient

from api.app import create_app
from api.auth.sessions import SESSION_COOKIE
from api.settings import Settings
from store.database import Connection, Database
from tests.api.application import ADDRESS, ASSETS
from tests.security import paths, world
from tests.security.ended import SESSIONS, TOKENS, Ended, end_all
from tests.security.test_nothing_hidden_leaves import addresses
from tests.security.test_who_writes_what import MUTATIONS, Undone, document
from tests.security.world import HIDDEN

PLENTY = 10**9  # points: what is tried here is not how much may be asked
READS = (
    *(paths.document(path, world.SLUGS) for path in paths.paths()),
    "{ viewer { id } jobs { totalCount } auditEvents { totalCount } }",
)
#: Files and feeds that ask who reads; `/metrics` asks for a token of its own.
FOR_OFFICERS = ("/audit-events.csv", "/audit-events.jsonl")


class Kept:
    """The application on a world in which nothing stays done."""

    def __init__(self, settings: Settings, database: Database, connection: Connection, ended: Ended) -> None:
        plenty = {"points_per_minute": PLENTY, "points_per_minute_signed_in": PLENTY}
        undone = Undone(database.dsn, connection)
        self._app = create_app(settings.model_copy(update=plenty), undone, assets=ASSETS)
        self._connection = connection
        self.ended = ended
        self.addresses = sorted(set(addresses(self._app)))

    @asynccontextmanager
    async def visit(self, *, cookie: str = "", bearer: str = "") -> AsyncIterator[AsyncClient]:
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        transport = ASGITransport(app=self._app)
        async with AsyncClient(transport=transport, base_url=ADDRESS, headers=headers) as client:
            if cookie:
                client.cookies.set(SESSION_COOKIE, cookie, domain="commons.example.org")
            yield client

    async def audited(self) -> int:
        """How many writes there were; each leaves an event."""
        counted: int = await self._connection.fetchval("select count(*) from audit_event")
        return counted

    @asynccontextmanager
    async def undone(self) -> AsyncIterator[None]:
        transaction = self._connection.transaction()
        await transaction.start()
        try:
            yield
        finally:
            await transaction.rollback()


@pytest_asyncio.fixture(scope="module")
async def holding(peopled: Database) -> Ended:
    async with peopled.transaction() as tx:
        officer = (await world.actors(tx))["officer"]
        return await end_all(tx, officer)


@pytest_asyncio.fixture(scope="module")
async def kept(peopled: Database, holding: Ended) -> AsyncIterator[Kept]:
    async with peopled.read() as connection:
        yield Kept(Settings(base_url=ADDRESS), peopled, connection, holding)


async def asked(client: AsyncClient, document: str) -> Any:
    answer = await client.post("/graphql", json={"query": document})
    said = answer.json()
    return answer.status_code, said.get("data"), said.get("errors")


async def written(kept: Kept, client: AsyncClient, name: str) -> Any:
    """What trying a mutation is answered with, and how many writes that were."""
    before = await kept.audited()
    async with kept.undone():
        answer = await asked(client, document(name, MUTATIONS[name]))
        return answer, await kept.audited() - before


@pytest_asyncio.fixture(scope="module")
async def reads_of_nobody(kept: Kept) -> list[Any]:
    async with kept.visit() as nobody:
        return [await asked(nobody, each) for each in READS]


@pytest_asyncio.fixture(scope="module")
async def writes_of_nobody(kept: Kept) -> dict[str, Any]:
    async with kept.visit() as nobody:
        return {name: await written(kept, nobody, name) for name in MUTATIONS}


async def test_a_session_that_lasts_sees_what_nobody_sees(kept: Kept, reads_of_nobody: list[Any]) -> None:
    async with kept.visit(cookie=kept.ended.valid) as client:
        seen = [await asked(client, each) for each in READS]
        assert (await client.get(FOR_OFFICERS[0])).status_code == 200
    assert sum(one != other for one, other in zip(seen, reads_of_nobody, strict=True)) > len(READS) / 2


@pytest.mark.parametrize("how", SESSIONS)
async def test_the_cookie_of_an_ended_session_reads_what_nobody_reads(
    kept: Kept, reads_of_nobody: list[Any], how: str
) -> None:
    async with kept.visit(cookie=kept.ended.sessions[how]) as client:
        for each, should in zip(READS, reads_of_nobody, strict=True):
            assert await asked(client, each) == should, each


@pytest.mark.parametrize("how", SESSIONS)
async def test_the_cookie_of_an_ended_session_writes_what_nobody_writes(
    kept: Kept, writes_of_nobody: dict[str, Any], how: str
) -> None:
    async with kept.visit(cookie=kept.ended.sessions[how]) as client:
        for name in MUTATIONS:
            assert await written(kept, client, name) == writes_of_nobody[name], name


@pytest.mark.parametrize("how", [*SESSIONS, *TOKENS])
async def test_a_bearer_of_what_has_ended_reads_and_writes_nothing(kept: Kept, how: str) -> None:
    async with kept.visit(bearer=kept.ended[how]) as client:
        for each in READS:
            assert (await asked(client, each))[:2] == (401, None), each
        for name in MUTATIONS:
            answer, writes = await written(kept, client, name)
            assert (answer[:2], writes) == ((401, None), 0), name


@pytest.mark.parametrize("how", [*SESSIONS, *TOKENS])
async def test_files_for_officers_are_not_given_for_what_has_ended(kept: Kept, how: str) -> None:
    sent = kept.ended[how]
    async with kept.visit(bearer=sent) as program, kept.visit(cookie=sent) as browser:
        for address in FOR_OFFICERS:
            assert (await program.get(address)).status_code == 401
            assert (await browser.get(address)).status_code == 403


async def test_pages_show_whoever_comes_with_an_ended_session_what_they_show_nobody(kept: Kept) -> None:
    """Each way in which sessions end takes its turn: what a page shows hangs on who is asking only."""
    async with kept.visit() as nobody:
        for number, address in enumerate(kept.addresses):
            how = SESSIONS[number % len(SESSIONS)]
            async with kept.visit(cookie=kept.ended.sessions[how]) as client:
                answer, should = await client.get(address), await nobody.get(address)
            assert (answer.status_code, answer.headers.get("location")) == (
                should.status_code,
                should.headers.get("location"),
            ), (how, address)
            assert HIDDEN not in answer.text, (how, address)
            assert "officer@example.org" not in answer.text, (how, address)


async def test_pages_refuse_a_bearer_of_what_has_ended_or_show_what_all_see(kept: Kept) -> None:
    turns = (*SESSIONS, *TOKENS)
    for number, address in enumerate(kept.addresses):
        how = turns[number % len(turns)]
        async with kept.visit(bearer=kept.ended[how]) as client:
            answer = await client.get(address)
        assert answer.status_code < 500, (how, address)
        assert HIDDEN not in answer.text, (how, address)
