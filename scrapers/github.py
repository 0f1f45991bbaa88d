"""Looking at one GitHub repository: facts, with the time, and a reason for each thing that is not known."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, TypeVar
from urllib.parse import quote

from registry.health import CommitFact, EventFact, ReleaseFact, RepositoryObservation, TagFact
from registry.health.activity import WINDOW_SLACK, months_before
from registry.health.observation import WINDOW_MONTHS
from scrapers import github_facts as facts
from scrapers.addresses import RepositoryAddress, parse_address
from scrapers.failures import (
    BAD_ANSWER,
    DISABLED,
    MORE_THAN_READ,
    NOT_SENT,
    NOT_UTF8,
    PRIVATE,
    TOO_LARGE,
    TRUNCATED,
    Gone,
    NotSupported,
    Unreachable,
)
from scrapers.github_client import CONFLICT, Answer, Client, GitHubAccess
from scrapers.relevance import MOST_BYTES, worth_reading

__all__ = ["GitHubAccess", "Gone", "NotSupported", "Unreachable", "observe"]

PER_PAGE: Final = 100  # the most that GitHub gives
MOST_COMMITS: Final = 500  # five pages; busier repositories are sampled from their newest end
MOST_PAGES: Final = MOST_COMMITS // PER_PAGE

T = TypeVar("T")


@dataclass(slots=True)
class _Look:
    """The look in progress: whom to ask, where, since when, and what could not be learned."""

    client: Client
    path: str
    branch: str
    since: datetime
    missing: dict[str, str] = field(default_factory=dict)

    def ask(self, below: str, **parameters: str | int) -> Answer:
        return self.client.get(f"{self.path}/{below}", parameters)

    def attempt(self, attribute: str, read: Callable[[], T]) -> T | None:
        """Read one part; a failure is noted and costs only that part."""
        try:
            return read()
        except (Unreachable, Gone) as failure:
            self.missing[attribute] = failure.reason
            return None


@dataclass(frozen=True, slots=True)
class _History:
    commits: tuple[CommitFact, ...] = ()
    is_complete: bool = False


def observe(
    url: str, access: GitHubAccess, *, forge_id: int | None = None, now: datetime | None = None
) -> RepositoryObservation:
    """Look at a repository once, with at most 18 requests. Synchronous: run it in a bounded thread pool.

    Args:
        url: the repository's address as it is registered.
        access: which API, with which token and budget.
        forge_id: GitHub's number of the repository, where an earlier look stored it: it survives renames, and
            is asked for in place of a name that someone else may have taken since.
        now: the time of the look; the present when left out.

    Raises:
        NotSupported: the address is not one of a GitHub repository.
        Gone: the repository is not there for the public.
        Unreachable: GitHub did not answer usefully about the repository itself. Parts that fail after that
            raise nothing: each has its reason in the observation's `missing`.
    """
    address = parse_address(url, access.api_url)
    observed_at = now or datetime.now(UTC)
    with Client(access) as client:
        found = _find(client, address, forge_id)
        look = _Look(
            client,
            path=f"/repositories/{found['id']}",
            branch=facts.text(found, "default_branch") or "HEAD",
            since=months_before(observed_at, WINDOW_MONTHS) - WINDOW_SLACK,
        )
        return _observe_parts(look, address, found, observed_at)


def _find(client: Client, address: RepositoryAddress, forge_id: int | None) -> Mapping[str, Any]:
    path = f"/repos/{address.full_name}" if forge_id is None else f"/repositories/{forge_id}"
    found = client.get(path).data
    if not isinstance(found, dict) or facts.number(found, "id") is None:
        raise Unreachable(BAD_ANSWER)
    if facts.truth(found, "private"):
        raise Gone(PRIVATE)
    if facts.truth(found, "disabled"):
        raise Gone(DISABLED)
    return found


def _observe_parts(
    look: _Look, address: RepositoryAddress, found: Mapping[str, Any], observed_at: datetime
) -> RepositoryObservation:
    sizes = look.attempt("files", lambda: _tree(look)) or {}
    history = look.attempt("commits", lambda: _history(look)) or _History()
    commit_count = look.attempt("commit_count", lambda: _commit_count(look))
    releases = look.attempt("releases", lambda: _releases(look))
    tags = look.attempt("tags", lambda: _tags(look, history.commits, releases or ())) or ()
    community = look.attempt("community", lambda: _community(look))
    texts = _texts(look, sizes)
    full_name = facts.text(found, "full_name") or address.full_name
    for attribute, key in (("stars", "stargazers_count"), ("open_issues", "open_issues_count")):
        if facts.number(found, key) is None:
            look.missing[attribute] = NOT_SENT
    if "license" not in found:
        look.missing["forge_licence"] = NOT_SENT
    topics = found.get("topics")
    return RepositoryObservation(
        url=address.url,
        forge=facts.FORGE,
        forge_id=facts.number(found, "id"),
        full_name=full_name,
        observed_at=observed_at,
        created_at=facts.moment(found, "created_at"),
        pushed_at=facts.moment(found, "pushed_at"),
        default_branch=facts.text(found, "default_branch"),
        archived=facts.truth(found, "archived"),
        fork=facts.truth(found, "fork"),
        parent=facts.text(facts.section(found, "parent"), "full_name"),
        description=facts.text(found, "description"),
        topics=tuple(each for each in topics if isinstance(each, str)) if isinstance(topics, list) else (),
        stars=facts.number(found, "stargazers_count"),
        open_issues=facts.number(found, "open_issues_count"),
        commits=history.commits,
        commits_complete=history.is_complete,
        commit_count=commit_count,
        tags=tags,
        releases=releases,
        files=tuple(sorted(sizes)),
        texts=texts,
        forge_licence=facts.licence_of(found),
        community=community,
        events=_events(address, full_name),
        missing=look.missing,
    )


def _tree(look: _Look) -> dict[str, int | None]:
    """Read the paths of all files with their sizes in bytes."""
    answer = look.ask(f"git/trees/{quote(look.branch, safe='')}", recursive=1)
    if answer.status == CONFLICT:
        return {}  # an empty repository: that it has no files is known
    listed = answer.data.get("tree") if isinstance(answer.data, dict) else None
    if not isinstance(listed, list):
        raise Unreachable(BAD_ANSWER)
    sizes = _blobs(listed, "path")
    if facts.truth(answer.data, "truncated"):
        look.missing["files_deep"] = TRUNCATED
        sizes |= _blobs(look.ask("contents/", ref=look.branch).data, "path")  # the root at least is whole
    return sizes


def _blobs(listed: Any, key: str) -> dict[str, int | None]:
    return {
        path: facts.number(entry, "size")
        for entry in facts.entries(listed)
        if (path := facts.text(entry, key)) is not None and entry.get("type") in {"blob", "file"}
    }


def _history(look: _Look) -> _History:
    """Read the commits of the window; where no person is among them, the page before it as well."""
    commits: list[CommitFact] = []
    is_complete = False
    for page in range(1, MOST_PAGES + 1):
        try:
            answer = look.ask("commits", since=_stamp(look.since), per_page=PER_PAGE, page=page)
        except (Unreachable, Gone) as failure:
            if page == 1:
                raise
            look.missing["commits_complete"] = failure.reason
            break
        if answer.status == CONFLICT:
            return _History((), is_complete=True)
        commits += _commits(answer.data)
        if not answer.has_next_page:
            is_complete = True
            break
    else:
        look.missing["commits_complete"] = MORE_THAN_READ
    if is_complete and all(commit.is_bot or commit.is_merge for commit in commits):
        known = {commit.sha for commit in commits}
        older = look.attempt("commits_before_window", lambda: _page_before(look)) or ()
        commits += [commit for commit in older if commit.sha not in known]
    return _History(tuple(commits), is_complete)


def _page_before(look: _Look) -> tuple[CommitFact, ...]:
    return tuple(_commits(look.ask("commits", until=_stamp(look.since), per_page=PER_PAGE).data))


def _commits(data: Any) -> list[CommitFact]:
    return [commit for entry in facts.entries(data) if (commit := facts.commit(entry)) is not None]


def _commit_count(look: _Look) -> int | None:
    """Count the whole history by the number of its pages of one."""
    answer = look.ask("commits", per_page=1)
    if answer.status == CONFLICT:
        return 0
    return answer.last_page or len(_commits(answer.data))


def _releases(look: _Look) -> tuple[ReleaseFact, ...]:
    listed = facts.entries(look.ask("releases", per_page=PER_PAGE).data)
    return tuple(release for entry in listed if (release := facts.release(entry)) is not None)


def _tags(look: _Look, commits: Sequence[CommitFact], releases: Sequence[ReleaseFact]) -> tuple[TagFact, ...]:
    """Read the tags. The list has no dates: they come from commits and releases already read.

    Where that dates none, the commit of the highest version is asked for.
    """
    answer = look.ask("tags", per_page=PER_PAGE)
    if answer.has_next_page:
        look.missing["tags_complete"] = MORE_THAN_READ
    names = [tag for entry in facts.entries(answer.data) if (tag := facts.tag_name(entry)) is not None]
    committed = {commit.sha: commit.committed_at for commit in commits}
    published = {release.tag: release.published_at for release in releases}
    dates = {tag.name: committed.get(tag.sha or "") or published.get(tag.name) for tag in names}
    if names and not any(dates.values()):
        highest = max(names, key=lambda tag: _version(tag.name))
        dates[highest.name] = look.attempt("tag_dates", lambda: _commit_date(look, highest.sha))
    return tuple(TagFact(tag.name, dates[tag.name]) for tag in names)


def _commit_date(look: _Look, sha: str | None) -> datetime | None:
    if sha is None:
        return None
    data = look.ask(f"commits/{quote(sha, safe='')}").data
    commit = facts.commit(data) if isinstance(data, dict) else None
    return None if commit is None else commit.committed_at


def _version(name: str) -> tuple[int, ...]:
    """Order versions by their numbers: `v1.10` after `v1.9`."""
    return tuple(int(part) for part in re.findall(r"\d{1,9}", name))


def _community(look: _Look) -> Mapping[str, Any] | None:
    data = look.ask("community/profile").data
    return data if isinstance(data, dict) else None


def _texts(look: _Look, sizes: Mapping[str, int | None]) -> dict[str, str]:
    read: dict[str, str] = {}
    for path in worth_reading(sizes):
        if (sizes[path] or 0) > MOST_BYTES:
            look.missing[f"texts/{path}"] = TOO_LARGE
            continue
        content = look.attempt(f"texts/{path}", partial(_content, look, path))
        if content is not None:
            read[path], is_exact = facts.decoded(content)
            if not is_exact:
                look.missing[f"texts/{path}"] = NOT_UTF8
    return read


def _content(look: _Look, path: str) -> bytes:
    content = facts.file_bytes(look.ask(f"contents/{quote(path)}", ref=look.branch).data)
    if content is None:
        raise Unreachable(BAD_ANSWER)
    return content[:MOST_BYTES]


def _events(address: RepositoryAddress, full_name: str) -> tuple[EventFact, ...]:
    if full_name.casefold() == address.full_name.casefold():
        return ()
    return (EventFact("renamed", {"from": address.full_name, "to": full_name}),)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
