"""Tools from npm that judge us from outside, each installed into its own folder from its committed lock."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
STEP_SECONDS = 300  # npm on a slow line


class NotInstalled(Exception):  # noqa: N818 - the state of this machine, in words
    """The tool could not be had; the message says why."""


def run(tool: str, *command: str) -> "subprocess.CompletedProcess[str]":
    """Install a tool where it is not yet, and run a command in its folder.

    Raises:
        NotInstalled: there is no npm, or the packages could not be fetched.
    """
    home = HERE / tool
    if not (home / "node_modules" / ".package-lock.json").is_file():
        done = _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], home)
        if done.returncode:
            raise NotInstalled(done.stderr.strip())
    return _run(command, home)


def _run(command: Sequence[str], home: Path) -> "subprocess.CompletedProcess[str]":
    program = shutil.which(command[0])
    if program is None:
        raise NotInstalled(f"no {command[0]} was found on this machine")
    environment = {name: value for name, value in os.environ.items() if name != "NODE_OPTIONS"}
    return subprocess.run(  # noqa: S603 - fixed commands, no input of anybody's
        [program, *command[1:]],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        timeout=STEP_SECONDS,
        check=False,
    )
