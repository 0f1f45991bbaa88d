"""What a software is made of stands on its page, with the answers, and its publisher hands it in there."""

from __future__ import annotations

import json

import pytest
from httpx import AsyncClient, Response

from store.database import Connection
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup

OFFICER, TEAM = "officer@example.org", "team@example.org"
BOM = json.dumps(
    {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": [
            {"type": "library", "name": "bulb", "version": "2", "licenses": [{"license": {"id": "ISC"}}]},
            {"type": "library", "name": "lamp", "licenses": [{"license": {"id": "GPL-3.0-only"}}]},
            {"type": "library", "name": "<b>wire</b>"},
        ],
    }
).encode()


@pytest.fixture
async def slug(connection: Connection) -> str:
    """A software whose files and metadata agree on MIT."""
    found: str = await connection.fetchval(
        "select slug from software where licence = 'MIT' and verdict = 'AGREE' order by slug limit 1"
    )
    return found


async def officer(client: AsyncClient, connection: Connection) -> None:
    email = await connection.fetchval(
        "select email from person join role_grant on person_id = person.id where role = 'officer' limit 1"
    )
    await sign_in(client, connection, email)


async def hand_in(client: AsyncClient, slug: str, content: bytes, language: str = "en") -> Response:
    address = f"/{language}/catalogue/{slug}/made-of"
    page = Markup((await client.get(address)).text)
    return await client.post(
        address,
        data={"form_token": page.hidden("form_token")},
        files={"file": ("bom.json", content, "application/json")},
    )


async def test_software_of_which_nothing_is_told_says_so(reader: AsyncClient) -> None:
    shown = (await reader.get("/en/catalogue/code-gov-tw")).text
    assert "Neither its forge nor its publisher has told yet what it is made of." in shown
    assert "Hand in a bill of materials" not in shown


async def test_what_is_handed_in_shows_on_both_pages_what_to_act_on_first(
    visitor: AsyncClient, connection: Connection, slug: str
) -> None:
    await officer(visitor, connection)
    answer = await hand_in(visitor, slug, BOM)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/en/catalogue/{slug}/made-of?done=sbom-stored",
    )
    for address in (f"/en/catalogue/{slug}", f"/en/catalogue/{slug}/made-of"):
        shown = (await visitor.get(address)).text
        assert "Handed in by its publisher" in shown
        assert "Each licence is held against MIT" in shown
        assert shown.index("lamp") < shown.index("&lt;b&gt;wire") < shown.index("bulb 2")
        assert "GPL-3.0-only does not fit into MIT" in shown
        assert "OSADL" in shown
        assert "<b>wire</b>" not in shown


async def test_the_answers_are_in_chinese_too(
    visitor: AsyncClient, connection: Connection, slug: str
) -> None:
    await officer(visitor, connection)
    await hand_in(visitor, slug, BOM, "zh-Hant")
    shown = (await visitor.get(f"/zh-Hant/catalogue/{slug}/made-of")).text
    assert "GPL-3.0-only 無法納入 MIT" in shown
    assert "不相容" in shown


async def test_the_document_is_handed_on_as_it_came(
    visitor: AsyncClient, connection: Connection, slug: str
) -> None:
    address = f"/en/catalogue/{slug}/made-of/document"
    assert (await visitor.get(address)).status_code == 404
    await officer(visitor, connection)
    await hand_in(visitor, slug, BOM)
    answer = await visitor.get(address)
    assert answer.content == BOM
    assert answer.headers["content-type"] == "application/vnd.cyclonedx+json"
    assert answer.headers["content-disposition"] == f'attachment; filename="{slug}.sbom.json"'


async def test_a_file_that_is_none_is_refused_at_the_control(
    visitor: AsyncClient, connection: Connection, slug: str
) -> None:
    await officer(visitor, connection)
    answer = await hand_in(visitor, slug, b"hello")
    page = Markup(answer.text)
    assert answer.status_code == 422
    assert "#file" in page.links
    assert await connection.fetchval("select count(*) from sbom") == 0


async def test_nobody_else_can_hand_in(visitor: AsyncClient, connection: Connection, slug: str) -> None:
    page = Markup((await visitor.get("/en/sbom")).text)
    answer = await visitor.post(
        f"/en/catalogue/{slug}/made-of",
        data={"form_token": page.hidden("form_token")},
        files={"file": ("bom.json", BOM, "application/json")},
    )
    assert answer.status_code == 403
    assert await connection.fetchval("select count(*) from sbom") == 0


async def test_what_was_handed_in_can_be_taken_back(
    visitor: AsyncClient, connection: Connection, slug: str
) -> None:
    await officer(visitor, connection)
    await hand_in(visitor, slug, BOM)
    address = f"/en/catalogue/{slug}/made-of"
    answer = await send(visitor, address, f"{address}/withdraw", {})
    assert answer.headers["location"] == f"{address}?done=sbom-withdrawn"
    assert await connection.fetchval("select count(*) from sbom") == 0


async def test_more_components_than_fit_a_page_are_one_link_away(
    visitor: AsyncClient, connection: Connection, slug: str
) -> None:
    await officer(visitor, connection)
    parts = [{"type": "library", "name": f"part-{number:03}"} for number in range(120)]
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": parts}
    await hand_in(visitor, slug, json.dumps(document).encode())
    shown = Markup((await visitor.get(f"/en/catalogue/{slug}/made-of")).text)
    [more] = [each for each in shown.links if "after=" in each]
    assert "part-049" in shown.words
    assert "part-050" not in shown.words
    assert "part-050" in (await visitor.get(more)).text
