"""The history of a health page is told by month, however many nights there were."""

from datetime import UTC, datetime, timedelta

from registry.health import HealthBand, HealthSnapshot
from registry.observations import repository as observations
from registry.software import service
from registry.software.view import SOFTWARE
from store.actor import Actor
from store.database import Connection
from tests.registry.software.looks import URL

HISTORY = SOFTWARE.columns["health_history"].replace("{t}", "software")


def taken(moment: datetime, score: int) -> HealthSnapshot:
    return HealthSnapshot("2", moment, score, 0.5, HealthBand.STEADY, (), ())


async def test_each_month_has_the_last_of_its_nights_oldest_first(tx: Connection) -> None:
    software = await service.register(tx, Actor.system(), URL, observe=False)
    first = datetime(2026, 9, 20, 19, 17, tzinfo=UTC)
    for night in range(60):
        await observations.insert_snapshot(tx, software.id, None, taken(first + timedelta(days=night), night))
    told = await tx.fetchval(f"select {HISTORY} from software where id = $1", software.id)  # noqa: S608 - our own view
    assert [(each["taken_at"][:10], each["score"]) for each in told] == [
        ("2026-09-30", 10),
        ("2026-10-31", 41),
        ("2026-11-18", 59),
    ]


async def test_what_was_never_looked_at_has_no_history(tx: Connection) -> None:
    software = await service.register(tx, Actor.system(), URL, observe=False)
    assert await tx.fetchval(f"select {HISTORY} from software where id = $1", software.id) == []  # noqa: S608 - the same
