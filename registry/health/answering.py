"""Signals of answers: how soon people hear from the project, and whether holes and contributions are dealt with."""

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction
from itertools import groupby

from registry.health import files, scales
from registry.health.facts import Facts, signal
from registry.health.model import Signal, Source, Unit
from registry.health.observation import ThreadFact

DAY = timedelta(days=1)
HALF = Fraction(1, 2)


def first_response(facts: Facts) -> Signal:
    """Median days until a person answers, over issues and change requests opened within a year.

    CHAOSS, "Time to First Response". Those without an answer are not left out, which would flatter projects that
    answer few: they are censored at the time of the snapshot, or when they were closed without one.
    """
    opened = _opened_within_a_year(facts)
    if opened is None or len(opened) < scales.THREADS_NEEDED:
        code = "THREADS_UNKNOWN" if opened is None else "THREADS_TOO_FEW"
        return signal("first_response", None, Unit.DAYS, None, Source.THREADS, code)
    waits = [_wait(facts, thread) for thread in opened]
    median = median_of_censored(waits)
    if median is not None:
        points = scales.interpolate(scales.RESPONSE_DAYS, median)
        return signal("first_response", round(median, 1), Unit.DAYS, points, Source.THREADS, "FIRST_RESPONSE")
    at_least = sorted(days for days, _ in waits)[(len(waits) - 1) // 2]  # half have waited so long or longer
    points_at_most = scales.interpolate(scales.RESPONSE_DAYS, at_least)
    known = scales.NOTHING if points_at_most == scales.NOTHING else None
    return signal(
        "first_response", round(at_least, 1), Unit.DAYS, known, Source.THREADS, "FIRST_RESPONSE_AT_LEAST"
    )


def closure_ratio(facts: Facts) -> Signal:
    """Change requests closed within a year over those opened in it (CHAOSS, "Change Request Closure Ratio")."""
    opened = _opened_within_a_year(facts)
    requests = None if opened is None else [thread for thread in opened if thread.is_change_request]
    if requests is None or len(requests) < scales.THREADS_NEEDED:
        code = "THREADS_UNKNOWN" if requests is None else "THREADS_TOO_FEW"
        return signal("closure_ratio", None, Unit.RATIO, None, Source.THREADS, code)
    closed = sum(
        thread.is_change_request
        and thread.closed_at is not None
        and facts.years_ago(1) < thread.closed_at <= facts.as_of
        for thread in facts.observation.threads or ()
    )
    ratio = min(1.0, closed / len(requests))  # an old backlog worked off is no more than all
    points = scales.interpolate(scales.CLOSURE_RATIO, ratio)
    return signal("closure_ratio", round(ratio, 2), Unit.RATIO, points, Source.THREADS, "CLOSURE_RATIO")


def advisories(facts: Facts) -> Signal:
    """How long the oldest published advisory without a fixed version has been open."""
    if facts.observation.advisories is None:
        return signal("advisories", None, Unit.DAYS, None, Source.ADVISORIES, "ADVISORIES_UNKNOWN")
    days = open_advisory_days(facts)
    if not days:
        return signal("advisories", None, Unit.DAYS, scales.FULL, Source.ADVISORIES, "ADVISORIES_NONE_OPEN")
    points = scales.interpolate(scales.ADVISORY_DAYS, max(days))
    return signal("advisories", max(days), Unit.DAYS, points, Source.ADVISORIES, "ADVISORIES_OPEN")


def signed_releases(facts: Facts) -> Signal:
    """The share of the last five versions that are signed (OpenSSF Scorecard, check "Signed-Releases").

    Where the forge does not tell whether a tag is signed, a version without files beside it is unknown.
    """
    tags = [each for each in facts.observation.tags if each.date is not None and each.date <= facts.as_of]
    newest = sorted(tags, key=lambda tag: tag.date or facts.as_of, reverse=True)
    looked_at = newest[: scales.SIGNED_RELEASES_LOOKED_AT]
    if facts.observation.knows("tags") and not facts.observation.tags:
        return signal("signed_releases", None, Unit.RATIO, None, Source.TAGS, "NEVER_RELEASED", applies=False)
    if not facts.observation.knows("tags") or not looked_at:
        applies = bool(facts.observation.tags)
        return signal(
            "signed_releases", None, Unit.RATIO, None, Source.TAGS, "RELEASES_UNKNOWN", applies=applies
        )
    assets = {each.tag: each.assets for each in facts.observation.releases or ()}
    known = [
        bool(tag.is_signed) or any(files.SIGNATURE.search(name) for name in assets.get(tag.name) or ())
        for tag in looked_at
        if tag.is_signed is not None or assets.get(tag.name)
    ]
    if not known:
        return signal("signed_releases", None, Unit.RATIO, None, Source.TAGS, "SIGNATURES_UNKNOWN")
    share = sum(known) / len(known)
    return signal(
        "signed_releases", round(share, 2), Unit.RATIO, scales.FULL * share, Source.TAGS, "SIGNED_RELEASES"
    )


def open_advisory_days(facts: Facts, *, only_critical: bool = False) -> list[int]:
    """Give for each advisory that was open at the time for how many days it had been."""
    return [
        facts.days_since(each.published_at)
        for each in facts.observation.advisories or ()
        if each.published_at <= facts.as_of
        and (each.closed_at is None or each.closed_at > facts.as_of)
        and (each.is_critical or not only_critical)
    ]


def median_of_censored(waits: Iterable[tuple[float, bool]]) -> float | None:
    """Estimate the median of waits of which some have not ended yet; None where less than half have.

    Kaplan and Meier, "Nonparametric Estimation from Incomplete Observations", 1958: at each end the share still
    waiting falls by the ends over those who waited until then; the median is where it reaches a half.

    Args:
        waits: how long, and whether it ended then.
    """
    ordered: list[tuple[float, bool]] = sorted(waits)
    at_risk = len(ordered)
    waiting = Fraction(1)
    for wait, group in groupby(ordered, key=_length):
        same = list(group)
        waiting *= 1 - Fraction(sum(ended for _, ended in same), at_risk)
        if waiting <= HALF:
            return wait
        at_risk -= len(same)
    return None


def _length(wait: tuple[float, bool]) -> float:
    return wait[0]


def _opened_within_a_year(facts: Facts) -> list[ThreadFact] | None:
    if facts.observation.threads is None:
        return None
    since = facts.years_ago(1)
    return [thread for thread in facts.observation.threads if since < thread.opened_at <= facts.as_of]


def _wait(facts: Facts, thread: ThreadFact) -> tuple[float, bool]:
    answered = thread.first_response_at
    if answered is not None and answered <= facts.as_of:
        return max(0.0, (answered - thread.opened_at) / DAY), True
    closed = thread.closed_at
    until = closed if closed is not None and closed <= facts.as_of else facts.as_of
    return max(0.0, (until - thread.opened_at) / DAY), False
