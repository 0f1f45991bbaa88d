"""What a scraper saw of one repository at one time: facts only, never edited afterwards."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class CommitFact:
    """One commit of the default branch.

    `author` is a pseudonym, stable over observations (see `registry.health.identity`): health needs to count
    people, not to name them. `committed_at` says when the work entered this history and is what windows use;
    `authored_at` may be years older where a branch was rebased.
    """

    sha: str
    authored_at: datetime
    committed_at: datetime
    author: str
    is_bot: bool
    is_merge: bool


@dataclass(frozen=True, slots=True)
class TagFact:
    """One tag; `date` is when it was made, or that of the tagged commit or of its release; None where none was seen.

    `is_signed` says whether the tag itself carries a signature (whose it is was not checked); None when not seen.
    """

    name: str
    date: datetime | None
    is_signed: bool | None = None


@dataclass(frozen=True, slots=True)
class ReleaseFact:
    """One published release of the forge (drafts are never seen from outside)."""

    tag: str
    published_at: datetime | None
    is_prerelease: bool
    assets: tuple[str, ...] | None = None  # names of the files attached; None when they were not read


@dataclass(frozen=True, slots=True)
class ThreadFact:
    """One issue or change request (pull or merge request) that a person opened.

    `first_response_at` is when a person other than the author first commented, reviewed, merged or closed it; None
    while nobody has. `closed_at` is None while it is open.
    """

    opened_at: datetime
    first_response_at: datetime | None
    closed_at: datetime | None
    is_change_request: bool


@dataclass(frozen=True, slots=True)
class AdvisoryFact:
    """One published security advisory about this software; `closed_at` is when a fixed version came out."""

    id: str
    is_critical: bool
    published_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class EventFact:
    """Something that happened to the repository itself, such as `renamed` with both names in `detail`."""

    kind: str
    detail: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RepositoryObservation:
    """One look at one repository. Unknown is None and has its reason in `missing`; it is never zero.

    Attributes:
        url: the address as it is registered (`https://github.com/OWNER/NAME`).
        forge: who answered: `github`, the host of a GitLab, or `git` itself.
        forge_id: the forge's own number of the repository; it survives renames and transfers.
        full_name: `OWNER/NAME` as the forge knows it now.
        observed_at: when the look was taken, with its time zone.
        created_at, pushed_at: as the forge says.
        default_branch: None for a repository that has none.
        archived, fork: as the forge says; None when it did not.
        parent: `OWNER/NAME` that this one was forked from.
        root: `OWNER/NAME` of the first repository of all these forks (GitHub's `source`).
        stars, open_issues: as the forge counts (GitHub counts open pull requests among issues).
        commits: newest first, of the default branch; the newest ones even if older than the window.
        commits_complete: whether `commits` holds everything of the `WINDOW_MONTHS` before `observed_at`.
        commit_count: of the whole history, where it is known.
        tags, files: names with dates, and the paths of the default branch's tree; when they could not be
            fetched they are empty and `missing` names them, so ask `knows` before reading absence into them.
        releases: those of the first page; None when they could not be fetched.
        texts: contents of the small files that matter, by path.
        text_digests: SHA-256 of those contents, kept when the contents are not.
        forge_licence: SPDX id that the forge itself detected.
        threads: issues and change requests opened in the last year at least; None when they were not read.
        advisories: all that are published about it; None when they were not read.
        organisation_files: paths in the publisher's `.github` repository, whose community files hold for all of its
            repositories; empty when it has none, None when that was not looked at.
        community: the forge's community profile, as it was sent.
        events: what happened to the repository since it was registered.
        missing: name of an attribute above -> why it is unknown or incomplete.
    """

    url: str
    forge: str
    forge_id: int | None
    full_name: str
    observed_at: datetime
    created_at: datetime | None = None
    pushed_at: datetime | None = None
    default_branch: str | None = None
    archived: bool | None = None
    fork: bool | None = None
    parent: str | None = None
    root: str | None = None
    description: str | None = None
    topics: tuple[str, ...] = ()
    stars: int | None = None
    open_issues: int | None = None
    commits: tuple[CommitFact, ...] = ()
    commits_complete: bool = False
    commit_count: int | None = None
    tags: tuple[TagFact, ...] = ()
    releases: tuple[ReleaseFact, ...] | None = None
    files: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    text_digests: Mapping[str, str] = field(default_factory=dict)
    forge_licence: str | None = None
    threads: tuple[ThreadFact, ...] | None = None
    advisories: tuple[AdvisoryFact, ...] | None = None
    organisation_files: tuple[str, ...] | None = None
    community: Mapping[str, Any] | None = None
    events: tuple[EventFact, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)

    def knows(self, attribute: str) -> bool:
        """Say whether an attribute was fetched at all, so that its emptiness is a fact."""
        return attribute not in self.missing


WINDOW_MONTHS = 24  # year-on-year figures compare two years; nothing in the model looks further back


def observation_as_json(observation: RepositoryObservation) -> dict[str, Any]:
    """Make the stored form: every fact, with the SHA-256 of each text in place of the text."""
    digests = {path: _digest(text) for path, text in observation.texts.items()}
    return {
        "url": observation.url,
        "forge": observation.forge,
        "forge_id": observation.forge_id,
        "full_name": observation.full_name,
        "observed_at": observation.observed_at.isoformat(),
        "created_at": _written(observation.created_at),
        "pushed_at": _written(observation.pushed_at),
        "default_branch": observation.default_branch,
        "archived": observation.archived,
        "fork": observation.fork,
        "parent": observation.parent,
        "root": observation.root,
        "description": observation.description,
        "topics": list(observation.topics),
        "stars": observation.stars,
        "open_issues": observation.open_issues,
        "commits": [_commit_as_json(commit) for commit in observation.commits],
        "commits_complete": observation.commits_complete,
        "commit_count": observation.commit_count,
        "tags": [
            {"name": tag.name, "date": _written(tag.date), "signed": tag.is_signed}
            for tag in observation.tags
        ],
        "releases": None
        if observation.releases is None
        else [
            {
                "tag": each.tag,
                "published_at": _written(each.published_at),
                "prerelease": each.is_prerelease,
                "assets": None if each.assets is None else list(each.assets),
            }
            for each in observation.releases
        ],
        "files": list(observation.files),
        "text_digests": {**observation.text_digests, **digests},
        "forge_licence": observation.forge_licence,
        "threads": None
        if observation.threads is None
        else [_thread_as_json(each) for each in observation.threads],
        "advisories": None
        if observation.advisories is None
        else [_advisory_as_json(each) for each in observation.advisories],
        "organisation_files": None
        if observation.organisation_files is None
        else list(observation.organisation_files),
        "community": None if observation.community is None else dict(observation.community),
        "events": [{"kind": event.kind, "detail": dict(event.detail)} for event in observation.events],
        "missing": dict(observation.missing),
    }


def observation_from_json(stored: Mapping[str, Any]) -> RepositoryObservation:
    """Read the stored form back; texts are gone, their digests remain. What older ones did not hold is unknown.

    Raises:
        KeyError, ValueError: the mapping was not written by `observation_as_json`.
    """
    return RepositoryObservation(
        url=stored["url"],
        forge=stored["forge"],
        forge_id=stored["forge_id"],
        full_name=stored["full_name"],
        observed_at=datetime.fromisoformat(stored["observed_at"]),
        created_at=_read(stored["created_at"]),
        pushed_at=_read(stored["pushed_at"]),
        default_branch=stored["default_branch"],
        archived=stored["archived"],
        fork=stored["fork"],
        parent=stored["parent"],
        root=stored.get("root"),
        description=stored["description"],
        topics=tuple(stored["topics"]),
        stars=stored["stars"],
        open_issues=stored["open_issues"],
        commits=tuple(_commit_from_json(each) for each in stored["commits"]),
        commits_complete=stored["commits_complete"],
        commit_count=stored["commit_count"],
        tags=tuple(TagFact(each["name"], _read(each["date"]), each.get("signed")) for each in stored["tags"]),
        releases=None
        if stored["releases"] is None
        else tuple(
            ReleaseFact(
                each["tag"], _read(each["published_at"]), each["prerelease"], _tuple(each.get("assets"))
            )
            for each in stored["releases"]
        ),
        files=tuple(stored["files"]),
        text_digests=dict(stored["text_digests"]),
        forge_licence=stored["forge_licence"],
        threads=None
        if stored.get("threads") is None
        else tuple(_thread_from_json(each) for each in stored["threads"]),
        advisories=None
        if stored.get("advisories") is None
        else tuple(_advisory_from_json(each) for each in stored["advisories"]),
        organisation_files=_tuple(stored.get("organisation_files")),
        community=stored["community"],
        events=tuple(EventFact(each["kind"], dict(each["detail"])) for each in stored["events"]),
        missing=dict(stored["missing"]),
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _read(moment: str | None) -> datetime | None:
    return None if moment is None else datetime.fromisoformat(moment)


def _commit_as_json(commit: CommitFact) -> dict[str, Any]:
    return {
        "sha": commit.sha,
        "authored_at": commit.authored_at.isoformat(),
        "committed_at": commit.committed_at.isoformat(),
        "author": commit.author,
        "bot": commit.is_bot,
        "merge": commit.is_merge,
    }


def _commit_from_json(stored: Mapping[str, Any]) -> CommitFact:
    return CommitFact(
        sha=stored["sha"],
        authored_at=datetime.fromisoformat(stored["authored_at"]),
        committed_at=datetime.fromisoformat(stored["committed_at"]),
        author=stored["author"],
        is_bot=stored["bot"],
        is_merge=stored["merge"],
    )


def _thread_as_json(thread: ThreadFact) -> dict[str, Any]:
    return {
        "opened_at": thread.opened_at.isoformat(),
        "first_response_at": _written(thread.first_response_at),
        "closed_at": _written(thread.closed_at),
        "change_request": thread.is_change_request,
    }


def _thread_from_json(stored: Mapping[str, Any]) -> ThreadFact:
    return ThreadFact(
        datetime.fromisoformat(stored["opened_at"]),
        _read(stored["first_response_at"]),
        _read(stored["closed_at"]),
        stored["change_request"],
    )


def _advisory_as_json(advisory: AdvisoryFact) -> dict[str, Any]:
    return {
        "id": advisory.id,
        "critical": advisory.is_critical,
        "published_at": advisory.published_at.isoformat(),
        "closed_at": _written(advisory.closed_at),
    }


def _advisory_from_json(stored: Mapping[str, Any]) -> AdvisoryFact:
    return AdvisoryFact(
        stored["id"],
        stored["critical"],
        datetime.fromisoformat(stored["published_at"]),
        _read(stored["closed_at"]),
    )


def _tuple(stored: list[str] | None) -> tuple[str, ...] | None:
    return None if stored is None else tuple(stored)
