"""What GitHub's GraphQL API tells in one request that REST needs many for: small files, and who answered whom when."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from registry.health import ThreadFact, is_bot
from scrapers.failures import BAD_ANSWER, Unreachable
from scrapers.github_client import Client
from scrapers.github_facts import entries, moment, number, section, text, truth
from scrapers.look import Facts, Look

THREADS: Final = "threads"  # remembered under this name
EACH: Final = (
    30  # issues, and pull requests, newest first; six times what a median needs, and two points of GitHub's
)
WORTH_A_REQUEST: Final = 2  # files; one alone costs the same through REST

_WHO: Final = "{ __typename login }"
_THREAD: Final = f"""
  createdAt closedAt author {_WHO}
  comments(first: 10) {{ nodes {{ createdAt author {_WHO} }} }}
  timelineItems(first: 1, itemTypes: [CLOSED_EVENT]) {{
    nodes {{ ... on ClosedEvent {{ createdAt actor {_WHO} }} }}
  }}
"""
_ORDER: Final = f"first: {EACH}, orderBy: {{ field: CREATED_AT, direction: DESC }}"
_CHANGE_REQUEST: Final = f"""
  {_THREAD} mergedAt mergedBy {_WHO} reviews(first: 5) {{ nodes {{ createdAt author {_WHO} }} }}
"""


def document(files: int) -> str:
    """Write the query for the threads of a repository and so many files."""
    names = range(files)
    given = "".join(f", $file{each}: String!" for each in names)
    blobs = "\n".join(
        f"file{each}: object(expression: $file{each}) {{ ... on Blob {{ oid text isTruncated }} }}"
        for each in names
    )
    return f"""query Look($owner: String!, $name: String!{given}) {{
  repository(owner: $owner, name: $name) {{
    issues({_ORDER}) {{ totalCount nodes {{ {_THREAD} }} }}
    pullRequests({_ORDER}) {{ totalCount nodes {{ {_CHANGE_REQUEST} }} }}
    {blobs}
  }}
}}"""


def asked(
    client: Client, look: Look, full_name: str, paths: Sequence[str], observed_at: datetime
) -> Mapping[str, tuple[str | None, str]]:
    """Ask for the threads, which are remembered, and for files.

    Args:
        client: of somebody whom GitHub knows.
        look: in progress.
        full_name: `OWNER/NAME` as it is now.
        paths: of files on the default branch.
        observed_at: the time of the look.

    Returns:
        By path, git's name of the content, and the content; what is no UTF-8 or was cut off is left out.

    Raises:
        Unreachable: RATE_LIMITED, or GitHub did not answer usefully.
    """
    owner, _, name = full_name.partition("/")
    variables = {"owner": owner, "name": name}
    variables |= {f"file{place}": f"{look.branch}:{path}" for place, path in enumerate(paths)}
    answered = section(client.ask_graph(document(len(paths)), variables), "repository")
    issues, requests = section(answered, "issues"), section(answered, "pullRequests")
    if not isinstance(issues.get("nodes"), list) or not isinstance(requests.get("nodes"), list):
        raise Unreachable(BAD_ANSWER)
    kept = [
        *(_thread(each, is_change_request=False) for each in entries(issues["nodes"])),
        *(_thread(each, is_change_request=True) for each in entries(requests["nodes"])),
    ]
    goes_on = any((number(each, "totalCount") or 0) > EACH for each in (issues, requests))
    facts = {
        "at": observed_at.isoformat(),
        "threads": [each for each in kept if each is not None],
        "goes_on": goes_on,
    }
    look.memory.learn(THREADS, None, facts)
    blobs = {path: section(answered, f"file{place}") for place, path in enumerate(paths)}
    return {
        path: (text(blob, "oid"), content.removeprefix("\ufeff"))
        for path, blob in blobs.items()
        if (content := text(blob, "text")) is not None and truth(blob, "isTruncated") is False
    }


def known_threads(facts: Facts) -> tuple[ThreadFact, ...]:
    """Read what was remembered of threads."""
    return tuple(
        ThreadFact(datetime.fromisoformat(opened), _moment(first), _moment(closed), is_change_request=change)
        for opened, first, closed, change in facts["threads"]
    )


def _thread(node: Mapping[str, Any], *, is_change_request: bool) -> list[Any] | None:
    """Keep when a thread was opened, first answered by another person, and closed; None where a machine opened it."""
    opened = moment(node, "createdAt")
    author = text(section(node, "author"), "login")  # None: an account that is gone
    if opened is None or (author is not None and not _is_person(section(node, "author"))):
        return None
    spoken = [
        (each, "author")
        for key in ("comments", "reviews")
        for each in entries(section(node, key).get("nodes"))
    ]
    ended = [(each, "actor") for each in entries(section(node, "timelineItems").get("nodes"))]
    answers = [
        written
        for each, who in (*spoken, *ended)
        if (written := moment(each, "createdAt")) is not None and _is_another(section(each, who), author)
    ]
    if (merged := moment(node, "mergedAt")) is not None and _is_another(section(node, "mergedBy"), author):
        answers.append(merged)
    closed = moment(node, "closedAt")
    first = min(answers, default=None)
    return [
        opened.isoformat(),
        None if first is None else first.isoformat(),
        None if closed is None else closed.isoformat(),
        is_change_request,
    ]


def _is_another(who: Mapping[str, Any], author: str | None) -> bool:
    return _is_person(who) and text(who, "login") != author


def _is_person(who: Mapping[str, Any]) -> bool:
    login = text(who, "login")
    return login is not None and not is_bot(login, text(who, "__typename"))


def _moment(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)
