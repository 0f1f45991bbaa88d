"""Health: what was measured of a software at one time, what that means, and what others would say of it."""

from datetime import datetime
from typing import TypeAlias

import strawberry

from registry.health import HealthBand as HealthBandModel
from registry.health.checks import Decision, Scheme
from registry.software import view
from schema.fields import column, reads
from schema.node import Node

strawberry.enum(HealthBandModel, name="HealthBand", description="How alive a software is.")
HealthBand: TypeAlias = HealthBandModel


@strawberry.type(description="One measured figure of a health snapshot.")
class HealthSignal:
    """A signal, with what it is worth and why."""

    id: str = column("Which signal.")
    value: strawberry.scalars.JSON | None = column(
        "The figure itself: a number, text or flag; null when unknown."
    )
    unit: str = column("What the figure counts.")
    points: float | None = column("0 to 100; null when unknown, which takes no part in the score.")
    weight: float = column("Its share of the whole model, in percent.")
    applies: bool = column("False when the question makes no sense for this software.")
    source: str = column("Where the figure comes from.")
    explanations: list[str] = column("Codes: what the figure means, then what would raise it.")


@strawberry.type(description="A reason why a score may not exceed a limit.")
class HealthCap:
    """A cap."""

    code: str = column("Which reason.")
    limit: int = column("Highest score it allows, 0 to 100.")


strawberry.enum(Scheme, name="HealthScheme", description="Whose badge or check it is.")
HealthScheme: TypeAlias = Scheme
strawberry.enum(
    Decision,
    name="HealthDecision",
    description="Whether a badge or check of others would be awarded, as far as what was observed tells.",
)
HealthDecision: TypeAlias = Decision


@strawberry.type(
    description="A badge's level or a check that others award, decided from what was observed; nobody was asked."
)
class HealthCheck:
    """A check beside the score."""

    scheme: HealthScheme = column("Whose it is.")
    id: str = column("Its name; of openCode's badges with the level.")
    decision: HealthDecision = column("Whether it would be awarded.")
    points: int | None = column("0 to 10, as Scorecard gives them; null elsewhere or where not decided.")
    conditions: list[str] = column(
        "Codes of the conditions that decide: those that fail, or are not known, or else all that hold."
    )


@reads(view.SNAPSHOTS)
@strawberry.type(description="The explained health score of a software at one time.")
class HealthSnapshot(Node):
    """A health snapshot; never edited afterwards."""

    taken_at: datetime = column("The time it holds for.")
    model_version: str = column("Which model computed it; scores of two versions are never compared.")
    score: int | None = column("0 to 100; null when `band` says why there is none.")
    coverage: float = column("0 to 1: how much of what the model asks is known.")
    band: HealthBand = column("What the score means.")
    signals: list[HealthSignal] = column("Every figure, unknown ones included.")
    caps: list[HealthCap] = column("What holds the score down.")
    checks: list[HealthCheck] = column(
        "Badges and checks of others beside the score, which they are no part of."
    )


@strawberry.type(description="How a software did in one month, by the last snapshot taken in it.")
class HealthPoint:
    """A point of a history."""

    taken_at: datetime = column("When that snapshot was taken.")
    model_version: str = column("Which model computed it; scores of two versions are never compared.")
    score: int | None = column("0 to 100; null when `band` says why there is none.")
    coverage: float = column("0 to 1: how much of what the model asks was known.")
    band: HealthBand = column("What the score meant.")
