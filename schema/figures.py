"""The shapes of figures that several nouns share: how many by something, and how a measure is spread."""

from datetime import date
from typing import TypeAlias

import strawberry

from matching.members.model import Barrier as BarrierModel
from schema.fields import column
from store.statistics import FEWEST_PEOPLE

COUNT = "How many there are."
MONTH = "First day of the month, in UTC."
PEOPLE = f"How many people; null where there are fewer than {FEWEST_PEOPLE}."
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


strawberry.enum(BarrierModel, name="Barrier", description="What keeps people from taking part.")
Barrier: TypeAlias = BarrierModel


@strawberry.type(description="How many people take part in teams of a county or city.")
class CountyPeople:
    """A line of a table; where a small number is hidden, another is too, so that no total gives it away."""

    county: str | None = column(COUNTY)
    people: int | None = column(f"{PEOPLE} Or where that would give away another county's few.")


@strawberry.type(description="How many people said that something stands in their way.")
class BarrierTotal:
    """For officers, so that they can remove it; who said so is told to nobody."""

    barrier: Barrier = column("What stands in their way.")
    people: int | None = column(PEOPLE)
