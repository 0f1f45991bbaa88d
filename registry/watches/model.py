"""When watchers of a software are told that it got worse, and why; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from registry.health import HealthBand

POINTS: Final = 10  # a fall that no single ordinary signal makes alone
POINTS_WITHIN: Final = timedelta(days=30)
BLAMED: Final = 2  # signals named as the reason; more would explain nothing

#: Bands with a score, best last; the others cannot be lost.
LADDER: Final = (HealthBand.DORMANT, HealthBand.SLOWING, HealthBand.STEADY, HealthBand.THRIVING)


class AlertKind(StrEnum):
    """What watchers are told of; EXPIRING is told by e-mail to the people of the publisher instead."""

    BAND_LOST = "BAND_LOST"
    POINTS_LOST = "POINTS_LOST"
    NEW_CAP = "NEW_CAP"
    LICENCE_CHANGED = "LICENCE_CHANGED"
    NEW_ADVISORY = "NEW_ADVISORY"
    EXPIRING = "EXPIRING"


@dataclass(frozen=True, slots=True)
class Looked:
    """One snapshot, as far as alerts need it; `parts` is what each known signal adds (points times weight)."""

    taken_at: datetime
    model_version: str
    score: int | None
    band: HealthBand
    caps: frozenset[str]
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class NewAlert:
    """Something that got worse.

    Attributes:
        key: which cap or advisory; empty where there can be one only.
        before, after: bands, scores or licences.
        signals: those that lost most, worst first.
    """

    kind: AlertKind
    key: str = ""
    before: str | None = None
    after: str | None = None
    signals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert as it was told."""

    id: UUID
    software_id: UUID
    kind: AlertKind
    key: str
    before: str | None
    after: str | None
    signals: tuple[str, ...]
    observed_at: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Watch:
    """A person's wish to be told of one software."""

    id: UUID
    person_id: UUID
    software_id: UUID
    created_at: datetime


def health_alerts(history: Sequence[Looked], *, points_told: datetime | None) -> tuple[NewAlert, ...]:
    """Find what the newest look at a software shows to have got worse.

    Looks that another version of the model scored are left out: their scores cannot be compared.

    Args:
        history: looks at it, newest first.
        points_told: when watchers were last told of lost points; one fall is told once.
    """
    if not history:
        return ()
    newest = history[0]
    same = [each for each in history if each.model_version == newest.model_version]
    return (*_band_lost(same), *_points_lost(same, points_told), *_new_caps(same))


def new_advisories(before: Iterable[str] | None, after: Iterable[str] | None) -> tuple[NewAlert, ...]:
    """Find advisories that were not there at the look before; what was not read then is not new."""
    if before is None or after is None:
        return ()
    return tuple(NewAlert(AlertKind.NEW_ADVISORY, each) for each in sorted(set(after) - set(before)))


def _band_lost(same: Sequence[Looked]) -> tuple[NewAlert, ...]:
    """Two looks in a row below the band of the one before them: one alone may be a slip of the forge.

    Looks without a score say nothing of the band, so they are passed over.
    """
    scored = [each for each in same if each.band in LADDER]
    if len(scored) < 3 or same[0].band not in LADDER:  # noqa: PLR2004 two looks and the one before
        return ()
    newest, second, good = scored[:3]
    if max(LADDER.index(newest.band), LADDER.index(second.band)) >= LADDER.index(good.band):
        return ()
    return (NewAlert(AlertKind.BAND_LOST, "", good.band.value, newest.band.value, _blamed(good, newest)),)


def _points_lost(same: Sequence[Looked], told: datetime | None) -> tuple[NewAlert, ...]:
    newest = same[0]
    since = newest.taken_at - POINTS_WITHIN
    if newest.score is None or (told is not None and told > since):
        return ()
    recent = [each for each in same[1:] if each.taken_at >= since and each.score is not None]
    if not recent:
        return ()
    best = max(recent, key=lambda each: each.score or 0)
    if (best.score or 0) - newest.score < POINTS:
        return ()
    return (NewAlert(AlertKind.POINTS_LOST, "", str(best.score), str(newest.score), _blamed(best, newest)),)


def _new_caps(same: Sequence[Looked]) -> tuple[NewAlert, ...]:
    """A cap that neither of the two looks before had: one alone may not have seen what it rests on."""
    if len(same) < 2:  # noqa: PLR2004 the newest look and the one before
        return ()
    before = frozenset[str]().union(*(each.caps for each in same[1:3]))
    return tuple(NewAlert(AlertKind.NEW_CAP, each) for each in sorted(same[0].caps - before))


def _blamed(before: Looked, after: Looked) -> tuple[str, ...]:
    lost = {name: before.parts[name] - after.parts[name] for name in before.parts.keys() & after.parts.keys()}
    worst = sorted((name for name in lost if lost[name] > 0), key=lambda name: (-lost[name], name))
    return tuple(worst[:BLAMED])
