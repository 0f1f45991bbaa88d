"""The sixteen signals, each a function of the facts that says its value, its points and why."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from registry.health import files, scales
from registry.health.activity import MONTHS_A_YEAR, Activity, born, measure, months_before
from registry.health.identity import DEPENDENCY_BOTS, machine_name
from registry.health.model import DeclaredFacts, Signal, Source, Unit
from registry.health.observation import RepositoryObservation


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

    def years_ago(self, years: int) -> datetime:
        """Give the same day, whole years before the snapshot."""
        return months_before(self.as_of, MONTHS_A_YEAR * years)


def all_signals(
    observation: RepositoryObservation, declared: DeclaredFacts, as_of: datetime
) -> tuple[Signal, ...]:
    """Compute every signal of the model, unknown ones included, in the model's order."""
    facts = Facts(observation, declared, measure(observation, as_of), as_of)
    return tuple(compute(facts) for compute in SIGNALS)


def last_human_commit(facts: Facts) -> Signal:
    """Days since a person last committed; a lower bound where the history read holds no person."""
    last, since = facts.activity.last_human_commit, facts.activity.covered_since
    if last is not None:
        days = facts.days_since(last)
        points = scales.interpolate(scales.LAST_COMMIT_DAYS, days)
        return _history("last_human_commit", days, Unit.DAYS, points, "LAST_HUMAN_COMMIT")
    if since is None:
        return _history("last_human_commit", None, Unit.DAYS, None, "HISTORY_UNKNOWN")
    begun = born(facts.observation)
    if begun is not None and facts.activity.covers(begun):
        return _history("last_human_commit", None, Unit.DAYS, scales.NOTHING, "NO_HUMAN_COMMIT")
    days = facts.days_since(since)
    points_at_most = scales.interpolate(scales.LAST_COMMIT_DAYS, days)
    points_known = scales.NOTHING if points_at_most == scales.NOTHING else None
    return _history("last_human_commit", days, Unit.DAYS, points_known, "LAST_HUMAN_COMMIT_BEFORE_WINDOW")


def active_months(facts: Facts) -> Signal:
    """Months of the last twelve in which a person committed (CHAOSS asks for activity over time)."""
    months = facts.activity.active_months_12
    points = scales.interpolate(scales.MONTHS, months)
    if facts.activity.covers(facts.years_ago(1)) or points == scales.FULL:
        return _history("active_months", months, Unit.MONTHS, points, "ACTIVE_MONTHS")
    return _history("active_months", None, Unit.MONTHS, None, "HISTORY_UNKNOWN")


def year_on_year(facts: Facts) -> Signal:
    """Commits of the last year over those of the year before; needs two whole years of life."""
    begun = born(facts.observation)
    if begun is not None and begun > facts.years_ago(2):
        return _history("year_on_year", None, Unit.RATIO, None, "TOO_YOUNG_TO_COMPARE", applies=False)
    if not facts.activity.covers(facts.years_ago(2)):
        return _history("year_on_year", None, Unit.RATIO, None, "HISTORY_UNKNOWN")
    now, before = facts.activity.commits_12m, facts.activity.commits_previous_12m
    if before == 0 and now == 0:
        return _history("year_on_year", None, Unit.RATIO, scales.NOTHING, "NO_CHANGE_IN_TWO_YEARS")
    if before == 0:
        return _history("year_on_year", None, Unit.RATIO, scales.FULL, "REVIVED")
    points = scales.interpolate(scales.YEAR_ON_YEAR, now / before)
    return _history("year_on_year", round(now / before, 2), Unit.RATIO, points, "YEAR_ON_YEAR")


def absence_factor(facts: Facts) -> Signal:
    """CHAOSS contributor absence factor at 50 % over twelve months."""
    if not facts.activity.covers(facts.years_ago(1)):
        return _history("absence_factor", None, Unit.PEOPLE, None, "HISTORY_UNKNOWN")
    people = facts.activity.absence_factor_12m
    points = scales.interpolate(scales.ABSENCE, people)
    return _history("absence_factor", people, Unit.PEOPLE, points, "ABSENCE_FACTOR")


def authors(facts: Facts) -> Signal:
    """People who committed in twelve months; a sample that already gives full points is enough."""
    people = facts.activity.authors_12m
    points = scales.interpolate(scales.AUTHORS, people)
    if facts.activity.covers(facts.years_ago(1)):
        return _history("authors", people, Unit.PEOPLE, points, "AUTHORS")
    if points == scales.FULL:
        return _history("authors", people, Unit.PEOPLE, points, "AUTHORS_AT_LEAST")
    return _history("authors", None, Unit.PEOPLE, None, "HISTORY_UNKNOWN")


def release(facts: Facts) -> Signal:
    """Days since the newest tag or release; does not apply where tags were given up for deployment."""
    if not facts.observation.knows("tags"):
        return _release(None, None, "RELEASES_UNKNOWN")
    tagged = [tag.date for tag in facts.observation.tags if tag.date is None or tag.date <= facts.as_of]
    published = [each.published_at for each in facts.observation.releases or () if not each.is_prerelease]
    known = [moment for moment in tagged + published if moment is not None and moment <= facts.as_of]
    if not known:
        return _release(None, None, "RELEASES_UNKNOWN") if tagged else _release(None, 0, "NEVER_RELEASED")
    days = facts.days_since(max(known))
    if _deployed_continuously(facts, len(tagged), days):
        return _release(days, None, "DEPLOYED_CONTINUOUSLY", applies=False)
    return _release(days, scales.interpolate(scales.RELEASE_DAYS, days), "LAST_RELEASE")


def licence_file(facts: Facts) -> Signal:
    """Whether a licence file is shipped, by its name; `LICENSES/` counts (REUSE)."""
    present = bool(files.licence_files(facts.observation.files))
    return _file(facts, "licence_file", "LICENCE_FILE", present=present)


def licence_verdict(facts: Facts) -> Signal:
    """The verdict of the licence room, declared against shipped."""
    verdict = facts.declared.licence_verdict
    points = None if verdict is None else scales.VERDICT_POINTS.get(verdict)
    code = "LICENCE_UNKNOWN" if verdict is None else f"LICENCE_{verdict}"
    value = None if verdict is None else verdict.value
    return _signal("licence_verdict", value, Unit.CODE, points, Source.LICENCES, code)


def readme(facts: Facts) -> Signal:
    """Whether there is a README."""
    return _by_pattern(facts, "readme", "README", files.README)


def contributing(facts: Facts) -> Signal:
    """Whether there is a CONTRIBUTING."""
    return _by_pattern(facts, "contributing", "CONTRIBUTING", files.CONTRIBUTING)


def security(facts: Facts) -> Signal:
    """Whether there is a security policy in this repository (an organisation's own is not looked up)."""
    return _by_pattern(facts, "security", "SECURITY", files.SECURITY)


def continuous_integration(facts: Facts) -> Signal:
    """Whether a configuration of continuous integration is present."""
    return _by_pattern(facts, "ci", "CI", files.CONTINUOUS_INTEGRATION)


def dependency_updater(facts: Facts) -> Signal:
    """Whether dependencies are watched: a configuration, or an updater seen at work within a year."""
    if any(machine_name(machine) in DEPENDENCY_BOTS for machine in facts.activity.machines_12m):
        return _signal(
            "dependency_updater",
            value=True,
            unit=Unit.PRESENCE,
            points=scales.FULL,
            source=Source.HISTORY,
            code="DEPENDENCY_UPDATER_PRESENT",
        )
    return _by_pattern(facts, "dependency_updater", "DEPENDENCY_UPDATER", files.DEPENDENCY_UPDATER)


def publiccode(facts: Facts) -> Signal:
    """Whether the repository carries a publiccode.yml, and whether it is valid."""
    valid = facts.declared.publiccode_valid
    if facts.observation.knows("files") and not files.has(files.PUBLICCODE, facts.observation.files):
        return _publiccode(scales.NOTHING, "PUBLICCODE_ABSENT")
    if valid is None or not facts.observation.knows("files"):
        return _publiccode(None, "PUBLICCODE_UNJUDGED")
    if valid:
        return _publiccode(scales.FULL, "PUBLICCODE_VALID", valid=True)
    return _publiccode(scales.PUBLICCODE_INVALID_POINTS, "PUBLICCODE_INVALID", valid=False)


def maintenance(facts: Facts) -> Signal:
    """What the publisher promises; a contract that has ended promises nothing."""
    kind, until = facts.declared.maintenance_type, facts.declared.contract_until
    points = None if kind is None else scales.MAINTENANCE_POINTS.get(kind)
    if points is None:
        return _declared("maintenance", None, None, "MAINTENANCE_UNDECLARED")
    if kind == "contract" and until is not None and until < facts.as_of.date():
        return _declared("maintenance", kind, scales.NOTHING, "MAINTENANCE_CONTRACT_ENDED")
    codes = {"none": "MAINTENANCE_NONE", "community": "MAINTENANCE_COMMUNITY"}
    return _declared("maintenance", kind, points, codes.get(str(kind), "MAINTENANCE_PROMISED"))


def development_status(facts: Facts) -> Signal:
    """The declared development status."""
    status = facts.declared.development_status
    points = None if status is None else scales.STATUS_POINTS.get(status)
    code = "STATUS_UNDECLARED" if points is None else "STATUS_DECLARED"
    return _declared("development_status", status if points is not None else None, points, code)


SIGNALS: tuple[Callable[[Facts], Signal], ...] = (
    last_human_commit,
    active_months,
    year_on_year,
    absence_factor,
    authors,
    release,
    licence_file,
    licence_verdict,
    readme,
    contributing,
    security,
    continuous_integration,
    dependency_updater,
    publiccode,
    maintenance,
    development_status,
)

_RAISED_BY = {
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
    "maintenance": "RAISE_MAINTENANCE",
    "development_status": "RAISE_STATUS",
}


def _deployed_continuously(facts: Facts, tags: int, days_since_tag: int) -> bool:
    last = facts.activity.last_human_commit
    return (
        tags >= scales.CONTINUOUS_TAGS
        and days_since_tag > scales.CONTINUOUS_QUIET_DAYS
        and last is not None
        and facts.days_since(last) <= scales.CONTINUOUS_WORK_DAYS
        and facts.activity.active_months_12 >= scales.CONTINUOUS_WORK_MONTHS
    )


def _history(
    name: str, value: float | None, unit: Unit, points: float | None, code: str, *, applies: bool = True
) -> Signal:
    return _signal(name, value, unit, points, Source.HISTORY, code, applies=applies)


def _release(days: int | None, points: float | None, code: str, *, applies: bool = True) -> Signal:
    return _signal("release", days, Unit.DAYS, points, Source.TAGS, code, applies=applies)


def _publiccode(points: float | None, code: str, *, valid: bool | None = None) -> Signal:
    return _signal("publiccode", valid, Unit.PRESENCE, points, Source.PUBLICCODE, code)


def _declared(name: str, value: str | None, points: float | None, code: str) -> Signal:
    return _signal(name, value, Unit.CODE, points, Source.PUBLICCODE, code)


def _by_pattern(facts: Facts, name: str, code: str, pattern: re.Pattern[str]) -> Signal:
    return _file(facts, name, code, present=files.has(pattern, facts.observation.files))


def _file(facts: Facts, name: str, code: str, *, present: bool) -> Signal:
    if not facts.observation.knows("files"):
        return _signal(name, None, Unit.PRESENCE, None, Source.FILES, "FILES_UNKNOWN")
    points = scales.FULL if present else scales.NOTHING
    ending = "PRESENT" if present else "ABSENT"
    return _signal(name, present, Unit.PRESENCE, points, Source.FILES, f"{code}_{ending}")


def _signal(
    name: str,
    value: float | str | bool | None,  # noqa: FBT001 a signal's value may be a yes or no
    unit: Unit,
    points: float | None,
    source: Source,
    code: str,
    *,
    applies: bool = True,
) -> Signal:
    advice = (_RAISED_BY[name],) if applies and points != scales.FULL else ()
    return Signal(name, value, unit, points, scales.WEIGHTS[name], applies, source, (code, *advice))
