"""Every number that somebody chose in the health model, with the reason why.

Scales are anchors `(value, points)` with straight lines between; outside the ends the end's points hold. The
weights are percent of the whole: what people do 71, paperwork 29. Paperwork alone therefore cannot lift
a repository out of DORMANT, which is how other indices come to praise repositories dead for years.
"""

from collections.abc import Mapping
from typing import Final

from registry.licences.verdict import VerdictKind

Scale = tuple[tuple[float, float], ...]

FULL: Final = 100.0
NOTHING: Final = 0.0

WEIGHTS: Final[Mapping[str, float]] = {
    # The six that history and tags tell have 64: a past day, of which no files are known, still has its score.
    # Whether somebody still answers is what a reuse decision turns on, so recency weighs most.
    "last_human_commit": 24,
    "active_months": 13,
    "year_on_year": 7,
    "absence_factor": 4,  # most real repositories depend on one person: a warning, not a verdict
    "authors": 9,
    "release": 7,
    "first_response": 4,
    "closure_ratio": 3,
    "licence_file": 4,
    "licence_verdict": 4,
    "readme": 2,
    "contributing": 1,
    "documentation": 1,
    "security": 2,
    "advisories": 3,
    "ci": 3,
    "dependency_updater": 2,
    "signed_releases": 1,  # Scorecard asks for it; hardly any public code does it yet
    "publiccode": 2,
    "maintenance": 3,
    "development_status": 1,  # what publishers say of themselves lags behind what they do
}

# A month is an ordinary pause, a quarter still a rhythm; after a year most that stopped did not come back.
LAST_COMMIT_DAYS: Final[Scale] = ((30, 100), (90, 80), (180, 50), (365, 20), (730, 0))

# Nine, not twelve: holidays and budget years leave gaps in teams that are well.
MONTHS: Final[Scale] = ((0, 0), (1, 15), (4, 60), (9, 100))

# A quarter less than the year before is ordinary variation.
YEAR_ON_YEAR: Final[Scale] = ((0, 0), (0.75, 100))

# One person is the rule, so one is not nothing; with three no single absence stops the work.
ABSENCE: Final[Scale] = ((0, 0), (1, 30), (2, 70), (3, 100))

# Public code is small-team work: five people in a year is a well-staffed project.
AUTHORS: Final[Scale] = ((0, 0), (1, 30), (2, 55), (3, 75), (5, 100))

# Half a year is a common rhythm of releases in government; after two years a release gets no more fixes.
RELEASE_DAYS: Final[Scale] = ((180, 100), (365, 60), (730, 0))

# "Many old tags, none for a year, commits going on": then releases were given up for deployment. One late
# commit is not work going on (seen in a real repository a year after its team had left).
CONTINUOUS_TAGS: Final = 10
CONTINUOUS_QUIET_DAYS: Final = 365
CONTINUOUS_WORK_DAYS: Final = 90
CONTINUOUS_WORK_MONTHS: Final = 3

# Two days is an answer before the asker gives up; after a quarter nobody waits for one any more.
RESPONSE_DAYS: Final[Scale] = ((2, 100), (14, 60), (90, 0))
THREADS_NEEDED: Final = 5  # the issue's own bound: a median of fewer tells of chance

# Some change requests are rightly left open; below one in five closed, contributions lead nowhere.
CLOSURE_RATIO: Final[Scale] = ((0.2, 0), (0.8, 100))

# Days that the oldest open advisory has been known. Ninety is the time that disclosure policies give.
ADVISORY_DAYS: Final[Scale] = ((0, 60), (90, 0))
CRITICAL_ADVISORY_DAYS: Final = 90

SIGNED_RELEASES_LOOKED_AT: Final = 5  # OpenSSF Scorecard, check "Signed-Releases": the last five

# Finished software under a live contract: its own pace is the longest silence that it came back from, within half a
# year (what a contract for corrections should see) and two years. Points by silence in such paces.
SHORTEST_PACE_DAYS: Final = 180
LONGEST_PACE_DAYS: Final = 730
FINISHED_PACES: Final[Scale] = ((1, 100), (2, 60), (4, 0))
FINISHED_SILENT_PACES: Final = 2  # beyond twice its own pace even finished software counts as silent

# A promise that nothing observed bears out for a year, and work that goes on though the contract has ended.
PROMISE_SEEN_DAYS: Final = 365
MAINTENANCE_UNSEEN_POINTS: Final = 30.0
CONTRACT_ENDED_AT_WORK_POINTS: Final = 50.0

# Points of a verdict: what an agency's lawyer could rely on today. UNKNOWN is unknown and has no points.
VERDICT_POINTS: Final[Mapping[VerdictKind, float]] = {
    VerdictKind.AGREE: 100,
    VerdictKind.SHIPPED_ONLY: 80,  # the files grant the rights; only the metadata is silent
    VerdictKind.DECLARED_ONLY: 30,
    VerdictKind.CONFLICT: 20,
    VerdictKind.NOT_OPEN: 0,
}

# A promise by staff or contract can be held to; a community's cannot.
MAINTENANCE_POINTS: Final[Mapping[str, float]] = {
    "internal": 100,
    "contract": 100,
    "community": 70,
    "none": 0,
}

# publiccode.yml `developmentStatus` in the order of the standard's own ladder.
STATUS_POINTS: Final[Mapping[str, float]] = {
    "concept": 20,
    "development": 50,
    "beta": 70,
    "stable": 100,
    "obsolete": 0,
}
PUBLICCODE_INVALID_POINTS: Final = 40.0  # somebody described it, though tools cannot rely on it

TOO_YOUNG_DAYS: Final = 90  # a first burst of work predicts nothing; a quarter shows a rhythm
COVERAGE_NEEDED: Final = 0.6  # below this two scores differ more by what is unknown than by what is known

# Bands. DORMANT ends above the points that paperwork alone can give, so some life is needed to leave it.
THRIVING_FROM: Final = 75
STEADY_FROM: Final = 55
SLOWING_FROM: Final = 35

# A band is left only when the score passes its edge by this much, so that a score at the edge does not flicker.
HYSTERESIS: Final = 3

# Silence that no other figure makes up for. Busy years, papers and many people would call it THRIVING for half a year,
# and STEADY for more than a year; of the ten real histories three came back from longer than half a year, and one from
# longer than a year.
SILENT_HALF_YEAR_DAYS: Final = 180
SILENT_YEAR_DAYS: Final = 365

# Caps. The first four say that nobody works on it, whatever the figures: DORMANT, and below each other in
# the order of how final the statement is. The others leave life visible but forbid STEADY, the last only THRIVING.
CAP_LIMITS: Final[Mapping[str, int]] = {
    "CAP_GONE": 5,
    "CAP_ARCHIVED": 10,
    "CAP_OBSOLETE": 15,
    "CAP_NO_HUMAN_COMMIT_TWO_YEARS": 20,
    "CAP_NO_HUMAN_COMMIT_YEAR": STEADY_FROM - 1,
    "CAP_MAINTENANCE_NONE": STEADY_FROM - 1,
    "CAP_NO_LICENCE": STEADY_FROM - 1,
    "CAP_CRITICAL_ADVISORY": STEADY_FROM - 1,
    "CAP_NO_HUMAN_COMMIT_HALF_YEAR": THRIVING_FROM - 1,
}


def interpolate(scale: Scale, value: float) -> float:
    """Read the points off a scale: straight lines between anchors, the end's points beyond the ends."""
    before_value, before_points = scale[0]
    if value <= before_value:
        return before_points
    for after_value, after_points in scale[1:]:
        if value <= after_value:
            share = (value - before_value) / (after_value - before_value)
            return before_points + share * (after_points - before_points)
        before_value, before_points = after_value, after_points
    return before_points
