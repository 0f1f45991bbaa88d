"""What is wrong with a page for whoever reads it: by axe, on narrow screens, to fingers."""

from collections.abc import Sequence
from typing import Any

import pytest
from playwright.async_api import Page, ViewportSize

from tests.browser.conftest import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONES: Sequence[ViewportSize] = ({"width": 390, "height": 800}, {"width": 320, "height": 800})

#: The answer is cut down in the browser: what axe found right is 0.3 seconds' worth of text on each page.
JUDGE = """
rules => axe.run({runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]})
  .then(found => found.violations.map(({id, nodes}) => [id, nodes.map(node => node.html)]))
"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """
() => [...document.querySelectorAll(
    "button, .govuk-button, header a, header summary, .footer a, .links a, .chip, .govuk-pagination a")]
  .map(each => [each.textContent.trim(), each.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.height < 43.9 || box.width < 24))
  .map(([words, box]) => `${words}: ${Math.round(box.width)} x ${Math.round(box.height)}`)
"""


async def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed; `make assets` brings it")
    await page.evaluate(AXE.read_text())
    found: Sequence[tuple[str, Sequence[str]]] = await page.evaluate(JUDGE, RULES)
    return [f"{rule}: {node[:160]}" for rule, nodes in found for node in nodes]


async def troubles(page: Page) -> list[str]:
    """All that is wrong with the page as it stands, at a desk and on phones; the window is a desk's again after it."""
    await page.set_viewport_size(DESK)
    found = await violations(page) + await _small(page, DESK)
    for phone in PHONES:
        await page.set_viewport_size(phone)
        over: Any = await page.evaluate(TOO_WIDE)
        found += [f"{over} px wider than {phone['width']} px"] if over > 0 else []
        found += await _small(page, phone)
    await page.set_viewport_size(DESK)
    return found


async def _small(page: Page, size: ViewportSize) -> list[str]:
    """What is pressed and too small for a finger."""
    targets: list[str] = await page.evaluate(SMALL_TARGETS)
    return [f"small for a finger at {size['width']} px: {each}" for each in targets]
