"""The search that needs nothing but the database: PostgreSQL full text over our own tokens.

The documents are written in the transaction of the data itself, so that what is stored is found at once.
Results come by rank, then by slug. The rank is `ts_rank` of the question's own words (A 1.0, B 0.4, C 0.2),
plus `OTHER_LANGUAGE` of it for what the other language calls the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

import asyncpg

from registry.search import query as questions
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
    check_page,
    decode_cursor,
    encode_cursor,
)
from registry.search.query import Clause
from registry.texts import storable
from store.database import Connection, Database

OTHER_LANGUAGE = 0.5  # a translated word is a good sign, the reader's own word a better one
FIRST_FILTER = 8  # number of the first parameter that holds the chosen values of a facet

#: The column behind each facet, and whether it holds a list.
COLUMNS: Mapping[Facet, tuple[str, bool]] = {
    Facet.CATEGORY: ("categories", True),
    Facet.SCOPE: ("scopes", True),
    Facet.VERDICT: ("verdict", False),
    Facet.LICENCE: ("licence", False),
    Facet.HEALTH_BAND: ("health_band", False),
    Facet.PUBLISHER: ("(select slug from organisation where organisation.id = publisher_id)", False),
    Facet.SOFTWARE_TYPE: ("software_type", False),
    Facet.DEVELOPMENT_STATUS: ("development_status", False),
    Facet.TECHNOLOGY: ("technologies", True),
    Facet.LANGUAGE: ("languages", True),
}
#: What anybody may find; drafts are found by their owners' lists, not by search.
PUBLIC: Mapping[Subject, str] = {
    Subject.SOFTWARE: "expired_at is null",
    Subject.CHALLENGE: "published_at is not null and state <> 'WITHDRAWN'",
    Subject.TEAM: "true",
}


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


async def software_row(connection: Connection, software_id: UUID) -> Mapping[str, Any] | None:
    """Read what both engines index of a software."""
    row = await connection.fetchrow(
        """
        select
            software.id, software.slug, software.name, software.url, software.localised_name,
            software.short_description, software.long_description, software.features, software.categories,
            software.scopes, software.technologies, software.languages, software.used_by, software.verdict,
            software.licence, software.health_band, software.software_type, software.development_status,
            software.main_copyright_owner, software.repository_owner,
            organisation.name as publisher_name, organisation.slug as publisher
        from software
        left join organisation on organisation.id = software.publisher_id
        where software.id = $1 and software.expired_at is null
        """,
        software_id,
    )
    return None if row is None else dict(row)


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


@dataclass(frozen=True, slots=True)
class _Question:
    subject: Subject
    matching: str | None
    own: str | None
    others: str | None
    filters: Filters
    first: int
    after: str | None


async def _find(
    connection: Connection, subject: Subject, query: str, filters: Filters, first: int, after: str | None
) -> Page:
    check_page(first)
    clauses = questions.understand(query[:LONGEST_QUERY])
    if not clauses:
        return await _ask(connection, _Question(subject, None, None, None, filters, first, after))

    async def ask(clauses: Sequence[Clause], matching: str) -> Page:
        others = questions.others(clauses) or None
        question = _Question(subject, matching, questions.own_words(clauses), others, filters, first, after)
        return await _ask(connection, question)

    page = await ask(clauses, questions.strict(clauses))
    if page.total:
        return page
    understood = questions.corrected(clauses, await _near_words(connection, clauses))
    if understood is not None:
        mended = questions.understand(understood)
        page = await ask(mended, questions.strict(mended))
        if page.total:
            return replace(page, understood=understood)
        clauses = mended
    page = await ask(clauses, questions.loose(clauses))
    return replace(page, understood=understood, is_loosened=page.total > 0)


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


async def _ask(connection: Connection, question: _Question) -> Page:
    """Get ids, total and facets in one statement."""
    facets = COLUMNS if question.subject is Subject.SOFTWARE else {}
    rank_after, slug_after = decode_cursor(question.after) if question.after else (None, None)
    row = await connection.fetchrow(
        _statement(question.subject, tuple(facets), has_words=question.matching is not None),
        question.matching,
        question.own,
        question.others,
        OTHER_LANGUAGE,
        question.first + 1,
        rank_after,
        storable(slug_after),
        *(storable(list(question.filters.get(facet, ()))) for facet in facets),
    )
    if row is None:
        raise AssertionError("an aggregate has one row")  # pragma: no cover
    found = row["found"][: question.first]
    return Page(
        ids=tuple(UUID(each["id"]) for each in found),
        total=row["total"],
        facets=_facets(row),
        cursors=tuple(encode_cursor(float(each["rank"]), each["slug"]) for each in found),
        has_next_page=len(row["found"]) > question.first,
        engine=PostgresIndex.name,
    )


def _facets(row: asyncpg.Record) -> Mapping[Facet, tuple[FacetCount, ...]]:
    counts: dict[Facet, list[FacetCount]] = {}
    for each in row["facets"]:
        counts.setdefault(Facet(each["facet"]), []).append(FacetCount(each["value"], each["count"]))
    return {facet: tuple(values) for facet, values in counts.items()}


@cache
def _statement(subject: Subject, facets: tuple[Facet, ...], *, has_words: bool) -> str:
    """Write the statement of a subject: parameters 1-7 as in `_ask`, then one list of chosen values a facet.

    `misses` counts the groups that a row fails; a group's counts ignore its own choice, so that a reader sees what
    choosing another value would give.
    """
    columns = "".join(
        f", {COLUMNS[facet][0]} as {facet}, {_is_chosen(facet, place)} as in_{facet}"
        for place, facet in enumerate(facets, start=FIRST_FILTER)
    )
    carried = "".join(f", {facet}, in_{facet}" for facet in facets)
    misses = " + ".join(f"(not in_{facet})::int" for facet in facets) or "0"
    words = "and $1::text is null" if not has_words else "and search @@ $1::text::tsquery"
    # The table, columns and conditions are constants of this module; what people write is always a parameter.
    return f"""
        with matching as (
            select
                id, slug,
                coalesce(ts_rank(search, $2::text::tsquery), 0)::float8
                    + coalesce($4::float8 * ts_rank(search, $3::text::tsquery), 0) as rank
                {columns}
            from {subject.value}
            where {PUBLIC[subject]} {words}
        ), judged as materialized (
            select id, slug, rank, {misses} as misses {carried}
            from matching
        )
        select
            (select count(*) from judged where misses = 0) as total,
            (
                select coalesce(json_agg(json_build_object('id', id, 'slug', slug, 'rank', rank)), '[]')
                from (
                    select id, slug, rank
                    from judged
                    where misses = 0 and ($6::float8 is null or rank < $6 or (rank = $6 and slug > $7::text))
                    order by rank desc, slug
                    limit $5
                ) as best
            ) as found,
            {_facet_counts(facets)} as facets
    """  # noqa: S608


def _is_chosen(facet: Facet, place: int) -> str:
    column, is_list = COLUMNS[facet]
    holds = f"{column} && ${place}" if is_list else f"coalesce({column} = any(${place}), false)"
    return f"(cardinality(${place}::text[]) = 0 or {holds})"


def _facet_counts(facets: tuple[Facet, ...]) -> str:
    counts = " union all ".join(
        f"select '{facet}' as facet, value, count(*) as count from judged, unnest("  # noqa: S608 - constants of this module
        f"{facet if COLUMNS[facet][1] else f'array[{facet}]'}) as value "
        f"where misses - (not in_{facet})::int = 0 and value is not null group by value"
        for facet in facets
    )
    if not counts:
        return "'[]'::json"
    return f"""(
                select coalesce(
                    json_agg(
                        json_build_object('facet', facet, 'value', value, 'count', count)
                        order by facet, count desc, value
                    ), '[]'
                )
                from ({counts}) as counted
            )"""  # noqa: S608
