"""Programs hand in bills of materials that are larger than an operation of the API, under the same rules."""

import json
from uuid import UUID

import pytest
from httpx import AsyncClient, Response

from registry.bills.model import MOST_BYTES
from registry.people import service as people
from registry.publiccode import PublicCode
from registry.sessions import service as sessions
from registry.software import service as softwares
from registry.tokens import service as tokens
from registry.tokens.model import NewToken, Scope
from store.actor import Actor, Role
from store.database import Database

ADDRESS = "/api/software/river-watch/sbom"
PARTS = [{"type": "library", "name": "bulb", "licenses": [{"expression": "ISC"}]} for _ in range(4_000)]
BOM = json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.7", "components": PARTS}).encode()


@pytest.fixture
async def software_id(database: Database) -> UUID:
    async with database.transaction() as tx:
        metadata = PublicCode(name="River Watch", licence="MIT")
        address = "https://github.com/rivers/river-watch"
        found = await softwares.register(
            tx, Actor(name="an officer", is_officer=True), address, metadata=metadata, observe=False
        )
    assert found.slug == "river-watch"
    return found.id


@pytest.fixture
async def person(database: Database) -> Actor:
    async with database.transaction() as tx:
        made = await people.register_person(tx, Actor.system(), "one@example.org", "One", "en")
        await people.grant(tx, Actor.system(), made.id, Role.OFFICER)
        held = await sessions.holder_of(tx, await sessions.sign_in(tx, made.id))
    assert held is not None
    return held[1]


async def token(database: Database, person: Actor, *scopes: Scope) -> dict[str, str]:
    async with database.transaction() as tx:
        _, secret = await tokens.create(tx, person, NewToken("pipeline", frozenset(scopes), 1))
    return {"Authorization": f"Bearer {secret}"}


async def kept(database: Database) -> int:
    async with database.read() as connection:
        found: int = await connection.fetchval("select count(*) from sbom")
    return found


def codes(answer: Response) -> list[str]:
    return [each["code"] for each in answer.json()["userErrors"]]


async def test_a_large_bill_is_taken_from_who_speaks_for_the_software(
    client: AsyncClient, database: Database, person: Actor, software_id: UUID
) -> None:
    assert len(BOM) > 256 * 1024
    headers = await token(database, person, Scope.WRITE, Scope.OFFICER)
    answer = await client.post(ADDRESS, content=BOM, headers=headers)
    assert (answer.status_code, answer.json()["components"]) == (200, len(PARTS))
    async with database.read() as connection:
        stored = await connection.fetchrow("select software_id, document from sbom")
        audited = await connection.fetchval(
            "select count(*) from audit_event where action = 'software.sbom_stored'"
        )
    assert stored is not None
    assert (stored["software_id"], stored["document"], audited) == (software_id, BOM, 1)


@pytest.mark.parametrize(
    ("scopes", "code"), [((Scope.WRITE,), "NOT_YOUR_SOFTWARE"), ((Scope.OFFICER,), "SCOPE_MISSING")]
)
@pytest.mark.parametrize("language", ["en", "zh-Hant"])
async def test_a_token_that_does_not_reach_so_far_is_refused(
    client: AsyncClient,
    database: Database,
    person: Actor,
    software_id: UUID,
    scopes: tuple[Scope, ...],
    code: str,
    language: str,
) -> None:
    headers = {**await token(database, person, *scopes), "Accept-Language": language}
    answer = await client.post(ADDRESS, content=BOM, headers=headers)
    assert (answer.status_code, codes(answer)) == (422, [code])
    assert answer.json()["userErrors"][0]["message"].isascii() is (language == "en")
    assert await kept(database) == 0


async def test_nobody_writes_without_a_token(
    client: AsyncClient, database: Database, software_id: UUID
) -> None:
    for headers in ({}, {"Authorization": "Bearer cft_unknown"}):
        answer = await client.post(ADDRESS, content=BOM, headers=headers)
        assert answer.status_code == 401
    assert await kept(database) == 0


@pytest.mark.parametrize(
    ("content", "status"), [(b"", 422), (b"no bill", 422), (b" " * (MOST_BYTES + 1), 413)], ids=range(3)
)
async def test_what_is_no_bill_is_not_kept(
    client: AsyncClient, database: Database, person: Actor, software_id: UUID, content: bytes, status: int
) -> None:
    headers = await token(database, person, Scope.WRITE, Scope.OFFICER)
    answer = await client.post(ADDRESS, content=content, headers=headers)
    assert answer.status_code == status
    assert await kept(database) == 0


async def test_a_software_that_is_not_there_takes_nothing(
    client: AsyncClient, database: Database, person: Actor
) -> None:
    headers = await token(database, person, Scope.WRITE, Scope.OFFICER)
    answer = await client.post(ADDRESS, content=BOM, headers=headers)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("language", "reason"), [("en", "XML and RDF are not read"), ("zh-Hant", "不支援 XML 與 RDF")]
)
async def test_why_a_file_is_not_read_is_said_in_the_language_asked_for(
    client: AsyncClient, database: Database, person: Actor, software_id: UUID, language: str, reason: str
) -> None:
    headers = {**await token(database, person, Scope.WRITE, Scope.OFFICER), "Accept-Language": language}
    answer = await client.post(ADDRESS, content=b"<bom/>", headers=headers)
    assert codes(answer) == ["SBOM_NOT_READ"]
    assert reason in answer.json()["userErrors"][0]["message"]
