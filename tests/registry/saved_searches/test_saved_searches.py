"""Saving a search, and being told once of each new entry that it finds."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from registry.publiccode import PublicCode
from registry.saved_searches import repository, service
from registry.saved_searches.model import MOST_SAVED, NewSavedSearch, SavedSearch
from registry.software import service as software
from store.actor import Actor
from store.database import Connection
from store.refusal import Refused

OFFICER = Actor(name="an officer", is_officer=True)
MAPS = NewSavedSearch("Maps", "dengue map", {})


async def person(tx: Connection, *, is_example: bool = False) -> Actor:
    row: UUID = await tx.fetchval(
        "insert into person (email, name, is_example) values ($1, 'Mei', $2) returning id",
        f"{uuid4().hex}@example.org",
        is_example,
    )
    return Actor(name="Mei", person_id=row)


async def registered(tx: Connection, name: str, licence: str | None = None, *, later: bool = True) -> UUID:
    """Register a software; in one transaction all moments are the same, so one is put after or before it."""
    entry = await software.register(
        tx,
        OFFICER,
        f"https://github.com/example/{name.lower().replace(' ', '-')}-{uuid4().hex[:6]}",
        metadata=PublicCode(name=name),
        observe=False,
    )
    await tx.execute(
        "update software set created_at = created_at + $2, licence = $3 where id = $1",
        entry.id,
        timedelta(minutes=1 if later else -1),
        licence,
    )
    return entry.id


async def finds(tx: Connection, search: SavedSearch) -> set[UUID]:
    rows = await tx.fetch("select software_id from saved_search_find where saved_search_id = $1", search.id)
    return {row["software_id"] for row in rows}


async def refused(tx: Connection, actor: Actor, wanted: NewSavedSearch) -> str:
    with pytest.raises(Refused) as caught:
        await service.save(tx, actor, wanted)
    return caught.value.problems[0].code


async def test_a_new_entry_that_a_search_finds_is_told_once(tx: Connection) -> None:
    search = await service.save(tx, await person(tx), MAPS)
    entry, other = await registered(tx, "Dengue map"), await registered(tx, "River watch")
    assert await service.after_changes(tx, [entry, other]) == 1
    assert await service.after_changes(tx, [entry, other]) == 0
    assert await finds(tx, search) == {entry}


async def test_what_was_there_when_the_search_was_saved_is_not_new(tx: Connection) -> None:
    entry = await registered(tx, "Dengue map", later=False)
    search = await service.save(tx, await person(tx), MAPS)
    assert await service.after_changes(tx, [entry]) == 0
    assert await finds(tx, search) == set()


async def test_choices_narrow_what_is_told(tx: Connection) -> None:
    search = await service.save(tx, await person(tx), NewSavedSearch("Free maps", "", {"approved": ["yes"]}))
    entries = [await registered(tx, "Map", licence) for licence in ("MIT", "BUSL-1.1", None)]
    await service.after_changes(tx, entries)
    assert await finds(tx, search) == {entries[0]}


async def test_an_entry_that_left_the_catalogue_is_not_told(tx: Connection) -> None:
    search = await service.save(tx, await person(tx), MAPS)
    entry = await registered(tx, "Dengue map")
    await tx.execute("update software set expiry_noticed_at = now(), expired_at = now() where id = $1", entry)
    await service.after_changes(tx, [entry])
    assert await finds(tx, search) == set()


async def test_all_that_is_new_in_a_search_makes_one_letter(tx: Connection) -> None:
    search = await service.save(tx, await person(tx), MAPS)
    entries = [await registered(tx, "Dengue map"), await registered(tx, "Map of dengue")]
    await service.after_changes(tx, entries)
    assert await service.begin_letters(tx) == 1
    assert await service.begin_letters(tx) == 0
    letter_id = await tx.fetchval("select id from saved_search_letter where saved_search_id = $1", search.id)
    letter = await repository.letter(tx, letter_id)
    assert letter is not None
    assert {name for name, _ in letter.found} == {"Dengue map", "Map of dengue"}
    assert not letter.is_sent


async def test_the_people_of_the_demo_get_no_letters(tx: Connection) -> None:
    search = await service.save(tx, await person(tx, is_example=True), MAPS)
    await service.after_changes(tx, [await registered(tx, "Dengue map")])
    assert len(await finds(tx, search)) == 1
    assert await service.begin_letters(tx) == 0


async def test_saving_under_the_same_name_replaces(tx: Connection) -> None:
    mei = await person(tx)
    await service.save(tx, mei, MAPS)
    again = await service.save(tx, mei, NewSavedSearch(" Maps ", "flood", {}))
    assert [each.id for each in await repository.every(tx)] == [again.id]
    assert (again.name, again.query) == ("Maps", "flood")


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (NewSavedSearch(" ", "map", {}), "SEARCH_NAME_MISSING"),
        (NewSavedSearch("x" * 101, "map", {}), "SEARCH_TOO_LONG"),
        (NewSavedSearch("x", "y" * 401, {}), "SEARCH_TOO_LONG"),
        (NewSavedSearch("x", "", {"licence": ["MIT"] * 101}), "SEARCH_TOO_LONG"),
        (NewSavedSearch("x", "", {"licence": ["M" * 201]}), "SEARCH_TOO_LONG"),
    ],
)
async def test_what_cannot_be_saved_is_refused_and_not_written(
    tx: Connection, wanted: NewSavedSearch, code: str
) -> None:
    assert await refused(tx, await person(tx), wanted) == code
    assert await repository.every(tx) == []


async def test_whoever_is_not_signed_in_saves_nothing(tx: Connection) -> None:
    assert await refused(tx, Actor.anonymous(), MAPS) == "SIGN_IN_FIRST"


async def test_somebody_saves_so_many_and_no_more(tx: Connection) -> None:
    mei = await person(tx)
    for number in range(MOST_SAVED):
        await service.save(tx, mei, NewSavedSearch(f"Search {number}", "map", {}))
    assert await refused(tx, mei, MAPS) == "TOO_MANY_SEARCHES"
    await service.save(tx, mei, NewSavedSearch("Search 0", "flood", {}))


async def test_only_ones_own_search_is_forgotten(tx: Connection) -> None:
    mei = await person(tx)
    search = await service.save(tx, mei, MAPS)
    with pytest.raises(Refused) as caught:
        await service.forget(tx, await person(tx), search.id)
    assert caught.value.problems[0].code == "UNKNOWN_SEARCH"
    assert len(await repository.every(tx)) == 1
    await service.forget(tx, mei, search.id)
    assert await repository.every(tx) == []
