from __future__ import annotations

import json

import pytest
from httpx import AsyncClient

from registry.sbom import read
from tests.api.pages.markup import Markup

BOM = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "components": [
        {"type": "library", "name": "lamp", "licenses": [{"license": {"id": "GPL-3.0-only"}}]},
        {"type": "library", "name": "bulb", "licenses": [{"license": {"id": "ISC"}}]},
        {"type": "library", "name": "<b>wire</b>"},
    ],
}


async def handed_in(client: AsyncClient, content: bytes, outbound: str = "", language: str = "en") -> str:
    page = Markup((await client.get(f"/{language}/sbom")).text)
    answer = await client.post(
        f"/{language}/sbom",
        data={"form_token": page.hidden("form_token"), "outbound": outbound},
        files={"file": ("bom.json", content, "application/json")},
    )
    assert answer.status_code in {200, 422}
    return answer.text


async def test_a_file_that_is_handed_in_shows_what_does_not_fit_first(visitor: AsyncClient) -> None:
    shown = await handed_in(visitor, json.dumps(BOM).encode(), "MIT")
    assert shown.index("lamp") < shown.index("wire") < shown.index("bulb")
    assert "GPL-3.0-only does not fit into MIT" in shown
    assert "<b>wire</b>" not in shown


async def test_the_answers_are_in_the_readers_language(visitor: AsyncClient) -> None:
    shown = await handed_in(visitor, json.dumps(BOM).encode(), "MIT", "zh-Hant")
    assert "GPL-3.0-only 無法納入 MIT" in shown


@pytest.mark.parametrize(
    ("content", "outbound", "words"),
    [
        (b"", "", "Choose the file"),
        (json.dumps(BOM).encode(), "GPL v3", "not an SPDX licence expression"),
        (b"{" + b" " * (8 * 1024 * 1024), "", "too large"),
    ],
)
async def test_what_cannot_be_looked_at_says_why(
    visitor: AsyncClient, content: bytes, outbound: str, words: str
) -> None:
    assert words in await handed_in(visitor, content, outbound)


async def test_a_file_that_is_no_bill_of_materials_says_so(visitor: AsyncClient) -> None:
    assert "neither SPDX" in await handed_in(visitor, b"hello")


async def test_an_entry_of_the_catalogue_is_a_valid_bill_of_materials(visitor: AsyncClient) -> None:
    found = Markup((await visitor.get("/en/catalogue")).text)
    slug = next(link for link in found.links if link.startswith("/en/catalogue/"))
    answer = await visitor.get(f"{slug}/sbom.spdx.json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/spdx+json")
    sbom = read(answer.content)
    assert (sbom.format, sbom.findings) == ("SPDX-2.3", ())
    assert (await visitor.get("/en/catalogue/nothing-here/sbom.spdx.json")).status_code == 404
