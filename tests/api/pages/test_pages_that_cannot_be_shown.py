from unittest.mock import AsyncMock

import pytest
from httpx import AsyncClient

from api.pages.site import Page
from tests.api.pages.conftest import opened
from tests.api.pages.markup import Markup

NOWHERE = "postgresql://commons@127.0.0.1:1/commons"  # nobody listens on port 1


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/en/nothing", "Page not found – Commonfield"),
        ("/zh-Hant/nothing", "找不到頁面 – 公民共碼"),
        ("/en/challenges/nothing", "Page not found – Commonfield"),
        ("/zh-Hant/challenges/nothing/fit", "找不到頁面 – 公民共碼"),
        ("/en/teams/nothing", "Page not found – Commonfield"),
        ("/en/catalogue/nothing", "Page not found – Commonfield"),
        ("/en/programmes/nothing", "Page not found – Commonfield"),
        ("/en/programmes/nothing/report", "Page not found – Commonfield"),
        ("/en/publishers/nothing", "Page not found – Commonfield"),
        ("/fr/teams", "Page not found – Commonfield"),
    ],
)
async def test_what_is_not_there_is_said_in_the_language_of_the_address(
    reader: AsyncClient, path: str, title: str
) -> None:
    answer = await reader.get(path)
    assert (answer.status_code, Markup(answer.text).title) == (404, title)


async def test_an_address_without_a_language_answers_in_the_readers(reader: AsyncClient) -> None:
    answer = await reader.get("/nothing", headers={"Accept-Language": "zh-TW"})
    assert Markup(answer.text).language == "zh-Hant"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "not available right now"), ("zh-Hant", "網站目前無法使用")]
)
async def test_a_database_that_is_down_is_told_with_when_to_come_back(language: str, words: str) -> None:
    async with opened(NOWHERE) as client:
        answer = await client.get(f"/{language}/catalogue")
    assert answer.status_code == 503
    assert words in answer.text
    assert int(answer.headers["retry-after"]) > 0


async def test_a_fault_of_ours_shows_nothing_of_its_insides(
    reader: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Page, "read", AsyncMock(side_effect=RuntimeError("the password is hunter2")))
    answer = await reader.get("/en/teams")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "hunter2" not in answer.text
    assert f"<code>{answer.headers['x-request-id']}</code>" in answer.text


@pytest.mark.parametrize("path", ["/en", "/en/nothing", "/zh-Hant/catalogue"])
async def test_pages_protect_themselves(reader: AsyncClient, path: str) -> None:
    headers = (await reader.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]


async def test_pages_are_kept_by_nobody_but_the_reader(reader: AsyncClient) -> None:
    assert (await reader.get("/en")).headers["cache-control"] == "private, no-cache"
