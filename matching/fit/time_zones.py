"""Hours that people far apart both work: by the time zone of a team, and of the place that a challenge is of."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

OFFICE_HOURS: Final = 8.0
#: Half of a working day in common is enough to talk about what came up, and to work on alone for the rest.
ENOUGH_HOURS: Final = 4.0
#: Zones shift by the season; where a challenge has no first day, they are compared on this one.
USUAL_DAY: Final = date(2026, 1, 15)


@cache
def is_time_zone(name: str) -> bool:
    """Whether the tz database knows a zone of this name, such as Asia/Taipei."""
    return name in _zones()


@cache
def zone_of(place: str) -> str | None:
    """The time zone of a place (ISO 3166-1 or -2); None where its country has several, or is not known.

    Source: the zones by territory of CLDR, as Babel has them.
    """
    zones = get_global("territory_zones").get(place.upper().partition("-")[0], ())
    return str(zones[0]) if len(zones) == 1 else None


@cache
def hours_in_common(left: str, right: str, on: date | None) -> float:
    """How many of eight office hours, the same on the clock of both zones, are common on a day: 0 to 8."""
    noon = datetime.combine(on or USUAL_DAY, time(12), UTC)
    apart = abs(_offset(left, noon) - _offset(right, noon)) / timedelta(hours=1)
    return max(0.0, OFFICE_HOURS - min(apart, 24.0 - apart))


def _offset(zone: str, at: datetime) -> timedelta:
    return at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
