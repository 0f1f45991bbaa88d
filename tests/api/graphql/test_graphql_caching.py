"""What browsers and caches on the way may keep of the API's answers, and queries asked by their hash."""

from hashlib import sha256
from typing import Any

import orjson
import pytest
from httpx import AsyncClient

from registry.people import service as people
from registry.people.model import NewOrganisation, OrganisationKind
from schema.contract import SCHEMA
from store import documents
from store.actor import Actor
from store.database import Database
from tests.api.conftest import Browse

COUNT = "{ organisations { totalCount } }"
MUTATION = 'mutation { signInAsExample(email: "x@example.org") { token } }'


def persisted(document: str, *, text: bool = False, **changed: Any) -> dict[str, Any]:
    """The body of an operation that names its document by hash."""
    link = {"version": 1, "sha256Hash": sha256(document.encode()).hexdigest(), **changed}
    return {"extensions": {"persistedQuery": link}, **({"query": document} if text else {})}


def in_address(body: dict[str, Any]) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else orjson.dumps(value).decode()
        for name, value in body.items()
    }


async def organisation(database: Database) -> None:
    async with database.transaction() as tx:
        new = NewOrganisation({"en": "Bureau"}, OrganisationKind.LOCAL_GOVERNMENT)
        await people.register_organisation(tx, Actor.system(), new)


async def kept(database: Database) -> int:
    async with database.read() as connection:
        count: int = await connection.fetchval("select count(*) from persisted_document")
        return count


async def test_what_anybody_gets_may_be_kept_for_a_minute(client: AsyncClient) -> None:
    answer = await client.get("/graphql", params={"query": COUNT})
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert answer.headers["etag"].startswith('W/"')
    assert set(answer.headers["vary"].split(", ")) == {
        "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cookie",
    }  # fmt: skip


async def test_the_contract_is_sent_to_who_has_another_only(client: AsyncClient) -> None:
    first = await client.get("/schema.graphql")
    assert first.headers["cache-control"] == "public, max-age=300"
    assert first.text == str(SCHEMA)
    again = await client.get("/schema.graphql", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["access-control-allow-origin"] == "*"


async def test_a_long_answer_is_compressed_and_says_so(client: AsyncClient) -> None:
    asked = {"query": "{ __schema { types { name description } } }"}
    plain = await client.get("/graphql", params=asked, headers={"Accept-Encoding": "identity"})
    small = await client.get("/graphql", params=asked, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert small.headers["content-encoding"] == "gzip"
    assert int(small.headers["content-length"]) < int(plain.headers["content-length"]) / 3
    assert (small.content, small.headers["etag"]) == (plain.content, plain.headers["etag"])


async def test_an_operation_whose_name_is_empty_in_an_address_has_none(client: AsyncClient) -> None:
    answer = await client.get("/graphql", params={"query": COUNT, "operationName": ""})
    assert answer.json()["data"] == {"organisations": {"totalCount": 0}}


async def test_an_answer_that_is_held_already_is_not_sent_again(client: AsyncClient) -> None:
    first = await client.get("/graphql", params={"query": COUNT})
    held = {"If-None-Match": f'"other", {first.headers["etag"]}'}
    again = await client.get("/graphql", params={"query": COUNT}, headers=held)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == first.headers["cache-control"]


async def test_a_write_changes_the_etag_of_what_it_changed(client: AsyncClient, database: Database) -> None:
    first = await client.get("/graphql", params={"query": COUNT})
    await organisation(database)
    held = {"If-None-Match": first.headers["etag"]}
    again = await client.get("/graphql", params={"query": COUNT}, headers=held)
    assert (again.status_code, again.json()["data"]) == (200, {"organisations": {"totalCount": 1}})


@pytest.mark.parametrize(
    ("method", "headers", "kept_as"),
    [
        ("GET", {"Cookie": "commonfield_session=gone"}, "private, no-store"),
        ("POST", {"Cookie": "commonfield_session=gone"}, "private, no-store"),
        ("POST", {}, "no-store"),
    ],
)
async def test_what_may_be_somebodys_own_is_never_kept(
    client: AsyncClient, method: str, headers: dict[str, str], kept_as: str
) -> None:
    sent: dict[str, Any] = {"params": {"query": COUNT}} if method == "GET" else {"json": {"query": COUNT}}
    answer = await client.request(method, "/graphql", headers=headers, **sent)
    assert answer.headers["cache-control"] == kept_as
    assert "etag" not in answer.headers


async def test_errors_are_not_kept(client: AsyncClient) -> None:
    answer = await client.get("/graphql", params={"query": "{ teams(first: 0) { totalCount } }"})
    assert answer.headers["cache-control"] == "no-store"


async def test_a_hash_that_nobody_sent_the_text_of_is_not_found(client: AsyncClient) -> None:
    answer = await client.get("/graphql", params=in_address(persisted(COUNT)))
    assert answer.status_code == 200
    assert answer.json()["errors"] == [
        {"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}
    ]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("by_post", [True, False])
async def test_a_query_sent_once_with_its_hash_is_answered_by_hash_in_every_process(
    browse: Browse, database: Database, *, by_post: bool
) -> None:
    async with browse(database) as client:
        both = persisted(COUNT, text=True)
        sent = {"json": both} if by_post else {"params": in_address(both)}
        await client.request("POST" if by_post else "GET", "/graphql", **sent)
        same = await client.get("/graphql", params=in_address(persisted(COUNT)))
    async with browse(database) as other_process:
        other = await other_process.get("/graphql", params=in_address(persisted(COUNT)))
    assert same.json()["data"] == other.json()["data"] == {"organisations": {"totalCount": 0}}
    assert other.headers["cache-control"] == "public, max-age=60"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (persisted(COUNT, version=2), "PERSISTED_QUERY_NOT_SUPPORTED"),
        (persisted(COUNT, sha256Hash="0" * 64, text=True), "PERSISTED_QUERY_HASH_MISMATCH"),
        (persisted(COUNT, sha256Hash="zz"), "BAD_REQUEST"),
        ({"extensions": {"persistedQuery": 7}}, "PERSISTED_QUERY_NOT_SUPPORTED"),
    ],
)
async def test_a_hash_that_cannot_be_is_refused_and_nothing_is_kept(
    client: AsyncClient, database: Database, body: dict[str, Any], code: str
) -> None:
    answer = await client.post("/graphql", json=body)
    assert answer.json()["errors"][0]["extensions"]["code"] == code
    assert await kept(database) == 0


@pytest.mark.parametrize(
    "document", [MUTATION, "{ nothing }", "{ " + " " * 20_000 + "teams { totalCount } }"]
)
async def test_neither_mutations_nor_mistakes_nor_long_texts_are_kept(
    client: AsyncClient, database: Database, document: str
) -> None:
    await client.post("/graphql", json=persisted(document, text=True))
    assert await kept(database) == 0


async def test_a_mutation_by_hash_in_an_address_does_not_run(client: AsyncClient, database: Database) -> None:
    answer = await client.get("/graphql", params=in_address(persisted(MUTATION, text=True)))
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


async def test_whoever_sends_many_texts_pushes_out_the_oldest(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MAX_KEPT", 3)
    for number in range(5):
        async with database.transaction() as tx:
            await documents.keep(tx, bytes([number]) * 32, f"{{ n{number} }}")
    async with database.read() as connection:
        found = [await documents.find(connection, bytes([number]) * 32) for number in range(5)]
    assert found == [None, None, "{ n2 }", "{ n3 }", "{ n4 }"]


async def test_a_browser_at_the_bare_address_is_led_to_the_page_that_explains_it(client: AsyncClient) -> None:
    answer = await client.get("/graphql", headers={"Accept": "text/html", "Accept-Language": "zh-TW"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/zh-Hant/data")


async def test_another_method_is_told_which_are_taken(client: AsyncClient) -> None:
    answer = await client.delete("/graphql")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST")
