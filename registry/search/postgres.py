"""The search that needs nothing but the database: PostgreSQL full text over our own tokens.

The documents are written in the transaction of the data itself, so that what is stored is found at once.
How results are matched, ranked and counted stands in `repository`.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from registry.search import query as questions
from registry.search import repository
from registry.search.document import (
    Document,
    challenge_document,
    software_document,
    team_document,
    vector,
    words,
)
from registry.search.model import (
    LONGEST_QUERY,
    NO_FILTERS,
    Facet,
    FacetCount,
    Filters,
    Page,
    Subject,
    check_id,
    check_page,
    decode_cursor,
    encode_cursor,
)
from registry.search.query import Clause, Sign
from registry.search.repository import Question
from registry.usage.repository import IS_CURRENT
from store.database import Connection, Database

COMMONEST = 0.05  # what a word that stands everywhere still says, so that more words are better than fewer


async def index_software(tx: Connection, software_id: UUID) -> None:
    """Write a software's searchable words, in the transaction that changed it."""
    row = await software_row(tx, software_id)
    if row is not None:
        await _store(tx, Subject.SOFTWARE, software_id, software_document(row))


async def index_challenge(tx: Connection, challenge_id: UUID) -> None:
    """Write a challenge's searchable words, in the transaction that changed it."""
    row = await tx.fetchrow(
        """
        select
            challenge.title, challenge.problem, challenge.people_affected, challenge.outcome, challenge.domains,
            organisation.name as owner_name,
            array(select concept from challenge_need where challenge_id = challenge.id order by position) as needs
        from challenge
        join organisation on organisation.id = challenge.owner_id
        where challenge.id = $1
        """,
        challenge_id,
    )
    if row is not None:
        await _store(tx, Subject.CHALLENGE, challenge_id, challenge_document(dict(row)))


async def index_team(tx: Connection, team_id: UUID) -> None:
    """Write a team's searchable words, in the transaction that changed it."""
    row = await tx.fetchrow(
        """
        select
            team.name, team.about, team.domains,
            array(select concept from team_skill where team_id = team.id order by position) as skills
        from team
        where team.id = $1
        """,
        team_id,
    )
    if row is not None:
        await _store(tx, Subject.TEAM, team_id, team_document(dict(row)))


async def software_rows(connection: Connection, ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, Any]]:
    """Read what both engines index of some software, by id; those that are gone are left out."""
    rows = await connection.fetch(
        f"""
        select
            software.id, software.slug, software.name, software.url, software.localised_name,
            software.short_description, software.long_description, software.features, software.categories,
            software.scopes, software.technologies, software.languages, software.used_by, software.verdict,
            software.licence, software.health_band, software.software_type, software.development_status,
            software.main_copyright_owner, software.repository_owner, software.accessibility,
            organisation.name as publisher_name, organisation.slug as publisher,
            organisation.country, organisation.place as county,
            array(
                select agency.slug
                from usage
                join organisation as agency on agency.id = usage.agency_id
                where usage.software_id = software.id and {IS_CURRENT.replace("{t}", "usage")}
                order by agency.slug
            ) as using_agencies,
            array(
                select distinct programme.slug
                from delivery
                join match on match.id = delivery.match_id
                join programme on programme.id = match.programme_id
                where delivery.software_id = software.id
                order by programme.slug
            ) as programmes
        from software
        left join organisation on organisation.id = software.publisher_id
        where software.id = any($1) and software.expired_at is null
        """,  # noqa: S608 - a constant of the room
        list(ids),
    )
    return {row["id"]: dict(row) for row in rows}


async def software_row(connection: Connection, software_id: UUID) -> Mapping[str, Any] | None:
    """Read what both engines index of a software; None when it is gone."""
    return (await software_rows(connection, (software_id,))).get(software_id)


async def learn_words(tx: Connection, software_id: UUID) -> None:
    """Note the words of a software as ones that a typo may have been meant for."""
    row = await software_row(tx, software_id)
    if row is not None:
        await tx.execute(
            """
            insert into search_word (word, occurrences)
            select unnest($1::text[]), 1
            on conflict (word) do nothing
            """,
            sorted(words(software_document(row))),
        )


async def recount_words(tx: Connection) -> int:
    """Count the known words of the catalogue anew, forget those that are gone, and say how many remain.

    Stems stand in the documents as well, so what is counted are only words that were learned as written.
    """
    await tx.execute(
        """
        merge into search_word
        using ts_stat('select search from software') as counted on counted.word = search_word.word
        when matched then update set occurrences = counted.ndoc
        """
    )
    await tx.execute(
        """
        delete from search_word
        where not exists (select from software where search @@ quote_literal(word)::tsquery)
        """
    )
    total: int = await tx.fetchval("select count(*) from search_word")
    return total


async def rebuild(tx: Connection) -> Mapping[Subject, Sequence[UUID]]:
    """Write the words of every record anew, which a new tokeniser makes necessary, and list the records."""
    writers = {
        Subject.SOFTWARE: index_software,
        Subject.CHALLENGE: index_challenge,
        Subject.TEAM: index_team,
    }
    written = {}
    for subject, write in writers.items():
        rows = await tx.fetch(f"select id from {subject.value} order by id")  # noqa: S608 - the table is one of an enum
        written[subject] = [row["id"] for row in rows]
        for subject_id in written[subject]:
            await write(tx, subject_id)
    for software_id in written[Subject.SOFTWARE]:
        await learn_words(tx, software_id)
    await recount_words(tx)
    return written


async def changed_since(connection: Connection, moment: datetime) -> Sequence[UUID]:
    """List the software whose change was announced since a moment."""
    rows = await connection.fetch(
        "select distinct subject_id from outbox where topic = 'software.changed' and put_at >= $1", moment
    )
    return [row["subject_id"] for row in rows]


async def find_software(
    connection: Connection,
    query: str,
    filters: Filters = NO_FILTERS,
    first: int = 20,
    after: str | None = None,
) -> Page:
    """Find software: in all its words; else with typos mended; else in some of its words.

    Raises:
        Refused: FIRST_OUT_OF_RANGE or CURSOR_UNKNOWN.
    """
    return await _find(connection, Subject.SOFTWARE, query, filters, first, after)


async def find_challenges(
    connection: Connection, query: str, first: int = 20, after: str | None = None
) -> Page:
    """Find published challenges, in the way of `find_software`."""
    return await _find(connection, Subject.CHALLENGE, query, NO_FILTERS, first, after)


async def find_teams(connection: Connection, query: str, first: int = 20, after: str | None = None) -> Page:
    """Find teams, in the way of `find_software`."""
    return await _find(connection, Subject.TEAM, query, NO_FILTERS, first, after)


class PostgresIndex:
    """The default engine; nothing has to be fed, because the services write the documents themselves."""

    name = "postgres"

    def __init__(self, database: Database) -> None:
        self._database = database

    async def search(
        self, query: str, filters: Filters = NO_FILTERS, first: int = 20, after: str | None = None
    ) -> Page:
        """Find software; see `SearchIndex`. Raises `Unavailable` when the database is down."""
        async with self._database.read() as connection:
            return await find_software(connection, query, filters, first, after)

    async def index(self, ids: Sequence[UUID]) -> None:
        """Write the documents of these software anew, which is only needed when the tokeniser has changed."""
        async with self._database.transaction() as tx:
            for software_id in ids:
                await index_software(tx, software_id)
                await learn_words(tx, software_id)


async def _find(
    connection: Connection, subject: Subject, query: str, filters: Filters, first: int, after: str | None
) -> Page:
    check_page(first)
    place = None if after is None else decode_cursor(after)
    clauses = questions.understand(query[:LONGEST_QUERY])

    async def ask(matching: str | None, signs: Sequence[Sign] = ()) -> Page:
        return await _ask(connection, Question(subject, matching, signs, filters, first, place))

    if not clauses:
        if place is not None:
            check_id(place[1])
        return await ask(None)
    page = await ask(questions.strict(clauses), questions.signs(clauses))
    if page.total:
        return page
    understood = questions.corrected(clauses, await _near_words(connection, clauses))
    if understood is not None:
        clauses = questions.understand(understood)
        page = await ask(questions.strict(clauses), questions.signs(clauses))
        if page.total:
            return replace(page, understood=understood)
    page = await ask(questions.loose(clauses), await _weighed(connection, subject, clauses))
    return replace(page, understood=understood, is_loosened=page.total > 0)


async def _weighed(connection: Connection, subject: Subject, clauses: Sequence[Clause]) -> Sequence[Sign]:
    """Weigh each sign by how few records have it: ln((N + 1) / (n + 1)), the inverse document frequency."""
    signs = questions.loose_signs(clauses)
    total, counts = await repository.occurrences(connection, subject, [sign.query for sign in signs])
    return [
        replace(sign, weight=sign.weight * (COMMONEST + math.log((total + 1) / (count + 1))))
        for sign, count in zip(signs, counts, strict=True)
    ]


async def _near_words(connection: Connection, clauses: Sequence[Clause]) -> Iterable[tuple[str, int]]:
    lengths = {
        length
        for clause in clauses
        if clause.is_word and (typos := questions.typos_allowed(clause.text))
        for length in range(len(clause.text) - typos, len(clause.text) + typos + 1)
    }
    if not lengths:
        return ()
    rows = await connection.fetch(
        "select word, occurrences from search_word where length(word) = any($1::int[])", list(lengths)
    )
    return [(row["word"], row["occurrences"]) for row in rows]


async def _store(tx: Connection, subject: Subject, subject_id: UUID, document: Document) -> None:
    await tx.execute(
        f"update {subject.value} set search = $2::text::tsvector where id = $1",  # noqa: S608 - the table is one of an enum
        subject_id,
        vector(document),
    )


async def _ask(connection: Connection, question: Question) -> Page:
    row = await repository.ask(connection, question)
    found = row["found"][: question.first]
    return Page(
        ids=tuple(UUID(each["id"]) for each in found),
        total=min(row["total"], repository.COUNTED_TO),
        facets=_facets(row),
        cursors=tuple(encode_cursor(float(each["rank"]), each["tie"]) for each in found),
        has_next_page=len(row["found"]) > question.first,
        total_is_at_least=row["total"] > repository.COUNTED_TO,
        engine=PostgresIndex.name,
    )


def _facets(row: asyncpg.Record) -> Mapping[Facet, tuple[FacetCount, ...]]:
    counts: dict[Facet, list[FacetCount]] = {}
    for each in row["facets"]:
        counts.setdefault(Facet(each["facet"]), []).append(FacetCount(each["value"], each["count"]))
    return {facet: tuple(values) for facet, values in counts.items()}
