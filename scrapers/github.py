"""Looking at one GitHub repository: facts, with the time, and a reason for each thing that is not known."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from registry.health import EventFact, RepositoryObservation, ThreadFact
from scrapers import github_facts as facts
from scrapers import github_graphql as graphql
from scrapers import github_parts as parts
from scrapers import github_waiting as waiting
from scrapers.addresses import RepositoryAddress, parse_address
from scrapers.continuity import events_since, window_begins
from scrapers.conversation import Answer
from scrapers.failures import (
    BAD_ANSWER,
    DISABLED,
    MORE_THAN_READ,
    PRIVATE,
    Gone,
    NotSupported,
    Unreachable,
    is_passing,
)
from scrapers.github_client import Client, GitHubAccess
from scrapers.history import History
from scrapers.look import Look, conditional
from scrapers.memory import Memory
from scrapers.observing import Parts, observation

__all__ = [
    "MOST_REQUESTS_OF_A_LOOK",
    "UNCHANGED_REQUESTS",
    "GitHubAccess",
    "Gone",
    "NotSupported",
    "Unreachable",
    "observe",
]

MOST_REQUESTS_OF_A_LOOK: Final = 18  # the client's bound, and the redirect that PyGithub follows by itself
UNCHANGED_REQUESTS: Final = (
    3  # the repository, its releases, its advisories: nothing else changes without a push
)
REPOSITORY: Final = ""  # the endpoint of the repository itself
CONTENT: Final = "content"  # remembered, not asked: the state of git's content that the other answers are of


def observe(
    url: str,
    access: GitHubAccess,
    *,
    forge_id: int | None = None,
    now: datetime | None = None,
    memory: Memory | None = None,
) -> RepositoryObservation:
    """Look at a repository once, with at most 18 requests. Synchronous: run it in a bounded thread pool.

    An unchanged repository that is remembered costs three: itself, its releases, its security advisories.

    Args:
        url: the repository's address as it is registered.
        access: which API, with which token and budget.
        forge_id: GitHub's number of the repository, where an earlier look stored it: it survives renames, and
            is asked for in place of a name that someone else may have taken since.
        now: the time of the look; the present when left out.
        memory: what earlier looks were answered; it learns what this one is, also when it fails.

    Raises:
        NotSupported: the address is not one of a GitHub repository.
        Gone: the repository is not there for the public.
        Unreachable: GitHub did not answer usefully about the repository itself, or may not be asked now
            (RATE_LIMITED). Other parts that fail after that raise nothing: each has its reason in the
            observation's `missing`.
    """
    address = parse_address(url, access.api_url)
    observed_at = now or datetime.now(UTC)
    memory = Memory() if memory is None else memory
    before = memory.known.get(REPOSITORY)
    with Client(access) as client:
        found = _find(client, memory, address, forge_id)
        look = Look(
            client,
            memory,
            path=f"/repositories/{found['id']}",
            branch=found["default_branch"] or "HEAD",
            since=observed_at,
        )
        content = memory.known.get(CONTENT)
        look.is_same_content = content is not None and content.facts == _content_of(found)
        look.since = window_begins(look, observed_at)
        events = events_since(address.full_name, None if before is None else before.facts, found)
        seen = _observe_parts(client, look, address, found, observed_at, events)
    if not any(map(is_passing, seen.missing.values())):
        memory.learn(CONTENT, None, _content_of(found))
    return seen


def _find(
    client: Client, memory: Memory, address: RepositoryAddress, forge_id: int | None
) -> Mapping[str, Any]:
    path = f"/repos/{address.full_name}" if forge_id is None else f"/repositories/{forge_id}"
    return conditional(client, memory, REPOSITORY, path, _repository_facts)


def _repository_facts(answer: Answer) -> Mapping[str, Any]:
    if not isinstance(answer.data, dict) or facts.number(answer.data, "id") is None:
        raise Unreachable(BAD_ANSWER)
    if facts.truth(answer.data, "private"):
        raise Gone(PRIVATE)
    if facts.truth(answer.data, "disabled"):
        raise Gone(DISABLED)
    return facts.repository(answer.data)


def _content_of(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell the state of what git holds: every push to any branch or tag moves `pushed_at`."""
    return {name: found[name] for name in ("id", "pushed_at", "default_branch")}


def _asked_together(
    client: Client,
    look: Look,
    name: str,
    files: Mapping[str, parts.Blob],
    observed_at: datetime,
    *,
    is_anew: bool | None,
) -> Mapping[str, tuple[str | None, str]]:
    """Ask in one request for threads, where they may have changed, and for the files that have to be read."""
    wanted = parts.to_read(look, files)
    is_due = is_anew or graphql.THREADS not in look.memory.known or REPOSITORY in look.memory.learned
    if not client.is_authorised or not (is_due or len(wanted) >= graphql.WORTH_A_REQUEST):
        return {}
    ask = partial(graphql.asked, client, look, name, wanted, observed_at)
    return waiting.read_threads(look, ask, observed_at, is_anew=is_anew) or {}


def _threads(look: Look) -> tuple[ThreadFact, ...] | None:
    answer = look.memory.learned.get(graphql.THREADS)
    facts_of_threads = look.memory.recall(graphql.THREADS) if answer is None else answer.facts
    if facts_of_threads is None or "threads" in look.missing:
        return None
    if facts_of_threads["goes_on"]:
        look.missing["threads_complete"] = MORE_THAN_READ
    return graphql.known_threads(facts_of_threads)


def _observe_parts(
    client: Client,
    look: Look,
    address: RepositoryAddress,
    found: Mapping[str, Any],
    observed_at: datetime,
    events: tuple[EventFact, ...],
) -> RepositoryObservation:
    files = look.attempt("files", lambda: parts.tree(look)) or {}
    history = look.attempt("commits", lambda: parts.commits(look)) or History()
    commit_count = look.attempt("commit_count", lambda: parts.commit_count(look))
    is_calm = client.is_authorised and look.is_same_content and REPOSITORY not in look.memory.learned
    is_anew = waiting.is_anew(look, observed_at) if is_calm else None
    is_put_off = is_anew is not None
    releases = look.attempt("releases", lambda: parts.releases(look, is_put_off=is_put_off))
    tags = look.attempt("tags", lambda: parts.tags(look, history.commits, releases or ())) or ()
    advisories = look.attempt("advisories", lambda: parts.advisories(look))
    name = found["full_name"] or address.full_name
    together = _asked_together(client, look, name, files, observed_at, is_anew=is_anew)
    texts = parts.texts(look, files, together)
    elsewhere = look.attempt(
        "organisation_files", lambda: parts.organisation_files(look, name.partition("/")[0], files)
    )
    read = Parts(
        history=history,
        files=tuple(sorted(files)),
        texts=texts,
        tags=tags,
        releases=releases,
        threads=_threads(look),
        advisories=advisories,
        commit_count=commit_count,
        organisation_files=None if "files" in look.missing else elsewhere,
        events=events,
    )
    return observation(look, found, (address.url, address.full_name), facts.FORGE, observed_at, read)
