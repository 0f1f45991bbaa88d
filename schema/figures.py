"""The shapes of figures that several nouns share: how many by something, and how a measure is spread."""

from datetime import date

import strawberry

from schema.fields import column

COUNT = "How many there are."
MONTH = "First day of the month, in UTC."
COUNTY = "ISO 3166-2 code of the county or city, such as TW-TNN; null where it is not known."


@strawberry.type(
    description="How a measure is spread; quartiles and median are null where nothing was measured."
)
class Spread:
    """After PostgreSQL's `percentile_cont`: between two values the median is halfway."""

    count: int = column("How many were measured.")
    lower_quartile: float | None = column("A quarter of them is at most this.")
    median: float | None = column("Half of them is at most this.")
    upper_quartile: float | None = column("Three quarters of them are at most this.")


@strawberry.type(description="How many there are of a county or city.")
class CountyCount:
    """A bar of a chart."""

    county: str | None = column(COUNTY)
    count: int = column(COUNT)


@strawberry.type(description="How many there are of a month.")
class MonthCount:
    """A bar of a chart."""

    month: date = column(MONTH)
    count: int = column(COUNT)
