"""SQL of the figures that dashboards draw: counts by a value, and the spread of a measure.

Each function returns an expression that makes JSON, for a column of a read view. Rows are what stands behind `from`,
with its `where`; they are written by views, never by a caller of the API.
"""
# ruff: noqa: S608 - composed of what views export

#: Of the days, hours or points that are measured: how many, and the quartiles (PostgreSQL's `percentile_cont`, which
#: interpolates between the two nearest).
_SPREAD = """
    'count', count(measure),
    'lower_quartile', percentile_cont(0.25) within group (order by measure),
    'median', percentile_cont(0.5) within group (order by measure),
    'upper_quartile', percentile_cont(0.75) within group (order by measure)
"""


def counted(name: str, value: str, rows: str, *, order: str = "number desc, value") -> str:
    """How many rows have each value, most frequent first, as `[{name, count}]`; values that are null are a group."""
    return (
        f"(select coalesce(jsonb_agg(jsonb_build_object('{name}', value, 'count', number) order by {order}),"
        f" '[]'::jsonb) from (select {value} as value, count(*) as number from {rows} group by 1) as grouped)"
    )


def counted_by_month(instant: str, rows: str) -> str:
    """How many rows fall into each month (UTC), oldest first, as `[{month, count}]` with the month's first day."""
    return counted("month", f"date_trunc('month', {instant} at time zone 'UTC')::date", rows, order="value")


def spread(measure: str, rows: str) -> str:
    """Number, quartiles and median of a measure over rows, nulls left out, as one object."""
    return (
        f"(select jsonb_build_object({_SPREAD}) from (select {measure} as measure from {rows}) as measured)"
    )


def spread_by(name: str, value: str, measure: str, rows: str) -> str:
    """The same for the rows of each value, as `[{name, spread}]` in the order of the values."""
    return (
        f"(select coalesce(jsonb_agg(jsonb_build_object('{name}', value, 'spread', spread) order by value),"
        f" '[]'::jsonb) from (select value, jsonb_build_object({_SPREAD}) as spread"
        f" from (select {value} as value, {measure} as measure from {rows}) as measured group by value) as grouped)"
    )


#: Of how few people no figure is shown: who knows some of four or fewer can guess the others.
FEWEST_PEOPLE = 5


def people(person: str, rows: str) -> str:
    """How many people stand in rows, each once; null for fewer than `FEWEST_PEOPLE`, and none is fewer too."""
    count = f"count(distinct {person})"
    return f"(select case when {count} >= {FEWEST_PEOPLE} then {count} end from {rows})"


def people_by(name: str, value: str, person: str, rows: str) -> str:
    """How many people stand in the rows of each value, as `[{name, people}]` in the order of the values.

    Small cells are null, and where there is one, so are the next smallest ones until the hidden are two at least and
    `FEWEST_PEOPLE` together: a total less what is shown must not give a small one away (complementary suppression, as
    statistical offices call it; see A. Hundepool et al., Statistical Disclosure Control, 2012, chapter 4).
    """
    hidden = f"number < {FEWEST_PEOPLE} or (has_small and (place = 2 or before < {FEWEST_PEOPLE}))"
    return (
        f"(select coalesce(jsonb_agg(jsonb_build_object('{name}', value, 'people',"
        f" case when not ({hidden}) then number end) order by value), '[]'::jsonb) from (select value, number,"
        " row_number() over (order by number, value) as place,"
        " coalesce(sum(number) over (order by number, value rows between unbounded preceding and 1 preceding), 0)"
        f" as before, bool_or(number < {FEWEST_PEOPLE}) over () as has_small"
        f" from (select {value} as value, count(distinct {person}) as number from {rows} group by 1) as grouped)"
        " as ranked)"
    )
