"""A badge of health that others show."""

import re
from xml.etree import ElementTree as ET

import pytest
from httpx import AsyncClient

from api.badge import COLOURS, UNKNOWN, drawn
from registry.health import HealthBand


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
@pytest.mark.parametrize("band", list(HealthBand))
def test_every_band_is_drawn_with_a_title_that_says_all(band: HealthBand, language: str) -> None:
    image = ET.fromstring(drawn(band, 73, language))  # noqa: S314 - our own
    texts = [each.text for each in image.iter("{http://www.w3.org/2000/svg}text")]
    title = image.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == ": ".join(filter(None, texts)) == image.get("aria-label")
    assert image.get("role") == "img"


def test_without_a_score_none_is_shown() -> None:
    assert not re.search(r"None|\d</text>", drawn(HealthBand.NOT_OBSERVED, None, "en"))


@pytest.mark.parametrize("colour", [*COLOURS.values(), UNKNOWN])
def test_white_letters_can_be_read_on_every_colour(colour: str) -> None:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5  # WCAG 2.2, contrast


async def test_a_badge_is_served_for_an_hour(reader: AsyncClient) -> None:
    listed = await reader.get("/en/catalogue")
    slug = re.search(r'href="/en/catalogue/([\w-]+)"', listed.text)
    assert slug is not None
    answer = await reader.get(f"/badge/{slug[1]}.svg?lang=zh-Hant")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert "max-age=3600" in answer.headers["cache-control"]
    assert "健康狀況" in answer.text


@pytest.mark.parametrize("name", ["nothing-here.svg", "x.png", "svg"])
async def test_what_is_not_in_the_catalogue_has_no_badge(reader: AsyncClient, name: str) -> None:
    assert (await reader.get(f"/badge/{name}")).status_code == 404
