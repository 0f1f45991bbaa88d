"""The parts of a look at a GitHub repository: its tree, history, releases, tags, advisories and small files."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote

from registry.health import AdvisoryFact, CommitFact, ReleaseFact, TagFact
from scrapers import github_facts as facts
from scrapers.failures import (
    BAD_ANSWER,
    MORE_THAN_READ,
    NOT_UTF8,
    RATE_LIMITED,
    TOO_LARGE,
    TRUNCATED,
    Gone,
    Unreachable,
)
from scrapers.github_client import Answer
from scrapers.github_look import EMPTY, Facts, Look, endpoint_of
from scrapers.relevance import MOST_BYTES, worth_reading

PER_PAGE: Final = 100  # the most that GitHub gives
MOST_COMMITS: Final = 500  # five pages; busier repositories are sampled from their newest end
MOST_PAGES: Final = MOST_COMMITS // PER_PAGE


@dataclass(frozen=True, slots=True)
class History:
    """The commits that were read, newest first, and whether they are all of the window."""

    commits: tuple[CommitFact, ...] = ()
    is_complete: bool = False


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of the tree: its size in bytes and git's name for its content, where they were sent."""

    size: int | None
    sha: str | None


def tree(look: Look) -> dict[str, Blob]:
    """Read the paths of all files."""
    listed = look.content(f"git/trees/{quote(look.branch, safe='')}", _tree_facts, recursive=1)
    if listed.get(EMPTY):
        return {}  # that an empty repository has no files is known
    files = dict(listed["files"])
    if listed["truncated"]:
        look.missing["files_deep"] = TRUNCATED
        files |= look.content("contents/", root_facts, ref=look.branch)["files"]  # the root at least is whole
    return {path: Blob(*about) for path, about in files.items()}


def _tree_facts(answer: Answer) -> Facts:
    listed = answer.data.get("tree") if isinstance(answer.data, dict) else None
    if not isinstance(listed, list):
        raise Unreachable(BAD_ANSWER)
    return {"files": _blobs(listed), "truncated": bool(facts.truth(answer.data, "truncated"))}


def root_facts(answer: Answer) -> Facts:
    """Keep of the root of the tree its files."""
    return {"files": _blobs(answer.data)}


def _blobs(listed: Any) -> dict[str, list[int | str | None]]:
    return {
        path: [facts.number(entry, "size"), facts.text(entry, "sha")]
        for entry in facts.entries(listed)
        if (path := facts.text(entry, "path")) is not None and entry.get("type") in {"blob", "file"}
    }


def history(look: Look) -> History:
    """Read the commits of the window; where no person is among them, the page before it as well."""
    commits: list[CommitFact] = []
    is_complete = False
    for page in range(1, MOST_PAGES + 1):
        try:
            listed = look.content(
                "commits", commit_facts, since=_stamp(look.since), per_page=PER_PAGE, page=page
            )
        except (Unreachable, Gone) as failure:
            if page == 1 or failure.reason == RATE_LIMITED:
                raise
            look.missing["commits_complete"] = failure.reason
            break
        if listed.get(EMPTY):
            return History((), is_complete=True)
        commits += map(facts.known_commit, listed["commits"])
        if not listed["goes_on"]:
            is_complete = True
            break
    else:
        look.missing["commits_complete"] = MORE_THAN_READ
    if is_complete and all(commit.is_bot or commit.is_merge for commit in commits):
        known = {commit.sha for commit in commits}
        older = look.attempt("commits_before_window", lambda: _page_before(look)) or ()
        commits += [commit for commit in older if commit.sha not in known]
    return History(tuple(commits), is_complete)


def _page_before(look: Look) -> tuple[CommitFact, ...]:
    listed = look.content("commits", commit_facts, until=_stamp(look.since), per_page=PER_PAGE)
    return tuple(map(facts.known_commit, listed.get("commits", ())))


def commit_facts(answer: Answer) -> Facts:
    """Keep of a page of commits the commits, and whether there are more."""
    read = (facts.commit(entry) for entry in facts.entries(answer.data))
    return {
        "commits": [facts.kept_commit(each) for each in read if each is not None],
        "goes_on": answer.has_next_page,
    }


def commit_count(look: Look) -> int | None:
    """Count the whole history by the number of its pages of one."""

    def counted(answer: Answer) -> Facts:
        return {"count": answer.last_page or len(list(facts.entries(answer.data)))}

    found = look.content("commits", counted, per_page=1)
    count: int = 0 if found.get(EMPTY) else found["count"]
    return count


def releases(look: Look) -> tuple[ReleaseFact, ...]:
    """Read the first page of releases; publishing one pushes nothing, so it is always asked for."""

    def read(answer: Answer) -> Facts:
        found = (facts.release(entry) for entry in facts.entries(answer.data))
        return {"releases": [facts.kept_release(each) for each in found if each is not None]}

    return tuple(map(facts.known_release, look.asked("releases", read, per_page=PER_PAGE)["releases"]))


def advisories(look: Look) -> tuple[AdvisoryFact, ...]:
    """Read the published security advisories (REST API, "List repository security advisories")."""

    def read(answer: Answer) -> Facts:
        found = (facts.advisory(entry) for entry in facts.entries(answer.data))
        return {"advisories": [each for each in found if each is not None]}

    listed = look.asked("security-advisories", read, per_page=PER_PAGE, state="published")["advisories"]
    return tuple(map(facts.known_advisory, listed))


def tags(look: Look, commits: Sequence[CommitFact], published: Sequence[ReleaseFact]) -> tuple[TagFact, ...]:
    """Read the tags. The list has no dates: they come from commits and releases already read.

    Where that dates none, the commit of the highest version is asked for.
    """

    def read(answer: Answer) -> Facts:
        found = (facts.tag_name(entry) for entry in facts.entries(answer.data))
        return {
            "tags": [[each.name, each.sha] for each in found if each is not None],
            "goes_on": answer.has_next_page,
        }

    listed = look.content("tags", read, per_page=PER_PAGE)
    if listed.get("goes_on"):
        look.missing["tags_complete"] = MORE_THAN_READ
    names: dict[str, str | None] = dict(listed.get("tags", ()))
    committed = {commit.sha: commit.committed_at for commit in commits}
    released = {each.tag: each.published_at for each in published}
    dates = {name: committed.get(sha or "") or released.get(name) for name, sha in names.items()}
    if names and not any(dates.values()):
        highest = max(names, key=_version)
        dates[highest] = look.attempt("tag_dates", lambda: commit_date(look, names[highest]))
    return tuple(TagFact(name, dates[name]) for name in names)


def commit_date(look: Look, sha: str | None) -> datetime | None:
    """Ask when a commit was made; that never changes, so it is asked once."""
    if sha is None:
        return None

    def read(answer: Answer) -> Facts:
        commit = facts.commit(answer.data) if isinstance(answer.data, dict) else None
        return {"at": None if commit is None else commit.committed_at.isoformat()}

    at = look.memory.recall(f"commits/{sha}") or look.asked(f"commits/{quote(sha, safe='')}", read)
    return datetime.fromisoformat(at["at"]) if at.get("at") else None


def _version(name: str) -> tuple[int, ...]:
    """Order versions by their numbers: `v1.10` after `v1.9`."""
    return tuple(int(part) for part in re.findall(r"\d{1,9}", name))


def to_read(look: Look, files: Mapping[str, Blob]) -> tuple[str, ...]:
    """Choose the small files that matter and are not remembered as git names them now."""
    return tuple(
        path
        for path in worth_reading(files)
        if (files[path].size or 0) <= MOST_BYTES and _known_text(look, path, files[path].sha) is None
    )


def texts(
    look: Look, files: Mapping[str, Blob], read: Mapping[str, tuple[str | None, str]] = MappingProxyType({})
) -> dict[str, str]:
    """Read the small files that matter; one whose content git names as before is not asked for again.

    Args:
        look: in progress.
        files: of the tree.
        read: what came in one answer already, by path: git's name of the content, and the content.
    """
    texts: dict[str, str] = {}
    for path in worth_reading(files):
        if (files[path].size or 0) > MOST_BYTES:
            look.missing[f"texts/{path}"] = TOO_LARGE
            continue
        found = look.attempt(f"texts/{path}", partial(_text, look, path, files[path].sha, read.get(path)))
        if found is not None:
            texts[path] = found["text"]
            if not found["is_exact"]:
                look.missing[f"texts/{path}"] = NOT_UTF8
    return texts


def _text(look: Look, path: str, sha: str | None, came: tuple[str | None, str] | None) -> Facts:
    def read(answer: Answer) -> Facts:
        content = facts.file_bytes(answer.data)
        if content is None:
            raise Unreachable(BAD_ANSWER)
        text, is_exact = facts.decoded(content[:MOST_BYTES])
        return {"text": text, "is_exact": is_exact, "sha": facts.text(answer.data, "sha")}

    known = _known_text(look, path, sha)
    if known is not None:
        return look.memory.recall(_text_endpoint(look, path)) or known
    if came is not None:
        kept = {"text": came[1], "is_exact": True, "sha": came[0]}
        return look.memory.learn(_text_endpoint(look, path), None, kept)
    return look.asked(f"contents/{quote(path)}", read, ref=look.branch)


def _known_text(look: Look, path: str, sha: str | None) -> Facts | None:
    known = look.memory.known.get(_text_endpoint(look, path))
    is_same = known is not None and sha is not None and known.facts.get("sha") == sha
    return known.facts if known is not None and is_same else None


def _text_endpoint(look: Look, path: str) -> str:
    return endpoint_of(f"contents/{quote(path)}", {"ref": look.branch})


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
