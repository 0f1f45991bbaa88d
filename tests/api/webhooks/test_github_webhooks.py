"""GitHub's deliveries: only what GitHub signed, each once, answered at once and done by a job."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from httpx import AsyncClient, Response
from pydantic import SecretStr

from api.webhooks.incoming import MOST_BYTES
from api.work.worker import Worker
from registry.software import repository, service
from registry.software.model import RepositoryState
from scrapers.github import GitHubAccess
from store.actor import Actor
from store.database import Database
from tests.api.application import Browse
from tests.github_double import FLOOD_REPORT, Double, invented, serve

SECRET = "it is a secret between us"  # noqa: S105 - a test's
OFFICER = Actor(name="an officer", is_officer=True)
NUMBER = int(next(each.repo["id"] for each in invented(datetime.now(UTC)) if each.full_name == FLOOD_REPORT))
ABOUT = {"id": NUMBER, "full_name": FLOOD_REPORT, "default_branch": "main"}
PUSH = {"ref": "refs/heads/main", "repository": ABOUT, "commits": []}


async def deliver(
    client: AsyncClient, event: str, payload: object, delivery: str = "d-1", secret: str = SECRET
) -> Response:
    body = json.dumps(payload).encode()
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {
        "X-GitHub-Event": event,
        "X-GitHub-Delivery": delivery,
        "X-Hub-Signature-256": f"sha256={signature}",
        "Content-Type": "application/json",
    }
    return await client.post("/webhooks/github", content=body, headers=headers)


async def told(database: Database, browse: Browse, event: str, payload: Mapping[str, Any]) -> Response:
    async with browse(database, github_webhook_secret=SecretStr(SECRET)) as client:
        return await deliver(client, event, payload)


async def queued(database: Database, queue: str) -> int:
    async with database.read() as connection:
        count: int = await connection.fetchval(
            "select count(*) from job where queue = $1 and state = 'queued'", queue
        )
        return count


async def test_a_delivery_is_noted_and_becomes_a_job(database: Database, browse: Browse) -> None:
    assert (await told(database, browse, "push", PUSH)).status_code == 202
    assert await queued(database, "github-told") == 1


async def test_the_same_delivery_again_does_nothing(database: Database, browse: Browse) -> None:
    await told(database, browse, "push", PUSH)
    assert (await told(database, browse, "push", PUSH)).status_code == 200
    assert await queued(database, "github-told") == 1


async def test_a_wrong_signature_changes_nothing(database: Database, browse: Browse) -> None:
    async with browse(database, github_webhook_secret=SecretStr(SECRET)) as client:
        forged = await deliver(client, "push", PUSH, secret="guessed")  # noqa: S106 - a test's
        unsigned = await client.post("/webhooks/github", json=PUSH, headers={"X-GitHub-Event": "push"})
    assert (forged.status_code, unsigned.status_code) == (401, 401)
    assert await queued(database, "github-told") == 0


async def test_without_a_secret_there_is_nothing_to_deliver_to(client: AsyncClient) -> None:
    assert (await deliver(client, "push", PUSH)).status_code == 404


async def test_what_is_signed_and_no_delivery_is_refused(database: Database, browse: Browse) -> None:
    async with browse(database, github_webhook_secret=SecretStr(SECRET)) as client:
        assert (await deliver(client, "push", [1])).status_code == 400
        assert (await deliver(client, "star", {"repository": ABOUT})).status_code == 200
    assert await queued(database, "github-told") == 0


async def test_a_push_leads_to_a_look_and_a_deletion_to_an_entry_that_says_so(
    database: Database, browse: Browse
) -> None:
    async with database.transaction() as tx:
        software = await service.register(tx, OFFICER, f"https://github.com/{FLOOD_REPORT}")
    double = Double(invented(datetime.now(UTC)), anonymous_limit=1000)
    with serve(double=double) as api_url:
        worker = Worker(database, GitHubAccess(api_url))
        await worker.drain()
        double.asked.clear()
        await told(database, browse, "push", PUSH)
        await worker.drain()
        assert [each.status for each in double.asked] == [304, 304, 304]
        async with browse(database, github_webhook_secret=SecretStr(SECRET)) as client:
            await deliver(client, "repository", {"action": "deleted", "repository": ABOUT}, "d-2")
        await worker.drain()
    async with database.read() as connection:
        [found] = await repository.repositories_of(connection, software.id)
    assert (found.state, found.state_reason) == (RepositoryState.GONE, "NOT_FOUND")


async def test_a_deletion_that_is_not_true_is_found_out_by_a_look(database: Database, browse: Browse) -> None:
    async with database.transaction() as tx:
        software = await service.register(tx, OFFICER, f"https://github.com/{FLOOD_REPORT}")
    double = Double(invented(datetime.now(UTC)), anonymous_limit=1000)
    with serve(double=double) as api_url:
        worker = Worker(database, GitHubAccess(api_url))
        await worker.drain()
        await told(database, browse, "repository", {"action": "deleted", "repository": ABOUT})
        await worker.drain()
        async with database.transaction() as tx:
            await tx.execute("update job set run_after = now() where state = 'queued'")
            await tx.execute("update pgqueuer set execute_after = now() where status = 'queued'")
        await worker.drain()
    async with database.read() as connection:
        [found] = await repository.repositories_of(connection, software.id)
    assert (found.state, found.state_reason) == (RepositoryState.OBSERVED, None)


async def test_more_than_github_delivers_is_not_read(database: Database, browse: Browse) -> None:
    async with browse(database, github_webhook_secret=SecretStr(SECRET)) as client:
        answer = await client.post("/webhooks/github", content=b" " * (MOST_BYTES + 1))
    assert answer.status_code == 413
    assert await queued(database, "github-told") == 0
