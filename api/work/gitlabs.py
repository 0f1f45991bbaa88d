"""Which hosts are a GitLab, and how each may be asked: those of the settings at once, others once they are known."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

from api.work.forge_hour import SharedHour
from scrapers.failures import CONNECTION_FAILED, NotSupported, Unreachable
from scrapers.gitlab_addresses import API_PATH, OTHER_FORGES, KnownGitLabs
from scrapers.gitlab_client import GitLabAccess
from scrapers.gitlab_probe import probe
from scrapers.public_addresses import NotPublic, Pinned, pin
from store.database import Database

BELIEVED_SECONDS: Final = 3600.0  # what a host is found to be; nobody replaces a forge within an hour
MOST_HOSTS: Final = 1000  # remembered; a stranger can name any number

LookUp = Callable[[str], Awaitable[Pinned]]
Probe = Callable[[Pinned], Awaitable[bool]]


class GitLabs:
    """The GitLabs that looks go to.

    Args:
        database: where the hours of forges are.
        known: those of the settings, which are trusted.
        look_up: finds the public machine behind an address; in tests another one.
        ask: says whether a machine is a GitLab; in tests another one.
    """

    def __init__(
        self, database: Database, known: KnownGitLabs, look_up: LookUp = pin, ask: Probe = probe
    ) -> None:
        self._database = database
        self._known = known
        self._look_up = look_up
        self._ask = ask
        self._found: dict[str, tuple[bool, float]] = {}
        self.stopping = asyncio.Event()

    async def hour_of(self, host: str, *, is_seen: bool) -> SharedHour[GitLabAccess]:
        """Give how a host may be asked.

        Args:
            host: as a repository's address names it.
            is_seen: whether something was seen there before, so that it is a GitLab, be it down now.

        Raises:
            NotSupported: it is none, or not on the public internet.
            Unreachable: it did not answer now.
        """
        hour = SharedHour(self._database, await self._access(host, is_seen=is_seen))
        hour.stopping = self.stopping
        return hour

    async def _access(self, host: str, *, is_seen: bool) -> GitLabAccess:
        api_url, token = self._known.apis.get(host), self._known.tokens.get(host)
        if api_url is not None:
            return GitLabAccess(host, api_url, token)
        if host in OTHER_FORGES:
            raise NotSupported(host)
        api_url = f"https://{host}{API_PATH}"
        try:
            pinned = await self._look_up(api_url)
        except NotPublic as refusal:
            raise Unreachable(CONNECTION_FAILED) if is_seen else NotSupported(host) from refusal
        if not is_seen and not await self._is_gitlab(host, pinned):
            raise NotSupported(host)
        return GitLabAccess(host, api_url, token, pinned=pinned)

    async def _is_gitlab(self, host: str, pinned: Pinned) -> bool:
        found, since = self._found.get(host, (False, -BELIEVED_SECONDS))
        if time.monotonic() - since < BELIEVED_SECONDS:
            return found
        if len(self._found) >= MOST_HOSTS:
            self._found.clear()
        found = await self._ask(pinned)
        self._found[host] = found, time.monotonic()
        return found
