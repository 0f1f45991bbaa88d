"""What stands beside a software: its variants, and what others' badges would say of it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from api.pages.labels import N_
from api.pages.site import Page
from registry.health.conditions import CHECK_LABELS, CONDITIONS
from registry.health.model import HealthBand
from registry.variants.model import best_first, turn

RELATIONS: Final[Mapping[str, str]] = {
    "UPSTREAM": N_("Where this one came from"),
    "FORK": N_("Came out of this one"),
    "SIBLING": N_("Came out of the same"),
}
DECISIONS: Final[Mapping[str, str]] = {
    "YES": N_("Yes"),
    "NO": N_("No"),
    "NOT_DECIDED": N_("Not decided"),
}
BECAUSE: Final[Mapping[str, str]] = {
    "YES": N_("Holds:"),
    "NO": N_("Does not hold:"),
    "NOT_DECIDED": N_("Not known here:"),
}


def variants(found: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The variants of a software, each with whether work goes on in one of the two only."""
    own = HealthBand(found["healthBand"])
    listed = [each for each in found["variants"]["nodes"] if each["other"]]
    turns = [turn(own, HealthBand(each["other"]["healthBand"])) for each in listed]
    order = best_first(
        (turned, each["other"]["healthScore"]) for turned, each in zip(turns, listed, strict=True)
    )
    return [{**listed[at], "turn": turns[at]} for at in order]


def badges(page: Page, found: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """What others' badges would say, each in words, those that are decided first."""
    newest = found["snapshots"]["nodes"]
    decided = newest[0]["checks"] if newest else []
    return [
        {
            "name": CHECK_LABELS[each["id"]][page.language.tag],
            "decision": page.text(DECISIONS[each["decision"]]),
            "code": each["decision"],
            "points": each["points"],
            "because": page.text(BECAUSE[each["decision"]]),
            "conditions": [
                CONDITIONS[code][page.language.tag] for code in each["conditions"] if code in CONDITIONS
            ],
        }
        for each in sorted(decided, key=lambda each: each["decision"] == "NOT_DECIDED")
        if each["id"] in CHECK_LABELS
    ]
