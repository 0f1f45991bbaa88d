"""Accounts that are gone through, wherever they are: how their forge is asked, and what a crawl may spend there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Generic, Protocol, TypeVar
from urllib.parse import urlsplit

from api.work.forge_hour import Access, ForgeHour, SharedHour
from api.work.gitlabs import GitLabs
from registry.crawls.model import Source
from scrapers import gitlab_groups, organisations
from scrapers.failures import Gone, Unreachable
from scrapers.memory import Memory
from scrapers.organisations import Account, Listed, Root, Whereabouts

GITHUB_HOSTS: Final = frozenset({"github.com", "www.github.com"})

A = TypeVar("A", bound=Access)
Found = Mapping[int, Root | Gone | Unreachable]


class AccountSource(Protocol):
    """An account, as a crawl asks for it."""

    @property
    def host(self) -> str:
        """Give the host that addresses of its repositories name."""

    async def repositories(self, memory: Memory) -> Account:
        """List what it has."""

    async def look_into(self, batch: Sequence[Listed], memory: Memory) -> Found:
        """Read the publiccode.yml of some."""

    async def whereabouts(self, forge_id: int) -> Whereabouts:
        """Ask where one is that is not listed any more."""


@dataclass(frozen=True, slots=True)
class _At(Generic[A]):
    url: str
    host: str
    hour: SharedHour[A]
    most_of_list: int
    most_of_batch: int
    listed: Callable[[str, A, Memory], Account]
    into: Callable[[Sequence[Listed], A, Memory], Found]
    where: Callable[[int, A], Whereabouts]

    async def repositories(self, memory: Memory) -> Account:
        return await self.hour.spend(
            self.most_of_list, lambda access: self.listed(self.url, access, memory), f"list {self.url}"
        )

    async def look_into(self, batch: Sequence[Listed], memory: Memory) -> Found:
        return await self.hour.spend(
            self.most_of_batch, lambda access: self.into(batch, access, memory), f"look into {self.url}"
        )

    async def whereabouts(self, forge_id: int) -> Whereabouts:
        return await self.hour.spend(2, lambda access: self.where(forge_id, access), f"ask for {forge_id}")


def is_on_github(url: str, hour: ForgeHour) -> bool:
    """Say whether an address is for GitHub to judge: its own, or the Enterprise Server's of the settings."""
    host = (urlsplit(url).hostname or "").casefold()
    return host in GITHUB_HOSTS or host == hour.host


async def account_at(source: Source, hour: ForgeHour, gitlabs: GitLabs) -> AccountSource:
    """Find how the forge of an account is asked.

    Raises:
        NotSupported: it is neither GitHub nor a GitLab on the public internet.
        Unreachable: its host did not answer now.
    """
    if is_on_github(source.url, hour):
        return _At(
            source.url,
            "github.com",
            hour,
            organisations.MOST_PAGES,
            organisations.MOST_REQUESTS_OF_A_BATCH,
            organisations.repositories,
            organisations.look_into,
            organisations.whereabouts,
        )
    host = urlsplit(source.url).hostname or ""
    return _At(
        source.url,
        host,
        await gitlabs.hour_of(host, is_seen=False),
        gitlab_groups.MOST_REQUESTS,
        gitlab_groups.MOST_REQUESTS_OF_A_BATCH,
        partial(gitlab_groups.repositories, includes_subgroups=source.includes_subgroups),
        gitlab_groups.look_into,
        gitlab_groups.whereabouts,
    )
