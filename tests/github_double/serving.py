"""Serving the double on a loopback port, from a thread of its own."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from litestar.types import ASGIApp

from tests.github_double.application import application
from tests.github_double.invented import invented
from tests.github_double.recording import read_all
from tests.github_double.state import Double

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "github"
START_SECONDS = 10
LOOK_SECONDS = 0.01


def everything(now: datetime | None = None) -> Double:
    """Make a double of the invented repositories and, where they are present, the real ones."""
    recordings = [*invented(now or datetime.now(UTC)), *read_all(REAL)]
    return Double(recordings, anonymous_limit=5000)  # generous, so that a walk-through needs no token


@contextmanager
def serve(port: int = 0, double: Double | None = None) -> Iterator[str]:
    """Serve until the block ends and give the address to use as GitHub's API.

    Args:
        port: on the loopback address; 0 takes a free one.
        double: what to serve; without it, `everything()`.

    Raises:
        OSError: the port is taken.
        RuntimeError: the server did not start.
    """
    with serve_application(application(double or everything()), port) as address:
        yield address


@contextmanager
def serve_application(served: ASGIApp, port: int = 0) -> Iterator[str]:
    """Serve any ASGI application until the block ends and give its address; raises as `serve`."""
    bound = socket.create_server(("127.0.0.1", port))  # here, so that a taken port is told in this thread
    config = uvicorn.Config(served, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([bound],), name="github-double", daemon=True)
    thread.start()
    try:
        _wait(server, thread)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        bound.close()


def _wait(server: uvicorn.Server, thread: threading.Thread) -> None:
    give_up = time.monotonic() + START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > give_up:
            raise RuntimeError("the GitHub double did not start")
        time.sleep(LOOK_SECONDS)
