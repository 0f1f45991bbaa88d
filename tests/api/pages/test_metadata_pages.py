"""A publisher checks a publiccode.yml, takes the corrected copy, and makes a new file with a form."""

import pytest
from httpx import AsyncClient

from api.pages import editing
from registry.publiccode import read
from scrapers.failures import CONNECTION_FAILED, NOT_FOUND, Gone, Unreachable
from tests.api.pages.conftest import send
from tests.api.pages.markup import Markup
from tests.github_double.texts import MIT

WRONG = "name: Tidal # short\nlocalisation:\n  localisationReady: yes\n"
LONG = "Tidal shows when the water of a harbour rises and falls. " * 4
FILLED = {
    "name": "Tidal",
    "url": "https://example.org/tidal.git",
    "developmentStatus": "stable",
    "softwareType": "standalone/web",
    "platforms": "web\nlinux",
    "categories": ["data-visualization", "geographic-information-systems"],
    "description.en.shortDescription": "Shows the tides of a harbour",
    "description.en.longDescription": LONG,
    "description.en.features": "Map\nTable",
    "legal.license": "EUPL-1.2",
    "maintenance.type": "internal",
    "maintenance.contacts.0.name": "Demo Person",
    "maintenance.contacts.0.email": "demo.person@example.org",
    "localisation.localisationReady": "yes",
    "localisation.availableLanguages": "en\nzh-Hant",
}


def file_of(text: str) -> str:
    """The file that a page shows, as a browser sends it back; empty when it shows none."""
    page = Markup(text)
    shown = [
        words
        for (tag, given), words in zip(page.elements, page.inside, strict=True)
        if tag == "textarea" and given.get("id") == "file"
    ]
    return shown[0] if shown else ""


async def test_a_pasted_file_gets_findings_and_a_corrected_copy(reader: AsyncClient) -> None:
    answer = await send(reader, "/en/validate", "/en/validate", {"text": WRONG, "url": ""})
    assert answer.status_code == 200
    assert "The file is not valid" in answer.text
    assert "must be true or false" in answer.text
    assert file_of(answer.text) == WRONG.replace("yes", "true")


async def test_findings_are_told_in_chinese(reader: AsyncClient) -> None:
    answer = await send(reader, "/zh-Hant/validate", "/zh-Hant/validate", {"text": WRONG, "url": ""})
    assert "檔案無效" in answer.text
    assert "必須填寫「url」" in answer.text


async def test_neither_text_nor_address_is_told_at_the_field(reader: AsyncClient) -> None:
    answer = await send(reader, "/en/validate", "/en/validate", {"text": " ", "url": ""})
    assert answer.status_code == 422
    assert 'href="#text"' in answer.text


async def test_an_address_inside_our_network_is_refused(reader: AsyncClient) -> None:
    answer = await send(
        reader, "/en/validate", "/en/validate", {"text": "", "url": "http://127.0.0.1/publiccode.yml"}
    )
    assert answer.status_code == 422
    assert "no address of the public web" in answer.text


async def test_the_file_is_downloaded_as_it_was_shown(reader: AsyncClient) -> None:
    answer = await send(reader, "/en/validate", "/en/validate/file", {"file": "name: 潮汐\r\n"})
    assert answer.text == "name: 潮汐\n"
    assert answer.headers["content-disposition"] == 'attachment; filename="publiccode.yml"'
    assert answer.headers["content-type"].startswith("application/yaml")


async def test_a_form_of_another_site_gets_no_file(reader: AsyncClient) -> None:
    answer = await reader.post("/en/validate/file", data={"file": "x", "form_token": "guessed"})
    assert answer.status_code == 403


async def test_the_form_makes_a_valid_file(reader: AsyncClient) -> None:
    answer = await send(reader, "/en/editor", "/en/editor", FILLED)
    assert answer.status_code == 200
    reading = read(file_of(answer.text).encode())
    assert reading.findings == ()
    assert reading.document["platforms"] == ["web", "linux"]
    assert reading.document["localisation"]["localisationReady"] is True


async def test_what_is_missing_is_told_at_its_field_and_what_was_typed_stays(reader: AsyncClient) -> None:
    fields = {**FILLED, "legal.license": "GPL v3", "maintenance.contacts.0.email": "nobody"}
    answer = await send(reader, "/en/editor", "/en/editor", fields)
    page = Markup(answer.text)
    assert answer.status_code == 422
    assert {"#legal.license", "#maintenance.contacts.0.email"} <= set(page.links)
    assert "GPL v3" in answer.text
    assert file_of(answer.text) == ""


async def test_a_pasted_file_fills_in_the_form_and_what_the_form_does_not_ask_stays(
    reader: AsyncClient,
) -> None:
    pasted = (
        "name: Tidal\nroadmap: https://example.org/next\ndescription:\n  nl: {shortDescription: Getijden}\n"
    )
    begun = await send(reader, "/en/editor", "/en/editor/begin", {"from": "", "paste": pasted})
    page = Markup(begun.text)
    assert 'value="Tidal"' in begun.text
    answer = await reader.post(
        "/en/editor", data={**FILLED, "base": page.hidden("base"), "form_token": page.hidden("form_token")}
    )
    assert (
        "description[nl].longDescription" in answer.text
    )  # its other language is kept, and still unfinished


@pytest.mark.parametrize("url", ["http://10.0.0.1/a/b", "ftp://example.org/a"])
async def test_a_form_is_not_begun_from_inside_our_network(reader: AsyncClient, url: str) -> None:
    answer = await send(reader, "/en/editor", "/en/editor/begin", {"from": url, "paste": ""})
    assert answer.status_code == 422
    assert 'href="#from"' in answer.text


async def test_a_form_begins_with_what_the_catalogue_knows_and_says_where_from(reader: AsyncClient) -> None:
    url = "https://github.com/moda-gov-tw/code-gov-tw"
    answer = await send(reader, "/en/editor", "/en/editor/begin", {"from": url, "paste": ""})
    assert answer.status_code == 200
    assert f'value="{url}"' in answer.text
    assert "From its entry in this catalogue." in answer.text
    assert 'value="demo' not in answer.text
    assert read(Markup(answer.text).hidden("base").encode()).document["url"] == url


async def test_a_form_begins_with_the_files_of_a_repository_that_nobody_knows(
    reader: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "README.md": "# Tide tables\n",
        "LICENSE": MIT.format(year=2026, holder="Example"),
        "package.json": '{"name": "tidal", "version": "1.2.0", "description": "Shows tides"}',
        "code.json": "{",
    }

    async def fetch(url: str) -> bytes:
        name = url.removeprefix("https://raw.githubusercontent.com/example/tidal/HEAD/")
        if name not in files:
            raise Gone(NOT_FOUND)
        return files[name].encode()

    monkeypatch.setattr(editing, "fetch_public_file", fetch)
    fields = {"from": "https://github.com/example/tidal", "paste": ""}
    answer = await send(reader, "/en/editor", "/en/editor/begin", fields)
    page = Markup(answer.text)
    values = {each["name"]: each["value"] for each in page.controls if each.get("value")}
    assert {key: values[key] for key in ("name", "softwareVersion", "legal.license", "url")} == {
        "name": "Tide tables",
        "softwareVersion": "1.2.0",
        "legal.license": "MIT",
        "url": "https://github.com/example/tidal",
    }
    assert "From README.md." in page.words
    assert "From LICENSE." in page.words
    assert "code.json cannot be read" in page.words
    assert not any(name.startswith("maintenance.contacts") for name in values)


async def test_a_repository_that_cannot_be_reached_is_told_at_its_field(
    reader: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fetch(url: str) -> bytes:
        raise Unreachable(CONNECTION_FAILED)

    monkeypatch.setattr(editing, "fetch_public_file", fetch)
    fields = {"from": "https://github.com/example/tidal", "paste": ""}
    answer = await send(reader, "/en/editor", "/en/editor/begin", fields)
    assert answer.status_code == 422
    assert 'href="#from"' in answer.text
