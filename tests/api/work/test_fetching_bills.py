"""A worker asks GitHub for bills of materials after a look: once a week, within the hour that all workers share."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from api.work import bills
from api.work.worker import Worker
from registry.software import service
from scrapers.failures import BAD_ANSWER, CONNECTION_FAILED, Unreachable
from scrapers.github import GitHubAccess
from store.actor import Actor
from store.database import Connection, Database
from tests.github_double import FLOOD_REPORT, Double, invented, serve

OFFICER = Actor(name="an officer", is_officer=True)
URL = f"https://github.com/{FLOOD_REPORT}"
SPDX = {
    "SPDXID": "SPDXRef-DOCUMENT",
    "spdxVersion": "SPDX-2.3",
    "creationInfo": {"created": "2026-11-21T08:00:00Z", "creators": ["Tool: an invented dependency graph"]},
    "name": "flood-report",
    "dataLicense": "CC0-1.0",
    "documentNamespace": "https://example.org/spdx/flood-report",
    "documentDescribes": ["SPDXRef-whole"],
    "packages": [
        {
            "SPDXID": f"SPDXRef-{name}",
            "name": name,
            "versionInfo": "5.0.1",
            "downloadLocation": "NOASSERTION",
            "filesAnalyzed": False,
            **({"licenseConcluded": licence} if licence else {}),
        }
        for name, licence in (("whole", "MIT"), ("gauge", "ISC"), ("pump", "GPL-3.0-only"), ("valve", None))
    ],
}


@pytest.fixture
def double() -> Double:
    recordings = [
        replace(each, sbom=SPDX) if each.full_name == FLOOD_REPORT else each
        for each in invented(datetime.now(UTC))
    ]
    return Double(recordings, anonymous_limit=5000)


@pytest.fixture
def access(double: Double) -> Iterator[GitHubAccess]:
    with serve(double=double) as address:
        yield GitHubAccess(address)


async def looked(database: Database, access: GitHubAccess) -> None:
    async with database.transaction() as tx:
        await service.register(tx, OFFICER, URL)
    await Worker(database, access).drain()


async def rows(database: Database, sql: str) -> list[tuple[object, ...]]:
    async with database.read() as connection:
        return [tuple(row) for row in await connection.fetch(sql)]


async def test_what_github_lists_is_stored_after_a_look(database: Database, access: GitHubAccess) -> None:
    await looked(database, access)
    assert await rows(database, "select source, format, outbound, component_count from sbom") == [
        ("FORGE", "SPDX-2.3", "MIT", 3)
    ]
    answers = "select licence, compatibility ->> 'answer' from sbom_licence order by rank"
    assert await rows(database, answers) == [("GPL-3.0-only", "NO"), ("", "UNKNOWN"), ("ISC", "YES")]


async def test_looks_of_the_same_week_do_not_ask_again(database: Database, access: GitHubAccess) -> None:
    await looked(database, access)
    first = await rows(database, "select seen_at from sbom")
    async with database.transaction() as tx:
        await again(tx)
    await Worker(database, access).drain()
    assert await rows(database, "select count(*) from job where queue = 'sbom'") == [(1,)]
    assert await rows(database, "select seen_at from sbom") == first


async def test_a_repository_without_a_dependency_graph_is_asked_next_week(
    database: Database,
) -> None:
    with serve(double=Double(invented(datetime.now(UTC)), anonymous_limit=5000)) as address:
        await looked(database, GitHubAccess(address))
    assert await rows(database, "select count(*) from sbom") == [(0,)]
    assert await rows(database, "select problem from sbom_request") == [("NOT_FOUND",)]
    assert await rows(database, "select state from job where queue = 'sbom'") == [("done",)]


async def test_an_answer_that_is_no_bill_is_noted_and_asked_for_next_week(
    database: Database, monkeypatch: pytest.MonkeyPatch, access: GitHubAccess
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Unreachable(BAD_ANSWER)

    monkeypatch.setattr(bills, "observe_sbom", refuse)
    await looked(database, access)
    assert await rows(database, "select problem from sbom_request") == [("BAD_ANSWER",)]
    assert await rows(database, "select state, attempts from job where queue = 'sbom'") == [("done", 1)]


async def test_a_forge_that_does_not_answer_is_asked_again_soon(
    database: Database, monkeypatch: pytest.MonkeyPatch, access: GitHubAccess
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Unreachable(CONNECTION_FAILED)

    monkeypatch.setattr(bills, "observe_sbom", refuse)
    await looked(database, access)
    assert await rows(database, "select count(*) from sbom_request") == [(0,)]
    assert await rows(database, "select state, message from job where queue = 'sbom'") == [
        ("queued", "TryAgainLater: CONNECTION_FAILED")
    ]


async def again(tx: Connection) -> None:
    await service.enqueue_look(tx, await tx.fetchval("select id from repository"))
