"""Looking at a repository through a clone or mirror of it: what git itself knows, without any forge.

`observe` gives the state at one time: commits that HEAD reaches and that were committed by then, tags made by then,
and the files of the newest commit of HEAD's first-parent line that existed then. What only a forge knows (archived,
stars, issues, releases) is missing and says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from registry.health import CommitFact, RepositoryObservation, TagFact, is_bot, pseudonym
from registry.health.activity import BEGINNING
from registry.health.identity import is_machine_email, person_key
from registry.software import addresses
from scrapers.failures import NOT_SENT, NOT_UTF8, TOO_LARGE
from scrapers.git_command import GitDirectory, NotARepository, git_directory
from scrapers.github_facts import decoded
from scrapers.relevance import MOST_BYTES, worth_reading

__all__ = ["NotARepository", "observe"]

FORGE: Final = "git"
SHALLOW: Final = "SHALLOW"  # the clone was cut off: older history is not there
NO_DEFAULT_BRANCH: Final = (
    "NO_DEFAULT_BRANCH"  # HEAD names a branch that is not there, and several others are
)
NOT_IN_CLONE: Final = "NOT_IN_CLONE"  # a partial clone leaves contents out
NO_FORGE: Final = ("archived", "fork", "stars", "open_issues", "releases", "forge_licence", "community")
FALLBACK_BRANCHES: Final = ("refs/remotes/origin/HEAD", "refs/heads/main", "refs/heads/master")
LATEST: Final = datetime(9999, 12, 31, tzinfo=UTC)  # what a date beyond our calendar becomes

# sha, parents, committed, authored (seconds), the author's name and e-mail as `.mailmap` has them
_COMMIT_FORMAT: Final = "%H%x00%P%x00%ct%x00%at%x00%aN%x00%aE"
_COMMIT_FIELDS: Final = 6
_TAG_FORMAT: Final = (
    "%(refname:strip=2)%00%(creatordate:unix)%00%(if)%(contents:signature)%(then)signed%(end)"
)
_SYMBOLIC_LINK: Final = "120000"


@dataclass(frozen=True, slots=True)
class _Commit:
    fact: CommitFact
    first_parent: str | None


@dataclass(frozen=True, slots=True)
class _Blob:
    sha: str
    is_link: bool


def observe(folder: Path, as_of: datetime) -> RepositoryObservation:
    """Look at a local clone or bare mirror as it stood at a time; nothing is fetched, checked out or executed.

    People are told apart by e-mail after `.mailmap` (GitHub's private addresses by their number); machines by name or
    e-mail (`registry.health.identity`).

    Args:
        folder: the clone or mirror.
        as_of: what came later is left out, by the committer's date of commits and by the tagger's (or, of a
            lightweight tag, the committer's) date of tags.

    Raises:
        NotARepository: git cannot read it.
        ValueError: `as_of` has no time zone.
    """
    if as_of.tzinfo is None:
        raise ValueError("as_of needs a time zone")
    git = git_directory(folder)
    branch = _branch(git)
    head = branch and git.asked("rev-parse", "--verify", "--quiet", f"{branch}^{{commit}}")
    is_shallow = git.asked("rev-parse", "--is-shallow-repository") == "true"
    known = (
        {} if head is None else {each.fact.sha: each for each in _commits(git, head, is_shallow=is_shallow)}
    )
    commits = tuple(each.fact for each in known.values() if each.fact.committed_at <= as_of)
    blobs = _files(git, _tip(known, head, as_of))
    missing = dict.fromkeys(NO_FORGE, NOT_SENT)
    texts = _texts(git, blobs, missing)
    if is_shallow:
        missing["commit_count"] = missing["commits_complete"] = SHALLOW
    is_unknown = head is None and bool(git.asked("for-each-ref", "--count=1", "refs/heads", "refs/remotes"))
    if is_unknown:
        missing.update(
            dict.fromkeys(("commits", "commits_complete", "commit_count", "files"), NO_DEFAULT_BRANCH)
        )
    address = addresses.repository_address(git.asked("config", "--get", "remote.origin.url") or "")
    return RepositoryObservation(
        url=address or folder.resolve().as_uri(),
        forge=FORGE,
        forge_id=None,
        full_name=(address and addresses.full_name_in(address)) or folder.resolve().name,
        observed_at=as_of,
        created_at=None if is_shallow else min((each.committed_at for each in commits), default=None),
        pushed_at=max((each.committed_at for each in commits), default=None),
        default_branch=_name(git, branch) if head else None,
        commits=tuple(sorted(commits, key=lambda each: each.committed_at, reverse=True)),
        commits_complete=not (is_shallow or is_unknown),
        commit_count=None if is_shallow or is_unknown else len(commits),
        tags=tuple(_tags(git, as_of)),
        files=tuple(sorted(blobs)),
        texts=texts,
        missing=missing,
    )


def _branch(git: GitDirectory) -> str | None:
    """Name the default branch, or the only one where HEAD names none that is there; None where nothing tells."""
    for ref in ("HEAD", *FALLBACK_BRANCHES):
        if git.asked("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}"):
            return ref
    listed = git.run("for-each-ref", "--count=2", "--format=%(refname)", "refs/heads").decode(
        "utf-8", "replace"
    )
    branches = listed.split("\n")[:-1]
    return branches[0] if len(branches) == 1 else None


def _name(git: GitDirectory, ref: str | None) -> str | None:
    """Give a branch as people call it; None where a commit was checked out by itself."""
    full = git.asked("symbolic-ref", "--quiet", ref) if ref in {"HEAD", FALLBACK_BRANCHES[0]} else ref
    return None if full is None else full.removeprefix("refs/heads/").removeprefix("refs/remotes/origin/")


def _is_merge(git: GitDirectory, sha: str) -> bool:
    """Say whether a commit has several parents, of which a shallow clone hides all."""
    header, _, _ = git.run("cat-file", "commit", sha).partition(b"\n\n")
    return header.count(b"\nparent ") > 1


def _commits(git: GitDirectory, head: str, *, is_shallow: bool) -> Iterator[_Commit]:
    mailmap = f"{head}:.mailmap"
    is_there = git.asked("cat-file", "-s", mailmap) is not None  # in a partial clone it may not be
    printed = git.run(
        "-c",
        f"mailmap.blob={mailmap if is_there else ''}",
        "rev-list",
        f"--format={_COMMIT_FORMAT}",
        head,
        "--",
    )
    for line in printed.split(b"\n"):
        fields = line.decode("utf-8", "replace").split("\0")
        if len(fields) != _COMMIT_FIELDS:
            continue  # the line `commit SHA` before each
        sha, parents, committed, authored, name, email = fields
        is_machine = is_bot(name) or is_machine_email(email)
        fact = CommitFact(
            sha=sha,
            authored_at=_moment(authored) or BEGINNING,
            committed_at=_moment(committed) or BEGINNING,
            author=name if is_machine else pseudonym(FORGE, person_key(email, name)),
            is_bot=is_machine,
            is_merge=" " in parents or (is_shallow and not parents and _is_merge(git, sha)),
        )
        yield _Commit(fact, parents.split(" ")[0] or None)


def _tip(known: Mapping[str, _Commit], head: str | None, as_of: datetime) -> str | None:
    """Go down the first-parent line to the commit that was the branch's newest at the time."""
    sha = head
    while sha is not None and sha in known and known[sha].fact.committed_at > as_of:
        sha = known[sha].first_parent
    return sha if sha is not None and sha in known else None


def _tags(git: GitDirectory, as_of: datetime) -> Iterator[TagFact]:
    printed = git.run("for-each-ref", f"--format={_TAG_FORMAT}", "refs/tags")
    for line in printed.split(b"\n")[:-1]:
        name, created, signed = line.decode("utf-8", "replace").split("\0")
        date = _moment(created)
        if date is None or date <= as_of:
            yield TagFact(name, date, is_signed=signed == "signed")


def _files(git: GitDirectory, commit: str | None) -> dict[str, _Blob]:
    """List the files of a commit; their sizes are not asked for, because a partial clone would have to fetch them."""
    if commit is None:
        return {}
    listed = git.run("ls-tree", "-r", "-z", "--full-tree", commit).decode("utf-8", "replace")
    found = {}
    for entry in listed.split("\0"):
        described, _, path = entry.partition("\t")
        mode, kind, sha = described.split(" ") if path else ("", "", "")
        if kind == "blob":
            found[path] = _Blob(sha, mode == _SYMBOLIC_LINK)
    return found


def _texts(git: GitDirectory, blobs: Mapping[str, _Blob], missing: dict[str, str]) -> dict[str, str]:
    """Read the few files that matter; links are listed, but what they point to is another file."""
    read: dict[str, str] = {}
    for path in worth_reading(path for path, blob in blobs.items() if not blob.is_link):
        size = git.asked("cat-file", "-s", blobs[path].sha)
        if size is None:
            missing[f"texts/{path}"] = NOT_IN_CLONE
        elif int(size) > MOST_BYTES:
            missing[f"texts/{path}"] = TOO_LARGE
        else:
            read[path], is_exact = decoded(git.run("cat-file", "blob", blobs[path].sha))
            if not is_exact:
                missing[f"texts/{path}"] = NOT_UTF8
    return read


def _moment(seconds: str) -> datetime | None:
    """Read git's seconds since 1970; None where a commit or tag has no date that git can read."""
    if not seconds.removeprefix("-").isdecimal():
        return None
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return BEGINNING if seconds.startswith("-") else LATEST
