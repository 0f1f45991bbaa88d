"""Whether this process can serve: what balancers and supervisors ask."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from store.database import Database


@get("/healthz")
async def healthz(database: NamedDependency[Database]) -> Response[dict[str, Any]]:
    """200 when the database answers; 503 with Retry-After while it does not, as for every other address."""
    await database.check()
    return Response({"database": "ok"}, headers={"Cache-Control": "no-store"})
