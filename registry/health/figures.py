"""The figures of an observation, for those who want to count themselves."""

from datetime import datetime
from typing import Any

from registry.health.activity import MONTHS_A_YEAR, measure, months_before
from registry.health.observation import RepositoryObservation


def figures_as_json(observation: RepositoryObservation, as_of: datetime) -> dict[str, Any]:
    """Count what the model counts, as of a time; None where the observation does not reach far enough.

    `commits` is the whole history with machines and merges; the other counts are of people's commits that
    are no merges, in the calendar year before `as_of`.
    """
    activity = measure(observation, as_of)
    year_ago = months_before(as_of, MONTHS_A_YEAR)
    reaches_a_year = activity.covers(year_ago)
    reaches_two = activity.covers(months_before(as_of, 2 * MONTHS_A_YEAR))
    dates = [tag.date for tag in observation.tags]
    last = activity.last_human_commit
    return {
        "as_of": as_of.isoformat(),
        "commits": observation.commit_count,
        "commits_12m_human_nonmerge": activity.commits_12m if reaches_a_year else None,
        "commits_previous_12m_human_nonmerge": activity.commits_previous_12m if reaches_two else None,
        "authors_12m_human": activity.authors_12m if reaches_a_year else None,
        "active_months_12": activity.active_months_12 if reaches_a_year else None,
        "absence_factor_12m": activity.absence_factor_12m if reaches_a_year else None,
        "tags": len(dates) if observation.knows("tags") else None,
        "tags_12m": sum(date is not None and year_ago < date <= as_of for date in dates)
        if observation.knows("tags")
        else None,
        "last_human_commit": None if last is None else last.isoformat(),
    }
