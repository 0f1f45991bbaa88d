"""What came of it all, drawn: the way of challenges, licences, health and reuse, each with its table."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from api.pages import explained
from api.pages.environment import text_of
from api.pages.labels import LABELS, N_
from api.pages.languages import Language
from api.pages.site import Page
from registry.health.model import HealthBand

LICENCES_SHOWN = 8  # what a chart can be read with; the rest is one bar
FUNNEL: Sequence[tuple[str, frozenset[str]]] = (
    (N_("Challenges published"), frozenset({"PUBLISHED", "MATCHED", "DELIVERED"})),
    (N_("Matched with a team"), frozenset({"MATCHED", "DELIVERED"})),
    (N_("Delivered as public code"), frozenset({"DELIVERED"})),
)

_FIGURES = """
query Figures {
  challengeStatistics {
    challengesByState { state count } applicationsPerChallenge { count median } daysToMatch { count median }
  }
  catalogueStatistics {
    softwareByLicence { licence count } softwareByVerdict { verdict count } softwareByHealthBand { band count }
    mostReused { slug name usages }
  }
}
"""

Rows = Sequence[tuple[str, int]]


@get("/figures")
async def figures(page: NamedDependency[Page]) -> Response[str]:
    """The figures that dashboards read through the API, as people read them."""
    data = await page.read(_FIGURES)
    challenges, catalogue = data["challengeStatistics"], data["catalogueStatistics"]
    language = page.language
    verdicts = {each["verdict"]: each["count"] for each in catalogue["softwareByVerdict"]}
    found_bands = {each["band"]: each["count"] for each in catalogue["softwareByHealthBand"]}
    return page.show(
        "figures.html",
        funnel=funnel(challenges["challengesByState"], language),
        licences=licences(catalogue["softwareByLicence"], language),
        verdicts=[
            (text_of(language, words), verdicts[code])
            for code, words in LABELS["verdict"].items()
            if code in verdicts
        ],
        bands=[
            (explained.band(band.value, language), found_bands[band.value])
            for band in HealthBand
            if band.value in found_bands
        ],
        reused=[(each["name"], each["usages"]) for each in catalogue["mostReused"]],
        applications=challenges["applicationsPerChallenge"],
        days=challenges["daysToMatch"],
    )


def funnel(by_state: Sequence[Mapping[str, Any]], language: Language) -> Rows:
    """How many challenges came as far as each step; who came farther is counted at each step before."""
    return [
        (text_of(language, words), sum(each["count"] for each in by_state if each["state"] in states))
        for words, states in FUNNEL
    ]


def licences(counts: Sequence[Mapping[str, Any]], language: Language) -> Rows:
    """Licences with most software first; those beyond a chart's room together, and those without one at the end."""
    named = sorted(
        ((each["licence"], each["count"]) for each in counts if each["licence"]),
        key=lambda each: (-each[1], each[0]),
    )
    others = sum(count for _, count in named[LICENCES_SHOWN:])
    without = sum(each["count"] for each in counts if not each["licence"])
    ends = ((N_("Other licences"), others), (N_("No licence to rely on yet"), without))
    return [*named[:LICENCES_SHOWN], *((text_of(language, words), count) for words, count in ends if count)]
