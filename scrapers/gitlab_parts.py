"""The parts of a look at a GitLab project: its tree, history, releases, tags, threads and small files."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from registry.health import ReleaseFact, TagFact, ThreadFact
from scrapers import gitlab_facts as facts
from scrapers.conversation import Answer
from scrapers.failures import (
    BAD_ANSWER,
    MORE_THAN_READ,
    NOT_FOUND,
    NOT_SENT,
    NOT_UTF8,
    TOO_LARGE,
    TRUNCATED,
    Gone,
    Unreachable,
)
from scrapers.github_facts import (
    decoded,
    entries,
    file_bytes,
    kept_release,
    known_release,
    number,
    section,
)
from scrapers.github_facts import text as text_of
from scrapers.gitlab_client import next_page
from scrapers.history import PER_PAGE, History, history, page_facts, stamp
from scrapers.look import Facts, Look, conditional, endpoint_of
from scrapers.relevance import MOST_BYTES, worth_reading

MOST_TREE_PAGES: Final = 5  # GitLab gives 100 paths a page; of larger trees the root is read whole
MOST_NOTES: Final = 16  # threads whose answers are asked for, newest first; three times what a median needs
_TOTAL: Final = re.compile(r"[0-9]{1,9}")
YEAR: Final = timedelta(days=365)


def head(look: Look) -> str | None:
    """Find the newest commit of the default branch; None where there is no such branch."""

    def read(answer: Answer) -> Facts:
        sha = text_of(section(answer.data, "commit"), "id")
        if sha is None:
            raise Unreachable(BAD_ANSWER)
        return {"sha": sha}

    try:
        found: str = look.asked(f"repository/branches/{quote(look.branch, safe='')}", read)["sha"]
    except Gone as gone:
        if gone.reason != NOT_FOUND:
            raise
        return None
    return found


def archived(look: Look, project: int) -> bool:
    """Ask whether a project is archived, as anybody may: whether the list of archived ones holds its number."""

    def read(answer: Answer) -> Facts:
        return {"archived": any(number(each, "id") == project for each in entries(answer.data))}

    query = archived_query(project)
    endpoint = endpoint_of("/projects", query)
    found: bool = conditional(look.client, look.memory, endpoint, "/projects", read, query)["archived"]
    return found


def archived_query(project: int) -> dict[str, str | int]:
    """Give what to ask the list of all projects for, so that only an archived one of this number is in it."""
    return {"archived": "true", "id_after": project - 1, "id_before": project + 1}


def tree(look: Look) -> tuple[str, ...]:
    """Read the paths of all files, by key; where they are too many, those of the root at least are whole."""
    paths, goes_on = _paths(look, recursive="true")
    if goes_on:
        look.missing["files_deep"] = TRUNCATED
        paths += _paths(look, recursive="false")[0]
    return tuple(sorted(set(paths)))


def _paths(look: Look, *, recursive: str) -> tuple[list[str], bool]:
    def read(answer: Answer) -> Facts:
        files = (each for each in entries(answer.data) if each.get("type") == "blob")
        paths = [path for each in files if (path := text_of(each, "path")) is not None]
        return {"paths": paths, "next": next_page(answer)}

    paths: list[str] = []
    page: Mapping[str, str] = {}
    for _ in range(MOST_TREE_PAGES):
        query: dict[str, str | int] = {
            "recursive": recursive,
            "ref": look.branch,
            "pagination": "keyset",
            "per_page": PER_PAGE,
            **page,
        }
        listed = look.content("repository/tree", read, **query)
        paths += listed["paths"]
        if listed["next"] is None:
            return paths, False
        page = listed["next"]
    return paths, True


def commits(look: Look) -> History:
    """Read the commits of the window."""
    return history(
        look, lambda query: look.content("repository/commits", _commits, ref_name=look.branch, **query)
    )


def _commits(answer: Answer) -> Facts:
    return page_facts(list(map(facts.commit, entries(answer.data))), goes_on=next_page(answer) is not None)


def commit_count(look: Look) -> int | None:
    """Count the whole history where this GitLab tells how many commits there are; many have stopped to."""

    def read(answer: Answer) -> Facts:
        return {"count": total(answer)}

    count: int | None = look.content("repository/commits", read, ref_name=look.branch, per_page=1)["count"]
    if count is None:
        look.missing["commit_count"] = NOT_SENT
    return count


def total(answer: Answer) -> int | None:
    """Read how long a list is in all: of its one page, or of `X-Total`; None where that is not told."""
    if next_page(answer) is None:
        return len(list(entries(answer.data)))
    written = answer.headers.get("x-total", "")
    return int(written) if _TOTAL.fullmatch(written) else None


def tags(look: Look) -> tuple[TagFact, ...]:
    """Read the first page of tags, which have their dates here; tagging moves no branch, so it is always asked for."""

    def read(answer: Answer) -> Facts:
        found = (facts.tag(entry) for entry in entries(answer.data))
        return {
            "tags": [each for each in found if each is not None],
            "goes_on": next_page(answer) is not None,
        }

    listed = look.asked("repository/tags", read, per_page=PER_PAGE)
    if listed["goes_on"]:
        look.missing["tags_complete"] = MORE_THAN_READ
    return tuple(TagFact(name, _moment(date)) for name, date in listed["tags"])


def releases(look: Look) -> tuple[ReleaseFact, ...]:
    """Read the first page of releases."""

    def read(answer: Answer) -> Facts:
        found = (facts.release(entry) for entry in entries(answer.data))
        return {"releases": [kept_release(each) for each in found if each is not None]}

    return tuple(map(known_release, look.asked("releases", read, per_page=PER_PAGE)["releases"]))


def threads(look: Look, observed_at: datetime) -> tuple[ThreadFact, ...]:
    """Read the newest issues and merge requests of a year, with when somebody first answered each.

    Answers cost a request a thread that has any, so the sample ends where those are used up.
    """
    begins = (observed_at - YEAR).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )  # stays for a month
    found = [
        *((each, "issues") for each in _listed(look, "issues", begins)),
        *((each, "merge_requests") for each in _listed(look, "merge_requests", begins)),
    ]
    found.sort(key=lambda pair: str(pair[0]["opened"]), reverse=True)
    read: list[ThreadFact] = []
    asked = 0
    for thread, kind in found:
        asked += bool(thread["notes"])
        if asked > MOST_NOTES:
            look.missing["threads_complete"] = MORE_THAN_READ
            break
        read.append(_thread(thread, kind, _answered(look, thread, kind)))
    return tuple(read)


def _listed(look: Look, kind: str, begins: datetime) -> list[Mapping[str, Any]]:
    def read(answer: Answer) -> Facts:
        found = (facts.thread(entry) for entry in entries(answer.data))
        return {"threads": [each for each in found if each is not None]}

    query: dict[str, str | int] = {
        "scope": "all",
        "state": "all",
        "created_after": stamp(begins),
        "per_page": PER_PAGE,
    }
    listed: list[Mapping[str, Any]] = look.asked(kind, read, **query)["threads"]
    return listed


def _answered(look: Look, thread: Mapping[str, Any], kind: str) -> str | None:
    """Find when somebody first wrote; of a thread that nobody touched since, that is known."""
    if not thread["notes"]:
        return None

    def read(answer: Answer) -> Facts:
        return {"at": facts.first_note(answer.data, thread["author"]), "changed": thread["changed"]}

    below = f"{kind}/{thread['iid']}/notes"
    query: dict[str, str | int] = {"sort": "asc", "per_page": PER_PAGE}
    known = look.memory.known.get(endpoint_of(below, query))
    if known is not None and known.facts["changed"] == thread["changed"]:
        found = look.memory.recall(endpoint_of(below, query)) or known.facts
    else:
        found = look.asked(below, read, **query)
    at: str | None = found["at"]
    return at


def _thread(kept: Mapping[str, Any], kind: str, answered: str | None) -> ThreadFact:
    ended = kept["closed"] if kept["ended_by_other"] else None
    first = min((each for each in (answered, ended) if each is not None), default=None)
    return ThreadFact(
        datetime.fromisoformat(kept["opened"]),
        _moment(first),
        _moment(kept["closed"]),
        is_change_request=kind == "merge_requests",
    )


def texts(look: Look, paths: tuple[str, ...]) -> dict[str, str]:
    """Read the small files that matter."""
    read: dict[str, str] = {}
    for path in worth_reading(paths):
        found = look.attempt(f"texts/{path}", partial(_text, look, path))
        if found is not None:
            read[path] = found["text"]
            if not found["is_exact"]:
                look.missing[f"texts/{path}"] = NOT_UTF8
    return read


def _text(look: Look, path: str) -> Facts:
    def read(answer: Answer) -> Facts:
        content = file_bytes(answer.data)
        if content is None:
            raise Unreachable(BAD_ANSWER)
        if len(content) > MOST_BYTES:
            raise Unreachable(TOO_LARGE)
        text, is_exact = decoded(content)
        return {"text": text, "is_exact": is_exact}

    return look.content(f"repository/files/{quote(path, safe='')}", read, ref=look.branch)


def _moment(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)
