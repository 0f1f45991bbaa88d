"""The figures on the page about matching are those in the code."""

from pathlib import Path

import pytest

from matching.best_fits.model import KEPT
from matching.cohort.conflict import SECONDS_TO_PROVE
from matching.cohort.solving import (
    LONG_LIST,
    MANY_PAIRS,
    MANY_PAIRS_UNDER_LIMITS,
    MOST_PAIRS_QUICK,
    SECONDS_FOR_THE_BEST,
)
from matching.fit import DEFAULT_WEIGHTS, GRADES
from matching.fit.criteria import COMFORTABLE_TIME
from matching.fit.links import CREDIT_PER_STEP_UP
from matching.fit.skills import FAST_HALF_LIFE_YEARS, HALF_LIFE_YEARS, REQUIRED_COUNTS
from matching.fit.texts import ENOUGH_ALIKE, NOT_ALIKE
from matching.grading.model import HIGHEST_GRADE, LOWEST_GRADE

PAGE = (Path(__file__).parents[2] / "docs" / "matching.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "sentence",
    [
        *(
            f"| {name} | {weight:.2f} |"
            for name, weight in zip(
                (
                    "skills",
                    "domain",
                    "place and language",
                    "capacity",
                    "track record",
                    "interest",
                    "words of the problem",
                ),
                DEFAULT_WEIGHTS.as_mapping().values(),
                strict=True,
            )
        ),
        f"essential ones counted {REQUIRED_COUNTS:g} times",
        f"its broader field {CREDIT_PER_STEP_UP:g}, a neighbour {CREDIT_PER_STEP_UP**2:g}",
        f"full from {COMFORTABLE_TIME:g} times",
        f"half after {HALF_LIFE_YEARS:g} years, technologies after {FAST_HALF_LIFE_YEARS:g}",
        f"none up to {NOT_ALIKE:g}, full from {ENOUGH_ALIKE:g}",
        f"told apart in {GRADES} grades",
        f"on the same scale of {LOWEST_GRADE} to {HIGHEST_GRADE}",
        f"more than {LONG_LIST} challenges a team and {MANY_PAIRS:,} pairs",
        f"more than {MOST_PAIRS_QUICK:,}",
        f"nothing is proven within {SECONDS_FOR_THE_BEST:g} seconds",
        f"at once above {MANY_PAIRS:,} pairs",
        f"above {MANY_PAIRS_UNDER_LIMITS:,} with more than {LONG_LIST} challenges a team",
        f"within {SECONDS_TO_PROVE:g} seconds, or half of the time limit",
        f"The best {KEPT} of all teams are kept",
    ],
)
def test_the_page_says_what_the_code_does(sentence: str) -> None:
    assert sentence in PAGE
