"""What a software is made of is stored as its publisher or its forge lists it, and held against its licence."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from registry.bills import repository, service
from registry.bills.model import ASKED_AGAIN_AFTER, LONGEST, Asked, Bill, Source
from registry.observations import service as observations
from registry.publiccode import PublicCode
from registry.sbom import read
from registry.software import repository as software
from registry.software import service as softwares
from store.actor import Actor
from store.database import Connection
from store.refusal import Refused
from tests.registry.software.looks import MIT_TEXT, URL, seen

OFFICER = Actor(name="an officer", is_officer=True)
STRANGER = Actor(name="a stranger")
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def bom(components: Mapping[str, str | None]) -> bytes:
    listed = [
        {"type": "library", "name": name, **({"licenses": [{"expression": licence}]} if licence else {})}
        for name, licence in components.items()
    ]
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": listed}).encode()


LISTED = bom({"lamp": "GPL-3.0-only", "bulb": "ISC", "wire": None})


async def registered(tx: Connection, licence: str | None = "MIT") -> UUID:
    entry = await softwares.register(
        tx, OFFICER, URL, metadata=PublicCode(name="River Watch", licence=licence), observe=False
    )
    return entry.id


async def answers(tx: Connection, source: Source) -> Sequence[tuple[str, str, str]]:
    rows = await tx.fetch(
        """
        select licence, compatibility ->> 'answer', compatibility ->> 'reason'
        from sbom_licence join sbom on sbom.id = sbom_id
        where source = $1 order by rank, licence
        """,
        source,
    )
    return [tuple(row) for row in rows]


async def refused(tx: Connection, actor: Actor, document: bytes) -> str:
    software_id = await registered(tx)
    with pytest.raises(Refused) as caught:
        await service.hand_in(tx, actor, software_id, document)
    assert await tx.fetchval("select count(*) from sbom") == 0
    assert await tx.fetchval("select count(*) from audit_event where action = $1", service.STORED) == 0
    return caught.value.problems[0].code


async def test_each_licence_is_held_against_what_the_publisher_declares(tx: Connection) -> None:
    await service.hand_in(tx, OFFICER, await registered(tx), LISTED)
    assert await answers(tx, Source.UPLOADED) == [
        ("GPL-3.0-only", "NO", "OSADL_NO"),
        ("", "UNKNOWN", "NO_LICENCE"),
        ("ISC", "YES", "OSADL_YES"),
    ]
    assert await tx.fetchval("select outbound from sbom") == "MIT"
    assert await tx.fetchval("select document from sbom") == LISTED


async def test_without_a_settled_licence_nothing_fits(tx: Connection) -> None:
    await service.hand_in(tx, OFFICER, await registered(tx, "GPL v3"), LISTED)
    assert {answer for _, answer, _ in await answers(tx, Source.UPLOADED)} == {"UNKNOWN"}
    assert await tx.fetchval("select outbound from sbom") is None


async def test_another_licence_of_the_whole_judges_again(tx: Connection) -> None:
    software_id = await registered(tx, "GPL v3")
    await service.hand_in(tx, OFFICER, software_id, LISTED)
    [held] = await software.repositories_of(tx, software_id)
    after = await observations.record(tx, held.id, seen({"LICENSE": MIT_TEXT}))
    assert after.licence is None  # what is declared and what the file says are two things
    await tx.execute("update software set declared_licence = null where id = $1", software_id)
    look = seen({"LICENSE": MIT_TEXT}, observed_at=NOW + timedelta(days=1))
    after = await observations.record(tx, held.id, look)
    assert after.licence == "MIT"
    assert ("ISC", "YES", "OSADL_YES") in await answers(tx, Source.UPLOADED)
    assert await tx.fetchval("select outbound from sbom") == "MIT"


async def test_handing_in_again_replaces_what_was_there(tx: Connection) -> None:
    software_id = await registered(tx)
    await service.hand_in(tx, OFFICER, software_id, LISTED)
    await service.hand_in(tx, OFFICER, software_id, bom({"bulb": "ISC"}))
    assert await tx.fetchval("select array_agg(name) from sbom_component") == ["bulb"]
    before = await tx.fetchval(
        "select before from audit_event where action = $1 order by at desc, id desc limit 1", service.STORED
    )
    assert before == {"answers": {"NO": 1, "UNKNOWN": 1, "YES": 1}}


async def test_what_breaks_its_standard_is_kept_with_what_is_wrong(tx: Connection) -> None:
    await service.hand_in(tx, OFFICER, await registered(tx), bom({"lamp": "MIT OR"}))
    row = await tx.fetchrow("select finding_count, findings, component_count from sbom")
    assert row is not None
    assert (row["finding_count"], row["component_count"]) == (1, 1)
    assert set(row["findings"][0]["message"]) == {"en", "zh-Hant"}


@pytest.mark.parametrize(
    ("document", "code"),
    [(b" ", "SBOM_MISSING"), (b"hello", "SBOM_NOT_READ"), (b"{" * 9_000_000, "SBOM_TOO_LARGE")],
)
async def test_what_is_no_bill_of_materials_is_refused(tx: Connection, document: bytes, code: str) -> None:
    assert await refused(tx, OFFICER, document) == code


async def test_more_components_than_are_kept_are_refused(tx: Connection) -> None:
    assert await refused(tx, OFFICER, bom({f"part {n}": None for n in range(20_001)})) == "SBOM_TOO_MANY"


async def test_only_who_speaks_for_a_software_says_what_it_is_made_of(tx: Connection) -> None:
    assert await refused(tx, STRANGER, LISTED) == "NOT_YOUR_SOFTWARE"


async def test_texts_that_nobody_would_read_are_shortened_and_hostile_ones_stored_safely(
    tx: Connection,
) -> None:
    await service.hand_in(tx, OFFICER, await registered(tx), bom({"a\0" + "x" * 5000: "MIT" + " " * 5000}))
    name = await tx.fetchval("select name from sbom_component")
    assert name.startswith("a\ufffdx")
    assert len(name) == LONGEST
    [(licence, answer, _)] = await answers(tx, Source.UPLOADED)
    assert (len(licence), answer) == (LONGEST, "UNKNOWN")


async def test_withdrawing_lets_the_forges_bill_stand_again(tx: Connection) -> None:
    software_id = await registered(tx)
    [held] = await software.repositories_of(tx, software_id)
    await service.record(tx, held, forge_bill(LISTED), '"1"', NOW)
    await service.hand_in(tx, OFFICER, software_id, bom({"bulb": "ISC"}))
    assert await standing(tx) == bom({"bulb": "ISC"})
    await service.withdraw(tx, OFFICER, software_id)
    assert await standing(tx) == LISTED
    with pytest.raises(Refused) as caught:
        await service.withdraw(tx, OFFICER, software_id)
    assert caught.value.problems[0].code == "NO_SBOM_HANDED_IN"


async def test_a_forge_is_asked_once_a_week(tx: Connection) -> None:
    [held] = await software.repositories_of(tx, await registered(tx))
    first = await service.enqueue_fetch(tx, held, NOW)
    assert first is not None
    await repository.save_asked(tx, held.id, Asked(NOW, None, "NOT_FOUND"))
    assert await service.enqueue_fetch(tx, held, NOW + ASKED_AGAIN_AFTER - timedelta(seconds=1)) is None
    assert await service.enqueue_fetch(tx, held, NOW + ASKED_AGAIN_AFTER) == first


async def test_the_same_answer_of_a_forge_changes_nothing_but_its_date(tx: Connection) -> None:
    software_id = await registered(tx)
    [held] = await software.repositories_of(tx, software_id)
    await service.record(tx, held, forge_bill(LISTED), '"1"', NOW)
    stored = await tx.fetchval("select id from sbom")
    for bill in (forge_bill(LISTED), None):
        await service.record(tx, held, bill, '"1"', NOW + timedelta(days=8))
    assert await tx.fetchrow("select id, seen_at from sbom") == (stored, NOW + timedelta(days=8))
    assert await tx.fetchval("select count(*) from audit_event where action = $1", service.STORED) == 1


async def test_what_a_forge_sends_and_nobody_can_read_is_not_kept(tx: Connection) -> None:
    [held] = await software.repositories_of(tx, await registered(tx))
    await service.record(tx, held, forge_bill(b"hello"), '"1"', NOW)
    assert await tx.fetchval("select count(*) from sbom") == 0
    assert await repository.asked(tx, held.id) == Asked(NOW, None, service.NOT_READ)


def forge_bill(document: bytes) -> Bill:
    return Bill(Source.FORGE, document, NOW, read(document))


async def standing(tx: Connection) -> Any:
    found = await repository.document_of(tx, "river-watch")
    return found[0] if found else None
