"""How what was asked is found, ranked and counted in PostgreSQL, at the same cost however much there is.

What matches is read up to `COUNTED_TO` records, in the subject's standing order: software by health, best first,
challenges and teams newest first, then by id. Counts are exact until there and "at least" beyond. The first `RANKED`
of these are ranked by words: for every clause the best of its signs, which is `ts_rank` (name 1.0, summary 0.4, rest
0.2) times the sign's weight; clauses add up. Records with the same rank stand by slug. Without words the standing
order is the order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from registry.search.model import Facet, Filters, Subject
from registry.search.query import Sign
from registry.texts import storable
from registry.usage.repository import IS_CURRENT
from store.database import Connection

COUNTED_TO = 10_000  # nobody turns so many pages, and counting further costs every reader time
RANKED = 1_000  # likewise: ranking fifty thousand records takes most of a second
WEIGHED_TO = 2_000  # records in which a word is counted to learn how little it says

#: What anybody may find; drafts are found by their owners' lists, not by search.
PUBLIC: Mapping[Subject, str] = {
    Subject.SOFTWARE: "expired_at is null",
    Subject.CHALLENGE: "published_at is not null and state <> 'WITHDRAWN'",
    Subject.TEAM: "true",
}
#: What decides before words do, and without words; of software an index has exactly this order.
STANDING: Mapping[Subject, str] = {
    Subject.SOFTWARE: "coalesce(health_score, -1)",
    Subject.CHALLENGE: "extract(epoch from created_at)",
    Subject.TEAM: "extract(epoch from created_at)",
}


@dataclass(frozen=True, slots=True)
class _Group:
    """How a facet is chosen and counted.

    Attributes:
        chosen: condition on `software`; `{values}` is the parameter with the chosen values.
        counted: columns `value` and `count` of the records in `{set}`.
        column: what of `software` the counting needs; None for the id alone.
    """

    chosen: str
    counted: str
    column: str | None = None


def _one(column: str) -> _Group:
    return _Group(
        f"{column} = any({{values}})",
        f"select {column} as value, count(*) as count from {{set}} where {column} is not null group by 1",  # noqa: S608 - columns of this module
        column,
    )


def _many(column: str) -> _Group:
    return _Group(
        f"{column} && {{values}}",
        f"select value, count(*) as count from (select unnest({column}) as value from {{set}}) as each group by 1",  # noqa: S608 - columns of this module
        column,
    )


def _publisher(column: str) -> _Group:
    return _Group(
        f"publisher_id in (select id from organisation where {column} = any({{values}}))",  # noqa: S608 - columns of this module
        f"select {column} as value, sum(count)::bigint as count from (select publisher_id, count(*) as count"  # noqa: S608 - columns of this module
        f" from {{set}} group by 1) as counted join organisation on organisation.id = publisher_id"
        f" where {column} is not null group by 1",
        "publisher_id",
    )


_USING = (
    "select organisation.slug from usage join organisation on organisation.id = usage.agency_id"  # noqa: S608 - our own
    f" where usage.software_id = software.id and {IS_CURRENT.replace('{t}', 'usage')}"
)
_DELIVERED = (
    "from delivery join match on match.id = delivery.match_id"
    " join programme on programme.id = match.programme_id"
)
GROUPS: Mapping[Facet, _Group] = {
    Facet.CATEGORY: _many("categories"),
    Facet.SCOPE: _many("scopes"),
    Facet.VERDICT: _one("verdict"),
    Facet.LICENCE: _one("licence"),
    Facet.HEALTH_BAND: _one("health_band"),
    Facet.PUBLISHER: _publisher("slug"),
    Facet.COUNTRY: _publisher("country"),
    Facet.COUNTY: _publisher("place"),
    Facet.SOFTWARE_TYPE: _one("software_type"),
    Facet.DEVELOPMENT_STATUS: _one("development_status"),
    Facet.TECHNOLOGY: _many("technologies"),
    Facet.LANGUAGE: _many("languages"),
    Facet.USED_BY: _Group(
        f"exists ({_USING} and organisation.slug = any({{values}}))",
        "select organisation.slug as value, count(*) as count from {set} as matched"  # noqa: S608 - our own
        " join usage on usage.software_id = matched.id join organisation on organisation.id = usage.agency_id"
        f" where {IS_CURRENT.replace('{t}', 'usage')} group by 1",
    ),
    Facet.PROGRAMME: _Group(
        f"exists (select {_DELIVERED} where delivery.software_id = software.id and programme.slug = any({{values}}))",
        f"select programme.slug as value, count(distinct matched.id) as count {_DELIVERED}"
        " join {set} as matched on matched.id = delivery.software_id group by 1",
    ),
    Facet.ACCESSIBILITY: _one("accessibility"),
}
_COLUMNS = tuple(dict.fromkeys(group.column for group in GROUPS.values() if group.column))


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the database.

    Attributes:
        matching: the tsquery that results satisfy; None when there are no words.
        signs: what ranks them.
        filters: chosen values by group; of software only.
        first: how many.
        after: rank and tie of the last one seen.
    """

    subject: Subject
    matching: str | None
    signs: Sequence[Sign]
    filters: Filters
    first: int
    after: tuple[float, str] | None


async def ask(connection: Connection, question: Question) -> asyncpg.Record:
    """Get `found` (id, rank, tie; one more than asked for, if there is one), `total` and `facets` in one statement."""
    parameters: list[Any] = []

    def put(value: Any) -> str:
        parameters.append(value)
        return f"${len(parameters)}"

    # Unnamed, so that it is planned for these words: a plan for any words is good for none, neither rare nor common.
    statement = await connection.prepare(_statement(question, put), name="")
    row = await statement.fetchrow(*parameters)
    if row is None:
        raise AssertionError("an aggregate has one row")  # pragma: no cover
    return row


async def occurrences(
    connection: Connection, subject: Subject, queries: Sequence[str]
) -> tuple[int, Sequence[int]]:
    """Count the public records, and those that have each tsquery, all to `WEIGHED_TO` at most."""
    records = f"from {subject.value} where {PUBLIC[subject]}"
    row = await connection.fetchrow(
        f"""
        select
            (select count(*) from (select {records} limit {WEIGHED_TO}) as counted) as all_records,
            array(
                select (
                    select count(*) from (
                        select {records} and search @@ query::tsquery limit {WEIGHED_TO}
                    ) as counted
                )
                from unnest($1::text[]) with ordinality as asked (query, place)
                order by place
            ) as counts
        """,  # noqa: S608 - the table and condition are constants of this module
        list(queries),
    )
    if row is None:
        raise AssertionError("there is one row")  # pragma: no cover
    return row["all_records"], row["counts"]


def _statement(question: Question, put: Callable[[Any], str]) -> str:
    """Write the statement. Tables, columns and conditions are constants of this module; what people write is put."""
    subject = question.subject
    conditions = [PUBLIC[subject]]
    if question.matching is not None:
        conditions.append(f"search @@ {put(question.matching)}::text::tsquery")
    chosen = {
        facet: GROUPS[facet].chosen.format(values=f"{put(storable(list(values)))}::text[]")
        for facet, values in question.filters.items()
        if values
    }
    wanted = [*conditions, *chosen.values()]
    seen = _seen(question, put)
    sets = [
        f"matched as materialized ({_matched(subject, wanted)})",
        f"first as ({_first(subject, wanted, seen)})",
    ]
    for facet in chosen:
        rest = [condition for other, condition in chosen.items() if other is not facet]
        sets.append(f"besides_{facet} as materialized ({_matched(subject, [*conditions, *rest])})")
    return f"""
        with {", ".join(sets)}, {_best(question, put)}
        select
            (select count(*) from matched) as total,
            (select coalesce(json_agg(json_build_object('id', id, 'tie', tie, 'rank', rank)), '[]') from best) as found,
            {_facets(chosen) if subject is Subject.SOFTWARE else "'[]'::json"} as facets
    """  # noqa: S608


def _matched(subject: Subject, conditions: Sequence[str]) -> str:
    """Select what is counted."""
    columns = "".join(f", {column}" for column in _COLUMNS) if subject is Subject.SOFTWARE else ""
    return f"""
        select id, {STANDING[subject]} as standing{columns}
        from {subject.value}
        where {" and ".join(conditions)}
        limit {COUNTED_TO + 1}
    """  # noqa: S608


def _first(subject: Subject, conditions: Sequence[str], seen: str) -> str:
    """Select the first by standing: of what was counted, or where that is not all, in the order of the index."""
    is_all = f"(select count(*) from matched) <= {COUNTED_TO}"  # noqa: S608
    return f"""
        (
            select id, standing from matched
            where {is_all}{seen.format(standing="standing")}
            order by standing desc, id desc
            limit {RANKED}
        )
        union all
        (
            select id, {STANDING[subject]} as standing
            from {subject.value}
            where not {is_all} and {" and ".join(conditions)}{seen.format(standing=STANDING[subject])}
            order by {STANDING[subject]} desc, id desc
            limit {RANKED}
        )
    """  # noqa: S608


def _seen(question: Question, put: Callable[[Any], str]) -> str:
    """Write the condition that leaves out what was seen in the standing order, which is the order without words."""
    if question.matching is not None or question.after is None:
        return ""
    standing, tie = question.after
    return f" and ({{standing}}, id) < ({put(standing)}::float8, {put(tie)}::text::uuid)"


def _best(question: Question, put: Callable[[Any], str]) -> str:
    """Write the common tables that end in `best`: id, rank and tie of the page."""
    limit = put(question.first + 1)
    if question.matching is None:
        return f"""best as (
            select id, standing::float8 as rank, id::text as tie from first
            order by standing desc, id desc limit {limit}
        )"""  # noqa: S608
    after = ""
    if question.after is not None:
        rank, tie = f"{put(question.after[0])}::float8", f"{put(storable(question.after[1]))}::text"
        after = f"where rank < {rank} or (rank = {rank} and slug > {tie})"
    numbers = put([sign.clause for sign in question.signs])
    queries = put([sign.query for sign in question.signs])
    weights = put([sign.weight for sign in question.signs])
    return f"""signs as materialized (
            select clause, query::tsquery as query, weight
            from unnest({numbers}::int[], {queries}::text[], {weights}::float8[]) as sign (clause, query, weight)
        ), candidates as (
            select id, slug, search from first join {question.subject.value} using (id)
        ), ranked as (
            select id, slug, (
                select coalesce(round(sum(strongest)::numeric, 6), 0)::float8
                from (
                    select max(weight * ts_rank(search, query)) as strongest
                    from signs
                    where search @@ query
                    group by clause
                ) as said
            ) as rank
            from candidates
        ), best as (
            select id, rank, slug as tie from ranked {after} order by rank desc, slug limit {limit}
        )"""  # noqa: S608


def _facets(chosen: Mapping[Facet, str]) -> str:
    counts = " union all ".join(
        f"select '{facet}' as facet, value, count from ("  # noqa: S608
        f"{group.counted.format(set=f'besides_{facet}' if facet in chosen else 'matched')}) as counted"
        for facet, group in GROUPS.items()
    )
    return f"""(
                select coalesce(
                    json_agg(
                        json_build_object('facet', facet, 'value', value, 'count', count)
                        order by facet, count desc, value
                    ), '[]'
                )
                from ({counts}) as counts
            )"""  # noqa: S608
