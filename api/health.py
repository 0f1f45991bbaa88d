"""Whether this process can serve: what balancers and supervisors ask."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from api.limits.http import PRICE
from store import outbox
from store.database import Database


@get("/healthz", opt={PRICE: 0})
async def healthz(database: NamedDependency[Database]) -> Response[dict[str, Any]]:
    """200 when the database answers; 503 with Retry-After while it does not, as for every other address.

    Beside it stands for how many seconds the oldest change has waited for what must follow it, such as search: it grows
    while no worker runs.
    """
    await database.check()
    async with database.read() as connection:
        lag = await outbox.lag_seconds(connection)
    return Response({"database": "ok", "outbox_lag_seconds": lag}, headers={"Cache-Control": "no-store"})
