"""Whatever stands in an address or a form, a page answers; it never breaks."""

import pytest
from httpx import AsyncClient, Response

from store.database import Connection
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup

ODD = {
    "nul": "\0",
    "accent": "é",
    "digits": "9" * 5_000,
    "unknown": "XXX",
    "bracket": "{",
    "negative": "-1",
    "not a number": "nan",
    "endless": "1e999",
    "half a character": "\udcff",
}
FACETS = (
    "category", "verdict", "health_band", "licence", "software_type", "development_status", "scope",
    "publisher", "technology", "language",
)  # fmt: skip
NAMES = {
    "/": ("done",),
    "/catalogue": ("query", "after", "before", *FACETS),
    "/challenges": ("open", "state", "programme", "domain", "after", "before", "done"),
    "/teams": ("after", "before"),
    "/programmes": ("after", "before"),
    "/publishers": ("after", "before"),
    "/sign-in": ("done",),
    "/post-a-challenge": ("done",),
}


async def asked(client: AsyncClient, path: str, name: str, value: str) -> Response:
    raw = "".join(f"%{byte:02X}" for byte in value.encode(errors="surrogateescape"))
    return await client.get(f"/en{path.removesuffix('/')}?{name}={raw}")


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
async def test_no_value_in_an_address_breaks_a_page(reader: AsyncClient, value: str) -> None:
    broken = [
        (path, name)
        for path, names in NAMES.items()
        for name in names
        if (await asked(reader, path, name, value)).status_code >= 500
    ]
    assert broken == []


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
async def test_no_name_in_an_address_breaks_a_page(reader: AsyncClient, value: str) -> None:
    raw = "".join(f"%{byte:02X}" for byte in value.encode(errors="surrogateescape"))
    for folder in ("catalogue", "challenges", "teams", "programmes", "publishers", "invitation"):
        assert (await reader.get(f"/en/{folder}/{raw}")).status_code < 500, folder
    assert (await reader.get(f"/en/teams?{raw}=1")).status_code < 500


@pytest.mark.parametrize("facet", FACETS)
async def test_a_value_that_nothing_has_finds_nothing(reader: AsyncClient, facet: str) -> None:
    answer = await asked(reader, "/catalogue", facet, "XXX")
    assert answer.status_code == 200
    assert "No public code was found." in answer.text


@pytest.mark.parametrize("token", ["é", "", "9" * 5_000, "\0"], ids=["accent", "empty", "digits", "nul"])
async def test_a_token_that_is_none_is_refused(reader: AsyncClient, token: str) -> None:
    await reader.get("/en/sign-in")
    answer = await reader.post("/en/sign-in", data={"form_token": token, "person": "x"})
    assert answer.status_code == 403


async def own_draft(visitor: AsyncClient, connection: Connection) -> str:
    await sign_in(visitor, connection, "owner.city@example.org")
    page = Markup((await visitor.get("/en/post-a-challenge")).text)
    chosen = {
        name: next(each["value"] for each in page.controls if each.get("name") == name and each.get("value"))
        for name in ("programme", "owner")
    }
    answer = await send(
        visitor, "/en/post-a-challenge", "/en/post-a-challenge", {**chosen, "title.en": "Odd umbrellas"}
    )
    return str(answer.headers["location"])


@pytest.mark.parametrize("value", [each for each in ODD.values() if each != "\udcff"])
async def test_no_value_in_a_form_breaks_a_page(
    visitor: AsyncClient, connection: Connection, value: str
) -> None:
    overview = await own_draft(visitor, connection)
    names = {
        "problem": ("version", "title.en", "problem.zh-Hant", "peopleAffected.en"),
        "success": ("version", "needs.0.concept", "needs.0.level", "measures.0.name.en", "measures.0.target",
                    "measures.0.baseline", "measures.0.unit", "domains"),
        "time": ("version", "hoursNeeded", "startsOn", "endsOn", "languages", "onSite", "minTeams", "maxTeams"),
        "terms": ("version", "dataClass", "lawfulBasis", "licence"),
        "gate": ("version", "aiRisk", "aiExamined", "impactAssessment", "readiness.URGENT_NEED"),
    }  # fmt: skip
    for step, fields in names.items():
        path = f"{overview}/{step}"
        for field in fields:
            version = Markup((await visitor.get(path)).text).hidden("version")
            whole = {"version": version, "needs.0.concept": "maps", "needs.0.level": "2"}
            answer = await send(visitor, path, path, {**whole, field: value})
            assert answer.status_code < 500, (step, field)
