"""From facts to one explained score: the weighted mean of what is known, held down by caps."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from registry.health import files, scales
from registry.health.activity import born, measure
from registry.health.answering import open_advisory_days
from registry.health.facts import Facts
from registry.health.model import (
    MODEL_VERSION,
    Cap,
    DeclaredFacts,
    HealthBand,
    HealthSnapshot,
    Signal,
)
from registry.health.observation import RepositoryObservation
from registry.health.signals import all_signals
from registry.licences.verdict import VerdictKind

_LICENCE_STATED = frozenset(VerdictKind) - {VerdictKind.UNKNOWN}


def snapshot(
    observation: RepositoryObservation,
    declared: DeclaredFacts,
    as_of: datetime,
    previous: HealthBand | None = None,
) -> HealthSnapshot:
    """Score one repository at one time.

    The score is the weighted mean over known signals, not above the lowest cap. Below `COVERAGE_NEEDED` of
    the weight known, or within `TOO_YOUNG_DAYS` of the first commit, the band says so and there is no score.

    Args:
        observation: what was seen; commits dated after `as_of` are left out.
        declared: what the catalogue entry says, and what our checks said of it.
        as_of: the end of all windows, with its time zone.
        previous: the band of the snapshot before, which is left only for a clear reason (`band_after`).

    Raises:
        ValueError: `as_of` has no time zone.
    """
    if as_of.tzinfo is None:
        raise ValueError("as_of needs a time zone")
    facts = Facts(observation, declared, measure(observation, as_of), as_of)
    signals = all_signals(facts)
    caps = find_caps(facts)
    coverage = coverage_of(signals)
    unscored = _without_score(observation, coverage, as_of)
    score = None if unscored else min([_mean(signals), *(cap.limit for cap in caps)])
    return HealthSnapshot(
        model_version=MODEL_VERSION,
        taken_at=as_of,
        score=score,
        coverage=coverage,
        band=unscored or HealthBand.NOT_ENOUGH_KNOWN if score is None else band_after(previous, score, caps),
        signals=signals,
        caps=caps,
    )


def not_observed(as_of: datetime) -> HealthSnapshot:
    """Say that there was nothing to look at yet, which is not the same as a low score."""
    return HealthSnapshot(MODEL_VERSION, as_of, None, 0.0, HealthBand.NOT_OBSERVED, (), ())


def without_repository(last: HealthSnapshot, at: datetime) -> HealthSnapshot:
    """Say what is left of a record once its repository is no longer public: the last signals, under one more cap."""
    cap = Cap("CAP_GONE", scales.CAP_LIMITS["CAP_GONE"])
    score = None if last.score is None else min(last.score, cap.limit)
    band = last.band if score is None else band_of(score)
    caps = (cap, *(each for each in last.caps if each.code != cap.code))
    return replace(last, taken_at=at, score=score, band=band, caps=caps)


def coverage_of(signals: Sequence[Signal]) -> float:
    """Give the known share (0-1) of the weight that applies."""
    applicable = sum(signal.weight for signal in signals if signal.applies)
    known = sum(signal.weight for signal in signals if signal.applies and signal.points is not None)
    return known / applicable if applicable else 0.0


def find_caps(facts: Facts) -> tuple[Cap, ...]:
    """List every reason that holds why the score may not be high."""
    observation, declared = facts.observation, facts.declared
    critical = open_advisory_days(facts, only_critical=True)
    found: dict[str | None, bool] = {
        "CAP_ARCHIVED": observation.archived is True,
        "CAP_OBSOLETE": declared.development_status == "obsolete",
        _silence(facts): True,
        "CAP_MAINTENANCE_NONE": declared.maintenance_type == "none",
        "CAP_NO_LICENCE": _without_licence(observation, declared),
        "CAP_CRITICAL_ADVISORY": max(critical, default=0) >= scales.CRITICAL_ADVISORY_DAYS,
    }
    return tuple(Cap(code, scales.CAP_LIMITS[code]) for code, holds in found.items() if code and holds)


def band_after(previous: HealthBand | None, score: int, caps: Sequence[Cap] = ()) -> HealthBand:
    """Name the band of a score, given the band before: it is left only when the edge is passed by `HYSTERESIS`.

    A cap is a clear reason by itself: what it forbids is left at once.
    """
    plain = band_of(score)
    if previous is None or previous is plain or any(cap.limit <= score for cap in caps):
        return plain
    reachable = {band_of(score - scales.HYSTERESIS), band_of(score + scales.HYSTERESIS - 1)}
    return previous if previous in reachable else plain


def band_of(score: int) -> HealthBand:
    """Name the band of a score (0-100)."""
    if score >= scales.THRIVING_FROM:
        return HealthBand.THRIVING
    if score >= scales.STEADY_FROM:
        return HealthBand.STEADY
    if score >= scales.SLOWING_FROM:
        return HealthBand.SLOWING
    return HealthBand.DORMANT


def _without_score(observation: RepositoryObservation, coverage: float, as_of: datetime) -> HealthBand | None:
    begun = born(observation)
    is_empty = begun is None and observation.commit_count == 0
    if is_empty or (begun is not None and (as_of - begun).days < scales.TOO_YOUNG_DAYS):
        return HealthBand.TOO_YOUNG
    if coverage < scales.COVERAGE_NEEDED:
        return HealthBand.NOT_ENOUGH_KNOWN
    return None


def _mean(signals: Sequence[Signal]) -> int:
    known = [(signal.points, signal.weight) for signal in signals if signal.points is not None]
    return round(sum(points * weight for points, weight in known) / sum(weight for _, weight in known))


def _silence(facts: Facts) -> str | None:
    """Name the longest silence that caps the score; finished software has its own pace, and is only capped beyond."""
    if _silent_for_two_years(facts):
        return "CAP_NO_HUMAN_COMMIT_TWO_YEARS"
    last = facts.last_work()
    if last is None or facts.pace_days() is not None:
        return None
    days = facts.days_since(last)
    if days > scales.SILENT_YEAR_DAYS:
        return "CAP_NO_HUMAN_COMMIT_YEAR"
    return "CAP_NO_HUMAN_COMMIT_HALF_YEAR" if days > scales.SILENT_HALF_YEAR_DAYS else None


def _silent_for_two_years(facts: Facts) -> bool:
    """Say whether nobody worked on it for two years; finished software may take twice its own pace, if longer."""
    limit = facts.years_ago(2)
    last, pace = facts.last_work(), facts.pace_days()
    if (
        last is not None
        and pace is not None
        and facts.days_since(last) <= scales.FINISHED_SILENT_PACES * pace
    ):
        return False
    if last is not None:
        return last <= limit
    begun = born(facts.observation)
    return begun is not None and begun <= limit and facts.activity.covers(limit)


def _without_licence(observation: RepositoryObservation, declared: DeclaredFacts) -> bool:
    if not observation.knows("files") or declared.licence_verdict in _LICENCE_STATED:
        return False
    return not files.licence_files(observation.files)
