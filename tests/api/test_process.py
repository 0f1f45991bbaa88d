"""The one process of `commonfield run`, started and stopped as its users do."""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from httpx import AsyncClient, ConnectError, TransportError

from api.process import NoAddress, listen
from api.settings import PREFIX
from demo.load import load
from registry.software.repository import repositories_of
from registry.software.service import register
from store.actor import Actor
from store.database import Database
from tests.api.application import Cable

PROGRAM = "from api.cli import main; main()"
ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60  # a first start makes the database's files, on a machine that runs other tests too
STOP_SECONDS = 10  # what a supervisor waits before it kills


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder outside pytest's, which is closed to PostgreSQL's user when another run begins."""
    made = Path(tempfile.mkdtemp(prefix="commonfield-tests-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


class Run:
    """A running `commonfield run`."""

    def __init__(self, process: asyncio.subprocess.Process, told: dict[str, object]) -> None:
        self.process = process
        self.told = told
        self.url = str(told.get("url"))

    async def stop(self, number: int) -> tuple[int, str]:
        """Send a signal, wait, and return exit code and log."""
        self.process.send_signal(number)
        async with asyncio.timeout(STOP_SECONDS):
            _, log = await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode, log.decode()


@asynccontextmanager
async def started(*command: str, **settings: str) -> AsyncIterator[Run]:
    """Run until the block ends, at the latest; `run` on a free port when no command is given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, *(command or ("run", "--port", "0")), "--json",
        cwd=ROOT,
        env={**kept, **{f"{PREFIX}{name.upper()}": value for name, value in settings.items()}},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            line = await process.stdout.readline()
        yield Run(process, json.loads(line))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def status(client: AsyncClient, url: str) -> int:
    try:
        return (await client.get(url)).status_code
    except TransportError:
        return 0


async def until(client: AsyncClient, url: str, wanted: int) -> None:
    async with asyncio.timeout(START_SECONDS):
        while await status(client, url) != wanted:
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_serves_until_it_is_asked_to_stop(database: Database, tmp_path: Path, number: int) -> None:
    async with started(database_url=database.dsn, data_dir=str(tmp_path / "data"), demo="never") as run:
        assert run.told["people"] == []
        async with AsyncClient() as client:
            answer = await client.get(f"{run.url}/en")
            assert answer.status_code == 200
        code, log = await run.stop(number)
        assert code == 0
        assert "Traceback" not in log
        async with AsyncClient() as client:
            with pytest.raises(ConnectError):
                await client.get(run.url)


async def test_a_request_that_is_running_is_answered_before_it_stops(
    database: Database, tmp_path: Path
) -> None:
    async with started(database_url=database.dsn, data_dir=str(tmp_path / "data"), demo="never") as run:
        async with database.transaction() as tx, AsyncClient() as client:
            await tx.execute("lock table software in access exclusive mode")
            waiting = asyncio.create_task(client.get(f"{run.url}/en/catalogue"))
            await asyncio.sleep(1)
            run.process.send_signal(signal.SIGTERM)
            await asyncio.sleep(0.5)
            await tx.execute("rollback; begin")
            assert (await waiting).status_code == 200
        code, _ = await run.stop(signal.SIGTERM)
        assert code == 0


async def test_a_worker_alone_works_until_it_is_asked_to_stop(database: Database, tmp_path: Path) -> None:
    async with database.transaction() as tx:
        software = await register(tx, Actor.system(), "https://codeberg.org/example/flood-report")
    async with started(
        "worker", database_url=database.dsn, data_dir=str(tmp_path / "data"), demo="never"
    ) as run:
        assert run.told == {"working": True}
        async with asyncio.timeout(START_SECONDS), database.read() as connection:
            while await connection.fetchval("select count(*) from job where state <> 'done'"):
                await asyncio.sleep(0.1)
            [held] = await repositories_of(connection, software.id)
        assert held.state_reason == "NOT_SUPPORTED"
        code, log = await run.stop(signal.SIGTERM)
        assert code == 0
        assert "Traceback" not in log


async def test_an_empty_installation_is_filled_with_the_demo(database: Database, tmp_path: Path) -> None:
    async with started(database_url=database.dsn, data_dir=str(tmp_path / "data"), demo="always") as run:
        people = run.told["people"]
        assert isinstance(people, list)
        assert "officer" in {role for person in people for role in person["roles"]}
        assert all(person["email"].endswith("@example.org") for person in people)


async def test_an_installation_that_is_used_is_never_filled_with_the_demo(
    database: Database, tmp_path: Path
) -> None:
    async with database.transaction() as tx:
        await tx.execute("insert into person (email, name) values ('one@example.org', 'One')")
    async with started(database_url=database.dsn, data_dir=str(tmp_path / "data"), demo="always") as run:
        assert run.told["people"] == []
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from person") == 1


async def test_a_demo_that_other_machines_reach_is_closed_and_the_log_says_why_once(
    database: Database, tmp_path: Path
) -> None:
    await load(database, datetime.now(UTC))
    async with started(
        database_url=database.dsn, data_dir=str(tmp_path / "data"), base_url="https://commons.example.org"
    ) as run:
        assert run.told["people"] == []
        _, log = await run.stop(signal.SIGTERM)
    [line] = [json.loads(line) for line in log.splitlines() if "demo's people" in line]
    assert (line["level"], line["reason"]) == ("warning", "COMMONFIELD_BASE_URL begins with https://")


async def test_a_database_that_is_down_at_the_start_is_found_and_filled(
    database: Database, cable: Cable, tmp_path: Path
) -> None:
    await cable.cut()
    async with (
        started(database_url=cable.dsn, data_dir=str(tmp_path / "data"), demo="always") as run,
        AsyncClient() as client,
    ):
        assert run.told["database_answers"] is False
        answer = await client.get(f"{run.url}/healthz")
        assert (answer.status_code, "retry-after" in answer.headers) == (503, True)
        await cable.mend()
        await until(client, f"{run.url}/healthz", 200)
        async with asyncio.timeout(START_SECONDS), database.read() as connection:
            while not await connection.fetchval("select count(*) from person"):
                await asyncio.sleep(0.1)
        code, log = await run.stop(signal.SIGTERM)
        assert code == 0
        told = [
            line for line in log.splitlines() if "database unavailable" in line and "request_id" not in line
        ]
        assert len(told) == 1


async def test_the_embedded_database_is_started_again_when_it_died_and_stopped_at_the_end(
    folder: Path,
) -> None:
    async with started(data_dir=str(folder / "data"), demo="never") as run, AsyncClient() as client:
        assert await status(client, f"{run.url}/en") == 200
        pid_file = folder / "data" / "postgres" / "postmaster.pid"
        first = psutil.Process(int(pid_file.read_text().splitlines()[0]))
        first.kill()
        await until(client, f"{run.url}/healthz", 503)
        await until(client, f"{run.url}/healthz", 200)
        second = psutil.Process(int(pid_file.read_text().splitlines()[0]))
        assert second.pid != first.pid
        code, _ = await run.stop(signal.SIGINT)
        assert code == 0
        assert not second.is_running() or second.status() == psutil.STATUS_ZOMBIE


async def test_data_stays_and_the_second_start_is_quick(folder: Path) -> None:
    data = str(folder / "data")
    async with started(data_dir=data) as run:
        await run.stop(signal.SIGTERM)
    began = time.monotonic()
    async with started(data_dir=data) as run, AsyncClient() as client:
        assert (await client.get(f"{run.url}/zh-Hant")).status_code == 200
        took = time.monotonic() - began
        assert run.told["people"] != []
        await run.stop(signal.SIGTERM)
    assert took < 15  # five on a machine of its own, which `make bench` measures


def test_a_busy_port_is_told_before_anything_is_started(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", PROGRAM, "run", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, f"{PREFIX}DATA_DIR": str(tmp_path / "data")},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"Error: Port {port} is in use by another program. Choose another one: "
        f"PORT={port + 1} make run (or: commonfield run --port {port + 1})\n"
    )
    assert not (tmp_path / "data").exists()


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(NoAddress, match=r"^'192\.0\.2\.1' is no address of this machine"):
        listen("192.0.2.1", 0)


def test_two_processes_cannot_take_one_port() -> None:
    with listen("127.0.0.1", 0) as first, pytest.raises(NoAddress):
        listen("127.0.0.1", first.getsockname()[1])
