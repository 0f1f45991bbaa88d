"""The repositories of an organisation or a person at GitHub, and the publiccode.yml in the root of each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import quote, urlsplit

from registry.health import files
from registry.publiccode import Unreadable, read, summarise
from registry.software import addresses
from scrapers import github_facts as facts
from scrapers.addresses import forge_host, parse_address
from scrapers.conversation import Answer
from scrapers.failures import BAD_ANSWER, NOT_FOUND, RATE_LIMITED, Gone, NotSupported, Unreachable
from scrapers.github_client import Client, GitHubAccess
from scrapers.look import conditional
from scrapers.memory import Memory

PER_PAGE: Final = 100  # GitHub's most
MOST_PAGES: Final = 17  # one client's bound on requests: 1,700 repositories of one account
MOST_BYTES: Final = 512 * 1024  # the same as of any publiccode.yml that somebody names
AT_ONCE: Final = (
    4  # repositories of one batch: each may need its root, its file, and one address (with redirect)
)
MOST_REQUESTS_OF_A_BATCH: Final = 4 * AT_ONCE


@dataclass(frozen=True, slots=True)
class Listed:
    """A repository as the account's list has it.

    Attributes:
        id: the forge's number; it survives renames.
        pushed_at: as GitHub writes it; it moves with every push.
        host: in addresses at its forge.
    """

    id: int
    full_name: str
    is_archived: bool
    is_fork: bool
    is_private: bool
    is_disabled: bool
    default_branch: str | None
    pushed_at: str | None
    host: str = "github.com"

    @property
    def url(self) -> str:
        """Give its address in the form that the catalogue stores."""
        return f"https://{self.host}/{self.full_name}"


@dataclass(frozen=True, slots=True)
class Account:
    """What an account has.

    Attributes:
        is_whole: whether the list was read to its end.
    """

    repositories: tuple[Listed, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Root:
    """What the root of a repository holds.

    Attributes:
        file: name of the publiccode.yml; None where there is none.
        size: of it, in bytes.
        content: of it; None where it is too large.
        declares_itself: whether the address in it leads to this very repository; None where it has none.
    """

    file: str | None = None
    size: int | None = None
    content: bytes | None = None
    declares_itself: bool | None = None


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a repository is that the list of its account no longer has.

    Attributes:
        full_name: under which it is there now; None where it is gone.
        reason: why it is gone.
    """

    full_name: str | None = None
    reason: str | None = None


def account_name(url: str, api_url: str) -> str:
    """Read the name of an account from its address.

    Raises:
        NotSupported: it is not at the forge that the API serves.
    """
    parts = urlsplit(url)
    name = parts.path.strip("/")
    if parts.hostname != forge_host(api_url) or not name or "/" in name:
        raise NotSupported(url)
    return name


def repositories(url: str, access: GitHubAccess, memory: Memory) -> Account:
    """List the public repositories of an account, with at most 17 requests.

    GitHub, "List repositories for a user": it serves organisations as well, so nobody needs to know which it is.

    Raises:
        NotSupported: the account is elsewhere.
        Gone: there is no such account.
        Unreachable: GitHub did not answer usefully, or may not be asked now (RATE_LIMITED).
    """
    address = f"/users/{quote(account_name(url, access.api_url), safe='')}/repos"
    found: dict[int, Listed] = {}
    with Client(access) as client:
        for page in range(1, MOST_PAGES + 1):
            parameters: dict[str, str | int] = {"type": "owner", "per_page": PER_PAGE, "page": page}
            listed = conditional(client, memory, f"repos?page={page}", address, _list_facts, parameters)
            named = [Listed(**each) for each in listed.get("repositories", ())]
            found.update((each.id, each) for each in named)
            # A full page that is as it was (304) cannot tell that another one has begun after it.
            if not listed.get("goes_on") and len(named) < PER_PAGE:
                return Account(tuple(found.values()), is_whole=True)
    return Account(tuple(found.values()), is_whole=False)


def is_unchanged(each: Listed, memory: Memory) -> bool:
    """Say whether nothing was pushed since the repository was last looked into; that costs no request."""
    known = memory.known.get(str(each.id))
    return known is not None and each.pushed_at is not None and known.facts == _state(each)


def look_into(
    batch: Sequence[Listed], access: GitHubAccess, memory: Memory
) -> Mapping[int, Root | Gone | Unreachable]:
    """Read the publiccode.yml in the root of at most four repositories, each with at most three requests.

    Args:
        batch: the repositories.
        access: which API, with which budget.
        memory: of the account; it learns the state in which each was looked into.

    Returns:
        What was found, or why nothing could be; when the hour is spent, that of the first repositories only.

    Raises:
        Unreachable: RATE_LIMITED, before the first was looked into.
    """
    with Client(access) as client:
        found = each_of(batch, partial(_root, client))
    for each in batch:
        if isinstance(found.get(each.id), Root):
            memory.learn(str(each.id), None, _state(each))
    return found


def each_of(
    batch: Sequence[Listed], look: Callable[[Listed], Root]
) -> Mapping[int, Root | Gone | Unreachable]:
    """Look into one after the other; what is spent ends it, and is raised where it was spent before the first.

    Raises:
        Unreachable: RATE_LIMITED, before the first was looked into.
    """
    found: dict[int, Root | Gone | Unreachable] = {}
    for each in batch:
        try:
            found[each.id] = look(each)
        except Gone as gone:
            found[each.id] = gone
        except Unreachable as failure:
            if failure.reason != RATE_LIMITED:
                found[each.id] = failure
            elif found:
                break
            else:
                raise
    return found


def declared_address(content: bytes) -> str | None:
    """Read which repository a publiccode.yml is about; None where it cannot be read or does not say."""
    try:
        return summarise(read(content)).url
    except Unreadable:
        return None


def whereabouts(forge_id: int, access: GitHubAccess) -> Whereabouts:
    """Ask where a repository is now, with one request.

    Raises:
        Unreachable: GitHub did not answer usefully.
    """
    with Client(access) as client:
        try:
            answer = client.get(f"/repositories/{forge_id}")
        except Gone as gone:
            return Whereabouts(reason=gone.reason)
    name = facts.text(answer.data, "full_name") if isinstance(answer.data, dict) else None
    if name is None:
        raise Unreachable(BAD_ANSWER)
    return Whereabouts(full_name=name)


def _list_facts(answer: Answer) -> Mapping[str, Any]:
    listed = [_kept(each) for each in facts.entries(answer.data)]
    return {"repositories": [each for each in listed if each], "goes_on": answer.has_next_page}


def _kept(data: Mapping[str, Any]) -> dict[str, Any] | None:
    number, name = facts.number(data, "id"), facts.text(data, "full_name")
    if number is None or name is None:
        return None
    return {
        "id": number,
        "full_name": name,
        "is_archived": facts.truth(data, "archived") is True,
        "is_fork": facts.truth(data, "fork") is True,
        "is_private": facts.truth(data, "private") is True,
        "is_disabled": facts.truth(data, "disabled") is True,
        "default_branch": facts.text(data, "default_branch"),
        "pushed_at": facts.text(data, "pushed_at"),
    }


def _state(each: Listed) -> Mapping[str, Any]:
    """Tell the state of what git holds: every push to any branch or tag moves `pushed_at`."""
    return {"pushed_at": each.pushed_at, "default_branch": each.default_branch}


def _root(client: Client, each: Listed) -> Root:
    entry = _publiccode_in_root(client, each)
    if entry is None:
        return Root()
    if (facts.number(entry, "size") or 0) > MOST_BYTES:
        return Root(file=facts.text(entry, "name"), size=facts.number(entry, "size"))
    return _file(client, each, entry)


def _publiccode_in_root(client: Client, each: Listed) -> Mapping[str, Any] | None:
    """Find the file in the listing of the root, which costs one request whether it is `.yml`, `.yaml` or absent."""
    try:
        answer = client.get(f"/repositories/{each.id}/contents")
    except Gone as gone:
        if gone.reason != NOT_FOUND:
            raise
        return None  # so GitHub answers for a repository without commits
    named = {facts.text(entry, "name") or "": entry for entry in facts.entries(answer.data)}
    return next((named[name] for name in sorted(named, reverse=True) if files.PUBLICCODE.match(name)), None)


def _file(client: Client, each: Listed, entry: Mapping[str, Any]) -> Root:
    name = facts.text(entry, "name") or ""
    answer = client.get(f"/repositories/{each.id}/contents/{quote(name)}")
    content = facts.file_bytes(answer.data)
    if content is None:
        raise Unreachable(BAD_ANSWER)
    return Root(
        file=name,
        size=len(content),
        content=content if len(content) <= MOST_BYTES else None,
        declares_itself=_declares_itself(client, each, content),
    )


def _declares_itself(client: Client, each: Listed, content: bytes) -> bool | None:
    """Say whether the declared address is this repository, also by an old name that GitHub leads on from."""
    declared = declared_address(content)
    if declared is None or addresses.same(declared, each.url):
        return None if declared is None else True
    try:
        named = parse_address(declared)
        answer = client.get(f"/repos/{named.full_name}")
    except (NotSupported, Gone):
        return False
    return isinstance(answer.data, dict) and facts.number(answer.data, "id") == each.id
