"""The words of a health record: signals, caps, bands, and the snapshot that holds them at one time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from registry.licences.verdict import VerdictKind

MODEL_VERSION = "3"  # raised with any weight, threshold or signal; scores of two versions are never compared


class HealthBand(StrEnum):
    """What a reader is told first. The last three say that there is no score, and why."""

    THRIVING = "THRIVING"
    STEADY = "STEADY"
    SLOWING = "SLOWING"
    DORMANT = "DORMANT"
    NOT_ENOUGH_KNOWN = "NOT_ENOUGH_KNOWN"
    TOO_YOUNG = "TOO_YOUNG"
    NOT_OBSERVED = "NOT_OBSERVED"


class Source(StrEnum):
    """Where a signal's value comes from."""

    HISTORY = "HISTORY"
    TAGS = "TAGS"
    FILES = "FILES"
    PUBLICCODE = "PUBLICCODE"
    LICENCES = "LICENCES"
    THREADS = "THREADS"
    ADVISORIES = "ADVISORIES"


class Unit(StrEnum):
    """What a signal's value counts; CODE and PRESENCE are not numbers."""

    DAYS = "DAYS"
    MONTHS = "MONTHS"
    PEOPLE = "PEOPLE"
    RATIO = "RATIO"
    PRESENCE = "PRESENCE"
    CODE = "CODE"


@dataclass(frozen=True, slots=True)
class DeclaredFacts:
    """What the catalogue entry says of itself, and what our own checks said of that.

    Attributes:
        development_status: publiccode.yml `developmentStatus`.
        maintenance_type: publiccode.yml `maintenance.type`.
        contract_until: the latest `maintenance.contractors[].until`.
        licence_verdict: what reconciling the declared with the shipped licence gave.
        publiccode_valid: whether the publiccode.yml in the repository had no error; None when not judged.
    """

    development_status: str | None = None
    maintenance_type: str | None = None
    contract_until: date | None = None
    licence_verdict: VerdictKind | None = None
    publiccode_valid: bool | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """One measured figure.

    Attributes:
        id: stable name, e.g. `last_human_commit`.
        value: the figure itself; None when unknown or when there is nothing to count.
        unit: what `value` counts.
        points: 0-100; None when the signal is unknown or does not apply, and so has no part in the score.
        weight: its share of the whole model in percent.
        applies: False when the question makes no sense here, which costs no coverage.
        source: where the value comes from.
        explanations: codes of `EXPLANATIONS`: first what the value means, then what would raise it.
    """

    id: str
    value: float | int | str | bool | None
    unit: Unit
    points: float | None
    weight: float
    applies: bool
    source: Source
    explanations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cap:
    """A reason, a code of `EXPLANATIONS`, why the score may not exceed `limit` (0-100)."""

    code: str
    limit: int


@dataclass(frozen=True, slots=True)
class HealthSnapshot:
    """The explained score of one repository at one time.

    Attributes:
        model_version: which model computed it.
        taken_at: the time that the windows end at.
        score: 0-100, the weighted mean of the known signals under the caps; None when `band` gives no score.
        coverage: 0-1, the known part of the weight that applies.
        band: what the score means.
        signals: in the order of the model, unknown ones included.
        caps: every one that holds, whether it lowered the score or not.
    """

    model_version: str
    taken_at: datetime
    score: int | None
    coverage: float
    band: HealthBand
    signals: tuple[Signal, ...]
    caps: tuple[Cap, ...]


def snapshot_as_json(snapshot: HealthSnapshot) -> dict[str, Any]:
    """Make the stored and published form of a snapshot."""
    return {
        "model_version": snapshot.model_version,
        "taken_at": snapshot.taken_at.isoformat(),
        "score": snapshot.score,
        "coverage": round(snapshot.coverage, 4),
        "band": snapshot.band.value,
        "signals": [
            {
                "id": signal.id,
                "value": signal.value,
                "unit": signal.unit.value,
                "points": None if signal.points is None else round(signal.points, 1),
                "weight": signal.weight,
                "applies": signal.applies,
                "source": signal.source.value,
                "explanations": list(signal.explanations),
            }
            for signal in snapshot.signals
        ],
        "caps": [{"code": cap.code, "limit": cap.limit} for cap in snapshot.caps],
    }


def snapshot_from_json(stored: Mapping[str, Any]) -> HealthSnapshot:
    """Read the stored form back.

    Raises:
        KeyError, ValueError: the mapping was not written by `snapshot_as_json`.
    """
    return HealthSnapshot(
        model_version=stored["model_version"],
        taken_at=datetime.fromisoformat(stored["taken_at"]),
        score=stored["score"],
        coverage=stored["coverage"],
        band=HealthBand(stored["band"]),
        signals=tuple(
            Signal(
                id=each["id"],
                value=each["value"],
                unit=Unit(each["unit"]),
                points=each["points"],
                weight=each["weight"],
                applies=each["applies"],
                source=Source(each["source"]),
                explanations=tuple(each["explanations"]),
            )
            for each in stored["signals"]
        ),
        caps=tuple(Cap(each["code"], each["limit"]) for each in stored["caps"]),
    )
