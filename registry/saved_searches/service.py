"""Saving a search of the catalogue, and telling whoever saved it of new entries that it finds."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from registry.saved_searches import repository
from registry.saved_searches.model import (
    LONGEST_CHOICE,
    LONGEST_NAME,
    MOST_CHOICES,
    MOST_SAVED,
    NewSavedSearch,
    SavedSearch,
)
from registry.search import postgres as search
from registry.search.model import LONGEST_QUERY, Facet
from store import audit, jobs
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless

LETTERS: Final = "search-letters"  # the queue whose worker sends e-mail


async def save(tx: Connection, actor: Actor, wanted: NewSavedSearch) -> SavedSearch:
    """Keep a search for the actor, to be told of entries that are registered from now on and that it finds.

    Raises:
        Refused: SIGN_IN_FIRST, SEARCH_NAME_MISSING, SEARCH_TOO_LONG or TOO_MANY_SEARCHES; nothing is written.
    """
    person_id = _person(actor)
    name = " ".join(wanted.name.split())
    refuse_unless(name, "SEARCH_NAME_MISSING", "name")
    values = [value for chosen in wanted.filters.values() for value in chosen]
    is_bounded = len(name) <= LONGEST_NAME and len(wanted.query) <= LONGEST_QUERY
    is_bounded = (
        is_bounded and len(values) <= MOST_CHOICES and max(map(len, values), default=0) <= LONGEST_CHOICE
    )
    refuse_unless(is_bounded, "SEARCH_TOO_LONG", "name")
    await repository.lock_person(tx, person_id)
    refuse_unless(await repository.count(tx, person_id, name) < MOST_SAVED, "TOO_MANY_SEARCHES", "name")
    kept = await repository.put(tx, person_id, NewSavedSearch(name, wanted.query.strip(), wanted.filters))
    await audit.record(tx, actor, "search.saved", "saved_search", kept.id)
    return kept


async def forget(tx: Connection, actor: Actor, search_id: UUID) -> None:
    """Forget a search of the actor's, with what was found for it.

    Raises:
        Refused: SIGN_IN_FIRST or UNKNOWN_SEARCH.
    """
    found = await repository.delete(tx, _person(actor), search_id)
    refuse_unless(found, "UNKNOWN_SEARCH", "id")
    await audit.record(tx, actor, "search.forgotten", "saved_search", search_id)


async def after_changes(tx: Connection, software_ids: Sequence[UUID]) -> int:
    """Note which saved searches find some software that changed and is newer than they are; say how many finds.

    An entry counts when all words are in it, as on the page before typos are mended. Called again it finds none twice.
    """
    newest = await repository.newest_of(tx, software_ids)
    if newest is None or newest["created_at"] is None:
        return 0
    found = 0
    for each in await repository.every(tx):
        if each.created_at < newest["created_at"]:
            filters = {Facet(facet): values for facet, values in each.filters.items()}
            matching = await search.newest(tx, each.query, filters, among=software_ids)
            found += await repository.insert_finds(tx, each, matching)
    return found


async def begin_letters(tx: Connection) -> int:
    """Queue one letter for each search with something new in it, and say how many those are."""
    begun = await repository.begin_letters(tx)
    for letter_id in begun:
        await jobs.enqueue(tx, LETTERS, {"letter_id": str(letter_id)}, subject_id=letter_id)
    return len(begun)


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise Refused(Problem("SIGN_IN_FIRST"))
    return actor.person_id
