"""Whatever goes wrong at GitHub during a look, the entry stands and the next look brings everything."""

import time
from datetime import UTC, datetime

import pytest

from api.work.worker import Worker
from registry.software import repository, service
from registry.software.model import RepositoryState
from scrapers.github import GitHubAccess
from store.actor import Actor
from store.database import Database
from tests.github_double import FLOOD_REPORT, Double, Fault, invented, serve

OFFICER = Actor(name="an officer", is_officer=True)
URL = f"https://github.com/{FLOOD_REPORT}"
FAULTS = {
    "the connection is cut, and Content-Length lies": Fault(kind="cut", after=3, times=2),
    "a burst of 502": Fault(status=502, after=2, times=4),
    "JSON that ends in the middle": Fault(kind="garbage", after=1, times=3),
    "nothing works at all": Fault(status=502, times=1),
    "a secondary limit in the middle": Fault(status=429, retry_after=0, after=4, times=1),
}


async def _due_now(database: Database) -> None:
    """Time passes: whatever is put off is due."""
    async with database.transaction() as tx:
        await tx.execute("update job set run_after = now() where state = 'queued'")
        await tx.execute("update pgqueuer set execute_after = now() where status = 'queued'")
        await tx.execute("update forge_account set blocked_until = null")


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_what_fails_once_is_whole_at_the_next_look(database: Database, fault: Fault) -> None:
    double = Double(invented(datetime.now(UTC)))
    with serve(double=double) as api_url:
        worker = Worker(database, GitHubAccess(api_url, "a-token", timeout=5))
        async with database.transaction() as tx:
            software = await service.register(tx, OFFICER, URL)
        double.fail(fault)
        await worker.drain()
        double.heal()
        await _due_now(database)
        await worker.look_at_all()
        await worker.drain()
    async with database.read() as connection:
        [found] = await repository.repositories_of(connection, software.id)
        facts = await connection.fetchval("select facts from observation order by observed_at desc limit 1")
    assert found.state is RepositoryState.OBSERVED
    assert (len(facts["commits"]), len(facts["files"]) > 5, facts["missing"]) == (139, True, {})


@pytest.mark.parametrize("skew", [-7200, 7200], ids=["behind", "ahead"])
async def test_a_forge_whose_clock_is_wrong_is_still_looked_at(database: Database, skew: int) -> None:
    double = Double(invented(datetime.now(UTC)))
    double.reset_at = int(time.time()) + skew
    double.hour_seconds = skew
    with serve(double=double) as api_url:
        worker = Worker(database, GitHubAccess(api_url, "a-token", timeout=5))
        async with database.transaction() as tx:
            software = await service.register(tx, OFFICER, URL)
        await worker.drain()
        await worker.look_at_all()
        await worker.drain()
    async with database.read() as connection:
        [found] = await repository.repositories_of(connection, software.id)
        looks = await connection.fetchval("select count(*) from health_snapshot")
    assert (found.state, looks) == (RepositoryState.OBSERVED, 2)
