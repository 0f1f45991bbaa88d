"""How soon GitHub is answered: signed deliveries to the whole application, one after another."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from httpx import ASGITransport, AsyncClient
from pydantic import SecretStr

from api.app import create_app
from api.settings import Settings
from store.database import Database
from store.embedded import EmbeddedServer
from store.migrate import migrate
from tests.bench.first import Goal, NotMeasured

DELIVERIES = 1000
WARM_UP = 20
TARGET_MS = 100
ACCEPTED = 202
SECRET = "between GitHub and us"  # noqa: S105 - of this run only
COMMITS = [{"added": [f"src/part_{number}.py"], "message": "x" * 200} for number in range(20)]


def goals() -> Sequence[Goal]:
    """Measure what a push of twenty commits takes, from the first byte in to the last byte out."""
    with TemporaryDirectory(prefix="commonfield-told-") as name, EmbeddedServer(Path(name) / "pg") as server:
        taken = asyncio.run(_answered(server.dsn, Path(name)))
    p50, p99 = (taken[int(len(taken) * share)] * 1000 for share in (0.5, 0.99))
    click.echo(f"{len(taken)} deliveries answered, p50 {p50:.1f} ms")
    return [Goal("webhook-p99-ms", p99, TARGET_MS)]


async def _answered(dsn: str, folder: Path) -> list[float]:
    await migrate(dsn)
    database = Database(dsn)
    settings = Settings(data_dir=folder / "data", github_webhook_secret=SecretStr(SECRET))
    transport = ASGITransport(app=create_app(settings, database))
    try:
        async with AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
            for number in range(WARM_UP):
                await _deliver(client, -1 - number)
            return sorted([await _deliver(client, number) for number in range(DELIVERIES)])
    finally:
        await database.close()


async def _deliver(client: AsyncClient, number: int) -> float:
    about = {"id": abs(number), "full_name": f"city/service-{number}", "default_branch": "main"}
    body = json.dumps({"ref": "refs/heads/main", "repository": about, "commits": COMMITS}).encode()
    headers = {
        "X-GitHub-Event": "push",
        "X-GitHub-Delivery": f"delivery-{number}",
        "X-Hub-Signature-256": f"sha256={hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()}",
        "Content-Type": "application/json",
    }
    began = time.perf_counter()
    answer = await client.post("/webhooks/github", content=body, headers=headers)
    if answer.status_code != ACCEPTED:
        raise NotMeasured(f"a delivery was answered {answer.status_code}")
    return time.perf_counter() - began
