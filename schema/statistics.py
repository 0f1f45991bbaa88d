"""Figures for dashboards: counts and medians over everything public, each read by the operation's one statement."""

from datetime import date

import strawberry

from matching.statistics import view as matching_view
from registry.statistics import view as registry_view
from schema.challenges import ChallengeState
from schema.fields import column, reads
from schema.figures import COUNT, MONTH, CountyCount, MonthCount, Spread
from schema.health import HealthBand
from schema.programmes import ProgrammeMode
from schema.scalars import SPDXExpression
from schema.software import DevelopmentStatus, LicenceVerdict

_SPREAD = "Their number, median and quartiles."


@strawberry.type(description="How many challenges are in a state.")
class ChallengeStateCount:
    """A bar of a chart."""

    state: ChallengeState = column("Where they stand.")
    count: int = column(COUNT)


@strawberry.type(description="How many challenges were posted in rounds of a mode.")
class ProgrammeModeCount:
    """A bar of a chart."""

    mode: ProgrammeMode = column("Who moves first in the round.")
    count: int = column(COUNT)


@strawberry.type(description="How a measure is spread in rounds of a mode.")
class ProgrammeModeSpread:
    """A box of a chart."""

    mode: ProgrammeMode = column("Who moves first in the round.")
    spread: Spread = column(_SPREAD)


@reads(matching_view.STATISTICS)
@strawberry.type(description="What came of all challenges that are public, examples of the demo included.")
class ChallengeStatistics:
    """Challenges in."""

    challenges_by_state: list[ChallengeStateCount] = column("By where they stand.")
    challenges_by_mode: list[ProgrammeModeCount] = column("By the mode of their round.")
    challenges_by_county: list[CountyCount] = column("By their owner's county or city.")
    challenges_by_month: list[MonthCount] = column("By the month they were published in.")
    applications_per_challenge: Spread = column(
        "Applications not withdrawn, a challenge; rounds that were only reported are left out."
    )
    days_to_match: Spread = column(
        "Days from the publication of a challenge until both sides had accepted the agreement."
    )
    days_to_match_by_mode: list[ProgrammeModeSpread] = column("The same by the mode of the round.")


@strawberry.type(description="How many software may be relied on under a licence.")
class LicenceCount:
    """A bar of a chart."""

    licence: SPDXExpression | None = column("The licence to rely on; null while the verdict gives none.")
    count: int = column(COUNT)


@strawberry.type(description="How many software have a verdict about their licence.")
class LicenceVerdictCount:
    """A bar of a chart."""

    verdict: LicenceVerdict = column("What metadata and files together say.")
    count: int = column(COUNT)


@strawberry.type(description="How many software are in a band of health.")
class HealthBandCount:
    """A bar of a chart."""

    band: HealthBand = column("How alive they are.")
    count: int = column(COUNT)


@strawberry.type(description="How many software have a development status.")
class DevelopmentStatusCount:
    """A bar of a chart."""

    status: DevelopmentStatus | None = column("As their publiccode.yml declares; null where it does not.")
    count: int = column(COUNT)


@strawberry.type(description="How health scores are spread among software of a licence.")
class LicenceSpread:
    """A box of a chart."""

    licence: SPDXExpression | None = column("The licence to rely on; null while the verdict gives none.")
    spread: Spread = column(_SPREAD)


@strawberry.type(description="How a measure is spread in a month.")
class MonthSpread:
    """A box of a chart."""

    month: date = column(MONTH)
    spread: Spread = column(_SPREAD)


@strawberry.type(description="A software with the agencies that state they use it.")
class ReusedSoftware:
    """A line of a list."""

    slug: str = column("Its name in addresses; ask `software` for more.")
    name: str = column("Its name.")
    usages: int = column("Statements that are believed today.")


@reads(registry_view.STATISTICS)
@strawberry.type(description="What the catalogue holds as a whole, examples of the demo included.")
class CatalogueStatistics:
    """Public code out."""

    software_by_licence: list[LicenceCount] = column("By the licence to rely on.")
    software_by_verdict: list[LicenceVerdictCount] = column("By what is known of their licence.")
    software_by_health_band: list[HealthBandCount] = column("By how alive they are.")
    software_by_development_status: list[DevelopmentStatusCount] = column("By what their publisher declares.")
    software_by_county: list[CountyCount] = column("By their publisher's county or city.")
    software_by_month: list[MonthCount] = column("By the month they came into the catalogue.")
    health_score: Spread = column("Health scores (0-100) of those that have one.")
    health_score_by_licence: list[LicenceSpread] = column("The same by the licence to rely on.")
    health_score_by_month: list[MonthSpread] = column(
        f"Scores of the snapshots taken in each of the last {registry_view.MONTHS_OF_HEALTH} months."
    )
    usages_by_month: list[MonthCount] = column(
        "Statements of use believed today, by the month they were given in."
    )
    usages_per_reused_software: Spread = column("Agencies that state they use it, a software that has any.")
    most_reused: list[ReusedSoftware] = column(f"Up to {registry_view.MOST_REUSED}, most agencies first.")
