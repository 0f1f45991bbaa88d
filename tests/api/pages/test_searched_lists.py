"""The lists that are searched: words, choices, counts and marks, alike for software, challenges and teams."""

import re

import pytest
from httpx import AsyncClient

from api.pages.languages import CHINESE, ENGLISH
from api.pages.said import highlighted
from store.database import Connection
from tests.api.pages.markup import Markup

LISTS = ("catalogue", "challenges", "teams")


def status(page: str) -> str:
    found = re.search(r'role="status">([^<]*)<', page)
    assert found is not None
    return found[1]


def results(page: str, kind: str) -> list[str]:
    return [link for link in Markup(page).links if re.fullmatch(rf"/en/{kind}/[a-z0-9-]+", link)]


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
@pytest.mark.parametrize("kind", LISTS)
async def test_each_list_has_a_box_for_words_that_keeps_them(
    reader: AsyncClient, kind: str, language: str
) -> None:
    page = (await reader.get(f"/{language}/{kind}", params={"query": '"river" & 登革熱'})).text
    fields = [
        given for tag, given in Markup(page).elements if tag == "input" and given.get("name") == "query"
    ]
    assert [each["value"] for each in fields] == ['"river" & 登革熱']


@pytest.mark.parametrize("kind", LISTS)
async def test_words_that_are_too_many_are_told_so_and_stay_in_the_box(
    reader: AsyncClient, kind: str
) -> None:
    words = "river" * 84
    answer = await reader.get(f"/en/{kind}", params={"query": words})
    page = Markup(answer.text)
    (box,) = [given for tag, given in page.elements if tag == "input" and given.get("name") == "query"]
    assert answer.status_code == 422
    assert "Search with at most 400 characters; these are 420." in answer.text
    assert box["value"] == words
    assert box["aria-describedby"] == "query-error-1"
    assert results(answer.text, kind)


async def test_words_find_challenges_in_either_language_and_mark_them(reader: AsyncClient) -> None:
    for words in ("dengue", "登革熱"):
        page = (await reader.get("/en/challenges", params={"query": words})).text
        assert results(page, "challenges"), words
        assert "<mark>" in page


async def test_words_find_teams_by_what_they_can_do(reader: AsyncClient) -> None:
    page = (await reader.get("/en/teams", params={"query": "python"})).text
    assert len(results(page, "teams")) > 0
    assert int(status(page).split()[0]) < int(status((await reader.get("/en/teams")).text).split()[0])


@pytest.mark.parametrize("kind", LISTS)
async def test_each_count_is_what_its_choice_finds(reader: AsyncClient, kind: str) -> None:
    page = (await reader.get(f"/en/{kind}")).text
    offered = re.findall(
        r'name="(\w+)" id="[^"]*" value="([^"]*)">\s*<label[^>]*>[^<]*<span class="count">(\d+)<', page
    )
    assert len(offered) >= 5
    for name, value, count in offered[:: max(1, len(offered) // 8)]:
        narrowed = (await reader.get(f"/en/{kind}", params={name: value})).text
        assert status(narrowed).split()[0] == count, (name, value)


async def test_drafts_are_in_no_public_list(reader: AsyncClient, connection: Connection) -> None:
    slugs = await connection.fetch(
        "select slug from challenge where state in ('DRAFT', 'SUBMITTED', 'WITHDRAWN')"
    )
    assert slugs
    page = (await reader.get("/en/challenges")).text
    assert not [row["slug"] for row in slugs if f"/en/challenges/{row['slug']}" in page]


async def test_a_list_without_results_offers_a_way_back(reader: AsyncClient) -> None:
    for kind in ("challenges", "teams"):
        page = (await reader.get(f"/en/{kind}", params={"query": "qqqqqqqq"})).text
        assert f'<a class="govuk-link" href="/en/{kind}">' in page


def test_marks_are_put_around_words_and_all_else_is_text() -> None:
    text = {"text": "a <b> & dengue", "language": "en", "marks": [{"start": 8, "end": 14}]}
    assert highlighted(text, ENGLISH) == "a &lt;b&gt; &amp; <mark>dengue</mark>"
    assert highlighted(text, CHINESE) == '<span lang="en">a &lt;b&gt; &amp; <mark>dengue</mark></span>'


@pytest.mark.parametrize(
    ("path", "title"),
    [
        (
            "/en/catalogue?query=dengue&health_band=DORMANT",
            "Catalogue of public code: “dengue”, Dormant – Commonfield",
        ),
        ("/zh-Hant/catalogue?query=dengue&page=2", "公共程式目錄：「dengue」 – 第 2 頁 – 公民共碼"),
        ("/en/programmes?page=3", "Programmes – page 3 – Commonfield"),
        ("/en/teams?language=en", "Teams: English – Commonfield"),
    ],
)
async def test_the_title_says_what_a_list_is_narrowed_to_and_which_page_it_is(
    reader: AsyncClient, path: str, title: str
) -> None:
    assert Markup((await reader.get(path)).text).title == title


@pytest.mark.parametrize("path", ["catalogue", "challenges", "teams"])
@pytest.mark.parametrize(
    ("language", "said", "stop"),
    [
        ("en", "There are no words to search for in “🙂 the ?”.", "."),
        ("zh-Hant", "「🙂 the ?」中沒有可搜尋的字詞。", "。"),
    ],
)
async def test_a_question_without_words_is_said_to_have_none(
    reader: AsyncClient, path: str, language: str, said: str, stop: str
) -> None:
    page = (await reader.get(f"/{language}/{path}", params={"query": "🙂 the ?"})).text
    assert said in page
    assert "found for" not in page
    nothing = (await reader.get(f"/{language}/{path}", params={"query": "qqqzzz"})).text
    assert f"</a>{stop}" in nothing
    assert said not in nothing
