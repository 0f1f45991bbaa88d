"""The workbench of the API in a real browser, under a policy that lets nothing of a page itself run."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from api.assets import load
from tests.browser.judged import violations

pytestmark = pytest.mark.skipif(
    "graphiql.js" not in load().names, reason="the workbench was not made: make assets"
)

#: What axe finds in GraphiQL's own markup, which is its makers' to mend; what is ours, its colours, is not among it.
OF_ITS_MAKERS = {
    "aria-required-children",
    "label",
    "link-in-text-block",
    "nested-interactive",
    "scrollable-region-focusable",
    "target-size",
}
SETTLES_MS = 700  # GraphiQL looks half a second after the last change which operation the text holds


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
async def test_a_query_is_run_as_it_stands_and_what_it_means_can_be_read(
    page: Page, keep: Callable[[str], Path], language: str
) -> None:
    await page.goto(f"/{language}/data")
    await page.locator(f'a[href="/{language}/graphiql"]').click()
    await page.get_by_role("tab", name="ForAgencies").click()
    await page.wait_for_timeout(SETTLES_MS)
    await page.locator("button.graphiql-execute-button").click()
    await expect(page.locator(".result-window")).to_contain_text("totalCount")
    await page.locator('button[aria-label="Show Documentation Explorer"]').click()
    await expect(page.locator(".graphiql-doc-explorer")).to_contain_text("Query")
    await page.screenshot(path=keep(f"workbench-{language}"))
    assert {each.partition(":")[0] for each in await violations(page)} <= OF_ITS_MAKERS
