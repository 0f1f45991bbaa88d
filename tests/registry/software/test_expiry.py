"""An entry that stays invalid leaves the lists, never without notice, and comes back once its file is right."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from registry.publiccode import read, write
from registry.software import service
from registry.software.expiry import INVALID_FOR, NOTICE, expire_invalid
from registry.software.repository import LISTED
from registry.watches.service import ALERTED
from store.actor import Actor
from store.database import Connection

OFFICER = Actor.system()
NOW = datetime(2026, 11, 21, tzinfo=UTC)
LONG = "Tidal shows when the water of a harbour rises and falls. " * 4
VALID = {
    "name": "Tidal",
    "url": "https://github.com/example/tidal",
    "platforms": ["web"],
    "developmentStatus": "stable",
    "softwareType": "standalone/web",
    "description": {"en": {"shortDescription": "Tides", "longDescription": LONG, "features": ["Map"]}},
    "legal": {"license": "EUPL-1.2"},
    "maintenance": {"type": "none"},
    "localisation": {"localisationReady": True, "availableLanguages": ["en"]},
}
INVALID = {**VALID, "developmentStatus": "ready"}


async def imported(tx: Connection, document: dict[str, object]) -> UUID:
    return (
        await service.import_publiccode(tx, OFFICER, write(document), "tidal.yml", observe=False)
    ).software.id


async def since(tx: Connection, software: UUID, when: datetime) -> None:
    await tx.execute("update software set invalid_since = $2 where id = $1", software, when)


async def is_listed(tx: Connection, software: UUID) -> bool:
    listed = LISTED.replace("{t}", "software")
    return bool(
        await tx.fetchval(f"select {listed} from software where id = $1", software)  # noqa: S608 - our own constant
    )


async def topics(tx: Connection) -> list[str]:
    rows = await tx.fetch("select topic from outbox order by id")
    return [row["topic"] for row in rows if row["topic"] not in {"software.changed", ALERTED}]


def test_the_file_of_these_tests_is_valid() -> None:
    assert read(write(VALID)).findings == ()


async def test_a_valid_entry_has_no_end(tx: Connection) -> None:
    software = await imported(tx, VALID)
    assert await tx.fetchval("select invalid_since from software where id = $1", software) is None
    assert await expire_invalid(tx, NOW + timedelta(days=9999)) == (0, 0)


async def test_notice_comes_before_the_end(tx: Connection) -> None:
    software = await imported(tx, INVALID)
    await since(tx, software, NOW - INVALID_FOR + NOTICE)
    assert await expire_invalid(tx, NOW - timedelta(days=1)) == (0, 0)
    assert await expire_invalid(tx, NOW) == (1, 0)
    assert await expire_invalid(tx, NOW) == (0, 0)
    assert await is_listed(tx, software)
    assert await topics(tx) == ["software.expiring"]


async def test_the_notice_is_an_alert_that_names_the_day(tx: Connection) -> None:
    software = await imported(tx, INVALID)
    await since(tx, software, NOW - INVALID_FOR + NOTICE)
    for _ in range(2):
        await expire_invalid(tx, NOW)
    rows = await tx.fetch("select kind, after from alert where software_id = $1", software)
    assert [tuple(row) for row in rows] == [("EXPIRING", (NOW + NOTICE).date().isoformat())]


async def test_after_its_time_and_an_old_enough_notice_it_leaves(tx: Connection) -> None:
    software = await imported(tx, INVALID)
    await since(tx, software, NOW - INVALID_FOR + NOTICE)
    await expire_invalid(tx, NOW)
    assert await expire_invalid(tx, NOW + NOTICE) == (0, 1)
    assert not await is_listed(tx, software)
    assert await topics(tx) == ["software.expiring", "software.expired"]


async def test_nothing_leaves_without_notice_however_long_it_was_invalid(tx: Connection) -> None:
    software = await imported(tx, INVALID)
    await since(tx, software, NOW - 3 * INVALID_FOR)
    assert await expire_invalid(tx, NOW) == (1, 0)
    assert await is_listed(tx, software)


async def test_a_file_that_stays_wrong_does_not_begin_its_time_anew(tx: Connection) -> None:
    software = await imported(tx, INVALID)
    await since(tx, software, NOW - INVALID_FOR)
    await imported(tx, {**INVALID, "name": "Tidal 2"})
    found = await tx.fetchval("select invalid_since from software where id = $1", software)
    assert found == NOW - INVALID_FOR


@pytest.mark.parametrize("days", [0, 40])
async def test_a_file_without_errors_brings_it_back(tx: Connection, days: int) -> None:
    software = await imported(tx, INVALID)
    await since(tx, software, NOW - INVALID_FOR)
    await expire_invalid(tx, NOW)
    await expire_invalid(tx, NOW + timedelta(days=days))
    await imported(tx, VALID)
    row = await tx.fetchrow(
        "select invalid_since, expiry_noticed_at, expired_at from software where id = $1", software
    )
    assert row is not None
    assert tuple(row) == (None, None, None)
