"""How the queues stand, in Prometheus' text format, for officers and their tokens."""

from typing import Final

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException

from store import jobs
from store.actor import Actor
from store.database import Database
from store.jobs import JobState

#: Prometheus, "Exposition formats": version 0.0.4 is the text that every scraper reads.
MEDIA_TYPE: Final = "text/plain; version=0.0.4"


@get("/metrics")
async def metrics(database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Response[str]:
    """Count jobs by queue and state, and say how long those that are due have waited."""
    if not actor.is_officer:
        raise PermissionDeniedException
    async with database.read() as connection:
        found = await jobs.by_state(connection)
    lines = [
        "# HELP commonfield_jobs Jobs by queue and state.",
        "# TYPE commonfield_jobs gauge",
        *(f'commonfield_jobs{{queue="{queue}",state="{state}"}} {count}' for queue, state, count, _ in found),
        "# HELP commonfield_jobs_overdue_seconds How long the longest due job that is queued has waited.",
        "# TYPE commonfield_jobs_overdue_seconds gauge",
        *(
            f'commonfield_jobs_overdue_seconds{{queue="{queue}"}} {seconds:.0f}'
            for queue, state, _, seconds in found
            if state is JobState.QUEUED
        ),
    ]
    return Response("\n".join(lines) + "\n", media_type=MEDIA_TYPE)
