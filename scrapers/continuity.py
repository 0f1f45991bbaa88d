"""What ties a look to the one before it: where its window of commits begins, and what happened in between."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from registry.health import EventFact
from registry.health.activity import WINDOW_SLACK, months_before
from registry.health.observation import WINDOW_MONTHS
from scrapers.look import Look

WINDOW: Final = "window"  # remembered, not asked: since when the remembered commits are
WINDOW_MOVES_AFTER: Final = timedelta(days=31)  # a window that moved every night would make every list new


def window_begins(look: Look, observed_at: datetime) -> datetime:
    """Choose where the window begins: as remembered while that still reaches back far enough and not much too far."""
    begins = months_before(observed_at, WINDOW_MONTHS) - WINDOW_SLACK
    known = look.memory.known.get(WINDOW)
    if known is not None:
        remembered = datetime.fromisoformat(known.facts["since"])
        is_near = timedelta(0) <= begins - remembered < WINDOW_MOVES_AFTER
        if remembered <= begins and (look.is_same_content or is_near):
            look.memory.recall(WINDOW)
            return remembered
    look.memory.learn(WINDOW, None, {"since": begins.isoformat()})
    return begins


def events_since(
    registered: str, before: Mapping[str, Any] | None, found: Mapping[str, Any]
) -> tuple[EventFact, ...]:
    """Tell what happened to the repository itself since the remembered look, or since it was registered.

    Args:
        registered: the name in its registered address.
        before: `full_name`, `default_branch` and `archived` as the remembered look found them; None at the first.
        found: the same as this look did.
    """
    events = []
    old_name = registered if before is None else before["full_name"]
    new_name = found["full_name"] or old_name
    if old_name.casefold() != new_name.casefold():
        same_owner = _owner(old_name) == _owner(new_name)
        events.append(
            EventFact("renamed" if same_owner else "transferred", {"from": old_name, "to": new_name})
        )
    if before is not None:
        old_branch, new_branch = before["default_branch"], found["default_branch"]
        if old_branch and new_branch and old_branch != new_branch:
            events.append(EventFact("default_branch_changed", {"from": old_branch, "to": new_branch}))
        if before["archived"] is not None and found["archived"] not in {None, before["archived"]}:
            events.append(EventFact("archived" if found["archived"] else "unarchived", {}))
    return tuple(events)


def _owner(full_name: str) -> str:
    return full_name.rpartition("/")[0].casefold()
