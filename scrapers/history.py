"""The commits that a look reads of a forge: those of the window, page by page, newest first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from registry.health import CommitFact
from scrapers import github_facts as facts
from scrapers.failures import MORE_THAN_READ, RATE_LIMITED, Gone, Unreachable
from scrapers.look import EMPTY, Facts, Look

PER_PAGE: Final = 100  # the most that forges give
MOST_COMMITS: Final = 500  # five pages; busier repositories are sampled from their newest end
MOST_PAGES: Final = MOST_COMMITS // PER_PAGE


@dataclass(frozen=True, slots=True)
class History:
    """The commits that were read, newest first, and whether they are all of the window."""

    commits: tuple[CommitFact, ...] = ()
    is_complete: bool = False


def history(look: Look, listed: Callable[[Mapping[str, Any]], Facts]) -> History:
    """Read the commits of the window; where no person is among them, the page before it as well.

    Args:
        look: in progress.
        listed: asks the forge for a page by its query: what `page_facts` keeps of it, or `EMPTY`.
    """
    commits: list[CommitFact] = []
    for page in range(1, MOST_PAGES + 1):
        try:
            found = listed({"since": stamp(look.since), "per_page": PER_PAGE, "page": page})
        except (Unreachable, Gone) as failure:
            if page == 1 or failure.reason == RATE_LIMITED:
                raise
            look.missing["commits_complete"] = failure.reason
            return History(tuple(commits))
        if found.get(EMPTY):
            return History((), is_complete=True)
        commits += map(facts.known_commit, found["commits"])
        if not found["goes_on"]:
            return History((*commits, *_before(look, commits, listed)), is_complete=True)
    look.missing["commits_complete"] = MORE_THAN_READ
    return History(tuple(commits))


def _before(
    look: Look, commits: list[CommitFact], listed: Callable[[Mapping[str, Any]], Facts]
) -> list[CommitFact]:
    if not all(each.is_bot or each.is_merge for each in commits):
        return []
    known = {each.sha for each in commits}
    query = {"until": stamp(look.since), "per_page": PER_PAGE}
    found = look.attempt("commits_before_window", lambda: listed(query)) or {}
    older = map(facts.known_commit, found.get("commits", ()))
    return [each for each in older if each.sha not in known]


def page_facts(commits: list[CommitFact | None], *, goes_on: bool) -> Facts:
    """Keep of a page of commits those that could be read, and whether there are more."""
    return {
        "commits": [facts.kept_commit(each) for each in commits if each is not None],
        "goes_on": goes_on,
    }


def stamp(moment: datetime) -> str:
    """Write a time as forges take it in queries."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
