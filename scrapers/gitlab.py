"""Looking at one project of a GitLab: facts, with the time, and a reason for each thing that is not known."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from registry.health import EventFact, RepositoryObservation, TagFact
from scrapers import gitlab_facts as facts
from scrapers import gitlab_parts as parts
from scrapers.continuity import events_since, window_begins
from scrapers.conversation import Answer
from scrapers.failures import BAD_ANSWER, FORBIDDEN, NOT_SENT, PRIVATE, Gone, Unreachable, is_passing
from scrapers.github_facts import number, text
from scrapers.gitlab_addresses import ProjectAddress, parse_project
from scrapers.gitlab_client import MOST_REQUESTS, GitLabAccess, GitLabClient, Moved
from scrapers.history import History
from scrapers.look import Look, conditional, endpoint_of
from scrapers.memory import Memory
from scrapers.observing import Parts, observation

__all__ = ["FIRST_REQUESTS", "MOST_REQUESTS", "UNCHANGED_REQUESTS", "GitLabAccess", "observe"]

UNCHANGED_REQUESTS: Final = (
    7  # project, branch, tags, releases, issues, merge requests; without token archived or not
)
FIRST_REQUESTS: Final = (
    25  # project, branch, tree, commits, their count, tags, releases, two lists of threads, files, answers
)
PROJECT: Final = ""  # the endpoint of the project itself
CONTENT: Final = (
    "content"  # remembered, not asked: the commit that the other answers about git's content are of
)
PUBLIC: Final = "public"
CODE: Final = (
    "files",
    "commits",
    "commits_complete",
    "commit_count",
    "tags",
)  # of an observation: from the code


def observe(
    url: str,
    access: GitLabAccess,
    *,
    forge_id: int | None = None,
    now: datetime | None = None,
    memory: Memory | None = None,
) -> RepositoryObservation:
    """Look at a project once, with at most 60 requests. Synchronous: run it in a bounded thread pool.

    Without a token GitLab tells nobody how issues and merge requests were answered, how many are open, or what a
    project was forked from; all of that is missing then and says so.

    Args:
        url: the project's address as it is registered.
        access: which GitLab, with which token and budget.
        forge_id: GitLab's number of the project, where an earlier look stored it: it survives renames and transfers.
        now: the time of the look; the present when left out.
        memory: what earlier looks were answered; it learns what this one is, also when it fails.

    Raises:
        NotSupported: the address is not one of a project.
        Gone: the project is not there for the public.
        Unreachable: GitLab did not answer usefully about the project itself, or may not be asked now (RATE_LIMITED).
    """
    address = parse_project(url)
    observed_at = now or datetime.now(UTC)
    memory = Memory() if memory is None else memory
    with GitLabClient(access) as client:
        found = _find(client, memory, address, forge_id)
        look = Look(
            client,
            memory,
            path=f"/projects/{found['id']}",
            branch=found["default_branch"] or "HEAD",
            since=observed_at,
        )
        before = _before(memory, found["id"])
        if "archived" not in found:
            archived = look.attempt("archived", lambda: parts.archived(look, found["id"]))
            found = {**found, "archived": archived, "fork": None, "parent": None}
            look.missing.update(dict.fromkeys(("fork", "parent"), NOT_SENT))
        head, is_hidden = _head(look, found)
        content = {"id": found["id"], "head": head, "branch": look.branch}
        look.is_same_content = CONTENT in memory.known and memory.known[CONTENT].facts == content
        look.since = window_begins(look, observed_at)
        events = events_since(address.full_name, before, found)
        is_signed_in = access.token is not None
        seen = _observed(
            look,
            address,
            found,
            observed_at,
            events,
            is_empty=head is None,
            is_hidden=is_hidden,
            is_signed_in=is_signed_in,
        )
    if not any(map(is_passing, seen.missing.values())):
        memory.learn(CONTENT, None, content)
    return seen


def _find(
    client: GitLabClient, memory: Memory, address: ProjectAddress, forge_id: int | None
) -> Mapping[str, Any]:
    path = address.path if forge_id is None else f"/projects/{forge_id}"
    try:
        return conditional(client, memory, PROJECT, path, _project, {"license": "true"})
    except Moved as moved:
        path = f"/projects/{moved.number}"
        return conditional(client, memory, PROJECT, path, _project, {"license": "true"})


def _project(answer: Answer) -> Mapping[str, Any]:
    if not isinstance(answer.data, dict) or number(answer.data, "id") is None:
        raise Unreachable(BAD_ANSWER)
    if text(answer.data, "visibility") not in {None, PUBLIC}:
        raise Gone(PRIVATE)
    return facts.project(answer.data)


def _head(look: Look, found: Mapping[str, Any]) -> tuple[str | None, bool]:
    """Find the newest commit, and say whether the code is hidden: of a public project it may be shown to members only.

    What is hidden must not pass for empty.
    """
    if found.get("is_hidden"):
        return None, True
    if found.get("is_empty"):
        return None, False
    try:
        head = parts.head(look)
    except Unreachable as failure:
        if failure.reason != FORBIDDEN:
            raise
        return None, True
    return head, head is None and found.get("is_empty") is False


def _before(memory: Memory, number: int) -> Mapping[str, Any] | None:
    """Give the project as the remembered look found it; whether it was archived may stand apart."""
    known = memory.known.get(PROJECT)
    apart = memory.known.get(endpoint_of("/projects", parts.archived_query(number)))
    if known is None:
        return None
    return {"archived": None, **({} if apart is None else apart.facts), **known.facts}


def _observed(
    look: Look,
    address: ProjectAddress,
    found: Mapping[str, Any],
    observed_at: datetime,
    events: tuple[EventFact, ...],
    *,
    is_empty: bool,
    is_hidden: bool,
    is_signed_in: bool,
) -> RepositoryObservation:
    files: tuple[str, ...] = ()
    history, tags = History((), is_complete=True), tuple[TagFact, ...]()
    commit_count: int | None = 0
    if is_hidden:
        history, commit_count = History(), None
        look.missing.update(dict.fromkeys(CODE, FORBIDDEN))
    elif not is_empty:
        files = look.attempt("files", lambda: parts.tree(look)) or ()
        history = look.attempt("commits", lambda: parts.commits(look)) or History()
        commit_count = look.attempt("commit_count", lambda: parts.commit_count(look))
        tags = look.attempt("tags", lambda: parts.tags(look)) or ()
    releases = look.attempt("releases", lambda: parts.releases(look))
    threads = look.attempt("threads", lambda: parts.threads(look, observed_at)) if is_signed_in else None
    texts = parts.texts(look, files)
    look.missing["advisories"] = (
        NOT_SENT  # GitLab's advisories are of what a project uses, not of the project
    )
    if not is_signed_in:
        look.missing["threads"] = NOT_SENT
    pushed_at = max((each.committed_at for each in history.commits), default=None)
    found = {
        **found,
        "pushed_at": None if pushed_at is None else pushed_at.isoformat(),
        "default_branch": None if is_empty else found["default_branch"],
    }
    read = Parts(
        history,
        files,
        texts,
        tags=tags,
        releases=releases,
        threads=threads,
        commit_count=commit_count,
        events=events,
    )
    return observation(look, found, (address.url, address.full_name), address.host, observed_at, read)
