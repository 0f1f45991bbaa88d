"""One journey for each audience, from the front door to done, with a screenshot at its end."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import follow, sign_in

Keep = Callable[[str], Path]


async def test_a_reader_finds_code_and_learns_whether_it_can_be_reused(page: Page, keep: Keep) -> None:
    await page.goto("/")
    await page.get_by_label("Look for code before building it again").fill("dengue")
    await page.get_by_role("button", name="Search").click()
    await expect(page.get_by_role("status")).to_contain_text("2 entries found for “dengue”")
    await page.get_by_role("link", name="Tainan dengue field tool: back end").click()
    await expect(page.get_by_role("heading", name="Can we reuse this?")).to_be_visible()
    await expect(page.get_by_role("heading", name="Open licence, confirmed")).to_be_visible()
    await page.screenshot(path=keep("journey-reader"), full_page=True)


async def test_the_same_in_chinese_with_words_of_either_language(page: Page, keep: Keep) -> None:
    await page.goto("/en")
    await page.get_by_role("link", name="正體中文").click()
    await page.get_by_label("重新開發之前，先找找現成的程式").fill("登革熱")
    await page.get_by_role("button", name="搜尋").click()
    await expect(page.get_by_role("status")).to_contain_text("找到 2 筆")
    await page.get_by_role("link", name="後端").click()
    await expect(page.get_by_role("heading", name="可以再利用嗎？")).to_be_visible()
    await page.get_by_role("link", name="English").click()
    await expect(page.get_by_role("heading", name="Can we reuse this?")).to_be_visible()
    await page.screenshot(path=keep("journey-reader-back-to-english"), full_page=True)


async def test_an_owner_posts_a_challenge(page: Page, keep: Keep) -> None:
    await sign_in(page, "Demo owner, Example City")
    await page.get_by_role("link", name="Post a challenge").first.click()
    await page.get_by_label("Title in English").fill("Lost umbrellas")
    await page.get_by_role("button", name="Start the draft").click()
    await expect(page.get_by_role("heading", name="Still missing before you can submit it")).to_be_visible()

    await page.get_by_role("link", name="Who, evidence and data", exact=True).click()
    await page.get_by_label("Who is affected? In English.").fill("About 300 passengers a month")
    await page.get_by_label("What shows it? In English.").fill("3,600 calls at 11 depots in 2025, counted")
    await page.get_by_role("button", name="Save").click()

    await page.get_by_role("link", name="The problem", exact=True).click()
    await page.get_by_label("What is the problem? In English.").fill(
        "People who lose an umbrella on a bus call eleven depots in turn, because nobody keeps one list."
    )
    await page.get_by_label("Transportation").check()
    await page.get_by_role("button", name="Save").click()

    await page.get_by_role("link", name="Pilot and skills").click()
    await (
        page.get_by_role("group", name="Skill 1").get_by_label("Skill").select_option(label="Web application")
    )
    await page.get_by_role("button", name="Save", exact=True).click()

    await page.get_by_role("link", name="Measures", exact=True).click()
    measure = page.get_by_role("group", name="Measure 1")
    await measure.get_by_label("What is counted, in English").fill("Calls until an umbrella is found")
    await measure.get_by_label("Goal").fill("1")
    await page.get_by_role("button", name="Save", exact=True).click()

    await page.get_by_role("link", name="Time and place").click()
    await page.get_by_label("How many hours of work").fill("a lot")
    await page.get_by_label("First day of the work").fill("2027-03-01")
    await page.get_by_label("Last day of the work").fill("2027-06-30")
    await page.get_by_label("Traditional Chinese").check()
    await page.get_by_role("button", name="Save").click()
    summary = page.get_by_role("alert")
    await expect(summary).to_contain_text("Nothing was saved")
    await page.screenshot(path=keep("journey-owner-told-what-is-wrong"), full_page=True)
    await summary.get_by_role("link").first.click()
    await expect(page.get_by_label("How many hours of work")).to_be_focused()
    await page.get_by_label("How many hours of work").fill("120")
    await page.get_by_role("button", name="Save").click()

    await page.get_by_role("link", name="Data, licence and publication").click()
    await page.get_by_label("No personal data").check()
    await page.get_by_label("Under which licence is the code released?").fill("MIT")
    await page.get_by_role("button", name="Save").click()

    await page.get_by_role("link", name="AI and readiness").click()
    await page.get_by_label("No risk: the work brings no AI").check()
    for answer in await page.get_by_label("Yes", exact=True).all():
        await answer.check()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("heading", name="Everything is there")).to_be_visible()
    await page.screenshot(path=keep("journey-owner-overview"), full_page=True)
    await follow(page.get_by_role("button", name="Submit the challenge"))
    await expect(page.get_by_text("Your challenge was submitted.")).to_be_visible()
    await page.screenshot(path=keep("journey-owner"), full_page=True)


async def test_a_team_sees_how_it_fits_and_why(page: Page, keep: Keep) -> None:
    await sign_in(page, "Demo lead, Riverbank", "zh-Hant")
    await page.get_by_role("link", name="課題", exact=True).click()
    await page.get_by_label("目前開放團隊申請").check()
    await page.get_by_role("button", name="顯示").click()
    await page.get_by_role("link", name="現在哪條路淹水").click()
    await page.get_by_role("link", name="哪些團隊適合，理由為何").click()
    first = page.get_by_role("listitem").filter(has=page.get_by_role("heading", level=3)).first
    await first.locator("summary").click()
    await expect(first.get_by_role("heading", name="課題得到什麼")).to_be_visible()
    await page.screenshot(path=keep("journey-team"), full_page=True)


async def test_an_officer_reads_how_a_round_was_paired(page: Page, keep: Keep) -> None:
    await sign_in(page, "Demo officer")
    await page.get_by_role("link", name="Programmes", exact=True).click()
    await page.get_by_role("link", name="Example round 1").click()
    await page.get_by_role("link", name="How teams and challenges were paired").click()
    await expect(page.get_by_role("heading", name="In words")).to_be_visible()
    await page.screenshot(path=keep("journey-officer"), full_page=True)


async def test_a_team_is_not_shown_who_wished_for_whom(page: Page) -> None:
    await sign_in(page, "Demo lead, Riverbank")
    await page.goto("/en/programmes/example-past/report")
    await expect(page.get_by_role("heading", name="Whose wishes came true")).to_be_visible()
    await expect(page.get_by_role("heading", name="In words")).to_have_count(0)


async def test_the_keyboard_alone_reaches_the_content_first(page: Page) -> None:
    await page.goto("/en/catalogue")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.get_by_label("What should the software do?")).to_be_focused()
    await page.keyboard.type("dengue")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("2 entries")


async def test_an_error_summary_is_where_the_reader_is_taken(page: Page) -> None:
    await sign_in(page, "Demo owner, Example City")
    await page.goto("/en/register-a-team")
    with pytest.raises(AssertionError):
        await expect(page.locator(".govuk-error-summary")).to_be_visible(timeout=1)
    async with page.expect_response("**/en/register-a-team") as answer:
        await follow(page.get_by_role("button", name="Register the team"))
    assert (await answer.value).status == 422
    await expect(page.locator(".govuk-error-summary")).to_be_focused()


async def test_everything_works_without_javascript(browser: Browser, address: str) -> None:
    context = await browser.new_context(base_url=address, java_script_enabled=False)
    page = await context.new_page()
    await sign_in(page, "Demo owner, Example City")
    await page.goto("/en/catalogue")
    await page.get_by_label("Dormant").check()
    await page.get_by_role("button", name="Show").click()
    await expect(page.get_by_role("link", name="Remove Dormant")).to_be_visible()
    await page.goto("/en/post-a-challenge")
    await page.get_by_role("button", name="Start the draft").click()
    await expect(page.get_by_role("alert")).to_contain_text("Nothing was saved")
    await context.close()


async def test_the_menu_of_a_phone_opens_without_a_script(browser: Browser, address: str) -> None:
    context = await browser.new_context(
        base_url=address, java_script_enabled=False, viewport={"width": 390, "height": 800}
    )
    page = await context.new_page()
    await page.goto("/en/challenges")
    sections = page.get_by_role("navigation", name="Main")
    await expect(sections).to_be_hidden()
    await page.get_by_text("Menu", exact=True).click()
    await follow(sections.get_by_role("link", name="Teams"))
    await expect(page.get_by_role("heading", name="Teams", level=1)).to_be_visible()
    await expect(page.get_by_text("Menu", exact=True)).to_be_in_viewport()
    await context.close()


async def test_an_officer_sees_what_waits_and_publishes_it(page: Page, keep: Keep) -> None:
    await sign_in(page, "Demo officer")
    await page.get_by_role("link", name="What waits for you").click()
    waiting = page.get_by_role("heading", name="Challenges to publish or send back")
    await expect(waiting).to_be_visible()
    await page.screenshot(path=keep("journey-officer-waiting"), full_page=True)
    await follow(
        page.get_by_role("link", name="A library that greets newcomers in their own language", exact=True)
    )
    await follow(page.get_by_role("button", name="Send it back"))
    await expect(page.get_by_role("alert")).to_contain_text("Write the reason")
    await page.screenshot(path=keep("journey-officer-decides"), full_page=True)
    await page.get_by_label("Why do you release it?").fill("Its data are settled")
    await follow(page.get_by_role("button", name="Publish the challenge"))
    await expect(page.get_by_text("The challenge is published.")).to_be_visible()


async def test_a_team_lead_registers_a_team_and_sees_what_fits(page: Page, keep: Keep) -> None:
    await sign_in(page, "Demo agency, Example Neighbour City")
    await page.get_by_role("link", name="Teams", exact=True).click()
    await page.get_by_role("link", name="Register a team").click()
    await follow(page.get_by_role("button", name="Register the team"))
    await expect(page.get_by_role("alert")).to_contain_text("Nothing was saved")
    await page.get_by_label("Name in English").fill("Lantern Works")
    await (
        page.get_by_role("group", name="Skill 1").get_by_label("Skill").select_option(label="Web application")
    )
    await page.get_by_label("Traditional Chinese").check()
    await page.get_by_label("Hours a week for one challenge").fill("40")
    await page.get_by_label("Personal data", exact=True).check()
    await page.screenshot(path=keep("journey-team-registers"), full_page=True)
    await follow(page.get_by_role("button", name="Register the team"))
    await expect(page.get_by_text("Your team is registered.")).to_be_visible()
    await page.get_by_role("link", name="Find a challenge that fits").first.click()
    await expect(page.get_by_role("heading", name="Which challenges fit, and why")).to_be_visible()
    await page.screenshot(path=keep("journey-team-fits"), full_page=True)
    await page.locator("main .record__title a").first.click()
    await page.get_by_role("link", name="Apply with Lantern Works").click()
    await expect(page.get_by_role("heading", name="How you fit")).to_be_visible()
    await page.screenshot(path=keep("journey-team-applies"), full_page=True)
