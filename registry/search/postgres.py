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

from registry.search import loosened, repository, typos
from registry.search import query as questions
from registry.search.document import (
    DOCUMENTS,
    vector,
    words,
)
from registry.search.facets import FACETS, counted
from registry.search.model import (
    NO_FILTERS,
    Facet,
    FacetCount,
    Filters,
    Page,
    Subject,
    check_id,
    check_page,
    check_query,
    decode_cursor,
    encode_cursor,
)
from registry.search.query import Clause, Sign
from registry.search.repository import Question
from store.database import Connection, Database

#: The texts of a record, and what they are read from besides its own table.
_TEXTS: Mapping[Subject, str] = {
    Subject.SOFTWARE: """
        software.id, software.name, software.url, software.localised_name, software.short_description,
        software.long_description, software.features, software.categories, software.scopes, software.technologies,
        software.used_by, software.main_copyright_owner, software.repository_owner, publisher.name as publisher_name
    """,
    Subject.CHALLENGE: """
        challenge.id, challenge.title, challenge.problem, challenge.people_affected, challenge.outcome,
        challenge.domains, owner.name as owner_name,
        array(
            select concept from challenge_need where challenge_id = challenge.id order by position
        ) as needs
    """,
    Subject.TEAM: """
        team.id, team.name, team.about, team.domains,
        array(select concept from skill_of_team where team_id = team.id order by position, concept) as skills
    """,
}
_WITH: Mapping[Subject, str] = {
    Subject.SOFTWARE: "left join organisation as publisher on publisher.id = software.publisher_id",
    Subject.CHALLENGE: "join organisation as owner on owner.id = challenge.owner_id",
    Subject.TEAM: "",
}
BODIES = (Facet.PUBLISHER, Facet.OWNER, Facet.USED_BY)  # groups whose values are organisations, by slug
FEW = 3  # results that can be read at a glance
COMMONEST = 0.05  # what a word that stands everywhere still says, so that more words are better than fewer


async def index_software(tx: Connection, software_id: UUID) -> None:
    """Write a software's searchable words, in the transaction that changed it."""
    await _write(tx, Subject.SOFTWARE, software_id)


async def index_challenge(tx: Connection, challenge_id: UUID) -> None:
    """Write a challenge's searchable words, in the transaction that changed it."""
    await _write(tx, Subject.CHALLENGE, challenge_id)


async def index_team(tx: Connection, team_id: UUID) -> None:
    """Write a team's searchable words, in the transaction that changed it."""
    await _write(tx, Subject.TEAM, team_id)


async def rows(
    connection: Connection, ids: Sequence[UUID], subject: Subject = Subject.SOFTWARE
) -> Mapping[UUID, Mapping[str, Any]]:
    """Read what both engines index of some records, by id: their texts, `is_public`, and every facet under its name.

    Those that are gone are left out.
    """
    facets = {facet: repository.values_of(subject, facet) for facet in FACETS[subject]}
    listed = ", ".join(f"{values} as facet_{facet}" for facet, values in facets.items() if values)
    found = await connection.fetch(
        f"""
        select {_TEXTS[subject]}, searched.is_public, searched.slug, {listed}
        from {subject.value}_search as searched
        join {subject.value} on {subject.value}.id = searched.id
        {_WITH[subject]}
        where searched.id = any($1)
        """,  # noqa: S608 - columns and tables of this module
        list(ids),
    )
    return {row["id"]: dict(row) for row in found}


async def names(connection: Connection, facets: Mapping[Facet, Sequence[FacetCount]]) -> Mapping[str, Any]:
    """Read what the organisations and programmes among the values of facets are called, by slug and language."""
    slugs = {facet: [each.value for each in facets.get(facet, ())] for facet in (*BODIES, Facet.PROGRAMME)}
    found = await connection.fetch(
        """
        select slug, name from organisation where slug = any($1)
        union all
        select slug, name from programme where slug = any($2)
        """,
        [slug for facet in BODIES for slug in slugs[facet]],
        slugs[Facet.PROGRAMME],
    )
    return {row["slug"]: row["name"] for row in found}


async def learn_words(tx: Connection, record_id: UUID, subject: Subject = Subject.SOFTWARE) -> None:
    """Note the words of a record as ones that a typo may have been meant for; those of drafts are nobody's business."""
    row = (await rows(tx, (record_id,), subject)).get(record_id)
    if row is not None and row["is_public"]:
        await tx.execute(
            """
            insert into search_word (subject, word, occurrences)
            select $1, unnest($2::text[]), 1
            on conflict (subject, word) do nothing
            """,
            subject.value,
            sorted(words(DOCUMENTS[subject](row))),
        )


async def recount_words(tx: Connection) -> int:
    """Count the known words anew, forget those that are gone, and say how many remain.

    Stems stand in the documents as well, so what is counted are only words that were learned as written.
    """
    for subject in Subject:
        table = f"{subject.value}_search"
        await tx.execute(
            f"""
            merge into search_word
            using ts_stat('select words from {table} where is_public') as counted
                on counted.word = search_word.word and search_word.subject = $1
            when matched then update set occurrences = counted.ndoc
            """,  # noqa: S608 - a table of ours
            subject.value,
        )
        await tx.execute(
            f"""
            delete from search_word
            where subject = $1
                and not exists (select from {table} where is_public and words @@ quote_literal(word)::tsquery)
            """,  # noqa: S608 - a table of ours
            subject.value,
        )
    total: int = await tx.fetchval("select count(*) from search_word")
    return total


async def rebuild(tx: Connection) -> Mapping[Subject, Sequence[UUID]]:
    """Write the words of every record anew, which a new tokeniser makes necessary, and list the records."""
    written = {}
    for subject in Subject:
        found = await tx.fetch(f"select id from {subject.value}_search order by id")  # noqa: S608 - a table of ours
        written[subject] = [row["id"] for row in found]
        for record_id in written[subject]:
            await _write(tx, subject, record_id)
            await learn_words(tx, record_id, subject)
    await recount_words(tx)
    return written


async def changed_since(connection: Connection, moment: datetime, subject: Subject) -> Sequence[UUID]:
    """List the records whose change was announced since a moment."""
    found = await connection.fetch(
        "select distinct subject_id from outbox where topic = $1 and put_at >= $2", subject.topic, moment
    )
    return [row["subject_id"] for row in found]


async def find(
    connection: Connection,
    query: str,
    filters: Filters = NO_FILTERS,
    first: int = 20,
    after: str | None = None,
    *,
    subject: Subject = Subject.SOFTWARE,
) -> Page:
    """Find what anybody may see: in all its words; else with typos mended; else in some of its words.

    Which of these it is depends on the words alone, never on what is chosen beside them: else choosing would change
    the counts.

    Raises:
        Refused: QUERY_TOO_LONG, FIRST_OUT_OF_RANGE or CURSOR_UNKNOWN.
    """
    check_query(query)
    check_page(first)
    place = None if after is None else decode_cursor(after)
    clauses = questions.understand(query)

    async def ask(matching: str | None, signs: Sequence[Sign] = ()) -> Page:
        return await _ask(connection, Question(subject, matching, signs, filters, first, place))

    if not clauses:
        if place is not None:
            check_id(place[1])
        return await ask(None)
    page = await ask(questions.strict(clauses), questions.signs(clauses))
    having_all = await _having_all(connection, subject, clauses, page, filters)
    if having_all >= enough(query, clauses):
        return page
    understood = None if having_all else await _mended(connection, subject, clauses)
    if understood is not None:
        clauses = questions.understand(understood)
        page = await ask(questions.strict(clauses), questions.signs(clauses))
        if await _having_all(connection, subject, clauses, page, filters):
            return replace(page, understood=understood)
    near = await ask(loosened.loose(clauses), await _weighed(connection, subject, clauses))
    return replace(near, understood=understood, is_loosened=near.total > page.total)


async def newest(
    connection: Connection,
    query: str,
    filters: Filters = NO_FILTERS,
    *,
    among: Sequence[UUID] | None = None,
    most: int = 100,
) -> Sequence[UUID]:
    """List software that has all words of a question, as they are written, the latest registered first.

    Raises:
        Refused: QUERY_TOO_LONG.
    """
    check_query(query)
    clauses = questions.understand(query)
    matching = questions.strict(clauses) if clauses else None
    return await repository.newest(connection, matching, filters, among, most)


class PostgresIndex:
    """The default engine; nothing has to be fed, because the services write the documents themselves."""

    name = "postgres"

    def __init__(self, database: Database) -> None:
        self._database = database

    async def search(
        self,
        query: str,
        filters: Filters = NO_FILTERS,
        first: int = 20,
        after: str | None = None,
        *,
        subject: Subject = Subject.SOFTWARE,
    ) -> Page:
        """Find what anybody may see; see `SearchIndex`. Raises `Unavailable` when the database is down."""
        async with self._database.read() as connection:
            return await find(connection, query, filters, first, after, subject=subject)

    async def index(self, ids: Sequence[UUID], *, subject: Subject = Subject.SOFTWARE) -> None:
        """Write the documents of these records anew, which is only needed when the tokeniser has changed."""
        async with self._database.transaction() as tx:
            for each in ids:
                await _write(tx, subject, each)
                await learn_words(tx, each, subject)


async def _weighed(connection: Connection, subject: Subject, clauses: Sequence[Clause]) -> Sequence[Sign]:
    """Weigh each sign by how few records have it: ln((N + 1) / (n + 1)), the inverse document frequency."""
    signs = loosened.loose_signs(clauses)
    total, counts = await repository.occurrences(
        connection, subject, [sign.rarity or sign.query for sign in signs]
    )
    return [
        replace(sign, weight=sign.weight * (COMMONEST + math.log((total + 1) / (count + 1))))
        for sign, count in zip(signs, counts, strict=True)
    ]


async def _having_all(
    connection: Connection, subject: Subject, clauses: Sequence[Clause], page: Page, filters: Filters
) -> int:
    """Count the records that have all words, whatever is chosen beside them; as far as it matters."""
    if page.total >= FEW or not any(filters.values()):
        return page.total
    _, [count] = await repository.occurrences(connection, subject, [questions.strict(clauses)])
    return count


def enough(query: str, clauses: Sequence[Clause]) -> int:
    """How many records must have all words: of a wish in a sentence more, because one that has them may be chance."""
    return FEW if questions.is_wish(query, clauses) else 1


async def _mended(connection: Connection, subject: Subject, clauses: Sequence[Clause]) -> str | None:
    """Write the question again where the catalogue lacks a word that may be mistyped."""
    suspects = typos.suspects(clauses)
    if not suspects:
        return None
    asked = [questions.strict([clause]) for clause in suspects]
    _, counts = await repository.occurrences(connection, subject, asked)
    unknown = {clause.text for clause, count in zip(suspects, counts, strict=True) if not count}
    return typos.corrected(clauses, await _near_words(connection, subject, unknown), unknown)


async def _near_words(connection: Connection, subject: Subject, unknown: Iterable[str]) -> Mapping[str, int]:
    lengths = {
        length
        for word in unknown
        if word.isascii() and (allowed := typos.typos_allowed(word))
        for length in range(len(word) - allowed, len(word) + allowed + 1)
    }
    if not lengths:
        return {}
    row = await connection.fetchrow(
        """
        select array_agg(word) as words, array_agg(occurrences) as occurrences
        from search_word
        where subject = $1 and length(word) = any($2::int[])
        """,
        subject.value,
        list(lengths),
    )
    return dict(zip(row["words"], row["occurrences"], strict=True)) if row and row["words"] else {}


async def _write(tx: Connection, subject: Subject, record_id: UUID) -> None:
    row = (await rows(tx, (record_id,), subject)).get(record_id)
    if row is not None:
        await tx.execute(
            f"update {subject.value}_search set words = $2::text::tsvector where id = $1",  # noqa: S608 - a table of ours
            record_id,
            vector(DOCUMENTS[subject](row)),
        )


async def _ask(connection: Connection, question: Question) -> Page:
    row = await repository.ask(connection, question)
    found = row["found"][: question.first]
    return Page(
        ids=tuple(UUID(each["id"]) for each in found),
        total=min(row["total"], repository.COUNTED_TO),
        facets=counted(row["facets"]),
        cursors=tuple(encode_cursor(float(each["rank"]), each["tie"]) for each in found),
        has_next_page=len(row["found"]) > question.first,
        total_is_at_least=row["total"] > repository.COUNTED_TO,
        engine=PostgresIndex.name,
    )
