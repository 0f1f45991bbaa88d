"""Every sort of page, in both languages, for everyone: axe, narrow screens, large text, forced colours, fingers."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser.conftest import sign_in
from tests.browser.judged import DESK, PHONES, TOO_WIDE, troubles, violations
from tests.browser.visited import DAY_CARE, DENGUE, PAGES, PAIR, SLUG, WORK

Keep = Callable[[str], Path]

LANGUAGES = ["en", "zh-Hant"]
SCREENS = ["", "/catalogue", DAY_CARE, DENGUE, "/challenges/which-streets-are-under-water-right-now/fit",
           "/programmes/example-open", "/programmes/example-past/report", "/teams/riverbank-mappers", "/figures",
           "/methods", "/why-missing"]  # fmt: skip

SHIFTED = """
() => new Promise(done => {
  let moved = 0;
  new PerformanceObserver(list => list.getEntries().forEach(each => { moved += each.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(moved), 300);
})
"""


async def pictured(page: Page, keep: Keep, language: str, name: str) -> None:
    """Keep what somebody at work sees, to be looked at: in English at a desk, in Chinese on a phone."""
    size = DESK if language == "en" else PHONES[0]
    await page.set_viewport_size(size)
    await page.screenshot(path=keep(f"{name}-{language}-{size['width']}"), full_page=True)
    await page.set_viewport_size(DESK)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_page_is_good_for_everybody(public_page: Page, language: str, path: str) -> None:
    await public_page.goto(f"/{language}{path}")
    assert await troubles(public_page) == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_axe_finds_nothing_where_a_file_is_wrong(page: Page, language: str) -> None:
    english = language == "en"
    await page.goto(f"/{language}/validate")
    await page.locator("#text").fill("name: Tidal\nlocalisation: {localisationReady: yes}\n")
    await page.get_by_role("button", name="Check the file" if english else "檢查檔案").click()
    await page.get_by_role("heading", name="The file is not valid" if english else "檔案無效").wait_for()
    assert await troubles(page) == []
    await page.goto(f"/{language}/editor")
    await page.get_by_role("button", name="Show the file" if english else "顯示檔案").click()
    await page.locator(".govuk-error-summary").wait_for()
    assert await troubles(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_axe_finds_nothing_where_software_says_what_it_is_made_of(
    page: Page, language: str, keep: Keep
) -> None:
    licences = {
        "gauge": "ISC",
        "a-pump-with-a-very-long-name-that-nobody-would-break": "GPL-3.0-only",
        "valve": None,
    }
    components = [
        {"type": "library", "name": name, "version": "1.0.0"}
        | ({"licenses": [{"expression": licence}]} if licence else {})
        for name, licence in licences.items()
    ]
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components}
    await sign_in(page, "Demo officer", language)
    await page.goto(f"/{language}/catalogue/{SLUG}/made-of")
    await page.locator("#file").set_input_files(
        {"name": "bom.json", "mimeType": "application/json", "buffer": json.dumps(document).encode()}
    )
    await page.get_by_role("button", name="Hand in" if language == "en" else "提交", exact=True).click()
    await page.wait_for_url("**done=sbom-stored")
    for path in (f"/catalogue/{SLUG}/made-of", f"/catalogue/{SLUG}"):
        await page.goto(f"/{language}{path}")
        assert await troubles(page) == [], path
        await pictured(page, keep, language, f"made-of{path}")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_axe_finds_nothing_in_the_forms_of_an_owner(page: Page, language: str) -> None:
    await sign_in(page, "Demo owner, Example County", language)
    await page.goto(f"/{language}/post-a-challenge")
    assert await troubles(page) == []
    await page.get_by_label("Title in English" if language == "en" else "英文標題").fill(
        f"Draft in {language}"
    )
    await page.get_by_role("button", name="Start the draft" if language == "en" else "開始撰寫").click()
    await page.wait_for_url("**/edit")
    overview = page.url
    assert await troubles(page) == []
    for step in ("stock", "problem", "pilot", "time", "success", "terms", "gate"):
        await page.goto(f"{overview}/{step}")
        assert await troubles(page) == [], step


@pytest.mark.parametrize(("person", "paths"), WORK)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_axe_finds_nothing_where_people_work(
    page: Page, filled_in: Mapping[str, str], keep: Keep, language: str, person: str, paths: list[str]
) -> None:
    await sign_in(page, person, language)
    for path in (each.format_map(filled_in) for each in paths):
        shown = await page.goto(f"/{language}{path}")
        assert shown is not None
        assert shown.ok, path
        assert await troubles(page) == [], path
        await pictured(page, keep, language, f"work{path}")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_axe_finds_nothing_where_a_pair_works(
    page: Page, filled_in: Mapping[str, str], keep: Keep, language: str
) -> None:
    await sign_in(page, filled_in["lead"], language)
    for each in PAIR:
        await page.goto(f"/{language}/matches/{filled_in['match']}{each}")
        assert await troubles(page) == [], each
        await pictured(page, keep, language, f"pair{each}")


@pytest_asyncio.fixture
async def round_in_review(shown_demo: str) -> AsyncIterator[str]:
    """The open round of the demo as if its review had begun, and as it was for whoever comes after."""
    connection = await asyncpg.connect(shown_demo)
    moved = "update programme set state = $1 where slug = 'example-open'"
    await connection.execute(moved, "REVIEW")
    yield "/programmes/example-open"
    await connection.execute(moved, "OPEN")
    await connection.close()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_axe_finds_nothing_where_an_officer_asks_what_if(
    page: Page, round_in_review: str, keep: Keep, language: str
) -> None:
    await sign_in(page, "Demo officer", language)
    for asked in ("", "?SKILLS=0&DOMAIN=1"):
        await page.goto(f"/{language}{round_in_review}/report/what-if{asked}")
        assert await page.locator("form select").count() > 0
        assert await troubles(page) == [], asked
    await pictured(page, keep, language, "what-if")


async def test_a_question_and_an_answer_about_oneself_need_no_mouse(page: Page) -> None:
    await sign_in(page, "Demo lead, Riverbank", "en")
    await page.goto("/en/challenges/which-streets-are-under-water-right-now/questions")
    await page.locator("#text\\.en").focus()
    await page.keyboard.type("Which district comes first?")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.textContent.trim()") == "Ask in public"
    await page.keyboard.press("Enter")
    await page.get_by_role("heading", name="Which district comes first?").wait_for()
    await page.goto("/en/teams/riverbank-mappers/me")
    await page.locator("#barriers").focus()
    await page.keyboard.press("Space")
    for _ in range(4):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await page.keyboard.press("Tab")
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    assert await page.locator("#barriers").is_checked()


async def test_no_page_is_wider_with_text_twice_as_large(public_page: Page) -> None:
    for path in SCREENS:
        await public_page.goto(f"/en{path}")
        await public_page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert await public_page.evaluate(TOO_WIDE) <= 0, path


async def test_nothing_moves_while_a_page_loads(public_page: Page) -> None:
    for path in SCREENS:
        await public_page.goto(f"/en{path}")
        assert await public_page.evaluate(SHIFTED) < 0.01, path


async def test_a_page_is_light(page: Page) -> None:
    for path in SCREENS:
        sizes: list[int] = []
        page.on(
            "response", lambda answer, sizes=sizes: sizes.append(int(answer.headers.get("content-length", 0)))
        )
        await page.goto(f"/en{path}")
        assert len(sizes) <= 12
        assert sum(sizes) < 80_000


async def test_forced_colours_keep_everything_in_view(browser: Browser, address: str, keep: Keep) -> None:
    context = await browser.new_context(base_url=address, forced_colors="active", color_scheme="dark")
    page = await context.new_page()
    await page.goto(f"/en{DAY_CARE}")
    for words in ("Can we reuse this?", "Is it looked after? Dormant", "Health, explained"):
        assert await page.get_by_role("heading", name=words).is_visible()
    await page.screenshot(path=keep("forced-colours"))
    await context.close()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_screenshots_are_kept_to_be_looked_at(public_page: Page, keep: Keep, language: str) -> None:
    for path in SCREENS:
        await public_page.goto(f"/{language}{path}")
        for size in (DESK, PHONES[0]):
            await public_page.set_viewport_size(size)
            kept = keep(f"{language}-{size['width']}-{path or 'home'}")
            await public_page.screenshot(path=kept, full_page=True)
            assert kept.stat().st_size > 10_000


async def test_a_comparison_is_reached_with_the_keyboard_alone(page: Page) -> None:
    await page.goto(f"/en{DAY_CARE}")
    await page.get_by_role("link", name="Compare with others").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("heading", name="Compare software").wait_for()
    await page.get_by_role("link", name="Remove Public day care applications: back end").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_url(lambda address: SLUG not in address)
    assert await violations(page) == []


async def test_what_is_folded_is_printed_whole(page: Page) -> None:
    await page.goto(f"/en{DAY_CARE}")
    folded = page.get_by_role("columnheader", name="Answer, and what would raise it")
    assert not await folded.is_visible()
    await page.emulate_media(media="print")
    assert (
        await page.evaluate(
            "document.querySelector('details:not([open]) table').getBoundingClientRect().height"
        )
        > 0
    )


WRONG = """
<html lang="en"><head><title>Wrong</title></head><body><main><h1>Wrong</h1>
<img src="data:,"><p style="color:#999;background:#fff">Pale</p><p style="color:#6a6a6a;background:#fff">Grey</p>
<button style="height:20px;width:60px">Low</button><p style="width:350px">Wide</p></main></body></html>
"""


async def test_what_is_wrong_is_found_and_named(public_page: Page) -> None:
    await public_page.goto("about:blank")  # our own policy lets no page style itself
    await public_page.set_content(WRONG)
    found = await troubles(public_page)
    assert {each.partition(":")[0] for each in found} == {
        "image-alt", "color-contrast", "color-contrast-enhanced", "small for a finger at 1280 px",
        "small for a finger at 390 px", "small for a finger at 320 px", "38 px wider than 320 px",
    }  # fmt: skip
