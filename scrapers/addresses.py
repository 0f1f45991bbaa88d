"""Addresses of repositories as people write them, folded into one form."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from scrapers.failures import NotSupported

GITHUB: Final = "github.com"
ENTERPRISE_PATH: Final = "/api/v3"  # where every GitHub Enterprise Server has its REST API

# GitHub's own rules; Enterprise Managed Users add an underscore and a short code to the owner.
_OWNER: Final = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$")
_NAME: Final = re.compile(r"^[A-Za-z0-9._-]{1,100}$")
_SSH: Final = re.compile(r"^(?:ssh://)?git@([A-Za-z0-9.-]+)[:/](.+)$")
_VIEWS: Final = ("tree", "blob")  # pages of a repository that people copy out of the browser
LONGEST: Final = 2000  # characters; longer ones are not addresses of repositories


@dataclass(frozen=True, slots=True)
class RepositoryAddress:
    """Owner and name on one host; equal for all ways of writing the same repository but for case."""

    host: str
    owner: str
    name: str

    @property
    def full_name(self) -> str:
        """Give `OWNER/NAME`."""
        return f"{self.owner}/{self.name}"

    @property
    def url(self) -> str:
        """Give the address in the form that the catalogue stores."""
        return f"https://{self.host}/{self.full_name}"


def parse_address(url: str, api_url: str = "https://api.github.com") -> RepositoryAddress:
    """Read the address of a GitHub repository.

    Accepted are `https://github.com/OWNER/NAME`, with `.git`, a slash, `www.`, a branch page behind it, or as
    `git@github.com:OWNER/NAME.git`. When `api_url` is that of an Enterprise Server, its host takes the place of
    github.com; any other `api_url` (a proxy, a double) still serves repositories named by github.com.

    Raises:
        NotSupported: another host, credentials or a port in the address, or no repository.
    """
    host_expected = forge_host(api_url)
    written = url.strip()
    if len(written) > LONGEST:
        raise NotSupported(url)
    ssh = _SSH.match(written)
    if ssh:
        host, path = ssh.group(1), ssh.group(2)
    else:
        host, path = _split(written, url)
    if host.casefold().removeprefix("www.") != host_expected:
        raise NotSupported(url)
    parts = path.strip("/").split("/")
    owner, name = parts[0], parts[1].removesuffix(".git") if parts[1:] else ""
    if parts[2:] and parts[2] not in _VIEWS:
        raise NotSupported(url)
    if not _OWNER.match(owner) or not _NAME.match(name) or name in {".", ".."}:
        raise NotSupported(url)
    return RepositoryAddress(host_expected, owner, name)


def forge_host(api_url: str) -> str:
    """Tell which host's repositories an API address serves."""
    api = urlsplit(api_url)
    if api.path.rstrip("/").endswith(ENTERPRISE_PATH) and api.hostname:
        return api.hostname
    return GITHUB


def _split(written: str, url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(written)
        port = parts.port
    except ValueError as failure:  # a broken port or IPv6 host
        raise NotSupported(url) from failure
    if parts.scheme not in {"http", "https"} or parts.hostname is None:
        raise NotSupported(url)
    if parts.username is not None or port not in {None, 80, 443}:
        raise NotSupported(url)
    return parts.hostname, parts.path
