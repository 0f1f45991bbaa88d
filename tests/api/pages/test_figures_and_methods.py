"""What the pages of figures and methods say is what is stored and what the code computes with."""

import pytest
from httpx import AsyncClient

from api.pages.charts import bars
from api.pages.figures import funnel, licences
from api.pages.languages import CHINESE, ENGLISH, Language
from api.pages.methods import bands
from matching.fit import CriterionId
from registry.health import scales
from registry.health.score import band_of
from tests.api.pages.markup import Markup


async def words(client: AsyncClient, path: str) -> str:
    return " ".join(Markup((await client.get(path)).text).words.split())


def test_who_came_farther_is_counted_at_each_step_before() -> None:
    counts = [
        {"state": "PUBLISHED", "count": 5},
        {"state": "MATCHED", "count": 3},
        {"state": "DELIVERED", "count": 2},
        {"state": "WITHDRAWN", "count": 9},
    ]
    assert [count for _, count in funnel(counts, ENGLISH)] == [10, 5, 2]


def test_rare_licences_share_a_bar_and_those_without_one_stand_last() -> None:
    counts = [{"licence": f"X-{number}", "count": number} for number in range(1, 11)]
    rows = licences([*counts, {"licence": None, "count": 4}], ENGLISH)
    assert rows[0] == ("X-10", 10)
    assert rows[-2:] == [("Other licences", 3), ("No licence to rely on yet", 4)]


def test_a_chart_of_nothing_has_no_bar() -> None:
    assert bars([]) == ()
    assert [bar.length for bar in bars([("none", 0)])] == [0.0]


def test_a_small_count_beside_a_large_one_can_be_seen() -> None:
    large, small = bars([("large", 100_000), ("small", 1)])
    assert large.length > small.length == 2.0


def test_every_score_is_in_the_band_that_the_page_names() -> None:
    named = {score: band.code for band in bands() for score in range(band.first, band.last + 1)}
    assert named == {score: band_of(score).value for score in range(101)}


@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
async def test_every_weight_of_the_health_model_is_shown(reader: AsyncClient, language: Language) -> None:
    answer = await reader.get(f"/{language.tag}/methods")
    assert answer.text.count('class="meter"') == len(scales.WEIGHTS) + len(CriterionId)


async def test_the_rules_are_said_with_the_figures_of_the_code(reader: AsyncClient) -> None:
    said = await words(reader, "/en/methods")
    assert f"in the first {scales.TOO_YOUNG_DAYS} days of a repository" in said
    assert f"cannot exceed {scales.CAP_LIMITS['CAP_ARCHIVED']}." in said
    assert "full points from 125% of the hours" in said


async def test_the_figures_are_drawn_with_a_table_each(reader: AsyncClient) -> None:
    page = Markup((await reader.get("/zh-Hant/figures")).text)
    tags = [tag for tag, _ in page.elements]
    assert tags.count("figure") == tags.count("table") >= 4
    assert "已發布的課題" in page.words
