import re
from collections import defaultdict
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from httpx import AsyncClient

from api.pages.labels import LABELS
from matching.cohort.texts import REPORT_TEXTS
from matching.fit.reasons import REASONS
from registry.health.explanations import EXPLANATIONS
from tests.api.pages.markup import Markup

LANGUAGES = ("en", "zh-Hant")
CODES = {
    code for codes in (*LABELS.values(), EXPLANATIONS, REASONS, REPORT_TEXTS) for code in codes if "_" in code
}
LEAKED = re.compile(r"\bUndefined\b|\{\{|\}\}|\d{4}-\d\d-\d\dT|\bnull\b|\b(?:" + "|".join(CODES) + r")\b")


async def crawled(client: AsyncClient, language: str) -> dict[str, Markup]:
    """Every page that links lead to from the front page, less further pages of lists."""
    found: dict[str, Markup] = {}
    waiting = [f"/{language}"]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        answer = await client.get(path)
        assert answer.status_code == 200, path
        if not answer.headers["content-type"].startswith("text/html"):
            continue  # something to take away
        found[path] = Markup(answer.text)
        links = [urlsplit(link) for link in found[path].links]
        waiting += [link.path for link in links if link.path.startswith(f"/{language}") and not link.netloc]
    return found


@pytest.fixture(scope="module", params=LANGUAGES)
async def pages(request: pytest.FixtureRequest, reader: AsyncClient) -> dict[str, Markup]:
    return await crawled(reader, request.param)


def test_the_front_page_leads_to_every_sort_of_page(pages: dict[str, Markup]) -> None:
    sorts = {
        re.sub(
            r"^/[^/]+",
            "",
            re.sub(r"(/(?:challenges|teams|programmes|catalogue|publishers))/[^/]+", r"\1/*", path),
        )
        for path in pages
    }
    assert sorts >= {
        "", "/accessibility", "/catalogue", "/catalogue/*", "/challenges", "/challenges/*", "/challenges/*/fit",
        "/post-a-challenge", "/programmes", "/programmes/*", "/programmes/*/report", "/publishers", "/publishers/*",
        "/sign-in", "/teams", "/teams/*", "/teams/*/challenges", "/register-a-team",
    }  # fmt: skip


def test_no_two_pages_have_the_same_title(pages: dict[str, Markup]) -> None:
    titles = defaultdict(list)
    for path, page in pages.items():
        titles[page.title].append(path)
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}


def test_every_page_says_its_language(pages: dict[str, Markup]) -> None:
    assert {page.language for page in pages.values()} == {next(iter(pages)).split("/")[1]}


def test_every_page_is_well_formed(pages: dict[str, Markup]) -> None:
    assert {path: page.faults for path, page in pages.items() if page.faults} == {}


def test_no_id_stands_twice(pages: dict[str, Markup]) -> None:
    twice = {path: {each for each in page.ids if page.ids.count(each) > 1} for path, page in pages.items()}
    assert {path: ids for path, ids in twice.items() if ids} == {}


def test_every_control_has_a_label(pages: dict[str, Markup]) -> None:
    bare = [
        (path, each)
        for path, page in pages.items()
        for each in page.controls
        if each.get("id") not in page.labelled
    ]
    assert bare == []


def test_headings_begin_with_one_and_leave_no_level_out(pages: dict[str, Markup]) -> None:
    for path, page in pages.items():
        levels = [level for level, _ in page.headings]
        before_footer = levels[:-1]
        assert before_footer.count(1) == 1, path
        assert before_footer[0] == 1, path
        assert all(later <= earlier + 1 for earlier, later in pairwise(before_footer)), path


def test_no_heading_is_empty(pages: dict[str, Markup]) -> None:
    assert [
        path for path, page in pages.items() if any(not words.strip() for _, words in page.headings)
    ] == []


def test_no_code_or_raw_time_reaches_a_reader(pages: dict[str, Markup]) -> None:
    leaked = {path: LEAKED.findall(page.words) for path, page in pages.items()}
    assert {path: words for path, words in leaked.items() if words} == {}


def test_no_empty_answer_is_shown_as_none(pages: dict[str, Markup]) -> None:
    for path, page in pages.items():
        shown = re.sub(r"None at the moment", "", page.words)
        assert not re.search(r"(?<!\w)None(?!\w)", shown), path


def test_nothing_comes_from_anywhere_else(pages: dict[str, Markup]) -> None:
    for page in pages.values():
        sources = [given.get("src", "") for tag, given in page.elements if tag in {"script", "img"}]
        sheets = [
            given["href"]
            for tag, given in page.elements
            if tag == "link" and given["rel"] in {"stylesheet", "icon"}
        ]
        assert all(address.startswith(("/assets/", "/badge/")) for address in (*sources, *sheets))


def test_nothing_is_styled_or_scripted_in_place(pages: dict[str, Markup]) -> None:
    for path, page in pages.items():
        in_place = [
            given
            for _, given in page.elements
            if "style" in given or any(name.startswith("on") for name in given)
        ]
        assert in_place == [], path


def test_every_link_to_another_language_leads_to_the_same_page(pages: dict[str, Markup]) -> None:
    for path, page in pages.items():
        own, _, rest = path.removeprefix("/").partition("/")
        other = next(each for each in LANGUAGES if each != own)
        alternate = [
            given["href"] for tag, given in page.elements if tag == "a" and given.get("rel") == "alternate"
        ]
        assert alternate == ["/".join(["", other, *([rest] if rest else [])])]


async def test_pages_are_small(reader: AsyncClient) -> None:
    for path in ("/en", "/en/catalogue", "/zh-Hant/challenges"):
        answer = await reader.get(path, headers={"Accept-Encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip"
        assert int(answer.headers["content-length"]) < 20_000
