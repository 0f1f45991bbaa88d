"""What programmers are shown: an address, lines that work as printed, and the contract as text."""

import json
import shlex
from html import unescape

import pytest
from httpx import AsyncClient, Response

from schema.contract import SCHEMA
from tests.api.application import ADDRESS
from tests.api.pages.markup import Markup

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def lines(page: str) -> list[list[str]]:
    """The command lines of the page, in words as a shell has them."""
    parts = page.split('<pre class="command" tabindex="0"><code>')[1:]
    return [shlex.split(unescape(part.split("</code>")[0])) for part in parts]


async def run(client: AsyncClient, line: list[str], **replaced: str) -> Response:
    """Do what curl would do."""
    assert line[:2] == ["curl", "-s"]
    headers = {"Accept": "*/*"}
    headers |= dict(line[at + 1].split(": ", 1) for at, word in enumerate(line) if word == "-H")
    for name, value in replaced.items():
        headers = {key: held.replace(name, value) for key, held in headers.items()}
    return await client.post(line[2], content=line[line.index("-d") + 1], headers=headers)


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
async def test_the_first_line_works_as_printed(reader: AsyncClient, language: str) -> None:
    [ask, *_] = lines((await reader.get(f"/{language}/data")).text)
    assert ask[2] == f"{ADDRESS}/graphql"
    answer = (await run(reader, ask)).json()
    assert len(answer["data"]["catalogue"]["nodes"]) == 3
    assert "errors" not in answer


async def test_the_demo_gives_a_token_and_the_token_lets_in(visitor: AsyncClient) -> None:
    _ask, who, sign_in = lines((await visitor.get("/en/data")).text)
    token = (await run(visitor, sign_in)).json()["data"]["signInAsExample"]["token"]
    answer = await run(visitor, who, TOKEN=token)
    assert answer.json()["data"]["viewer"]["name"]


async def test_the_demos_addresses_are_named_only_where_they_can_be_used(
    reader: AsyncClient, client: AsyncClient
) -> None:
    assert "officer@example.org" in (await reader.get("/en/data")).text
    page = await client.get("/en/data", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "@example.org" not in page.text
    assert "acceptInvitation" in page.text


async def test_the_contract_is_served_as_text(reader: AsyncClient) -> None:
    answer = await reader.get("/schema.graphql")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == SCHEMA.as_str()
    assert "type Mutation" in answer.text


async def test_a_browser_at_the_bare_endpoint_is_led_to_the_page(reader: AsyncClient) -> None:
    answer = await reader.get("/graphql", headers={"Accept": BROWSER, "Accept-Language": "zh-TW"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/zh-Hant/data")


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/json, text/html"])
async def test_a_program_at_the_bare_endpoint_is_told_what_to_send(reader: AsyncClient, accept: str) -> None:
    answer = await reader.get("/graphql", headers={"Accept": accept})
    assert answer.status_code == 400
    assert "send an object with" in json.loads(answer.content)["errors"][0]["message"]


async def test_every_page_leads_there(reader: AsyncClient) -> None:
    page = Markup((await reader.get("/zh-Hant/teams")).text)
    assert "/zh-Hant/data" in page.links
    assert "/graphql" not in page.links
