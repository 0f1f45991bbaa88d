"""Officers register organisations and invite people on a page, and the links let them in."""

import re

import pytest
from asyncpg import Connection
from httpx import AsyncClient, Response

from schema.ids import to_global_id
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup

AGENCY = {
    "name.en": "Harbour Bureau",
    "name.zh-Hant": "港務局",
    "kind": "AGENCY",
    "place": "TW-KHH",
    "homepage": "",
}


async def invited(visitor: AsyncClient, **form: str) -> Response:
    fields = {"email": "wen@example.org", "role": "", "organisation": "", **form}
    return await send(visitor, "/en/people", "/en/people/invitations", fields)


def link_in(answer: Response) -> str:
    found = re.search(r"/en/invitation/[\w-]+", answer.text)
    assert found
    return found[0]


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
async def test_the_page_is_well_formed(visitor: AsyncClient, connection: Connection, language: str) -> None:
    await sign_in(visitor, connection, "officer@example.org")
    page = Markup((await visitor.get(f"/{language}/people")).text)
    assert page.faults == []
    assert len(page.ids) == len(set(page.ids))


async def test_it_is_for_officers(visitor: AsyncClient, connection: Connection) -> None:
    assert (await visitor.get("/en/people")).headers["location"] == "/en/sign-in"
    await sign_in(visitor, connection, "owner.city@example.org")
    assert (await visitor.get("/en/people")).status_code == 403


async def test_somebody_is_invited_to_speak_for_an_organisation_that_was_registered_before(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, "officer@example.org")
    registered = await send(visitor, "/en/people", "/en/people/organisations", AGENCY)
    assert registered.headers["location"] == "/en/people?done=organisation-registered"
    assert "/en/publishers/harbour-bureau" in Markup((await visitor.get("/en/people")).text).links
    assert (await visitor.get("/en/publishers/harbour-bureau")).status_code == 200
    bureau = await connection.fetchval("select id from organisation where slug = 'harbour-bureau'")
    answer = await invited(visitor, role="owner", organisation=to_global_id("Organisation", bureau))
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    visitor.cookies.clear()
    link = link_in(answer)
    assert (await send(visitor, link, link, {"name": "Wen"})).status_code == 303
    granted = await connection.fetch(
        "select role, organisation_id from role_grant join person on person.id = person_id where name = 'Wen'"
    )
    assert [tuple(each) for each in granted] == [("owner", bureau)]


async def test_whoever_was_here_before_comes_back_without_a_name(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, "officer@example.org")
    link = link_in(await invited(visitor, email="lead.sensor@example.org"))
    visitor.cookies.clear()
    assert (await send(visitor, link, link, {"name": ""})).status_code == 303
    assert "感測島" in (await visitor.get("/en/account")).text


@pytest.mark.parametrize(
    ("form", "field"),
    [({"email": "nobody"}, "#email"), ({"role": "owner"}, "#organisation")],
)
async def test_what_is_missing_is_said_at_its_field(
    visitor: AsyncClient, connection: Connection, form: dict[str, str], field: str
) -> None:
    await sign_in(visitor, connection, "officer@example.org")
    answer = await invited(visitor, **form)
    assert answer.status_code == 422
    assert field in Markup(answer.text).links


async def test_an_organisation_without_a_name_is_not_registered(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, "officer@example.org")
    nameless = AGENCY | {"name.en": "", "name.zh-Hant": ""}
    answer = await send(visitor, "/en/people", "/en/people/organisations", nameless)
    assert answer.status_code == 422
    assert "#name.en" in Markup(answer.text).links
