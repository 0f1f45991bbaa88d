"""Somebody who waits for an answer at GitHub: looked after once a week, in place of another request of that night.

An answer to an old issue changes nothing else that a look would see, and GraphQL, which tells who answered, knows no
304. The list of issues does: while the newest activity in it is as it was, nobody was answered.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, TypeVar

from registry.forges.model import ForgeAnswer
from scrapers.conversation import Answer
from scrapers.failures import RATE_LIMITED, Gone, Unreachable
from scrapers.github_facts import entries, moment, text
from scrapers.github_graphql import THREADS
from scrapers.look import Facts, Look, endpoint_of

EVERY_DAYS: Final = 7  # who waits for months can wait a week longer to be counted
BELOW: Final = "issues"  # GitHub lists pull requests with them
NEWEST: Final[Mapping[str, str | int]] = {
    "state": "all",
    "sort": "updated",
    "direction": "desc",
    "per_page": 1,
}
ACTIVITY: Final = endpoint_of(BELOW, NEWEST)

T = TypeVar("T")


def is_anew(look: Look, observed_at: datetime) -> bool | None:
    """Say whether something was said since threads were read; None on nights on which nobody is looked after.

    Where the list of issues is not remembered, or not to be had, it may have been.

    Raises:
        Unreachable: RATE_LIMITED.
    """
    if not _waits(look.memory.known.get(THREADS)):
        return None
    days = (observed_at.date() - datetime.fromisoformat(look.memory.known[THREADS].facts["at"]).date()).days
    if days <= 0 or days % EVERY_DAYS:
        look.memory.recall(ACTIVITY)
        return None
    if look.memory.etag(ACTIVITY) is None:
        return True
    try:
        look.asked(BELOW, newest, **NEWEST)
    except (Gone, Unreachable) as failure:
        if failure.reason == RATE_LIMITED:
            raise
        return True
    return ACTIVITY in look.memory.learned


def read_threads(
    look: Look, ask: Callable[[], T], observed_at: datetime, *, is_anew: bool | None
) -> T | None:
    """Ask for threads; the newest activity is remembered with them, and only with them.

    Raises:
        Unreachable: RATE_LIMITED.
    """
    activity = look.memory.learned.pop(ACTIVITY, None)
    found = look.attempt("threads", ask)
    if "threads" in look.missing:
        return found
    if activity is not None:
        look.memory.learned[ACTIVITY] = activity
    elif is_anew is None and _waits(look.memory.learned.get(THREADS)):
        _begin(look, observed_at)
    return found


def _begin(look: Look, observed_at: datetime) -> None:
    try:
        last = moment(look.asked(BELOW, newest, **NEWEST), "at")
    except (Gone, Unreachable) as failure:
        if failure.reason == RATE_LIMITED:
            raise
        return
    if last is None or last >= observed_at:
        look.memory.forget(ACTIVITY)  # it may have come after threads were read


def _waits(threads: ForgeAnswer | None) -> bool:
    return threads is not None and any(
        first is None and closed is None for _, first, closed, _ in threads.facts["threads"]
    )


def newest(answer: Answer) -> Facts:
    """Keep of the list when something happened in it last."""
    return {"at": next((text(each, "updated_at") for each in entries(answer.data)), None)}
