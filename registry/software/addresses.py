"""Addresses of repositories as people write them, folded into the one form that the catalogue stores."""

import re
from urllib.parse import urlsplit

from registry.texts import is_plain

LONGEST = 2000  # bytes; longer ones are not addresses of repositories
EXPECTED = "https://github.com/OWNER/NAME"  # what a refusal shows as right

#: Forges whose addresses are OWNER/NAME, reached by https whatever was written, and never by `www`.
FORGES = frozenset({"github.com", "gitlab.com", "codeberg.org", "bitbucket.org"})
_VIEWS = frozenset({"tree", "blob", "-", "src"})  # pages of a repository that people copy out of the browser
_OWNER_AND_NAME = 2
_HOST = re.compile(r"[^\s.]+(\.[^\s.]+)+|localhost")


def repository_address(written: str) -> str | None:
    """Give the stored form of a repository's address; None when it is no http(s) address of one.

    Dropped are `.git`, slashes at the end, `www.`, a branch page behind a known forge's repository, queries and
    fragments. Elsewhere any path may be a repository, but a host alone is a web site.
    """
    parts = _parts(written.strip())
    if parts is None:
        return None
    scheme, host, port, segments = parts
    if host in FORGES:
        if port is not None or len(segments) < _OWNER_AND_NAME:
            return None
        return _joined("https", host, _without_view(host, segments))
    return (
        _joined(scheme, host if port is None else f"{host}:{port}", _without_page(segments))
        if segments
        else None
    )


def name_in(address: str) -> str:
    """Give the repository's name, the last part of its address."""
    return address.rsplit("/", 1)[-1]


def full_name_in(address: str) -> str | None:
    """Give `OWNER/NAME` of a repository on GitHub; None elsewhere."""
    prefix = "https://github.com/"
    return address.removeprefix(prefix) if address.startswith(prefix) else None


def forge_and_name_in(address: str) -> tuple[str, str]:
    """Give the forge as a look that saw the repository would call it, and the repository's name there."""
    full_name = full_name_in(address)
    if full_name is not None:
        return "github", full_name
    parts = urlsplit(address)
    return parts.hostname or "", parts.path.strip("/")


def same(one: str | None, other: str | None) -> bool:
    """Say whether two addresses, however written, are those of one repository; forges ignore case."""
    first, second = repository_address(one or ""), repository_address(other or "")
    return first is not None and second is not None and first.casefold() == second.casefold()


def _parts(text: str) -> tuple[str, str, int | None, list[str]] | None:
    """Cut an address into scheme, host without `www.`, port and segments; None when it is no plain http(s) one."""
    if not is_plain(text) or len(text.encode()) > LONGEST or re.search(r"\s", text):
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:  # a broken port or IPv6 host
        return None
    host = (parts.hostname or "").removeprefix("www.")
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host) or parts.username is not None:
        return None
    return parts.scheme, host, port, [segment for segment in parts.path.split("/") if segment]


def _without_view(host: str, segments: list[str]) -> list[str]:
    """Cut a page of the repository off; only GitLab has groups within groups."""
    for place, segment in enumerate(segments):
        if place >= _OWNER_AND_NAME and segment in _VIEWS:
            return segments[:place]
    return segments if host == "gitlab.com" else segments[:_OWNER_AND_NAME]


def _without_page(segments: list[str]) -> list[str]:
    """Cut a page off behind `/-/`, as GitLab has them on whatever host."""
    return segments[: segments.index("-")] if "-" in segments[_OWNER_AND_NAME:] else segments


def _joined(scheme: str, host: str, segments: list[str]) -> str:
    *before, last = segments
    return "/".join([f"{scheme}://{host}", *before, last.removesuffix(".git") or last])
