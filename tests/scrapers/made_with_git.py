"""Real repositories, made with git's own commands in a folder of the test."""

import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

TIME_LIMIT_SECONDS = 60


def git(folder: Path, *arguments: str, given: bytes | None = None, **variables: str) -> str:
    """Run git as somebody whose own settings do not matter."""
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
    command = ["git", "-c", "init.defaultBranch=main", "-c", "commit.gpgSign=false", *arguments]
    done = subprocess.run(  # noqa: S603 - git itself, in a folder of the test
        command,
        cwd=folder,
        input=given,
        env={"PATH": os.environ["PATH"], **own, **variables},
        check=True,
        capture_output=True,
        timeout=TIME_LIMIT_SECONDS,
    )
    return done.stdout.decode("utf-8", "replace").strip()


def signed(name: str, email: str, at: str, committed: str | None = None) -> dict[str, str]:
    """Say who made a commit or tag, and when."""
    return {
        "GIT_AUTHOR_NAME": name,
        "GIT_AUTHOR_EMAIL": email,
        "GIT_AUTHOR_DATE": at,
        "GIT_COMMITTER_NAME": "GitHub",
        "GIT_COMMITTER_EMAIL": "noreply@github.com",
        "GIT_COMMITTER_DATE": committed or at,
    }


def new(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet")
    return folder


def commit(folder: Path, name: str, email: str, at: str, committed: str | None = None) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "work", **signed(name, email, at, committed))


def rebuild(
    folder: Path, commits: Sequence[Mapping[str, Any]], tags: Iterable[Mapping[str, Any]], branch: str
) -> Path:
    """Make a bare repository with the parents, people and dates of recorded commits (newest first)."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--bare")
    ordered = _parents_first(commits)
    marks = {each["sha"]: number for number, each in enumerate(ordered, start=1)}
    lines: list[str] = []
    for each in ordered:
        parents = [marks[sha] for sha in each["parents"]]
        person = f"{each['login']} <{each['login']}@example.org>"
        lines += [
            *([] if parents else ["reset refs/build/all"]),  # a root does not follow what came before it
            "commit refs/build/all",
            f"mark :{marks[each['sha']]}",
            f"author {person} {_stamp(each['authored'])}",
            f"committer {person} {_stamp(each['committed'])}",
            f"data {len(each['sha'])}",  # two commits of a second by one person are two
            str(each["sha"]),
            *(f"{'merge' if place else 'from'} :{mark}" for place, mark in enumerate(parents)),
            "",
        ]
    lines += [f"reset refs/heads/{branch}", f"from :{marks[commits[0]['sha']]}", ""]
    for tag in tags:
        lines += [
            f"tag {tag['name']}",
            f"from :{marks[tag['sha']]}",
            f"tagger recorder <recorder@example.org> {_stamp(tag['date'])}",
            "data 0",
            "",
        ]
    git(folder, "fast-import", "--quiet", "--force", given="\n".join(lines).encode())
    git(folder, "symbolic-ref", "HEAD", f"refs/heads/{branch}")
    return folder


def _parents_first(commits: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    by_sha = {each["sha"]: each for each in commits}
    order = TopologicalSorter({sha: each["parents"] for sha, each in by_sha.items()}).static_order()
    return [by_sha[sha] for sha in order]


def _stamp(moment: str) -> str:
    read = datetime.fromisoformat(moment)
    return f"{int(read.timestamp())} {read.strftime('%z')}"
