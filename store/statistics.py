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
