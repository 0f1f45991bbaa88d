"""Badges and checks that others award, decided where a look decides them; told beside our score, never part of it.

Nobody is asked: what is not decided by what was observed is said not to be decided. Sources of the conditions:

- openCode, "Maintained Badge" and "Security Badge" (https://badges.opencode.de/en/official-badges/), read in November
  2026. Its badges for open source and for reuse rest on what people at openCode enter, so they are not told here. It
  does not publish how it counts its bus factor: here it is the CHAOSS contributor absence factor of six months.
- OpenSSF Scorecard, https://github.com/ossf/scorecard/blob/main/docs/checks.md, as in `scorecard`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from registry.health import files
from registry.health.activity import absence_factor, measure, months_before
from registry.health.model import HealthSnapshot
from registry.health.observation import RepositoryObservation
from registry.health.scorecard import MOST, scorecard_checks

DAY: Final = timedelta(days=1)
HALF_A_YEAR: Final = 6  # months that openCode looks back for commits, releases, people and signed tags
QUARTER: Final = 3  # months that openCode looks back for issues
COMMITS_NEEDED: Final = 5
REACTION_DAYS: Final = 7  # on average, less than that
BUS_FACTOR_NEEDED: Final = 2
SIGNED_SHARE: Final = 0.8
SIGNATURE_POINTS: Final = 8  # Scorecard, "Signed-Releases": with provenance it is ten
LOOKED_AT: Final = 5  # releases; the same


class Scheme(StrEnum):
    """Whose badge or check it is."""

    OPENCODE = "OPENCODE"
    SCORECARD = "SCORECARD"


class Decision(StrEnum):
    """Whether it would be awarded, as far as what was observed tells."""

    YES = "YES"
    NO = "NO"
    NOT_DECIDED = "NOT_DECIDED"


@dataclass(frozen=True, slots=True)
class Check:
    """One badge's level, or one check.

    Attributes:
        id: its name; of openCode's badges with the level.
        points: 0 to 10 as Scorecard gives them; None elsewhere and where they are not decided.
        conditions: codes of `CONDITIONS` that decide: those that fail, or are not known, or else all that hold.
    """

    scheme: Scheme
    id: str
    decision: Decision
    points: int | None
    conditions: tuple[str, ...]


def checks(observation: RepositoryObservation, health: HealthSnapshot) -> tuple[Check, ...]:
    """Decide every badge level and check, as of the time of the snapshot."""
    at = health.taken_at
    known = {name: decide(observation, at) for name, decide in _CRITERIA.items()}
    return (
        *(_level(name, needed, known) for name, needed in LEVELS.items()),
        *_scorecard(observation, health),
    )


def checks_as_json(found: Iterable[Check]) -> list[dict[str, Any]]:
    """Make the stored and published form."""
    return [
        {
            "scheme": each.scheme.value,
            "id": each.id,
            "decision": each.decision.value,
            "points": each.points,
            "conditions": list(each.conditions),
        }
        for each in found
    ]


def _level(name: str, needed: Sequence[str], known: Mapping[str, Decision]) -> Check:
    """One condition that fails decides against a level, whatever else is not known."""
    for decision in (Decision.NO, Decision.NOT_DECIDED, Decision.YES):
        because = tuple(each for each in needed if known[each] is decision)
        if because:
            return Check(Scheme.OPENCODE, name, decision, None, because)
    raise AssertionError("a level has conditions")  # pragma: no cover


def _scorecard(observation: RepositoryObservation, health: HealthSnapshot) -> Iterable[Check]:
    points = {**dict.fromkeys(SCORECARD), **scorecard_checks(observation, health)}
    points["Signed-Releases"] = _signed_releases(observation, health.taken_at)
    for name, code in SCORECARD.items():
        given = points[name]
        decision = Decision.NOT_DECIDED if given is None else Decision.YES if given == MOST else Decision.NO
        yield Check(Scheme.SCORECARD, name, decision, given, (code,))


def _signed_releases(observation: RepositoryObservation, at: datetime) -> int | None:
    """Look for signatures and provenance among the files of the last five releases that have files.

    How Scorecard counts when some of them are signed is not part of its description: then nothing is decided, but that
    none is signed is.
    """
    published = [
        each
        for each in observation.releases or ()
        if each.published_at is not None and each.published_at <= at
    ]
    newest = sorted(published, key=lambda each: each.published_at or at, reverse=True)
    if any(each.assets is None for each in newest[:LOOKED_AT]):
        return None
    listed = [each.assets for each in newest if each.assets][:LOOKED_AT]
    if not listed:
        return None
    if all(any(name.endswith(".intoto.jsonl") for name in assets) for assets in listed):
        return MOST
    signed = [any(files.SIGNATURE.search(name) for name in assets) for assets in listed]
    if all(signed):
        return SIGNATURE_POINTS
    return None if any(signed) else 0


def _commits(observation: RepositoryObservation, at: datetime) -> Decision:
    """Count commits of anybody: openCode excludes nobody."""
    since = months_before(at, HALF_A_YEAR)
    if sum(since < each.committed_at <= at for each in observation.commits) >= COMMITS_NEEDED:
        return Decision.YES
    return Decision.NO if measure(observation, at).covers(since) else Decision.NOT_DECIDED


def _reaction(observation: RepositoryObservation, at: datetime) -> Decision:
    """Average the first answers to issues; one that nobody answered has waited at least until now."""
    since = months_before(at, QUARTER)
    opened = [
        each
        for each in observation.threads or ()
        if not each.is_change_request and since < each.opened_at <= at
    ]
    if observation.threads is None or not opened:
        return Decision.NOT_DECIDED
    answered = [
        each.first_response_at
        if each.first_response_at is not None and each.first_response_at <= at
        else None
        for each in opened
    ]
    waits = [((end or at) - each.opened_at) / DAY for each, end in zip(opened, answered, strict=True)]
    if sum(waits) / len(waits) >= REACTION_DAYS:
        return Decision.NO
    return Decision.YES if all(answered) else Decision.NOT_DECIDED


def _release(observation: RepositoryObservation, at: datetime) -> Decision:
    """Look for a dated tag or release; a tag without a date is of no commit that was read."""
    since = months_before(at, HALF_A_YEAR)
    dates = [each.date for each in observation.tags] + [
        each.published_at for each in observation.releases or ()
    ]
    if any(each is not None and since < each <= at for each in dates):
        return Decision.YES
    is_known = observation.knows("tags") and measure(observation, at).covers(since)
    return Decision.NO if is_known else Decision.NOT_DECIDED


def _bus_factor(observation: RepositoryObservation, at: datetime) -> Decision:
    """Count the fewest people who made half of the commits by people."""
    since = months_before(at, HALF_A_YEAR)
    if not measure(observation, at).covers(since):
        return Decision.NOT_DECIDED
    people = (
        each.author
        for each in observation.commits
        if not each.is_bot and not each.is_merge and since < each.committed_at <= at
    )
    return Decision.YES if absence_factor(people) >= BUS_FACTOR_NEEDED else Decision.NO


def _policy(observation: RepositoryObservation, _: datetime) -> Decision:
    """Look for the one file in the root; a policy of the whole organisation is no file of the repository."""
    if not observation.knows("files"):
        return Decision.NOT_DECIDED
    return Decision.YES if any(path.lower() == "security.md" for path in observation.files) else Decision.NO


def _signed_tags(observation: RepositoryObservation, at: datetime) -> Decision:
    """Take the share of signed tags of half a year; not decided without any, or where a forge does not tell."""
    since = months_before(at, HALF_A_YEAR)
    recent = [
        each.is_signed for each in observation.tags if each.date is not None and since < each.date <= at
    ]
    if not recent or None in recent:
        return Decision.NOT_DECIDED
    return Decision.YES if sum(map(bool, recent)) >= SIGNED_SHARE * len(recent) else Decision.NO


def _never(_observation: RepositoryObservation, _at: datetime) -> Decision:
    """Not told to the public: who may push, and who reviewed what."""
    return Decision.NOT_DECIDED


_CRITERIA: Final[Mapping[str, Callable[[RepositoryObservation, datetime], Decision]]] = {
    "OPENCODE_COMMITS": _commits,
    "OPENCODE_REACTION": _reaction,
    "OPENCODE_RELEASE": _release,
    "OPENCODE_BUS_FACTOR": _bus_factor,
    "OPENCODE_BRANCH_PROTECTED": _never,
    "OPENCODE_POLICY": _policy,
    "OPENCODE_SIGNED_TAGS": _signed_tags,
    "OPENCODE_REVIEWED": _never,
}

_MAINTAINED_1: Final = ("OPENCODE_COMMITS", "OPENCODE_REACTION")
_MAINTAINED_2: Final = (*_MAINTAINED_1, "OPENCODE_RELEASE")
_SECURITY_1: Final = ("OPENCODE_REACTION", "OPENCODE_BRANCH_PROTECTED", "OPENCODE_POLICY")
LEVELS: Final[Mapping[str, tuple[str, ...]]] = {
    "maintained-1": _MAINTAINED_1,
    "maintained-2": _MAINTAINED_2,
    "maintained-3": (*_MAINTAINED_2, "OPENCODE_BUS_FACTOR"),
    "security-1": _SECURITY_1,
    "security-2": (*_SECURITY_1, "OPENCODE_SIGNED_TAGS", "OPENCODE_REVIEWED"),
}
"""openCode's levels, each with all of its conditions; its third level of security is not defined yet."""

SCORECARD: Final[Mapping[str, str]] = {
    "Maintained": "SCORECARD_MAINTAINED",
    "License": "SCORECARD_LICENSE",
    "Security-Policy": "SCORECARD_POLICY",
    "Dependency-Update-Tool": "SCORECARD_UPDATER",
    "Signed-Releases": "SCORECARD_SIGNED",
}
"""Scorecard's checks that an observation can decide, each with its condition; the others need what it does not hold."""
