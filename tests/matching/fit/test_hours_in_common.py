from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.fit.facts import ChallengeFacts, TeamFacts
from matching.fit.place import place_credit
from matching.fit.time_zones import hours_in_common, is_time_zone, zone_of

SUMMER, WINTER = date(2027, 7, 1), date(2027, 1, 4)
ZONES = st.sampled_from(
    ["Asia/Taipei", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "UTC", "Asia/Tokyo"]
)


@pytest.mark.parametrize(
    ("zone", "on", "hours"),
    [
        ("Asia/Tokyo", WINTER, 7.0),
        ("Asia/Kolkata", WINTER, 5.5),
        ("Europe/Berlin", WINTER, 1.0),
        ("Europe/Berlin", SUMMER, 2.0),
        ("America/New_York", WINTER, 0.0),
        ("Asia/Singapore", None, 8.0),
    ],
)
def test_hours_in_common_with_taipei_follow_the_season(zone: str, on: date | None, hours: float) -> None:
    assert hours_in_common("Asia/Taipei", zone, on) == hours


@given(left=ZONES, right=ZONES, on=st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_hours_in_common_are_the_same_for_both(left: str, right: str, on: date) -> None:
    assert hours_in_common(left, right, on) == hours_in_common(right, left, on)
    assert hours_in_common(left, left, on) == 8.0


def test_a_country_of_several_zones_tells_none() -> None:
    assert (zone_of("TW-TNN"), zone_of("US"), zone_of("ZZ")) == ("Asia/Taipei", None, None)


@pytest.mark.parametrize(
    ("name", "known"), [("Asia/Taipei", True), ("Taipei", False), ("../etc/passwd", False)]
)
def test_only_names_of_the_tz_database_are_time_zones(name: str, *, known: bool) -> None:
    assert is_time_zone(name) is known


@pytest.mark.parametrize(
    ("zone", "on_site", "points", "code"),
    [
        (None, False, 1.0, "PLACE_REMOTE"),
        ("Asia/Taipei", False, 1.0, "PLACE_REMOTE"),
        ("Asia/Kolkata", False, 1.0, "PLACE_REMOTE_HOURS"),
        ("Europe/Berlin", False, 0.25, "PLACE_REMOTE_HOURS"),
        ("America/New_York", False, 0.0, "PLACE_REMOTE_HOURS"),
        ("Asia/Kolkata", True, 0.0, "PLACE_ABROAD"),
    ],
)
def test_work_from_elsewhere_is_graded_by_the_hours_in_common(
    zone: str | None, points: float, code: str, *, on_site: bool
) -> None:
    challenge = ChallengeFacts("c", "o", place="TW-TNN", on_site=on_site, starts_on=WINTER)
    part = place_credit(challenge, TeamFacts("t", place="IN", time_zone=zone))
    assert (part.points, part.evidence.code) == (points, code)
