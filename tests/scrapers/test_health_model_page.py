"""docs/health-model.md says what the model does."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from registry.health.scales import WEIGHTS
from registry.publiccode import PublicCode
from registry.software.assessment import assess
from scrapers.github import GitHubAccess, observe
from tests.github_double import Double, Fault, read_all, serve

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "health-model.md").read_text()
AS_OF = datetime(2026, 11, 21, 23, 59, 59, tzinfo=UTC)


def test_the_weights_of_the_page_are_those_of_the_model() -> None:
    cells = re.findall(r"^\| [^|]+ \| ([\d +]+) \| [^|]+ \| [^|]+ \|$", PAGE, re.MULTILINE)
    written = sorted(float(weight) for cell in cells for weight in cell.split("+"))
    assert written == sorted(WEIGHTS.values())


@pytest.mark.shared
def test_the_ranking_of_the_page_is_that_of_the_model(shared: Path) -> None:
    recordings = list(read_all(shared / "github"))
    ranking = []
    double = Double(recordings, anonymous_limit=1000)
    double.fail(Fault(path="/.github/git/", status=451))  # what their owners keep there was not recorded
    with serve(double=double) as api_url:
        for each in recordings:
            url = f"https://github.com/{each.full_name}"
            seen = observe(url, GitHubAccess(api_url, timeout=10), now=AS_OF)
            health = assess(seen, PublicCode(), None, AS_OF).health
            ranking.append((-(health.score or 0), each.full_name, health.band.lower()))
    rows = [f"| {name} | {-score} | {band} |" for score, name, band in sorted(ranking)]
    assert [line for line in PAGE.splitlines() if re.match(r"\| \w[\w-]*/", line)] == rows
