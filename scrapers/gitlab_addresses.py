"""Addresses of projects on a GitLab, and how to tell a GitLab from any other server."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlsplit

from scrapers.addresses import LONGEST
from scrapers.failures import NotSupported

API_PATH: Final = "/api/v4"  # where every GitLab has its REST API
GITLAB: Final = "gitlab.com"
_SEGMENT: Final = re.compile(r"^[A-Za-z0-9_.][A-Za-z0-9_.-]{0,254}$")  # GitLab, "Reserved names and rules"
OTHER_FORGES: Final = frozenset(
    {"bitbucket.org", "codeberg.org"}
)  # well known, so never asked whether they are one
_HOST: Final = re.compile(r"^[a-z0-9-]+(\.[a-z0-9-]+)+$|^localhost$")
_OWNER_AND_NAME: Final = 2
_MOST_SEGMENTS: Final = 21  # groups may be nested 20 deep
_NOT_SIGNED_IN: Final = "401 Unauthorized"


@dataclass(frozen=True, slots=True)
class ProjectAddress:
    """A project on one host, within however many groups."""

    host: str
    full_name: str

    @property
    def url(self) -> str:
        """Give the address in the form that the catalogue stores."""
        return f"https://{self.host}/{self.full_name}"

    @property
    def path(self) -> str:
        """Give the project's place below the API's address, where it is not known by its number."""
        return f"/projects/{quote(self.full_name, safe='')}"


@dataclass(frozen=True, slots=True)
class KnownGitLabs:
    """The GitLabs that the settings name; they are trusted, all others have to prove that they are public and one.

    Attributes:
        apis: host of the addresses -> address of the API.
        tokens: host -> token.
    """

    apis: Mapping[str, str]
    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)


#: What is known without any setting.
GITLAB_COM: Final = KnownGitLabs({GITLAB: f"https://{GITLAB}{API_PATH}"})


def known_gitlabs(hosts: str, tokens: str) -> KnownGitLabs:
    """Read what the settings say of GitLabs.

    Args:
        hosts: `HOST` or `HOST=API`, with commas between; gitlab.com is always known.
        tokens: `HOST=TOKEN`, with commas between.

    Raises:
        ValueError: an entry is not of that form, or a token is for a host that is not named.
    """
    apis = dict(GITLAB_COM.apis)
    for entry in _entries(hosts):
        host, _, api_url = entry.partition("=")
        if not _HOST.match(host) or (api_url and not api_url.startswith(("http://", "https://"))):
            raise ValueError(f"'{entry}' is neither HOST nor HOST=https://HOST{API_PATH}")
        apis[host] = (api_url or f"https://{host}{API_PATH}").rstrip("/")
    given = {}
    for number, entry in enumerate(_entries(tokens), start=1):
        host, _, token = entry.partition("=")
        if not token or host not in apis:
            raise ValueError(f"entry {number} is not HOST=TOKEN of a host that is known")
        given[host] = token
    return KnownGitLabs(apis, given)


def _entries(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def parse_project(url: str) -> ProjectAddress:
    """Read the address of a project: `https://HOST/GROUP/…/NAME`, also with `.git` or a page (`/-/…`) behind it.

    Raises:
        NotSupported: no http(s) address, credentials or a port in it, or no project.
    """
    if len(url) > LONGEST:
        raise NotSupported(url)
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as failure:
        raise NotSupported(url) from failure
    host = (parts.hostname or "").removeprefix("www.")
    is_plain = _HOST.match(host) and parts.username is None and port is None
    if parts.scheme not in {"http", "https"} or not is_plain:
        raise NotSupported(url)
    segments = [each for each in parts.path.split("/-/")[0].split("/") if each]
    if segments:
        segments[-1] = segments[-1].removesuffix(".git")
    is_project = _OWNER_AND_NAME <= len(segments) <= _MOST_SEGMENTS and all(map(_SEGMENT.match, segments))
    if not is_project or {".", ".."} & set(segments):
        raise NotSupported(url)
    return ProjectAddress(host, "/".join(segments))


def is_gitlab(status: int, said: Any) -> bool:
    """Judge what a host answers at `/api/v4/version`: GitLab asks to sign in, in its own words."""
    if not isinstance(said, dict):
        return False
    return status == 401 and said.get("message") == _NOT_SIGNED_IN  # noqa: PLR2004 - HTTP's number
