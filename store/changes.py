"""Waking those who follow a record when it is written: one listening connection a process, shared by all of them.

A notification says only what to read again, so none has to be kept: a follower that is still busy is woken once for all
that came meanwhile, and after a lost connection everybody is woken.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final
from uuid import UUID

import asyncpg
import structlog

from store.database import CONNECT_TIMEOUT_SECONDS, UNREACHABLE, Unavailable

log = structlog.get_logger()

CHANNEL: Final = "commonfield_changes"
EVERYTHING: Final = "*"  # in place of an id: more was written at once than is named one by one
FIRST_BACK_OFF_SECONDS: Final = 0.5
LONGEST_BACK_OFF_SECONDS: Final = 15.0

Key = tuple[str, str]


class Changes:
    """Who follows what; it listens while somebody does.

    Args:
        dsn: address of the database.
    """

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._followers: dict[Key, set[asyncio.Event]] = defaultdict(set)
        self._listening = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def follow(self, kind: str, subject_id: UUID) -> AsyncIterator[asyncio.Event]:
        """Give an event that is set whenever the record may have changed; whoever waits for it clears it first.

        From the moment it is given, no change is missed.

        Raises:
            Unavailable: the database cannot be listened to now.
        """
        key = (kind, str(subject_id))
        woken = asyncio.Event()
        self._followers[key].add(woken)
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="changes")
        try:
            try:
                await asyncio.wait_for(self._listening.wait(), CONNECT_TIMEOUT_SECONDS)
            except TimeoutError as error:
                raise Unavailable("nobody can be told of changes now") from error
            yield woken
        finally:
            self._followers[key].discard(woken)
            if not self._followers[key]:
                del self._followers[key]
            if not self._followers:
                await self._stop()

    @property
    def followed(self) -> int:
        """How many records are followed."""
        return len(self._followers)

    async def _stop(self) -> None:
        task, self._task = self._task, None
        self._listening.clear()
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        """Listen until stopped; a lost connection is made again, and then everybody reads again."""
        back_off = FIRST_BACK_OFF_SECONDS
        while True:
            try:
                await self._listen()
                back_off = FIRST_BACK_OFF_SECONDS
            except UNREACHABLE as error:
                log.warning("changes.not_listening", reason=type(error).__name__, retry_in_seconds=back_off)
            self._listening.clear()
            await asyncio.sleep(back_off)
            back_off = min(2 * back_off, LONGEST_BACK_OFF_SECONDS)

    async def _listen(self) -> None:
        lost = asyncio.Event()
        connection = await asyncpg.connect(
            self._dsn,
            timeout=CONNECT_TIMEOUT_SECONDS,
            server_settings={"application_name": "commonfield-changes"},
        )
        try:
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener(CHANNEL, lambda *sent: self._heard(str(sent[-1])))
            self._listening.set()
            self._wake(EVERYTHING)
            await lost.wait()
        finally:
            connection.terminate()

    def _heard(self, payload: str) -> None:
        kind, _, subject = payload.partition(":")
        if subject == EVERYTHING:
            self._wake(kind)
        else:
            for woken in self._followers.get((kind, subject), ()):
                woken.set()

    def _wake(self, kind: str) -> None:
        for (followed, _), events in self._followers.items():
            if kind in {EVERYTHING, followed}:
                for woken in events:
                    woken.set()
