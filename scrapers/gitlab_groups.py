"""The projects of a group or a person at a GitLab, and the publiccode.yml in the root of each."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final
from urllib.parse import quote, urlsplit

from registry.software import addresses
from scrapers import github_facts as facts
from scrapers.conversation import Answer
from scrapers.failures import BAD_ANSWER, TOO_LARGE, Gone, NotSupported, Unreachable
from scrapers.gitlab_addresses import parse_project
from scrapers.gitlab_client import GitLabAccess, GitLabClient, Moved, next_page
from scrapers.look import Facts, conditional
from scrapers.memory import Memory
from scrapers.organisations import (
    AT_ONCE,
    MOST_BYTES,
    PER_PAGE,
    Account,
    Listed,
    Root,
    Whereabouts,
    declared_address,
    each_of,
)

MOST_PAGES: Final = 15  # of those archived, and of all others: within one client's bound on requests
MOST_REQUESTS: Final = 2 * (MOST_PAGES + 1)
MOST_REQUESTS_OF_A_BATCH: Final = 3 * AT_ONCE  # each: two names of the file, and the address that it declares
FILES: Final = ("publiccode.yml", "publiccode.yaml")


def repositories(
    url: str, access: GitLabAccess, memory: Memory, *, includes_subgroups: bool = True
) -> Account:
    """List the public projects of a group, or else of a person, with at most 32 requests.

    GitLab tells only who signs in which projects are archived, but lists either sort for everybody.

    Raises:
        Gone: there is no such group, and nobody of that name.
        Unreachable: the GitLab did not answer usefully, or may not be asked now (RATE_LIMITED).
    """
    name = quote(urlsplit(url).path.strip("/"), safe="")
    query: dict[str, str | int] = {
        "include_subgroups": str(includes_subgroups).lower(),
        "with_shared": "false",
    }
    with GitLabClient(access) as client:
        try:
            return _listed(client, memory, f"/groups/{name}/projects", query, access.host)
        except Gone:
            return _listed(client, memory, f"/users/{name}/projects", {}, access.host)


def look_into(
    batch: Sequence[Listed], access: GitLabAccess, memory: Memory
) -> Mapping[int, Root | Gone | Unreachable]:
    """Read the publiccode.yml in the root of at most four projects, each with at most three requests.

    Nothing is remembered: when GitLab says that a project was last active lags an hour behind its pushes.

    Returns:
        What was found, or why nothing could be; when the minute is spent, that of the first projects only.

    Raises:
        Unreachable: RATE_LIMITED, before the first was looked into.
    """
    del memory
    with GitLabClient(access) as client:
        return each_of(batch, partial(_root, client))


def whereabouts(forge_id: int, access: GitLabAccess) -> Whereabouts:
    """Ask where a project is now, with one request.

    Raises:
        Unreachable: the GitLab did not answer usefully.
    """
    with GitLabClient(access) as client:
        try:
            answer = client.get(f"/projects/{forge_id}")
        except Gone as gone:
            return Whereabouts(reason=gone.reason)
    name = facts.text(answer.data, "path_with_namespace") if isinstance(answer.data, dict) else None
    if name is None:
        raise Unreachable(BAD_ANSWER)
    return Whereabouts(full_name=name)


def _listed(
    client: GitLabClient, memory: Memory, path: str, query: Mapping[str, str | int], host: str
) -> Account:
    found: dict[int, Listed] = {}
    is_whole = True
    for is_archived in (False, True):
        page: Mapping[str, str] = {}
        for number in range(1, MOST_PAGES + 1):
            asked = {**query, "archived": str(is_archived).lower(), "per_page": PER_PAGE, **page}
            listed = conditional(client, memory, f"repos?{is_archived}&page={number}", path, _page, asked)
            for each in listed["projects"]:
                entry = Listed(**each, is_archived=is_archived, host=host)
                found[entry.id] = entry
            if listed["next"] is None:
                break
            page = listed["next"]
        else:
            is_whole = False
    return Account(tuple(found.values()), is_whole)


def _page(answer: Answer) -> Facts:
    listed = [_kept(each) for each in facts.entries(answer.data)]
    return {"projects": [each for each in listed if each], "next": next_page(answer)}


def _kept(data: Mapping[str, Any]) -> dict[str, Any] | None:
    number, name = facts.number(data, "id"), facts.text(data, "path_with_namespace")
    if number is None or name is None:
        return None
    return {
        "id": number,
        "full_name": name,
        "is_fork": bool(facts.section(data, "forked_from_project")),
        "is_private": facts.text(data, "visibility") not in {None, "public"} or "default_branch" not in data,
        "is_disabled": False,
        "default_branch": facts.text(data, "default_branch"),
        "pushed_at": None,
    }


def _root(client: GitLabClient, each: Listed) -> Root:
    if each.default_branch is None:
        return Root()  # nothing was pushed to it yet
    for name in FILES:
        path = f"/projects/{each.id}/repository/files/{quote(name, safe='')}"
        try:
            answer = client.get(path, {"ref": each.default_branch})
        except Gone:
            continue
        except Unreachable as failure:
            if failure.reason == TOO_LARGE:
                return Root(file=name)
            raise
        content = facts.file_bytes(answer.data)
        if content is None:
            raise Unreachable(BAD_ANSWER)
        if len(content) > MOST_BYTES:
            return Root(file=name, size=len(content))
        return Root(name, len(content), content, _declares_itself(client, each, content))
    return Root()


def _declares_itself(client: GitLabClient, each: Listed, content: bytes) -> bool | None:
    """Say whether the declared address is this project, also by an old path that GitLab leads on from."""
    declared = declared_address(content)
    if declared is None or addresses.same(declared, each.url):
        return None if declared is None else True
    try:
        named = parse_project(declared)
        if named.host != each.host:
            return False
        answer = client.get(named.path)
    except Moved as moved:
        return moved.number == each.id
    except (NotSupported, Gone):
        return False
    return isinstance(answer.data, dict) and facts.number(answer.data, "id") == each.id
