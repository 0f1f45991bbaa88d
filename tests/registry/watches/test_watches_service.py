"""Watching, and being told once."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from registry.health import AdvisoryFact, RepositoryObservation
from registry.observations import service as observations
from registry.software import repository as stored
from registry.software import service as software
from registry.watches import repository, service
from registry.watches.model import AlertKind
from store.actor import Actor
from store.database import Connection
from store.refusal import Refused
from tests.registry.software.looks import FILE, MIT_TEXT, NOW, URL, seen

OFFICER = Actor(name="an officer", is_officer=True)
TEXTS = {"LICENSE": MIT_TEXT, "publiccode.yml": FILE.replace("type: none", "type: internal")}


async def person(tx: Connection) -> Actor:
    row: UUID = await tx.fetchval(
        "insert into person (email, name) values ($1, 'Mei') returning id", f"{uuid4().hex}@example.org"
    )
    return Actor(name="Mei", person_id=row)


async def looked_at(tx: Connection, *looks: RepositoryObservation) -> UUID:
    entry = await software.register(tx, OFFICER, URL)
    (held,) = await stored.repositories_of(tx, entry.id)
    for each in looks:
        await observations.record(tx, held.id, each)
    return entry.id


def later(days: int, **facts: object) -> RepositoryObservation:
    return replace(seen(TEXTS), observed_at=NOW + timedelta(days=days), **facts)  # type: ignore[arg-type]


async def test_an_archived_repository_is_told_once(tx: Connection) -> None:
    entry = await looked_at(tx, later(0), later(1, archived=True), later(2, archived=True))
    told = await repository.alerts_of(tx, entry)
    assert [(each.kind, each.key) for each in told if each.kind is AlertKind.NEW_CAP] == [
        (AlertKind.NEW_CAP, "CAP_ARCHIVED")
    ]


async def test_the_fall_that_comes_with_a_cap_is_told_with_both_scores(tx: Connection) -> None:
    entry = await looked_at(tx, later(0), later(1, archived=True), later(2, archived=True))
    fallen = [each for each in await repository.alerts_of(tx, entry) if each.kind is AlertKind.POINTS_LOST]
    assert len(fallen) == 1
    assert fallen[0].after == "10"


async def test_that_a_repository_is_gone_is_told_when_two_looks_found_it_so(tx: Connection) -> None:
    entry = await looked_at(tx, later(0), later(1))
    (held,) = await stored.repositories_of(tx, entry)
    await observations.record_unreachable(tx, held.id, "NOT_FOUND", gone=True)
    assert await repository.alerts_of(tx, entry) == []
    for _ in range(2):
        await observations.record_unreachable(tx, held.id, "NOT_FOUND", gone=True)
    told = await repository.alerts_of(tx, entry)
    assert [each.key for each in told if each.kind is AlertKind.NEW_CAP] == ["CAP_GONE"]


async def test_an_alert_is_announced_with_its_own_id(tx: Connection) -> None:
    entry = await looked_at(tx, later(0), later(1, archived=True))
    announced = await tx.fetch("select subject_id from outbox where topic = $1", service.ALERTED)
    assert {row["subject_id"] for row in announced} == {
        each.id for each in await repository.alerts_of(tx, entry)
    }


async def test_a_changed_licence_is_told(tx: Connection) -> None:
    without = later(1, texts={}, files=("README.md",))
    entry = await looked_at(tx, later(0), without)
    assert ("MIT", None) in [
        (each.before, each.after)
        for each in await repository.alerts_of(tx, entry)
        if each.kind is AlertKind.LICENCE_CHANGED
    ]


@pytest.mark.parametrize("unread", ["files", "texts/LICENSE"])
async def test_a_licence_that_could_not_be_read_for_a_night_has_not_changed(
    tx: Connection, unread: str
) -> None:
    kept = {"files": ()} if unread == "files" else {}
    texts = {} if unread == "files" else {name: text for name, text in TEXTS.items() if name != "LICENSE"}
    failed = later(1, texts=texts, missing={unread: "HTTP_502"}, **kept)
    entry = await looked_at(tx, later(0), failed, later(2))
    changed = [
        each for each in await repository.alerts_of(tx, entry) if each.kind is AlertKind.LICENCE_CHANGED
    ]
    assert changed == []
    found = await stored.find(tx, entry)
    assert found is not None
    assert found.licence == "MIT"


async def test_an_advisory_that_came_while_none_could_be_read_is_told(tx: Connection) -> None:
    first, second = (AdvisoryFact(name, is_critical=False, published_at=NOW, closed_at=None) for name in "AB")
    unread = later(2, advisories=None, missing={"advisories": "HTTP_502"})
    entry = await looked_at(
        tx, later(0), later(1, advisories=(first,)), unread, later(3, advisories=(first, second))
    )
    told = [each.key for each in await repository.alerts_of(tx, entry) if each.kind is AlertKind.NEW_ADVISORY]
    assert told == ["B"]


async def test_a_new_advisory_is_told_and_one_that_was_there_is_not(tx: Connection) -> None:
    first, second = (AdvisoryFact(name, is_critical=False, published_at=NOW, closed_at=None) for name in "AB")
    entry = await looked_at(tx, later(0), later(1, advisories=(first,)), later(2, advisories=(first, second)))
    told = [each.key for each in await repository.alerts_of(tx, entry) if each.kind is AlertKind.NEW_ADVISORY]
    assert told == ["B"]  # whether A was there before the first reading is not known


async def test_each_watcher_gets_one_letter(tx: Connection) -> None:
    actor = await person(tx)
    entry = await looked_at(tx, later(0))
    assert (await service.watch(tx, actor, entry)) == (await service.watch(tx, actor, entry))
    await person(tx)  # who watches nothing
    (held,) = await stored.repositories_of(tx, entry)
    await observations.record(tx, held.id, later(1, archived=True))
    (alert, *_) = await repository.alerts_of(tx, entry)
    assert await service.begin_letters(tx, alert.id) == 1
    assert await service.begin_letters(tx, alert.id) == 0


async def test_who_no_longer_watches_gets_no_letter(tx: Connection) -> None:
    actor = await person(tx)
    entry = await looked_at(tx, later(0))
    await service.watch(tx, actor, entry)
    await service.unwatch(tx, actor, entry)
    (held,) = await stored.repositories_of(tx, entry)
    await observations.record(tx, held.id, later(1, archived=True))
    (alert, *_) = await repository.alerts_of(tx, entry)
    assert await service.begin_letters(tx, alert.id) == 0


async def test_whoever_is_not_signed_in_cannot_watch(tx: Connection) -> None:
    entry = await looked_at(tx)
    with pytest.raises(Refused) as refusal:
        await service.watch(tx, Actor(name="anybody"), entry)
    assert [each.code for each in refusal.value.problems] == ["SIGN_IN_FIRST"]
    assert await tx.fetchval("select count(*) from watch") == 0


async def test_what_is_not_in_the_catalogue_cannot_be_watched(tx: Connection) -> None:
    with pytest.raises(Refused):
        await service.watch(tx, await person(tx), uuid4())
    assert await tx.fetchval("select count(*) from watch") == 0
