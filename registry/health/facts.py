"""What a signal may look at, and how each is put together."""

from dataclasses import dataclass
from datetime import datetime

from registry.health import scales
from registry.health.activity import MONTHS_A_YEAR, Activity, months_before
from registry.health.model import DeclaredFacts, Signal, Source, Unit
from registry.health.observation import RepositoryObservation

RAISED_BY = {
    "last_human_commit": "RAISE_LAST_HUMAN_COMMIT",
    "active_months": "RAISE_ACTIVE_MONTHS",
    "year_on_year": "RAISE_YEAR_ON_YEAR",
    "absence_factor": "RAISE_ABSENCE_FACTOR",
    "authors": "RAISE_AUTHORS",
    "release": "RAISE_RELEASE",
    "licence_file": "RAISE_LICENCE_FILE",
    "licence_verdict": "RAISE_LICENCE_VERDICT",
    "readme": "RAISE_README",
    "contributing": "RAISE_CONTRIBUTING",
    "security": "RAISE_SECURITY",
    "ci": "RAISE_CI",
    "dependency_updater": "RAISE_DEPENDENCY_UPDATER",
    "publiccode": "RAISE_PUBLICCODE",
    "documentation": "RAISE_DOCUMENTATION",
    "first_response": "RAISE_FIRST_RESPONSE",
    "closure_ratio": "RAISE_CLOSURE_RATIO",
    "advisories": "RAISE_ADVISORIES",
    "signed_releases": "RAISE_SIGNED_RELEASES",
    "maintenance": "RAISE_MAINTENANCE",
    "development_status": "RAISE_STATUS",
}

#: What was not read, or is too little to judge, no publisher can raise: advice would blame for what nobody knows.
NOT_TOLD = frozenset(
    {
        "ADVISORIES_UNKNOWN",
        "FILES_UNKNOWN",
        "HISTORY_UNKNOWN",
        "PUBLICCODE_UNJUDGED",
        "RELEASES_UNKNOWN",
        "SIGNATURES_UNKNOWN",
        "THREADS_TOO_FEW",
        "THREADS_UNKNOWN",
    }
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a signal may look at."""

    observation: RepositoryObservation
    declared: DeclaredFacts
    activity: Activity
    as_of: datetime

    def days_since(self, moment: datetime) -> int:
        """Count whole days up to the time of the snapshot, never below zero."""
        return max(0, (self.as_of - moment).days)

    def last_work(self) -> datetime | None:
        """Give the time of the newest commit by a person."""
        return self.activity.last_human_commit

    def pace_days(self) -> int | None:
        """Give the pace by which finished software under a live contract is judged; None for all other software.

        Finished is what its publisher declares stable. Its pace is the longest silence that it came back from.
        """
        until = self.declared.contract_until
        is_finished = self.declared.development_status == "stable"
        is_live = (
            self.declared.maintenance_type == "contract" and until is not None and until >= self.as_of.date()
        )
        if not is_finished or not is_live:
            return None
        return min(max(self.activity.longest_pause_days, scales.SHORTEST_PACE_DAYS), scales.LONGEST_PACE_DAYS)

    def years_ago(self, years: int) -> datetime:
        """Give the same day, whole years before the snapshot."""
        return months_before(self.as_of, MONTHS_A_YEAR * years)


def signal(
    name: str,
    value: float | str | bool | None,  # noqa: FBT001 a signal's value may be a yes or no
    unit: Unit,
    points: float | None,
    source: Source,
    code: str,
    *,
    applies: bool = True,
) -> Signal:
    """Put a signal together with its weight, and with what would raise it where something could."""
    is_raised = applies and points != scales.FULL and code not in NOT_TOLD
    advice = (RAISED_BY[name],) if is_raised else ()
    return Signal(name, value, unit, points, scales.WEIGHTS[name], applies, source, (code, *advice))
