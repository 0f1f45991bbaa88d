"""The figures of an observation, for those who want to count themselves."""

from datetime import UTC, datetime
from typing import Any

from registry.health.activity import MONTHS_A_YEAR, measure, months_before
from registry.health.observation import RepositoryObservation


def figures_as_json(observation: RepositoryObservation, as_of: datetime) -> dict[str, Any]:
    """Count what the model counts, as of a time; None where the observation does not reach far enough.

    `commits` is the whole history with machines and merges. The other counts are of people's commits that are no
    merges (more than one parent): `..._12m` after the same day and time a calendar year before `as_of`, up to and
    with `as_of`, by the committer's date; `..._previous_12m` in the year before that. `active_months_12` counts
    calendar months in UTC, at most 12. `absence_factor_12m` is the CHAOSS contributor absence factor at 50 %.
    `tags` counts all tags made by then; `first_commit` is anybody's, `last_human_commit` a person's and no merge.
    Times are ISO 8601 in UTC.
    """
    activity = measure(observation, as_of)
    year_ago = months_before(as_of, MONTHS_A_YEAR)
    reaches_a_year = activity.covers(year_ago)
    reaches_two = activity.covers(months_before(as_of, 2 * MONTHS_A_YEAR))
    known_tags = [tag.date for tag in observation.tags if tag.date is None or tag.date <= as_of]
    tags: tuple[datetime | None, ...] | None = tuple(known_tags) if observation.knows("tags") else None
    return {
        "as_of": _written(as_of),
        "commits": observation.commit_count,
        "commits_12m_human_nonmerge": activity.commits_12m if reaches_a_year else None,
        "commits_previous_12m_human_nonmerge": activity.commits_previous_12m if reaches_two else None,
        "authors_12m_human": activity.authors_12m if reaches_a_year else None,
        "active_months_12": activity.active_months_12 if reaches_a_year else None,
        "absence_factor_12m": activity.absence_factor_12m if reaches_a_year else None,
        "tags": None if tags is None else len(tags),
        "tags_12m": None if tags is None else sum(date is not None and year_ago < date for date in tags),
        "first_commit": _written(_first_commit(observation)),
        "last_human_commit": _written(activity.last_human_commit),
    }


def _first_commit(observation: RepositoryObservation) -> datetime | None:
    """Find the oldest commit where the whole history was read."""
    if observation.commit_count is None or len(observation.commits) < observation.commit_count:
        return None
    return min((commit.committed_at for commit in observation.commits), default=None)


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()
