"""How what was asked is found, ranked and counted in PostgreSQL, at the same cost however much there is.

What matches is read up to `COUNTED_TO` records, in the subject's standing order: software by health, best first,
challenges and teams newest first, then by id. Counts are exact until there and "at least" beyond. The first `RANKED`
of these are ranked by words: for every clause the best of its signs, which is `ts_rank` (the weights of `document`)
times the sign's weight; clauses add up. Records with the same rank stand by slug. Without words the standing order is
the order.

Every subject has a narrow table of its own (`software_search`), whose `facets` are numbers of `facet_value`: they are
counted in one pass, whatever number of groups there is. Triggers keep it, so no service can forget to.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from registry.search.document import WEIGHTS, Weight
from registry.search.facets import FACETS, approval
from registry.search.model import Facet, Filters, Subject
from registry.search.query import Sign
from registry.texts import storable
from registry.usage.repository import IS_CURRENT
from store.database import Connection

COUNTED_TO = 10_000  # nobody turns so many pages, and counting further costs every reader time
RANKED = 1_000  # likewise: ranking fifty thousand records takes most of a second
WEIGHED_TO = 2_000  # records in which a word is counted to learn how little it says

#: What anybody may find; drafts are found by their owners' lists, not by search.
PUBLIC = "is_public"
#: As `ts_rank` takes them: D, which we do not use, C, B, A.
_LIGHTEST_FIRST = (Weight.REST, Weight.SUMMARY, Weight.NAME)
_WEIGHTS = "'{0, " + ", ".join(str(WEIGHTS[weight]) for weight in _LIGHTEST_FIRST) + "}'::float4[]"


@dataclass(frozen=True, slots=True)
class _Live:
    """A group that is asked of the tables themselves: it changes with time, or lies in a small table of its own.

    Attributes:
        chosen: condition on the row of the search table; `{values}` is the parameter with the chosen values.
        counted: columns `value` and `count` of the records in `{set}`.
        values: an array of the values of the row `searched`.
    """

    chosen: str
    counted: str
    values: str


def _live(rows: str, holder: str, value: str) -> _Live:
    return _Live(
        f"exists (select from {rows} and {holder} = searched.id and {value} = any({{values}}))",
        f"select {value} as value, count(distinct matched.id) as count"  # noqa: S608 - our own
        f" from {{set}} as matched, {rows} and {holder} = matched.id group by 1",
        f"array(select distinct {value} from {rows} and {holder} = searched.id order by 1)",  # noqa: S608 - our own
    )


LIVE: Mapping[Subject, Mapping[Facet, _Live]] = {
    Subject.SOFTWARE: {
        Facet.USED_BY: _live(
            "usage join organisation on organisation.id = usage.agency_id"
            f" where {IS_CURRENT.replace('{t}', 'usage')}",
            "usage.software_id",
            "organisation.slug",
        ),
        Facet.PROGRAMME: _live(
            "delivery join match on match.id = delivery.match_id"
            " join programme on programme.id = match.programme_id where programme.state <> 'DRAFT'",
            "delivery.software_id",
            "programme.slug",
        ),
    },
    Subject.CHALLENGE: {
        Facet.NEED: _live(
            "challenge_need where true", "challenge_need.challenge_id", "challenge_need.concept"
        )
    },
    Subject.TEAM: {
        Facet.SKILL: _live("skill_of_team where true", "skill_of_team.team_id", "skill_of_team.concept")
    },
}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the database.

    Attributes:
        matching: the tsquery that results satisfy; None when there are no words.
        signs: what ranks them.
        filters: chosen values by group.
        first: how many.
        after: rank and tie of the last one seen.
    """

    subject: Subject
    matching: str | None
    signs: Sequence[Sign]
    filters: Filters
    first: int
    after: tuple[float, str] | None


def values_of(subject: Subject, facet: Facet) -> str | None:
    """Write the array of what a row `searched` can be narrowed by in one group; None where that is judged, not read."""
    if facet is Facet.APPROVED:
        return None
    if facet in LIVE[subject]:
        return LIVE[subject][facet].values
    return (
        "array(select value from facet_value"  # noqa: S608 - of an enum
        f" where id = any(searched.facets) and facet = '{facet}' order by value)"
    )


async def ask(connection: Connection, question: Question) -> asyncpg.Record:
    """Get `found` (id, rank, tie; one more than asked for, if there is one), `total` and `facets` in one statement.

    `facets` are facet, value and count; `approved` has licences for values, for the caller to judge.
    """
    parameters: list[Any] = []

    def put(value: Any) -> str:
        parameters.append(value)
        return f"${len(parameters)}"

    written = _statement(question, await _conditions(connection, question, put), put)
    # Unnamed, so that it is planned for these words: a plan for any words is good for none, neither rare nor common.
    statement = await connection.prepare(written, name="")
    row = await statement.fetchrow(*parameters)
    if row is None:
        raise AssertionError("an aggregate has one row")  # pragma: no cover
    return row


async def newest(
    connection: Connection, matching: str | None, filters: Filters, among: Sequence[UUID] | None, most: int
) -> Sequence[UUID]:
    """List public software that a tsquery and chosen values let through, the latest registered first.

    Args:
        connection: to the database.
        matching: the tsquery; None lets all through.
        filters: chosen values by group.
        among: only these; None for all.
        most: how many.
    """
    parameters: list[Any] = []

    def put(value: Any) -> str:
        parameters.append(value)
        return f"${len(parameters)}"

    question = Question(Subject.SOFTWARE, matching, (), filters, most, None)
    conditions = [PUBLIC, *(await _conditions(connection, question, put)).values()]
    if matching is not None:
        conditions.append(f"words @@ {put(matching)}::text::tsquery")
    if among is not None:
        conditions.append(f"searched.id = any({put(list(among))}::uuid[])")
    rows = await connection.fetch(
        f"""
        select searched.id
        from software_search as searched
        join software on software.id = searched.id
        where {" and ".join(conditions)}
        order by software.created_at desc, searched.id desc
        limit {put(most)}
        """,  # noqa: S608 - conditions of this module
        *parameters,
    )
    return [row["id"] for row in rows]


async def occurrences(
    connection: Connection, subject: Subject, queries: Sequence[str]
) -> tuple[int, Sequence[int]]:
    """Count the public records, and those that have each tsquery, all to `WEIGHED_TO` at most."""
    records = f"from {subject.value}_search where {PUBLIC}"
    row = await connection.fetchrow(
        f"""
        select
            (select count(*) from (select {records} limit {WEIGHED_TO}) as counted) as all_records,
            array(
                select (
                    select count(*) from (
                        select {records} and words @@ query::tsquery limit {WEIGHED_TO}
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


async def _conditions(
    connection: Connection, question: Question, put: Callable[[Any], str]
) -> Mapping[Facet, str]:
    """Write what each chosen group asks of a row; a group of values that no record has asks for the impossible."""
    chosen = {
        facet: storable(list(question.filters[facet]))
        for facet in FACETS[question.subject]
        if question.filters.get(facet)
    }
    live = LIVE[question.subject]
    is_stored = any(facet not in live for facet in chosen)
    rows = await _known_values(connection, chosen) if is_stored else ()
    return {
        facet: live[facet].chosen.format(values=f"{put(values)}::text[]")
        if facet in live
        else f"facets && {put(_numbers(facet, values, rows))}::int[]"
        for facet, values in chosen.items()
    }


async def _known_values(
    connection: Connection, chosen: Mapping[Facet, Sequence[str]]
) -> Sequence[asyncpg.Record]:
    return await connection.fetch(
        """
        select id, facet, value
        from facet_value
        where (facet, value) in (select facet, value from unnest($1::text[], $2::text[]) as asked (facet, value))
            or (facet = 'licence' and $3)
        """,
        [facet.value for facet, values in chosen.items() for _ in values],
        [value for values in chosen.values() for value in values],
        Facet.APPROVED in chosen,
    )


def _numbers(facet: Facet, values: Sequence[str], rows: Iterable[asyncpg.Record]) -> Sequence[int]:
    if facet is Facet.APPROVED:
        return [row["id"] for row in rows if row["facet"] == "licence" and approval(row["value"]) in values]
    return [row["id"] for row in rows if row["facet"] == facet and row["value"] in values]


def _statement(question: Question, chosen: Mapping[Facet, str], put: Callable[[Any], str]) -> str:
    """Write the statement. Tables, columns and conditions are constants of this module; what people write is put."""
    conditions = [PUBLIC]
    if question.matching is not None:
        conditions.append(f"words @@ {put(question.matching)}::text::tsquery")
    table = f"{question.subject.value}_search as searched"
    wanted = [*conditions, *chosen.values()]
    sets = [
        f"matched as materialized ({_matched(table, wanted)})",
        f"first as ({_first(table, wanted, _seen(question, put))})",
    ]
    for facet in chosen:
        rest = [condition for other, condition in chosen.items() if other is not facet]
        sets.append(f"besides_{facet} as materialized ({_matched(table, [*conditions, *rest])})")
    return f"""
        with {", ".join(sets)}, {_best(question, put)}
        select
            (select count(*) from matched) as total,
            (select coalesce(json_agg(json_build_object('id', id, 'tie', tie, 'rank', rank)), '[]') from best) as found,
            {_facets(question.subject, chosen)} as facets
    """  # noqa: S608


def _matched(table: str, conditions: Sequence[str]) -> str:
    """Select what is counted."""
    return f"select id, standing, facets from {table} where {' and '.join(conditions)} limit {COUNTED_TO + 1}"  # noqa: S608


def _first(table: str, conditions: Sequence[str], seen: str) -> str:
    """Select the first by standing: of what was counted, or where that is not all, in the order of the index."""
    is_all = f"(select count(*) from matched) <= {COUNTED_TO}"  # noqa: S608
    return f"""
        (
            select id, standing from matched
            where {is_all}{seen}
            order by standing desc, id desc
            limit {RANKED}
        )
        union all
        (
            select id, standing
            from {table}
            where not {is_all} and {" and ".join(conditions)}{seen}
            order by standing desc, id desc
            limit {RANKED}
        )
    """  # noqa: S608


def _seen(question: Question, put: Callable[[Any], str]) -> str:
    """Write the condition that leaves out what was seen in the standing order, which is the order without words."""
    if question.matching is not None or question.after is None:
        return ""
    standing, tie = question.after
    return f" and (standing, id) < ({put(standing)}::float8, {put(tie)}::text::uuid)"


def _best(question: Question, put: Callable[[Any], str]) -> str:
    """Write the common tables that end in `best`: id, rank and tie of the page."""
    limit = put(question.first + 1)
    if question.matching is None:
        return f"""best as (
            select id, standing as rank, id::text as tie from first
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
            select id, slug, words from first join {question.subject.value}_search using (id)
        ), ranked as (
            select id, slug, (
                select coalesce(round(sum(strongest)::numeric, 6), 0)::float8
                from (
                    select max(weight * ts_rank({_WEIGHTS}, words, query)) as strongest
                    from signs
                    where words @@ query
                    group by clause
                ) as said
            ) as rank
            from candidates
        ), best as (
            select id, rank, slug as tie from ranked {after} order by rank desc, slug limit {limit}
        )"""  # noqa: S608


def _facets(subject: Subject, chosen: Mapping[Facet, str]) -> str:
    """Write the expression that counts every group: a chosen one among what the other groups' choices leave."""
    stored = [facet for facet in FACETS[subject] if facet not in LIVE[subject]]
    named = {facet: Facet.LICENCE if facet is Facet.APPROVED else facet for facet in stored}
    others = {facet: name for facet, name in named.items() if facet not in chosen}
    kept = ", ".join(f"('{name}', '{facet}')" for facet, name in others.items()) or "(null, null)"
    together = f"""
        select shown.facet, facet_value.value, count
        from (
            select number, count(*) as count from (select unnest(facets) as number from matched) as each group by 1
        ) as counted
        join facet_value on facet_value.id = number
        join (values {kept}) as shown (name, facet) on shown.name = facet_value.facet
    """  # noqa: S608
    alone = [
        f"""
        select '{facet}', value, count(*)
        from (select unnest(facets) as number from besides_{facet}) as each
        join facet_value on facet_value.id = number
        where facet_value.facet = '{name}'
        group by value
        """  # noqa: S608
        for facet, name in named.items()
        if facet in chosen
    ]
    live = [
        f"select '{facet}', value, count from ({each.counted.format(set=_set(facet, chosen))}) as counted"  # noqa: S608
        for facet, each in LIVE[subject].items()
    ]
    counts = " union all ".join((together, *alone, *live))
    return f"""(
                select coalesce(json_agg(json_build_array(facet, value, count)), '[]')
                from ({counts}) as counts
            )"""  # noqa: S608


def _set(facet: Facet, chosen: Mapping[Facet, str]) -> str:
    return f"besides_{facet}" if facet in chosen else "matched"
