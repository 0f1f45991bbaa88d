"""A double of GitHub's REST API that serves recorded repositories: for tests, the tour and offline work.

It needs only what the server needs (litestar, uvicorn), so an installed checkout can run it:

    from tests.github_double import serve
    with serve() as api_url: ...
"""

from tests.github_double.invented import (
    BUSY_REGISTRY,
    EMPTY_START,
    FERRY_TIMETABLE,
    FLOOD_REPORT,
    LIBRARY_QUEUE,
    PARADE_MAP,
    TRAM_ALERTS,
    invented,
)
from tests.github_double.recording import Recording, read_all, read_folder
from tests.github_double.serving import everything, serve
from tests.github_double.state import ANONYMOUS_LIMIT, AUTHORISED_LIMIT, App, Double, Fault
from tests.github_double.threads import Note, Thread

__all__ = [
    "ANONYMOUS_LIMIT",
    "AUTHORISED_LIMIT",
    "BUSY_REGISTRY",
    "EMPTY_START",
    "FERRY_TIMETABLE",
    "FLOOD_REPORT",
    "LIBRARY_QUEUE",
    "PARADE_MAP",
    "TRAM_ALERTS",
    "App",
    "Double",
    "Fault",
    "Note",
    "Recording",
    "Thread",
    "everything",
    "invented",
    "read_all",
    "read_folder",
    "serve",
]
