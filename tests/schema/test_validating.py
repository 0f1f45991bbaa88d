"""A publiccode.yml is held against the standard over the API: a text, or a file of the public web."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from registry.search.postgres import PostgresIndex
from schema.context import Context
from schema.contract import SCHEMA
from scrapers.failures import NOT_FOUND, Gone, NotSupported, Unreachable
from store.actor import Actor
from store.database import Database

FIELDS = "ok version corrected results { code key line message } fixed { code } userErrors { code message }"
QUERY = f"query ($text: String, $url: String) {{ validatePubliccode(text: $text, url: $url) {{ {FIELDS} }} }}"
WRONG = "name: Tidal # short\nlocalisation:\n  localisationReady: yes\n"
Run = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def run(database: Database) -> Run:
    async def validate(
        files: dict[str, bytes | Exception] | None = None, language: str = "en", **variables: Any
    ) -> dict[str, Any]:
        async def fetch(url: str) -> bytes:
            found = (files or {}).get(url, Gone(NOT_FOUND))
            if isinstance(found, Exception):
                raise found
            return found

        context = Context(database, Actor.anonymous(), language, PostgresIndex(database), fetch=fetch)
        result = await SCHEMA.execute(QUERY, variables, context)
        assert not result.errors
        assert result.data is not None
        report: dict[str, Any] = result.data["validatePubliccode"]
        return report

    return validate


async def test_a_text_gets_findings_in_both_languages_and_a_corrected_copy(run: Run) -> None:
    report = await run(text=WRONG)
    found = next(each for each in report["results"] if each["code"] == "WRONG_TYPE")
    assert (report["ok"], found["line"], set(found["message"])) == (False, 3, {"en", "zh-Hant"})
    assert report["corrected"] == WRONG.replace("yes", "true")
    assert report["fixed"] == [{"code": "WRONG_TYPE"}]


async def test_a_text_that_cannot_be_read_says_where(run: Run) -> None:
    report = await run(text="name: [a\n")
    assert [(each["code"], each["line"]) for each in report["results"]] == [("YAML_SYNTAX", 2)]
    assert report["corrected"] is None


async def test_the_file_of_a_repository_is_found_at_its_root(run: Run) -> None:
    files = {"https://raw.githubusercontent.com/a/b/HEAD/publiccode.yaml": WRONG.encode()}
    assert (await run(files, url="https://github.com/a/b"))["fixed"] == [{"code": "WRONG_TYPE"}]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Gone(NOT_FOUND), "FILE_NOT_FOUND"),
        (Unreachable("HTTP_500"), "FILE_NOT_REACHED"),
        (NotSupported("x"), "NOT_A_PUBLIC_ADDRESS"),
    ],
)
async def test_a_file_that_does_not_come_says_why(run: Run, fault: Exception, code: str) -> None:
    report = await run({"https://example.org/a": fault}, url="https://example.org/a")
    assert (report["ok"], report["results"]) == (False, [])
    assert [each["code"] for each in report["userErrors"]] == [code]


@pytest.mark.parametrize("asked", [{}, {"text": "a", "url": "https://example.org"}])
async def test_exactly_one_of_text_and_address_is_asked_for(run: Run, asked: dict[str, str]) -> None:
    report = await run(**asked, language="zh-Hant")
    assert report["userErrors"] == [{"code": "TEXT_OR_ADDRESS", "message": "請擇一提供檔案內容或檔案網址。"}]
