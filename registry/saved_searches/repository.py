"""How saved searches, what was new in them, and letters about it are stored, and who may see them."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from registry.saved_searches.model import FoundLetter, NewSavedSearch, SavedSearch
from registry.texts import storable
from store.database import Connection

VISIBLE = "{t}.person_id = :person_id"  # what somebody looks for is their own affair
VISIBLE_FIND = (
    "exists (select from saved_search as own"
    " where own.id = {t}.saved_search_id and own.person_id = :person_id)"
)


async def put(tx: Connection, person_id: UUID, wanted: NewSavedSearch) -> SavedSearch:
    """Store a search; one with the same name is replaced, and what was found for it is forgotten."""
    await tx.execute(
        "delete from saved_search where person_id = $1 and name = $2", person_id, storable(wanted.name)
    )
    row = await tx.fetchrow(
        """
        insert into saved_search (person_id, name, query, filters) values ($1, $2, $3, $4)
        returning id, person_id, name, query, filters, created_at
        """,
        person_id,
        storable(wanted.name),
        storable(wanted.query),
        storable({facet: list(values) for facet, values in wanted.filters.items()}),
    )
    if row is None:
        raise AssertionError("an insert returns its row")  # pragma: no cover
    return SavedSearch(*row)


async def delete(tx: Connection, person_id: UUID, search_id: UUID) -> bool:
    """Forget a search of somebody's, and say whether there was one."""
    found = await tx.fetchval(
        "delete from saved_search where person_id = $1 and id = $2 returning id", person_id, search_id
    )
    return found is not None


async def lock_person(tx: Connection, person_id: UUID) -> None:
    """Let one write at a time count what somebody has saved."""
    await tx.execute("select from person where id = $1 for no key update", person_id)


async def count(connection: Connection, person_id: UUID, without: str) -> int:
    """Count somebody's searches of other names."""
    found: int = await connection.fetchval(
        "select count(*) from saved_search where person_id = $1 and name <> $2", person_id, storable(without)
    )
    return found


async def every(connection: Connection) -> Sequence[SavedSearch]:
    """List all saved searches, oldest first."""
    rows = await connection.fetch(
        "select id, person_id, name, query, filters, created_at from saved_search order by created_at, id"
    )
    return [SavedSearch(*row) for row in rows]


async def newest_of(connection: Connection, software_ids: Sequence[UUID]) -> asyncpg.Record | None:
    """Tell when the newest of some software was registered."""
    return await connection.fetchrow(
        "select max(created_at) as created_at from software where id = any($1)", list(software_ids)
    )


async def insert_finds(tx: Connection, search: SavedSearch, software_ids: Sequence[UUID]) -> int:
    """Note what a search finds that was registered after it was saved, each once, and say how many that is."""
    rows = await tx.fetch(
        """
        insert into saved_search_find (saved_search_id, software_id)
        select $1, id from software where id = any($2) and created_at > $3
        on conflict (saved_search_id, software_id) do nothing
        returning id
        """,
        search.id,
        list(software_ids),
        search.created_at,
    )
    return len(rows)


async def begin_letters(tx: Connection) -> Sequence[UUID]:
    """Begin a letter for each search with finds that nobody was written about; the demo's people get none."""
    rows = await tx.fetch(
        """
        with due as (
            select distinct find.saved_search_id
            from saved_search_find as find
            join saved_search on saved_search.id = find.saved_search_id
            join person on person.id = saved_search.person_id
            where find.letter_id is null and not person.is_example
        ), begun as (
            insert into saved_search_letter (saved_search_id) select saved_search_id from due
            returning id, saved_search_id
        ), told as (
            update saved_search_find set letter_id = begun.id
            from begun
            where begun.saved_search_id = saved_search_find.saved_search_id and letter_id is null
        )
        select id from begun
        """
    )
    return [row["id"] for row in rows]


async def letter(tx: Connection, letter_id: UUID) -> FoundLetter | None:
    """Find a letter and keep others from sending it; None where its search is gone."""
    row = await tx.fetchrow(
        """
        select letter.id, person.email, person.language, letter.begun_at, letter.sent_at is not null as is_sent,
            saved_search.id, saved_search.person_id, saved_search.name, saved_search.query, saved_search.filters,
            saved_search.created_at
        from saved_search_letter as letter
        join saved_search on saved_search.id = letter.saved_search_id
        join person on person.id = saved_search.person_id
        where letter.id = $1
        for update of letter
        """,
        letter_id,
    )
    if row is None:
        return None
    found = await tx.fetch(
        """
        select software.name, software.slug
        from saved_search_find as find
        join software on software.id = find.software_id
        where find.letter_id = $1
        order by find.found_at desc, software.slug
        """,
        letter_id,
    )
    letter_id, email, language, begun_at, is_sent, *search = row
    listed = [(each["name"], each["slug"]) for each in found]
    return FoundLetter(letter_id, email, language, SavedSearch(*search), begun_at, is_sent, listed)


async def letter_sent(tx: Connection, letter_id: UUID) -> None:
    """Note that the mail server has taken a letter."""
    await tx.execute("update saved_search_letter set sent_at = now() where id = $1", letter_id)
