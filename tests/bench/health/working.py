"""A worker as a process of its own, so that it can be killed: `python -m tests.bench.health.working DSN API`."""

import asyncio
import sys

from api.worker import Worker
from scrapers.github import GitHubAccess
from store.database import Database


async def work(dsn: str, api_url: str) -> None:
    """Work off the queues until killed."""
    await Worker(Database(dsn), GitHubAccess(api_url, "a-token", timeout=30)).run(asyncio.Event())


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], sys.argv[2]))
