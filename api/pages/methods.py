"""How fit, matching, licence verdict, health and order are computed, with the figures that the code uses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from api.pages import charts
from api.pages.languages import Language
from api.pages.site import Page
from matching.cohort.solving import MOST_PAIRS_QUICK
from matching.fit import DEFAULT_WEIGHTS, GRADES
from matching.fit.criteria import COMFORTABLE_TIME
from matching.fit.links import CREDIT_PER_STEP_UP
from matching.fit.skills import FAST_HALF_LIFE_YEARS, HALF_LIFE_YEARS, REQUIRED_COUNTS
from matching.grading.model import HIGHEST_GRADE, LOWEST_GRADE
from registry.health import scales
from registry.health.labels import SIGNAL_LABELS
from registry.health.model import MODEL_VERSION, HealthBand
from registry.licences.verdict import VerdictKind
from registry.search.document import WEIGHTS, Weight
from registry.search.query import OTHER_NAME
from registry.search.repository import COUNTED_TO, RANKED
from registry.software.expiry import INVALID_FOR, NOTICE
from registry.usage.model import BELIEVED_FOR

TOP = 100  # points of a whole score


@dataclass(frozen=True, slots=True)
class Band:
    """A band of health, from the score that it begins at to the last below the next."""

    code: str
    first: int
    last: int


def bands() -> Sequence[Band]:
    """The bands that have a score, best first."""
    edges = (
        (HealthBand.THRIVING, scales.THRIVING_FROM),
        (HealthBand.STEADY, scales.STEADY_FROM),
        (HealthBand.SLOWING, scales.SLOWING_FROM),
        (HealthBand.DORMANT, 0),
    )
    ends = (TOP, *(first - 1 for _, first in edges))
    return [Band(code.value, first, last) for (code, first), last in zip(edges, ends, strict=False)]


def figures(language: Language) -> Mapping[str, Any]:
    """Everything the page says in numbers, from the modules that compute with it."""
    return {
        "criteria": [(name.upper(), weight) for name, weight in DEFAULT_WEIGHTS.as_mapping().items()],
        "comfortable": COMFORTABLE_TIME,
        "step": CREDIT_PER_STEP_UP,
        "half_life": HALF_LIFE_YEARS,
        "fast_half_life": FAST_HALF_LIFE_YEARS,
        "required": REQUIRED_COUNTS,
        "grades": GRADES,
        "lowest_grade": LOWEST_GRADE,
        "highest_grade": HIGHEST_GRADE,
        "most_pairs": MOST_PAIRS_QUICK,
        "model": MODEL_VERSION,
        "signals": [
            (SIGNAL_LABELS[name][language.tag], weight / TOP) for name, weight in scales.WEIGHTS.items()
        ],
        "bands": bands(),
        "caps": list(scales.CAP_LIMITS.items()),
        "coverage": scales.COVERAGE_NEEDED,
        "too_young": scales.TOO_YOUNG_DAYS,
        "hysteresis": scales.HYSTERESIS,
        "order": {
            "name": WEIGHTS[Weight.NAME],
            "summary": WEIGHTS[Weight.SUMMARY],
            "rest": WEIGHTS[Weight.REST],
            "other": OTHER_NAME,
            "ranked": RANKED,
            "counted": COUNTED_TO,
        },
        "comparable": charts.COMPARABLE,
        "verdicts": [(kind.value, scales.VERDICT_POINTS.get(kind)) for kind in VerdictKind],
        "believed_days": BELIEVED_FOR.days,
        "invalid_days": INVALID_FOR.days,
        "notice_days": NOTICE.days,
    }


@get("/methods")
async def methods(page: NamedDependency[Page]) -> Response[str]:
    """The rules in words and figures; whoever is judged by them can check them."""
    return page.show("methods.html", **figures(page.language))
