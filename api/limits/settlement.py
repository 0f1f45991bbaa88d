"""Every few seconds each process adds what its callers used to what the others counted, so that no request has to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog

from api.limits.buckets import Buckets
from store import buckets as stored
from store.database import Database, Unavailable

EVERY_SECONDS = 5.0  # so long may a caller ask each process as if there were no other

log = structlog.get_logger()


async def settle(buckets: Buckets, database: Database) -> None:
    """Settle once; what cannot be settled now is kept for the next time."""
    used = buckets.unsettled()
    if not used:
        return
    try:
        async with database.transaction() as tx:
            levels = await stored.settle(tx, used)
    except BaseException:
        buckets.give_back(used)
        raise
    buckets.settled(levels)


@asynccontextmanager
async def settling(buckets: Buckets, database: Database, _app: Any = None) -> AsyncIterator[None]:
    """Settle every few seconds until the block ends."""

    async def keep_on() -> None:
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await settle(buckets, database)
            except Unavailable:
                log.debug("buckets not settled")
            except Exception:  # limits that are told late are no reason to stop the process
                log.exception("buckets not settled")

    running = asyncio.create_task(keep_on())
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
