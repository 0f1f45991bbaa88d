"""Signals of work: what people did, and when, as the history and its tags tell."""

from registry.health import scales
from registry.health.activity import BEGINNING, born
from registry.health.facts import Facts, signal
from registry.health.model import Signal, Source, Unit


def last_human_commit(facts: Facts) -> Signal:
    """Days since a person last committed; a lower bound where the history read holds no person."""
    last, since = facts.activity.last_human_commit, facts.activity.covered_since
    pace = facts.pace_days()
    if last is not None and pace is not None:
        days = facts.days_since(last)
        points = scales.interpolate(scales.FINISHED_PACES, days / pace)
        return _history("last_human_commit", days, Unit.DAYS, points, "LAST_HUMAN_COMMIT_OF_FINISHED")
    if last is not None:
        days = facts.days_since(last)
        points = scales.interpolate(scales.LAST_COMMIT_DAYS, days)
        return _history("last_human_commit", days, Unit.DAYS, points, "LAST_HUMAN_COMMIT")
    if since is None:
        return _history("last_human_commit", None, Unit.DAYS, None, "HISTORY_UNKNOWN")
    begun = born(facts.observation)
    if since == BEGINNING or (begun is not None and facts.activity.covers(begun)):
        return _history("last_human_commit", None, Unit.DAYS, scales.NOTHING, "NO_HUMAN_COMMIT")
    days = facts.days_since(since)
    points_at_most = scales.interpolate(scales.LAST_COMMIT_DAYS, days)
    points_known = scales.NOTHING if points_at_most == scales.NOTHING else None
    return _history("last_human_commit", days, Unit.DAYS, points_known, "LAST_HUMAN_COMMIT_BEFORE_WINDOW")


def active_months(facts: Facts) -> Signal:
    """Months of the last twelve in which a person committed (CHAOSS asks for activity over time)."""
    if facts.pace_days() is not None:
        return _history("active_months", None, Unit.MONTHS, None, "FINISHED", applies=False)
    months = facts.activity.active_months_12
    points = scales.interpolate(scales.MONTHS, months)
    if facts.activity.covers(facts.years_ago(1)) or points == scales.FULL:
        return _history("active_months", months, Unit.MONTHS, points, "ACTIVE_MONTHS")
    return _history("active_months", None, Unit.MONTHS, None, "HISTORY_UNKNOWN")


def year_on_year(facts: Facts) -> Signal:
    """Commits of the last year over those of the year before; needs two whole years of life."""
    if facts.pace_days() is not None:
        return _history("year_on_year", None, Unit.RATIO, None, "FINISHED", applies=False)
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
    if facts.pace_days() is not None:
        return _history("absence_factor", None, Unit.PEOPLE, None, "FINISHED", applies=False)
    if not facts.activity.covers(facts.years_ago(1)):
        return _history("absence_factor", None, Unit.PEOPLE, None, "HISTORY_UNKNOWN")
    people = facts.activity.absence_factor_12m
    points = scales.interpolate(scales.ABSENCE, people)
    return _history("absence_factor", people, Unit.PEOPLE, points, "ABSENCE_FACTOR")


def authors(facts: Facts) -> Signal:
    """People who committed in twelve months; a sample that already gives full points is enough."""
    if facts.pace_days() is not None:
        return _history("authors", None, Unit.PEOPLE, None, "FINISHED", applies=False)
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
    if facts.pace_days() is not None:
        return _release(days, None, "FINISHED", applies=False)
    if _deployed_continuously(facts, len(tagged), days):
        return _release(days, None, "DEPLOYED_CONTINUOUSLY", applies=False)
    return _release(days, scales.interpolate(scales.RELEASE_DAYS, days), "LAST_RELEASE")


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
    return signal(name, value, unit, points, Source.HISTORY, code, applies=applies)


def _release(days: int | None, points: float | None, code: str, *, applies: bool = True) -> Signal:
    return signal("release", days, Unit.DAYS, points, Source.TAGS, code, applies=applies)
