"""One process with everything in it: database, web and worker, started together and stopped together."""

import asyncio
import errno
import signal
import socket
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
import uvicorn
from litestar.types import ASGIApp

from api import runtime
from api.app import create_app
from api.assets import load as load_assets
from api.auth.demonstration import closed_because, is_open
from api.graphql.request import MAX_BODY_BYTES
from api.patience import Patience
from api.settings import Settings
from api.work.letters import mail_server
from api.work.worker import Worker
from demo.load import is_loaded
from registry.people.model import ExamplePerson
from registry.people.service import example_people
from store.database import Database, Unavailable
from store.embedded import EmbeddedServer, EmbeddedUnavailable

BACKLOG = 2048  # connections that wait while we are busy; uvicorn's own number
GRACE_SECONDS = 3  # what a running request or job gets to finish in; a supervisor kills after ten
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)  # Ctrl-C, and what supervisors send
TELL_SECONDS = 30.0  # between lines of the log about a database that stays down
AGAIN_SECONDS = 1.0  # between looks at a database that was down

log = structlog.get_logger()


class NoAddress(Exception):  # noqa: N818 - the state of the machine, with what to do about it
    """The address to listen on cannot be had; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What is told when the first request can be answered.

    Attributes:
        settings: with the port that was taken.
        people: the demo's people that one may sign in as; none without the demo.
        has_style: whether the pages have their style sheet.
        database_answers: whether the database could be reached; if not, it is looked for until it can.
    """

    settings: Settings
    people: Sequence[ExamplePerson]
    has_style: bool
    database_answers: bool


def listen(host: str, port: int) -> socket.socket:
    """Take the address before anything slow is done; requests that come early wait.

    Raises:
        NoAddress: it is taken, or not ours to take.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise NoAddress(_why_not(host, port, error)) from error
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise NoAddress(_why_not(host, port, error)) from error
    return listening


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is in use by another program. Choose another one: PORT={port + 1} make run "
            f"(or: commonfield run --port {port + 1})"
        )
    if error.errno == errno.EACCES:
        return f"Port {port} may not be taken by this user; ports from 1024 on may."
    return f"'{host}' is no address of this machine that can be listened on: {error.strerror}"


async def run(settings: Settings, listening: socket.socket, ready: Callable[[Ready], None]) -> None:
    """Run everything until SIGINT or SIGTERM; a second one does not wait for what is still running.

    Raises:
        EmbeddedUnavailable: this machine cannot run the embedded server.
    """
    await _until_signalled(_everything(settings, listening, ready))


async def _until_signalled(work: Coroutine[Any, Any, None]) -> None:
    """Run until it ends by itself or is cancelled by a signal; each further one cancels what it still waits for.

    Those that come when all is done find nothing to cancel, and do not turn a clean end into a failure.
    """
    running = asyncio.create_task(work)
    loop = asyncio.get_running_loop()
    for number in STOP_SIGNALS:
        loop.add_signal_handler(number, running.cancel)
    try:
        with suppress(asyncio.CancelledError):
            await running
    finally:
        for number in STOP_SIGNALS:
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_IGN)


async def _everything(settings: Settings, listening: socket.socket, ready: Callable[[Ready], None]) -> None:
    """Start from the ground up; being cancelled, each part is left in the opposite order."""
    async with runtime.server(settings) as server:
        database = Database(server.dsn)
        try:
            is_prepared = await _prepared(settings, database)
            app = create_app(settings, database, search=runtime.search_index(settings, database))
            with runtime.noted_address(settings):
                async with asyncio.TaskGroup() as group:
                    group.create_task(_work(settings, database, is_prepared=is_prepared))
                    if server.embedded is not None:
                        group.create_task(_keep(database, server.embedded))
                    group.create_task(_serve(app, listening, partial(_tell, settings, database, ready)))
        finally:
            await database.close()


async def _prepared(settings: Settings, database: Database, *, is_told: bool = False) -> bool:
    """Bring the database into shape and fill it when it is empty; False when it cannot be reached now.

    That is logged unless `is_told`, which says that it was not long ago.
    """
    try:
        applied = await runtime.migrated(database.dsn)
        if applied:
            log.info("migrated", steps=applied)
        loaded = await runtime.welcome(settings, database)
        if loaded is not None and loaded.is_new:
            log.info("demo loaded", **loaded.counts)
        await _warn_of_closed_demo(settings, database)
    except Unavailable as error:
        if not is_told:
            log.warning("database unavailable", reason=str(error))
        return False
    return True


async def _warn_of_closed_demo(settings: Settings, database: Database) -> None:
    reason = closed_because(settings)
    async with database.read() as connection:
        if reason is not None and await is_loaded(connection):
            log.warning("nobody can sign in as the demo's people", reason=reason)


async def _work(settings: Settings, database: Database, *, is_prepared: bool) -> None:
    """Work off the queues as soon as there is a database; being cancelled, unfinished jobs are given back."""
    loop = asyncio.get_running_loop()
    told_at = loop.time()
    while not is_prepared:
        await asyncio.sleep(AGAIN_SECONDS)
        is_told = loop.time() - told_at < TELL_SECONDS
        told_at = told_at if is_told else loop.time()
        is_prepared = await _prepared(settings, database, is_told=is_told)
    stop = asyncio.Event()
    worker = Worker(
        database,
        runtime.github_access(settings),
        runtime.fed_index(settings, database),
        mail_server(settings),
        settings.gitlabs,
    )
    working = asyncio.create_task(worker.run(stop))
    try:
        await asyncio.shield(working)
    finally:
        stop.set()
        await working


async def _keep(database: Database, embedded: EmbeddedServer) -> None:
    """Start the embedded server again when it died: there is nobody else on this machine who would."""
    while True:
        await asyncio.sleep(AGAIN_SECONDS)
        try:
            await database.check()
        except Unavailable:
            log.warning("starting the embedded database again")
            try:
                await asyncio.to_thread(embedded.start_again)
            except EmbeddedUnavailable as error:
                log.error("embedded database does not start", reason=str(error))  # noqa: TRY400 - the reason is all there is to know


class _Web(uvicorn.Server):
    """uvicorn, stopped by us: signals are heard by `run`."""

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]  # a context manager too, but no generator
        """Leave the signals alone."""
        return nullcontext()


async def _serve(app: ASGIApp, listening: socket.socket, started: Callable[[], Awaitable[None]]) -> None:
    """Serve until cancelled, then let requests that are running finish for a while."""
    web = _Web(
        uvicorn.Config(
            app,
            http=Patience,
            ws="websockets-sansio",
            ws_max_size=MAX_BODY_BYTES,
            lifespan="on",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )
    serving = asyncio.create_task(web.serve(sockets=[listening]))
    try:
        while not web.started and not serving.done():  # noqa: ASYNC110 - uvicorn has a flag, no event
            await asyncio.sleep(0.01)
        await started()
        await asyncio.shield(serving)
    finally:
        web.should_exit = True
        await serving


async def _tell(settings: Settings, database: Database, ready: Callable[[Ready], None]) -> None:
    people: Sequence[ExamplePerson] = ()
    answers = True
    try:
        async with database.read() as connection:
            if await is_open(settings, connection):
                people = await example_people(connection)
    except Unavailable:
        answers = False
    ready(Ready(settings, people, load_assets().complete, answers))


async def run_worker(settings: Settings, ready: Callable[[], None]) -> None:
    """Run a worker alone until SIGINT or SIGTERM.

    Raises:
        EmbeddedUnavailable: this machine cannot run the embedded server.
    """

    async def alone() -> None:
        async with runtime.server(settings) as server:
            database = Database(server.dsn)
            try:
                is_prepared = await _prepared(settings, database)
                ready()
                await _work(settings, database, is_prepared=is_prepared)
            finally:
                await database.close()

    await _until_signalled(alone())
