"""A whole Commonfield of one's own, in a process of its own, for as long as it is needed."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from api.settings import PREFIX, Settings, variable
from store.embedded import EmbeddedServer

START_SECONDS = 90.0  # a first start makes the database's files; a slow disk takes half a minute for it
STOP_SECONDS = 15.0  # a supervisor's usual patience and half again, before it is ended by force
PROGRAM = "from api.cli import main; main()"  # works in a checkout whether or not its command is on the path
LINES_TOLD = 20  # of the log of a server that did not start; the reason stands near the end


class NotStarted(Exception):  # noqa: N818 - what the reader is told, with the server's own words
    """The server did not start; the message is the end of its log."""


def environment(data_dir: Path, **chosen: str) -> dict[str, str]:
    """The environment for a server of one's own: nothing that is set for another one, and these settings.

    Args:
        data_dir: the folder it keeps everything in.
        chosen: further settings by name, such as `demo="never"`.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    settings = {"data_dir": str(data_dir), "log_level": "warning", **chosen}
    return {**kept, **{variable(name): value for name, value in settings.items()}}


def settings_in(data_dir: Path) -> Settings:
    """The settings of a server of one's own, for what is done on its machine; the environment has no say in them."""
    return Settings.model_construct(data_dir=data_dir)


@contextmanager
def started(data_dir: Path, settings: Mapping[str, str]) -> Iterator[str]:
    """Run `commonfield run` on a free port of this machine until the block ends, and give its address.

    Args:
        data_dir: an existing folder; the database in it is stopped with the server.
        settings: as `environment` takes them.

    Raises:
        NotStarted: it did not, or not in time.
    """
    log = data_dir / "server.log"
    with log.open("wb") as errors:
        server = subprocess.Popen(  # noqa: S603 - this very program, with arguments of our own
            [sys.executable, "-P", "-c", PROGRAM, "run", "--json", "--host", "127.0.0.1", "--port", "0"],
            env=environment(data_dir, **settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,  # Ctrl-C is for us; we then stop it in order
        )
    try:
        yield _address(server, log)
    finally:
        _stop(server)
        _stop_database(data_dir)


def _address(server: "subprocess.Popen[bytes]", log: Path) -> str:
    if server.stdout is None:
        raise AssertionError("asked for as a pipe")  # pragma: no cover
    give_up = time.monotonic() + START_SECONDS
    readable: Sequence[object] = ()
    while not readable and time.monotonic() < give_up:
        readable, _, _ = select.select([server.stdout], [], [], 1.0)
    line = server.stdout.readline() if readable else b""
    try:
        url: str = json.loads(line)["url"]
    except (ValueError, KeyError) as error:
        said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        raise NotStarted(
            "\n".join(said[-LINES_TOLD:]) or f"it said nothing within {START_SECONDS:.0f} s"
        ) from error
    return url


def _stop(server: "subprocess.Popen[bytes]") -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
    if server.stdout is not None:
        server.stdout.close()


def _stop_database(data_dir: Path) -> None:
    """Stop a database that a server left running because it was ended by force: whoever joins last stops it."""
    folder = settings_in(data_dir).postgres_dir
    if (folder / "postmaster.pid").exists():
        embedded = EmbeddedServer(folder)
        embedded.start()
        embedded.stop()
