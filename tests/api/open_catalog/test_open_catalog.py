"""Federating catalogues read ours under the names of the Open Catalog API."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import jsonschema_rs
import pytest
from httpx import AsyncClient

from api.open_catalog import ROUTES
from api.open_catalog.openapi import DESCRIPTION
from registry.people import service as people
from registry.people.model import NewOrganisation, OrganisationKind
from registry.publiccode import PublicCode, read, summarise
from registry.software import service
from store.actor import Actor
from store.database import Database

NOBODYS = UUID(int=7)  # the same in every worker, so that all collect the same tests

OFFICER = Actor(name="an officer", is_officer=True)
NAMES = ("river-watch", "flood-desk", "tree-map")


async def catalogue(database: Database) -> list[UUID]:
    """Three entries of one publisher, a day apart."""
    async with database.transaction() as tx:
        bureau = await people.register_organisation(
            tx,
            OFFICER,
            NewOrganisation({"en": "River Bureau", "zh-Hant": "河川局"}, OrganisationKind.AGENCY, "TW"),
        )
        ids = []
        for day, name in enumerate(NAMES, 1):
            metadata = PublicCode(name=name, licence="MIT", short_descriptions={"en": f"What {name} does"})
            entry = await service.register(
                tx, OFFICER, f"https://github.com/rivers/{name}", publisher_id=bureau.id, metadata=metadata
            )
            await tx.execute(
                "update software set created_at = $2, updated_at = $2 where id = $1",
                entry.id,
                datetime(2026, 1, day, tzinfo=UTC),
            )
            ids.append(entry.id)
    return ids


def urls(answer: Any) -> list[str]:
    return [each["url"].rsplit("/", 1)[-1] for each in answer["data"]]


def check(answer: Any, path: str) -> None:
    """Hold an answer to the description."""
    schema = DESCRIPTION["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    whole = {**schema, "components": DESCRIPTION["components"]}
    jsonschema_rs.Draft4Validator(_nullable(whole)).validate(answer)


def _nullable(schema: Any) -> Any:
    """OpenAPI 3.0 says `nullable` where JSON Schema has a second type."""
    if isinstance(schema, dict):
        found = {key: _nullable(each) for key, each in schema.items() if key != "nullable"}
        return {**found, "type": [schema["type"], "null"]} if schema.get("nullable") else found
    return [_nullable(each) for each in schema] if isinstance(schema, list | tuple) else schema


async def test_a_page_leads_to_the_next_and_back(client: AsyncClient, database: Database) -> None:
    await catalogue(database)
    first = (await client.get("/api/v1/software?page[size]=2")).json()
    assert urls(first) == ["river-watch", "flood-desk"]
    assert first["links"]["prev"] is None
    assert first["links"]["next"].startswith("?page[size]=2&page[after]=")
    second = (await client.get("/api/v1/software" + first["links"]["next"])).json()
    assert urls(second) == ["tree-map"]
    assert second["links"]["next"] is None
    back = (await client.get("/api/v1/software" + second["links"]["prev"])).json()
    assert urls(back) == ["river-watch", "flood-desk"]
    assert back["links"]["prev"] is None


async def test_a_page_stays_right_while_software_is_added(client: AsyncClient, database: Database) -> None:
    await catalogue(database)
    first = (await client.get("/api/v1/software?page[size]=1")).json()
    async with database.transaction() as tx:
        early = await service.register(tx, OFFICER, "https://github.com/rivers/early")
        await tx.execute(
            "update software set created_at = $2 where id = $1", early.id, datetime(2025, 1, 1, tzinfo=UTC)
        )
    following = (await client.get("/api/v1/software" + first["links"]["next"])).json()
    assert urls(following) == ["flood-desk"]


async def test_software_has_the_fields_that_the_open_catalog_api_names(
    client: AsyncClient, database: Database
) -> None:
    ids = await catalogue(database)
    answer = (await client.get("/api/v1/software")).json()
    check(answer, "/software")
    entry = (await client.get(f"/api/v1/software/{ids[0]}")).json()
    assert entry == answer["data"][0]
    check(entry, "/software/{softwareId}")
    publiccode = entry.pop("publiccodeYml")
    assert entry == {
        "id": str(ids[0]),
        "url": "https://github.com/rivers/river-watch",
        "active": True,
        "createdAt": "2026-01-01T00:00:00Z",
        "updatedAt": "2026-01-01T00:00:00Z",
    }
    assert publiccode.splitlines()[:3] == [
        "publiccodeYmlVersion: '0.5'",
        "name: river-watch",
        "url: https://github.com/rivers/river-watch",
    ]
    assert summarise(read(publiccode.encode())).short_descriptions == {"en": "What river-watch does"}
    assert summarise(read(publiccode.encode())).licence == "MIT"


async def test_time_filters_leave_both_ends_out(client: AsyncClient, database: Database) -> None:
    await catalogue(database)
    answer = (
        await client.get("/api/v1/software?from=2026-01-01T00:00:00Z&to=2026-01-03T08:00:00%2B08:00")
    ).json()
    assert urls(answer) == ["flood-desk"]


async def test_software_is_found_by_its_address_and_by_an_alias(
    client: AsyncClient, database: Database
) -> None:
    ids = await catalogue(database)
    async with database.transaction() as tx:
        await tx.execute(
            "update repository set full_name = 'waters/river-watch' where software_id = $1", ids[0]
        )
    for address in ("https://github.com/Rivers/River-Watch", "https://github.com/waters/river-watch"):
        found = (await client.get("/api/v1/software", params={"url": address})).json()
        assert urls(found) == ["river-watch"]
        assert found["data"][0]["aliases"] == ["https://github.com/waters/river-watch"]


async def test_software_whose_repositories_are_gone_is_listed_only_on_demand(
    client: AsyncClient, database: Database
) -> None:
    ids = await catalogue(database)
    async with database.transaction() as tx:
        await tx.execute("update repository set state = 'GONE' where software_id = $1", ids[1])
    assert urls((await client.get("/api/v1/software")).json()) == ["river-watch", "tree-map"]
    everything = (await client.get("/api/v1/software?all=true")).json()
    assert [each["active"] for each in everything["data"]] == [True, False, True]


async def test_publishers_show_their_accounts_and_no_email(client: AsyncClient, database: Database) -> None:
    await catalogue(database)
    answer = (await client.get("/api/v1/publishers")).json()
    check(answer, "/publishers")
    (shown,) = answer["data"]
    assert (shown["description"], shown["alternativeId"], shown["active"]) == (
        "River Bureau",
        "river-bureau",
        True,
    )
    assert [(each["url"], each["group"]) for each in shown["codeHosting"]] == [
        ("https://github.com/rivers", True)
    ]
    assert "email" not in shown
    for named in (shown["id"], "river-bureau"):
        one = (await client.get(f"/api/v1/publishers/{named}")).json()
        check(one, "/publishers/{publisherId}")
        assert one == shown


async def test_logs_tell_newest_first_what_became_of_software_and_not_by_whom(
    client: AsyncClient, database: Database
) -> None:
    ids = await catalogue(database)
    async with database.transaction() as tx:
        await service.register(
            tx,
            OFFICER,
            "https://github.com/rivers/tree-map",
            metadata=PublicCode(name="tree-map", licence="Apache-2.0"),
        )
    answer = (await client.get("/api/v1/logs")).json()
    check(answer, "/logs")
    assert answer["data"][0]["entity"] == f"/software/{ids[2]}"
    assert answer["data"][0]["message"] == (
        "What is said of it has changed. Declared licence: MIT → Apache-2.0."
    )
    assert len(answer["data"]) == len(NAMES) + 1
    assert "an officer" not in str(answer)
    own = (await client.get(f"/api/v1/software/{ids[2]}/logs?page[size]=1")).json()
    check(own, "/software/{softwareId}/logs")
    assert own["data"] == answer["data"][:1]
    older = (await client.get(f"/api/v1/software/{ids[2]}/logs" + own["links"]["next"])).json()
    assert [each["message"] for each in older["data"]] == ["It came into the catalogue."]


@pytest.mark.parametrize(
    "query",
    [
        "page[size]=0",
        "page[size]=101",
        "page[size]=ten",
        "page[after]=nonsense",
        "page[after]=" + quote("MjAyNi0wMS0wMVQwMDowMDowMCswMDowMCAx"),  # a cursor of the logs
        "from=yesterday",
        "to=2026-01-01",
        "from=2026-W05-6T09:00:00Z",
        "to=2026-01-31T09:00:00",
        "from=0001-01-01T00:00:00%2B14:00",
        "all=perhaps",
    ],
)
async def test_a_parameter_that_cannot_be_used_is_a_problem(client: AsyncClient, query: str) -> None:
    answer = await client.get(f"/api/v1/software?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].startswith(f"`{query.split('=', maxsplit=1)[0]}` is ")
    schema = _nullable(DESCRIPTION["components"]["schemas"]["Problem"])
    jsonschema_rs.Draft4Validator(schema).validate(answer.json())


@pytest.mark.parametrize(
    "path", ["software/none", f"software/{NOBODYS}", f"software/{NOBODYS}/logs", "publishers/none"]
)
async def test_what_there_is_not_is_a_problem(client: AsyncClient, path: str) -> None:
    answer = await client.get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


async def test_nothing_is_written_here(client: AsyncClient) -> None:
    for path in ("software", "publishers", "logs"):
        assert (await client.post(f"/api/v1/{path}", json={})).status_code == 405


async def test_the_description_names_every_path_and_no_other(client: AsyncClient) -> None:
    answer = await client.get("/api/v1/openapi.json")
    assert answer.json()["paths"].keys() == DESCRIPTION["paths"].keys()
    handled = {
        route.path.removeprefix("/api/v1")
        .replace("software_id:str", "softwareId")
        .replace("publisher_id:str", "publisherId")
        for route in ROUTES.routes
    }
    assert handled == {*DESCRIPTION["paths"], "/openapi.json"}
    assert (await client.get("/api/v1/status")).status_code == 204


async def test_every_parameter_of_the_description_is_heeded(client: AsyncClient, database: Database) -> None:
    await catalogue(database)
    wrong = {"page[size]": "0", "page[after]": "-", "page[before]": "-", "from": "-", "to": "-", "all": "-"}
    for path, described in DESCRIPTION["paths"].items():
        for each in described["get"].get("parameters", ()):
            if each["in"] == "query" and each["name"] != "url":
                real = path.replace("{softwareId}", str(uuid4()))
                answer = await client.get(f"/api/v1{real}", params={each["name"]: wrong[each["name"]]})
                assert answer.status_code == 422, (path, each["name"])


async def test_what_a_catalogue_has_is_not_sent_again(client: AsyncClient, database: Database) -> None:
    await catalogue(database)
    etag = (await client.get("/api/v1/software")).headers["etag"]
    held = [f'"other", {etag}', etag.removeprefix("W/"), "*"]
    for each in held:
        again = await client.get("/api/v1/software", headers={"If-None-Match": each})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    changed = await client.get("/api/v1/software?page[size]=1", headers={"If-None-Match": etag})
    assert changed.status_code == 200


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "nothing", 404), ("POST", "software", 405)])
async def test_problems_below_it_are_all_of_one_form(
    client: AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await client.request(method, f"/api/v1/{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
