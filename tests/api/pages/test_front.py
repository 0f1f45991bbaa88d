"""What is asked for without a language in the address."""

import pytest
from httpx import AsyncClient


async def test_crawlers_may_read_everything(reader: AsyncClient) -> None:
    answer = await reader.get("/robots.txt")
    assert (answer.status_code, answer.text) == (200, "User-agent: *\nAllow: /\n")
    assert answer.headers["content-type"].startswith("text/plain")


async def test_browsers_that_look_for_an_icon_find_the_mark(reader: AsyncClient) -> None:
    answer = await reader.get("/favicon.ico", follow_redirects=True)
    assert (answer.status_code, answer.content) == (200, b"mark.svg")


@pytest.mark.parametrize("path", ["/zh", "/zh-TW", "/zh-tw", "/zh-hant"])
async def test_what_people_type_for_chinese_leads_to_it(reader: AsyncClient, path: str) -> None:
    answer = await reader.get(path)
    assert (answer.status_code, answer.headers["location"]) == (301, "/zh-Hant")
