"""What became of the contract since the last release; before there is one, since the change left main.

Run by `make schema-changes`, in CI too. What breaks clients is named in either case, and fails once there is a release:
before it, nobody was promised anything.
"""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from schema.changes import changes
from schema.contract import SCHEMA

HERE = Path(__file__).resolve().parents[2]
SDL = "schema/schema.graphql"
MAIN = ("origin/main", "main")


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the contract is held against.

    Attributes:
        name: of the commit: a release's tag, or its number.
        is_released: whether clients may rely on it.
    """

    name: str
    is_released: bool


def baseline(repository: Path) -> Baseline | None:
    """Find the last release before what is checked out; else where that left main, or on main the commit before."""
    release = _git(repository, "describe", "--tags", "--abbrev=0", "--match", "v*")
    if release:
        return Baseline(release, is_released=True)
    here = _git(repository, "rev-parse", "HEAD")
    for branch in MAIN:
        left = _git(repository, "merge-base", "HEAD", branch)
        if left and left != here:
            return Baseline(left, is_released=False)
    before = _git(repository, "rev-parse", "--verify", "--quiet", "HEAD^")
    return Baseline(before, is_released=False) if before else None


def judge(found: Baseline, old: str, new: str) -> tuple[Sequence[str], bool]:
    """What to say of a contract, a line each, and whether it may not be so."""
    since = changes(old, new)
    named = [
        *(f"breaks clients: {each}" for each in since.breaking),
        *(f"may surprise clients: {each}" for each in since.dangerous),
    ]
    return [f"Since {found.name}:", *(named or ["nothing that clients notice"])], (
        found.is_released and bool(since.breaking)
    )


def main() -> int:
    """Compare, print and return the exit code."""
    found = baseline(HERE)
    old = _git(HERE, "show", f"{found.name}:{SDL}") if found else ""
    if found is None or not old:
        click.echo("There is no earlier contract here to compare with; a shallow clone has none.")
        return 0
    lines, is_broken = judge(found, old, str(SCHEMA))
    click.echo("\n".join(lines))
    if not found.is_released:
        click.echo("Nothing is released yet, so nothing is broken that anybody was promised.")
    return 1 if is_broken else 0


def _git(repository: Path, *command: str) -> str:
    """What git says; nothing when it cannot."""
    done = subprocess.run(  # noqa: S603 - our own words
        ["git", "-C", str(repository), *command],  # noqa: S607 - whichever git there is
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() if done.returncode == 0 else ""


if __name__ == "__main__":
    sys.exit(main())
