"""Rounds of each mode played in the browser: their pages by keyboard, without a script, and to axe."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import follow, sign_in
from tests.browser.judged import troubles

TOMORROW = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()


async def good(page: Page) -> None:
    """What stands in the window is good for everybody."""
    assert await troubles(page) == []


async def prepared(page: Page, name: str, mode: str) -> None:
    """A round that an officer has prepared, and stands before."""
    await page.goto("/en/prepare-a-programme")
    await page.get_by_label("Who runs it?").select_option(index=1)
    await page.get_by_label("Name in English").first.fill(name)
    await page.locator(f"input[name=mode][value={mode}]").check()
    await follow(page.get_by_role("button", name="Save the programme"))
    await expect(page.get_by_role("heading", name=name)).to_be_visible()


async def test_an_open_round_is_proposed_to_and_voted_on_with_the_keyboard(page: Page) -> None:
    await sign_in(page, "Demo officer")
    await prepared(page, "Open ideas", "OPEN_PROPOSAL")
    await follow(page.get_by_role("button", name="Open the programme"))
    await follow(page.get_by_role("link", name="Proposals of this programme"))
    proposals = page.url
    for title in ("Trees", "Benches"):
        await page.get_by_label("Title in English").fill(title)
        await page.get_by_label("What do you offer to do, and for whom? In English").fill("We count.")
        await follow(page.get_by_role("button", name="Publish the proposal"))
        await expect(page.get_by_role("heading", name=title)).to_be_visible()
    await good(page)
    await page.goto(proposals.replace("/proposals", "/vote"))
    await good(page)
    await page.get_by_label("Last day of the vote").fill(TOMORROW)
    await follow(page.get_by_role("button", name="Open the vote"))
    first = page.get_by_label("Benches")
    await first.focus()
    await page.keyboard.type("9")
    await page.get_by_label("Trees").focus()
    await page.keyboard.type("5")
    await page.get_by_role("button", name="Count my points").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("106 points used: 7 too many.")
    await page.get_by_label("Trees").fill("4")
    await page.get_by_role("button", name="Cast my ballot").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status").first).to_contain_text("97 points used, 2 left.")
    await good(page)


async def test_themes_and_continuations_are_found_good(page: Page) -> None:
    await sign_in(page, "Demo officer")
    await prepared(page, "Round of care", "THEME")
    await follow(page.get_by_role("link", name="Themes of this programme"))
    await good(page)
    await page.get_by_label("Name in English").first.fill("Care")
    await follow(page.get_by_role("button", name="Save the themes"))
    await expect(page.get_by_role("heading", name="Care")).to_be_visible()
    await prepared(page, "Round of second phases", "CONTINUATION")
    await follow(page.get_by_role("button", name="Open the programme"))
    await follow(page.get_by_role("link", name="Which pairs are asked to go on"))
    await good(page)


async def test_a_survey_is_found_good_by_whoever_asks_and_whoever_answers(page: Page) -> None:
    await sign_in(page, "Demo officer")
    await page.goto("/en/surveys")
    await page.get_by_label("Title in English").fill("Needs of the counties")
    await page.get_by_label("Last day to answer").fill(TOMORROW)
    await follow(page.get_by_role("button", name="Begin the survey"))
    await follow(page.get_by_role("link", name="Needs of the counties"))
    survey = page.url
    await follow(page.get_by_role("button", name="Sign out"))
    await sign_in(page, "Demo owner, Example County")
    await page.goto(survey)
    await page.get_by_label("What does your local government need?").fill("Fewer forms")
    await page.get_by_label("What is it about?").first.fill("Trees")
    await good(page)
    await follow(page.get_by_role("button", name="Send the answer"))
    await expect(page.get_by_role("heading", name="Trees")).to_be_visible()
    await good(page)
    await follow(page.get_by_role("button", name="Sign out"))
    await sign_in(page, "Demo officer")
    await page.goto(survey)
    await expect(page.get_by_role("heading", name="The answers compared")).to_be_visible()
    await good(page)


async def test_the_coaching_of_a_pair_is_found_good(page: Page) -> None:
    await sign_in(page, "Demo officer")
    await page.goto("/en/programmes/example-past")
    await follow(page.get_by_role("link", name="Know before you go: free seats in the library").first)
    await follow(page.get_by_role("link", name="Agreement and milestones").first)
    await follow(page.get_by_role("link", name="Coaching"))
    await page.get_by_label("The coach's email address").fill("nobody@example.org")
    await follow(page.get_by_role("button", name="Assign the coach"))
    await expect(page.get_by_role("alert")).to_contain_text("Nobody with this email address")
    await good(page)


@pytest.mark.parametrize("path", ["prepare-a-programme", "surveys"])
async def test_forms_work_without_a_script(browser: Browser, address: str, path: str) -> None:
    context = await browser.new_context(base_url=address, java_script_enabled=False)
    page = await context.new_page()
    await sign_in(page, "Demo officer")
    await page.goto(f"/en/{path}")
    await page.locator("main form button[type=submit]").last.click()
    await expect(page.locator(".govuk-error-summary")).to_be_visible()
    await context.close()
