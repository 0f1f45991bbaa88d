"""Every sort of page, in both languages, for everyone: axe, narrow screens, large text, forced colours, fingers."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.browser.conftest import ROOT, sign_in
from tests.browser.visited import DAY_CARE, DENGUE, PAGES, PAIR, SLUG, WORK

Keep = Callable[[str], Path]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LANGUAGES = ["en", "zh-Hant"]
SCREENS = ["", "/catalogue", DAY_CARE, DENGUE, "/challenges/which-streets-are-under-water-right-now/fit",
           "/programmes/example-open", "/programmes/example-past/report", "/teams/riverbank-mappers", "/figures",
           "/methods", "/why-missing"]  # fmt: skip

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """
() => [...document.querySelectorAll(
    "button, .govuk-button, header a, header summary, .footer a, .links a, .chip, .govuk-pagination a")]
  .map(each => [each.textContent.trim(), each.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.height < 43.9 || box.width < 24))
  .map(([words, box]) => `${words}: ${Math.round(box.width)} x ${Math.round(box.height)}`)
"""
SHIFTED = """
() => new Promise(done => {
  let moved = 0;
  new PerformanceObserver(list => list.getEntries().forEach(each => { moved += each.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(moved), 300);
})
"""


async def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed; `make assets` brings it")
    await page.evaluate(AXE.read_text())
    found: Mapping[str, Any] = await page.evaluate(
        "rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_axe_finds_nothing(page: Page, language: str, path: str) -> None:
    await page.goto(f"/{language}{path}")
    assert await violations(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_axe_finds_nothing_where_a_file_is_wrong(page: Page, language: str) -> None:
    english = language == "en"
    await page.goto(f"/{language}/validate")
    await page.locator("#text").fill("name: Tidal\nlocalisation: {localisationReady: yes}\n")
    await page.get_by_role("button", name="Check the file" if english else "檢查檔案").click()
    await page.get_by_role("heading", name="The file is not valid" if english else "檔案無效").wait_for()
    assert await violations(page) == []
    await page.goto(f"/{language}/editor")
    await page.get_by_role("button", name="Show the file" if english else "顯示檔案").click()
    await page.locator(".govuk-error-summary").wait_for()
    assert await violations(page) == []


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
        await page.set_viewport_size({"width": 1280, "height": 900})
        await page.goto(f"/{language}{path}")
        assert await violations(page) == []
        await page.set_viewport_size({"width": 390, "height": 800})
        assert await page.evaluate(TOO_WIDE) <= 0, path
        await page.screenshot(path=keep(f"made-of-{language}-390-{path}"), full_page=True)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_axe_finds_nothing_in_the_forms_of_an_owner(page: Page, language: str) -> None:
    await sign_in(page, "Demo owner, Example County", language)
    await page.goto(f"/{language}/post-a-challenge")
    assert await violations(page) == []
    await page.get_by_label("Title in English" if language == "en" else "英文標題").fill(
        f"Draft in {language}"
    )
    await page.get_by_role("button", name="Start the draft" if language == "en" else "開始撰寫").click()
    await page.wait_for_url("**/edit")
    overview = page.url
    assert await violations(page) == []
    for step in ("problem", "success", "time", "terms", "gate"):
        await page.goto(f"{overview}/{step}")
        assert await violations(page) == []


@pytest.mark.parametrize(("person", "paths"), WORK)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_axe_finds_nothing_where_people_work(
    page: Page, filled_in: Mapping[str, str], keep: Keep, language: str, person: str, paths: list[str]
) -> None:
    await sign_in(page, person, language)
    for path in (each.format_map(filled_in) for each in paths):
        await page.set_viewport_size({"width": 1200, "height": 900})
        shown = await page.goto(f"/{language}{path}")
        assert shown is not None
        assert shown.ok, path
        assert await violations(page) == [], path
        await page.screenshot(path=keep(f"work-{language}-1200-{path}"), full_page=True)
        await page.set_viewport_size({"width": 390, "height": 800})
        assert await page.evaluate(TOO_WIDE) <= 0, path
        await page.screenshot(path=keep(f"work-{language}-390-{path}"), full_page=True)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_axe_finds_nothing_where_a_pair_works(
    page: Page, filled_in: Mapping[str, str], keep: Keep, language: str
) -> None:
    await sign_in(page, filled_in["lead"], language)
    for each in PAIR:
        await page.set_viewport_size({"width": 1200, "height": 900})
        await page.goto(f"/{language}/matches/{filled_in['match']}{each}")
        assert await violations(page) == [], each
        await page.set_viewport_size({"width": 390, "height": 800})
        assert await page.evaluate(TOO_WIDE) <= 0, each
        await page.screenshot(path=keep(f"pair-{language}-390-{each}"), full_page=True)


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


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_page_is_wider_than_a_phone(page: Page, language: str, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        await page.goto(f"/{language}{path}")
        assert await page.evaluate(TOO_WIDE) <= 0, path


async def test_no_page_is_wider_with_text_twice_as_large(page: Page) -> None:
    for path in SCREENS:
        await page.goto(f"/en{path}")
        await page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert await page.evaluate(TOO_WIDE) <= 0, path


@pytest.mark.parametrize("width", [1280, 390])
async def test_whatever_is_pressed_is_large_enough_for_a_finger(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        await page.goto(f"/zh-Hant{path}")
        assert await page.evaluate(SMALL_TARGETS) == [], path


async def test_nothing_moves_while_a_page_loads(page: Page) -> None:
    for path in SCREENS:
        await page.goto(f"/en{path}")
        assert await page.evaluate(SHIFTED) < 0.01, path


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


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_screenshots_are_kept_to_be_looked_at(
    page: Page, keep: Keep, language: str, width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    for path in SCREENS:
        await page.goto(f"/{language}{path}")
        kept = keep(f"{language}-{width}-{path or 'home'}")
        await page.screenshot(path=kept, full_page=True)
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
