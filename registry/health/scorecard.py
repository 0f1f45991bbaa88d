"""OpenSSF Scorecard's checks, where what was observed decides them; told beside our score, never part of it.

The conditions are those of Scorecard's own description of its checks, https://github.com/ossf/scorecard/blob/main/docs/checks.md.
Checks that need more than an observation holds (branch protection, code review, fuzzing) are left out, not guessed.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from registry.health import files
from registry.health.model import HealthSnapshot, Signal
from registry.health.observation import RepositoryObservation
from registry.licences.verdict import VerdictKind

MOST: Final = 10
NONE: Final = 0
LOOKED_BACK: Final = timedelta(
    days=90
)  # "Maintained": activity of the last 90 days, full from one commit a week
DAYS_A_WEEK: Final = 7

# "License": six points for a file, three for its place in the root folder, one for an approved licence.
FILE_POINTS, ROOT_POINTS, APPROVED_POINTS = 6, 3, 1
_APPROVED: Final = frozenset({VerdictKind.AGREE.value, VerdictKind.SHIPPED_ONLY.value})


def scorecard_checks(observation: RepositoryObservation, health: HealthSnapshot) -> Mapping[str, int]:
    """Give Scorecard's points (0 to 10) of each check that can be decided, by the check's own name."""
    signals = {signal.id: signal for signal in health.signals}
    found = {
        "Maintained": _maintained(observation, health),
        "License": _license(observation, signals),
        "Security-Policy": _absent(signals.get("security")),
        "Dependency-Update-Tool": _all_or_nothing(signals.get("dependency_updater")),
    }
    return {name: points for name, points in found.items() if points is not None}


def _maintained(observation: RepositoryObservation, health: HealthSnapshot) -> int | None:
    """Count commits of anybody; issues could only add, so fewer commits than enough decide nothing by themselves."""
    if observation.archived:
        return NONE
    if not observation.knows("commits") or observation.archived is None:
        return None
    since = health.taken_at - LOOKED_BACK
    if observation.created_at is not None and observation.created_at > since:
        return NONE
    commits = sum(since < commit.committed_at <= health.taken_at for commit in observation.commits)
    return MOST if commits >= LOOKED_BACK.days / DAYS_A_WEEK else None


def _license(observation: RepositoryObservation, signals: Mapping[str, Signal]) -> int | None:
    if not observation.knows("files"):
        return None
    shipped = files.licence_files(observation.files)
    if not shipped:
        return NONE
    in_root = any("/" not in path for path in shipped)
    verdict = signals.get("licence_verdict")
    approved = verdict is not None and verdict.value in _APPROVED
    return FILE_POINTS + ROOT_POINTS * in_root + APPROVED_POINTS * approved


def _absent(signal: Signal | None) -> int | None:
    """Decide only that there is no policy: how good one is depends on its text."""
    return NONE if signal is not None and signal.points == NONE else None


def _all_or_nothing(signal: Signal | None) -> int | None:
    if signal is None or signal.points is None:
        return None
    return MOST if signal.points else NONE
