"""The parts of a look at a GitHub repository: its tree, history, releases, tags, advisories and small files."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote

from registry.health import AdvisoryFact, CommitFact, ReleaseFact, TagFact
from registry.health.files import CONTRIBUTING, SECURITY, has
from scrapers import github_facts as facts
from scrapers.conversation import Answer
from scrapers.failures import (
    BAD_ANSWER,
    MORE_THAN_READ,
    NOT_FOUND,
    NOT_UTF8,
    TOO_LARGE,
    TRUNCATED,
    Gone,
    Unreachable,
)
from scrapers.history import PER_PAGE, History, history, page_facts
from scrapers.look import EMPTY, Facts, Look, conditional, endpoint_of
from scrapers.relevance import MOST_BYTES, worth_reading

ORGANISATION: Final = "organisation"  # remembered under this name


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


def commits(look: Look) -> History:
    """Read the commits of the window."""
    return history(look, lambda query: look.content("commits", commit_facts, **query))


def commit_facts(answer: Answer) -> Facts:
    """Keep of a page of commits the commits, and whether there are more."""
    return page_facts(list(map(facts.commit, facts.entries(answer.data))), goes_on=answer.has_next_page)


def commit_count(look: Look) -> int | None:
    """Count the whole history by the number of its pages of one."""

    def counted(answer: Answer) -> Facts:
        return {"count": answer.last_page or len(list(facts.entries(answer.data)))}

    found = look.content("commits", counted, per_page=1)
    count: int = 0 if found.get(EMPTY) else found["count"]
    return count


def releases(look: Look, *, is_put_off: bool = False) -> tuple[ReleaseFact, ...]:
    """Read the first page of releases; publishing one pushes nothing, so it is asked for unless put off for a night."""

    def read(answer: Answer) -> Facts:
        found = (facts.release(entry) for entry in facts.entries(answer.data))
        return {"releases": [facts.kept_release(each) for each in found if each is not None]}

    ask = look.content if is_put_off else look.asked
    return tuple(map(facts.known_release, ask("releases", read, per_page=PER_PAGE)["releases"]))


def advisories(look: Look) -> tuple[AdvisoryFact, ...]:
    """Read the published security advisories (REST API, "List repository security advisories")."""

    def read(answer: Answer) -> Facts:
        found = (facts.advisory(entry) for entry in facts.entries(answer.data))
        return {"advisories": [each for each in found if each is not None]}

    listed = look.asked("security-advisories", read, per_page=PER_PAGE, state="published")["advisories"]
    return tuple(map(facts.known_advisory, listed))


def tags(
    look: Look, read_commits: Sequence[CommitFact], published: Sequence[ReleaseFact]
) -> tuple[TagFact, ...]:
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
    committed = {commit.sha: commit.committed_at for commit in read_commits}
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


def organisation_files(look: Look, owner: str, files: Iterable[str]) -> tuple[str, ...] | None:
    """List what the owner's repository `.github` holds, whose community files are those of all its repositories.

    (GitHub, "Creating a default community health file".) It is asked for when this repository changed, and not where
    it has a security policy and rules for contributing of its own.
    """
    paths = tuple(files)
    if has(SECURITY, paths) and has(CONTRIBUTING, paths):
        return None
    if look.is_same_content:
        known = look.memory.recall(ORGANISATION)
    else:
        address = f"/repos/{quote(owner, safe='')}/.github/git/trees/HEAD"
        try:
            known = conditional(
                look.client, look.memory, ORGANISATION, address, _tree_facts, {"recursive": 1}
            )
        except Gone as gone:
            if gone.reason != NOT_FOUND:
                raise
            known = look.memory.learn(ORGANISATION, None, {EMPTY: True})
    return None if known is None else tuple(sorted(known.get("files", ())))


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
