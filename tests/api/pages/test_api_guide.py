"""The queries that we hand out work as they are printed: those of docs/api.md and those the workbench opens with."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest
from httpx import AsyncClient

from api.pages.data import AUDIENCES, EXAMPLES, VARIABLES

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "api.md"
WORKED = re.compile(r"^```graphql\n(.*?)^```\n(?:```json\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"query (\w+)")

FOR_OFFICERS_ONLY = {"jobs"}  # empty for who has not signed in

Data = Mapping[str, Any]


def worked() -> Mapping[str, tuple[str, Mapping[str, Any]]]:
    """Name of each query of the guide to its text and variables."""
    return {
        NAMED.findall(document)[0]: (document, orjson.loads(variables or "{}"))
        for document, variables in WORKED.findall(GUIDE.read_text(encoding="utf-8"))
    }


def nodes(connection: str) -> Callable[[Data], list[Any]]:
    return lambda data: data[connection]["nodes"]


#: What of each answer a dashboard shows first; it must not be empty over the demo.
SHOWN: Mapping[str, Callable[[Data], list[Any]]] = {
    "CataloguePage": nodes("catalogue"),
    "OneSoftware": lambda data: data["software"]["snapshots"]["nodes"],
    "LicenceConflicts": nodes("catalogue"),
    "Search": lambda data: [value for group in data["search"]["facets"] for value in group["values"]],
    "OpenChallenges": nodes("challenges"),
    "Rounds": nodes("programmes"),
    "Publishers": lambda data: [
        row for each in nodes("publishers")(data) for row in each["software"]["nodes"]
    ],
    "Teams": lambda data: [row for each in nodes("teams")(data) for row in each["skills"]["nodes"]],
    "ChallengeFigures": lambda data: data["challengeStatistics"]["challengesByState"],
    "CatalogueFigures": lambda data: data["catalogueStatistics"]["softwareByVerdict"],
}


async def answered(reader: AsyncClient, document: str, variables: Mapping[str, Any]) -> Data:
    sent = {"query": document, "variables": variables}
    answer = await reader.post("/graphql", json=sent, headers={"Accept": "application/json"})
    body = answer.json()
    assert "errors" not in body
    data: Data = body["data"]
    return data


def test_the_guide_has_ten_worked_queries_and_each_is_checked() -> None:
    assert len(worked()) == 10
    assert set(worked()) == set(SHOWN)


@pytest.mark.parametrize("name", sorted(SHOWN))
async def test_a_query_of_the_guide_has_something_to_show(reader: AsyncClient, name: str) -> None:
    document, variables = worked()[name]
    data = await answered(reader, document, variables)
    shown = SHOWN[name](data)
    assert shown
    assert all(isinstance(each, dict) and each for each in shown)


async def test_figures_add_up_to_the_lists_they_are_of(reader: AsyncClient) -> None:
    figures = await answered(reader, *worked()["CatalogueFigures"])
    page = await answered(reader, *worked()["CataloguePage"])
    counts = figures["catalogueStatistics"]["softwareByVerdict"]
    assert sum(each["count"] for each in counts) == page["catalogue"]["totalCount"]


async def test_a_page_of_the_guide_reads_on_without_a_row_twice(reader: AsyncClient) -> None:
    document, _ = worked()["CataloguePage"]
    first = (await answered(reader, document.replace("first: 20", "first: 5"), {}))["catalogue"]
    after = {"after": first["pageInfo"]["endCursor"]}
    second = (await answered(reader, document.replace("first: 20", "first: 5"), after))["catalogue"]
    slugs = [each["slug"] for each in (*first["nodes"], *second["nodes"])]
    assert len(set(slugs)) == 10


@pytest.mark.parametrize("audience", sorted(AUDIENCES))
async def test_what_the_workbench_opens_with_has_something_to_show(
    reader: AsyncClient, audience: str
) -> None:
    document = (EXAMPLES / f"{audience}.graphql").read_text(encoding="utf-8")
    data = await answered(reader, document, VARIABLES.get(audience, {}))
    shown = [found.get("nodes", found) for name, found in data.items() if name not in FOR_OFFICERS_ONLY]
    assert shown
    assert all(shown)


async def test_the_workbench_says_its_examples_and_what_is_missing_where_it_was_not_made(
    reader: AsyncClient,
) -> None:
    page = await reader.get("/en/graphiql")
    assert "make assets" in page.text
    assert "query ForAgencies" in page.text
    assert "graphiql." not in page.text.replace("/graphiql", "")


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
async def test_the_bare_address_of_the_workbench_leads_to_the_readers_language(
    reader: AsyncClient, language: str
) -> None:
    answer = await reader.get("/graphiql", headers={"Accept-Language": language})
    assert (answer.status_code, answer.headers["location"]) == (302, f"/{language}/graphiql")


async def test_the_workbench_runs_no_script_that_stands_in_the_page(reader: AsyncClient) -> None:
    policy = (await reader.get("/en/graphiql")).headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
