"""Whether challenge and team can talk to each other and, where it matters, meet."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from matching.fit.facts import ChallengeFacts, TeamFacts
from matching.fit.result import Evidence, Value
from matching.fit.time_zones import ENOUGH_HOURS, OFFICE_HOURS, hours_in_common, zone_of

# People who share a language but not its script or region understand each other with some effort.
SAME_LANGUAGE_OTHER_FORM = 0.5
# One who has to travel inside the country can come, at a cost.
SAME_COUNTRY = 0.5


# Regions that imply a script. Source: CLDR likely subtags, as far as Chinese goes.
_SCRIPT_OF: Mapping[tuple[str, ...], str] = {
    ("zh", "tw"): "hant",
    ("zh", "hk"): "hant",
    ("zh", "mo"): "hant",
    ("zh", "cn"): "hans",
    ("zh", "sg"): "hans",
    ("zh", "my"): "hans",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Points 0 to 1, or None where unknown, with the reason."""

    points: float | None
    evidence: Evidence


def shared_languages(wanted: tuple[str, ...], offered: tuple[str, ...]) -> tuple[str, ...]:
    """The wanted languages (BCP 47) that some offered one has in common, by primary language."""
    return tuple(language for language in wanted if any(_closeness(language, each) for each in offered))


def language_credit(challenge: ChallengeFacts, team: TeamFacts) -> Part:
    """The mean, over the challenge's languages, of how well the team has them."""
    wanted, offered = challenge.languages, team.languages
    if not wanted or not offered:
        return Part(None, Evidence("LANGUAGES_UNKNOWN", {}))
    points = math.fsum(max(_closeness(language, each) for each in offered) for language in wanted) / len(
        wanted
    )
    shared = shared_languages(wanted, offered)
    if not shared:
        return Part(0.0, Evidence("LANGUAGES_NONE_SHARED", {"languages": wanted}))
    return Part(points, Evidence("LANGUAGES_SHARED", {"languages": shared}))


def place_credit(challenge: ChallengeFacts, team: TeamFacts) -> Part:
    """Nearness: by place where some work is on site, else by the office hours in common where they are known."""
    if not challenge.on_site and team.remote_ok:
        return _remote_credit(challenge, team)
    if challenge.place is None or team.place is None:
        return Part(None, Evidence("PLACE_UNKNOWN", {}))
    if _same_place(challenge.place, team.place):
        return Part(1.0, Evidence("PLACE_SAME", {"place": challenge.place}))
    values = {"place": challenge.place, "team_place": team.place}
    if _country(challenge.place) == _country(team.place):
        return Part(SAME_COUNTRY, Evidence("PLACE_SAME_COUNTRY", values))
    return Part(0.0, Evidence("PLACE_ABROAD", values))


def _remote_credit(challenge: ChallengeFacts, team: TeamFacts) -> Part:
    """Full from ENOUGH_HOURS in common; where a zone is not known, nothing speaks against working from elsewhere."""
    zone = None if challenge.place is None else zone_of(challenge.place)
    if zone is None or team.time_zone is None:
        return Part(1.0, Evidence("PLACE_REMOTE", {}))
    hours = hours_in_common(zone, team.time_zone, challenge.starts_on)
    if hours == OFFICE_HOURS:
        return Part(1.0, Evidence("PLACE_REMOTE", {}))
    values: dict[str, Value] = {"hours": round(hours, 1), "time_zone": team.time_zone}
    return Part(min(1.0, hours / ENOUGH_HOURS), Evidence("PLACE_REMOTE_HOURS", values))


def _closeness(wanted: str, offered: str) -> float:
    """1 where one tag continues the other (zh-Hant, zh-Hant-TW), half where only the language is the same."""
    left, right = _subtags(wanted), _subtags(offered)
    if left[0] != right[0]:
        return 0.0
    return 1.0 if all(a == b for a, b in zip(left, right, strict=False)) else SAME_LANGUAGE_OTHER_FORM


def _subtags(tag: str) -> list[str]:
    """The tag's parts, with the script written out where a region alone implies it (zh-TW is zh-Hant-TW)."""
    parts = tag.casefold().split("-")
    script = _SCRIPT_OF.get(tuple(parts[:2]))
    return [parts[0], script, *parts[1:]] if script else parts


def _country(place: str) -> str:
    return place.upper().split("-")[0]


def _same_place(left: str, right: str) -> bool:
    return left.upper() == right.upper()
