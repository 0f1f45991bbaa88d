"""A worker as a process of its own, so that it can be killed: `python -m tests.bench.health.working DSN API PACE`.

PACE is a JSON object with the attributes of `scrapers.budget.Pace`.
"""

import asyncio
import json
import sys

from api.work.worker import Worker
from scrapers.budget import Pace
from scrapers.github import GitHubAccess
from store.database import Database


async def work(dsn: str, api_url: str, pace: Pace) -> None:
    """Work off the queues until killed."""
    access = GitHubAccess(api_url, "a-token", timeout=30, pace=pace)
    await Worker(Database(dsn), access).run(asyncio.Event())


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], sys.argv[2], Pace(**json.loads(sys.argv[3]))))
