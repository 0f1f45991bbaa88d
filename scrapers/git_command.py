"""Running `git` on a repository that a stranger made: only reads, and nothing that its content or settings ask for.

A repository's own configuration can name programs (`core.fsmonitor`, `gpg.program`, `core.sshCommand`, hooks, external
diffs, filters) and files. So only plumbing is called, which asks for none of them; what could matter is overridden on
the command line, the environment is made anew, and no transport is allowed, which also keeps a partial clone from
fetching what it lacks. The repository is named by its git directory: nothing above the folder is searched, and a
folder of another user can be read, as a mirror that a service keeps must be.
"""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TIME_LIMIT_SECONDS: Final = 120  # a command; 100,000 commits take two
MOST_OUTPUT_BYTES: Final = 1024**3  # a command; a million commits are 200 MB
_GITFILE_PREFIX: Final = "gitdir: "

_OVERRIDES: Final = (
    "safe.directory=*",
    "core.bare=true",  # the working tree is never looked at, its `.mailmap` included
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.commitGraph=false",  # a cache that could say other dates than the commits themselves
    "core.attributesFile=/dev/null",
    "mailmap.file=/dev/null",
    "mailmap.blob=",
    "i18n.logOutputEncoding=UTF-8",
)


class NotARepository(Exception):  # noqa: N818 reads as what it says: `raise NotARepository(...)`
    """The folder holds no repository that git can read.

    Attributes:
        path: the folder.
        detail: what git said, in English.
    """

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(f"{path}: {detail}")
        self.path = path
        self.detail = detail


@dataclass(frozen=True, slots=True)
class GitDirectory:
    """Where git keeps a repository: the mirror itself, or `.git` of a clone."""

    path: Path

    def run(self, *arguments: str, given: bytes = b"") -> bytes:
        """Give what a plumbing command prints.

        Raises:
            NotARepository: git refused, took too long, or printed without end.
        """
        options = [part for each in _OVERRIDES for part in ("-c", each)]
        command = [
            "git",
            "--no-pager",
            "--no-replace-objects",
            f"--git-dir={self.path}",
            *options,
            *arguments,
        ]
        try:
            done = subprocess.run(  # noqa: S603 - git itself, with our own arguments and without a shell
                command,
                input=given,
                capture_output=True,
                check=False,
                cwd=self.path,
                env=_environment(),
                timeout=TIME_LIMIT_SECONDS,
            )
        except FileNotFoundError as error:
            raise NotARepository(self.path, "the command 'git' is not installed") from error
        except subprocess.TimeoutExpired as error:
            raise NotARepository(self.path, f"git took longer than {TIME_LIMIT_SECONDS} seconds") from error
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise NotARepository(self.path, said[-1] if said else f"git ended with {done.returncode}")
        if len(done.stdout) > MOST_OUTPUT_BYTES:
            raise NotARepository(self.path, "git printed too much")
        return done.stdout

    def asked(self, *arguments: str) -> str | None:
        """Give one line that a command answers with; None where it has no answer."""
        try:
            return self.run(*arguments).decode("utf-8", "replace").strip() or None
        except NotARepository:
            return None


def git_directory(folder: Path) -> GitDirectory:
    """Find the git directory of a clone, a linked working tree or a bare mirror.

    Raises:
        NotARepository: there is none in this very folder; those above it are not searched.
    """
    inner = folder / ".git"
    if inner.is_file():
        written = inner.read_text("utf-8", "replace")[:4096].strip()
        inner = folder / written.removeprefix(_GITFILE_PREFIX)
    for candidate in (inner, folder):
        if (candidate / "HEAD").exists() and (
            (candidate / "objects").is_dir() or (candidate / "commondir").is_file()
        ):
            found = GitDirectory(candidate.resolve())
            found.run("rev-parse", "--git-dir")
            return found
    raise NotARepository(folder, "no git repository in this folder")


def _environment() -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.devnull,
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_GRAFT_FILE": os.devnull,  # another history than the commits' own
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }
