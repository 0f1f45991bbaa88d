"""Days and moments are read as RFC 3339 writes them, and in no other way."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.moments import read_day, read_moment, read_moment_of_address

TAIPEI = timezone(timedelta(hours=8))


@given(st.dates())
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    assert read_day(day.isoformat()) == day


@given(st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31)))  # noqa: DTZ001 - given a zone below
def test_every_moment_is_read_as_it_is_written(moment: datetime) -> None:
    assert read_moment(moment.replace(tzinfo=TAIPEI).isoformat()) == moment.replace(tzinfo=TAIPEI)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "20260131",
        "2026-W05",
        "2026-W05-6",
        "2026W056",
        "2026-031",
        "2026-1-31",
        "2026-02-30",
        "0000-01-01",
        " 2026-01-31",
        "2026-01-31\n",
        "2026-01-31T00:00:00Z",
        "２０２６-01-31",
        "+2026-01-31",
    ],
)
def test_no_other_way_of_writing_a_day_is_one(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says
        read_day(written)


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-31",
        "2026-01-31T09:00:00",
        "2026-01-31T09:00Z",
        "2026-01-31T09Z",
        "2026-01-31 09:00:00Z",
        "20260131T090000Z",
        "2026-W05-6T09:00:00Z",
        "2026-01-31T09:00:00+0800",
        "2026-01-31T09:00:00+08",
        "2026-01-31T09:00:00,5Z",
        "2026-01-31T24:00:00Z",
        "2026-01-31T09:00:00+24:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2026-01-31T09:00:00Z\n",
    ],
)
def test_no_other_way_of_writing_a_moment_is_one(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says
        read_moment(written)


@pytest.mark.parametrize(
    "written", ["2026-01-31t01:00:00z", "2026-01-31T09:00:00+08:00", "2026-01-31T01:00:00.000000-00:00"]
)
def test_one_moment_is_written_in_several_ways(written: str) -> None:
    assert read_moment(written) == datetime(2026, 1, 31, 1, tzinfo=UTC)


def test_a_plus_that_an_address_made_a_space_of_is_read() -> None:
    assert read_moment_of_address("2026-01-31T09:00:00 08:00") == datetime(2026, 1, 31, 1, tzinfo=UTC)
