"""GraphQL over HTTP: what is taken, what is refused and how, and that a link never writes."""

from gzip import compress
from typing import Any

import pytest

from registry.people import service as people
from registry.people.model import NewOrganisation, OrganisationKind
from registry.sessions import service as sessions
from store.actor import Actor, Role
from store.database import Database
from tests.api.conftest import Browse

NEWER = "application/graphql-response+json"


async def test_anybody_reads_without_signing_in(browse: Browse, database: Database) -> None:
    async with browse(database) as client:
        answer = await client.post("/graphql", json={"query": "{ viewer { name } catalogue { totalCount } }"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.json()["data"] == {"viewer": None, "catalogue": {"totalCount": 0}}


async def test_a_query_can_be_a_link(browse: Browse, database: Database) -> None:
    document = "query Count($first: Int) { teams(first: $first) { totalCount } }"
    async with browse(database) as client:
        answer = await client.get("/graphql", params={"query": document, "variables": '{"first": 3}'})
    assert answer.json()["data"] == {"teams": {"totalCount": 0}}


async def test_a_link_never_writes(browse: Browse, database: Database) -> None:
    document = 'mutation { signInAsExample(email: "x@example.org") { token } }'
    async with browse(database) as client:
        answer = await client.get("/graphql", params={"query": document})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from session") == 0


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_subscription_asked_for_as_one_answer_is_told_how_it_is_streamed(
    browse: Browse, database: Database, method: str
) -> None:
    sent = {"query": 'subscription { softwareObserved(id: "x") { score } }'}
    async with browse(database) as client:
        answer = await (
            client.get("/graphql", params=sent) if method == "GET" else client.post("/graphql", json=sent)
        )
    assert answer.status_code == 406
    (error,) = answer.json()["errors"]
    assert error["extensions"] == {"code": "NOT_ACCEPTABLE"}
    assert "text/event-stream" in error["message"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{", "this is no JSON"),
        (b"[]", "send one operation at a time"),
        (b"7", "send an object with `query`"),
        (b'{"query": 7}', "send an object with `query`"),
        (b'{"query": "{ viewer { name } }", "variables": []}', "`variables` is an object"),
        (b'{"query": "{ viewer { name } }", "operationName": 7}', "`operationName` is a text"),
    ],
)
async def test_what_is_no_graphql_request_is_told_what_would_be(
    browse: Browse, database: Database, body: bytes, reason: str
) -> None:
    async with browse(database) as client:
        answer = await client.post("/graphql", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert reason in answer.json()["errors"][0]["message"]


async def test_another_content_type_is_refused(browse: Browse, database: Database) -> None:
    async with browse(database) as client:
        answer = await client.post(
            "/graphql", content=b"query={viewer{name}}", headers={"Content-Type": "text/plain"}
        )
    assert answer.status_code == 415
    assert answer.json()["errors"][0]["message"] == "send the operation as application/json, in UTF-8"


@pytest.mark.parametrize(("accept", "status"), [(NEWER, 400), ("application/json", 200)])
async def test_a_document_that_does_not_hold_is_answered_as_the_media_type_has_it(
    browse: Browse, database: Database, accept: str, status: int
) -> None:
    async with browse(database) as client:
        answer = await client.post("/graphql", json={"query": "{ nothing }"}, headers={"Accept": accept})
    assert answer.status_code == status
    assert answer.headers["content-type"] == f"{accept}; charset=utf-8"
    assert "data" not in answer.json()


async def test_other_sites_may_read_it(browse: Browse, database: Database) -> None:
    headers = {"Origin": "https://dashboard.example.org"}
    async with browse(database) as client:
        answer = await client.post("/graphql", json={"query": "{ viewer { name } }"}, headers=headers)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


async def signed_in(database: Database, role: Role) -> tuple[str, Any]:
    async with database.transaction() as tx:
        system = Actor.system()
        organisation = await people.register_organisation(
            tx, system, NewOrganisation({"en": "Bureau"}, OrganisationKind.LOCAL_GOVERNMENT)
        )
        person = await people.register_person(tx, system, "someone@example.org", "Someone", "zh-Hant")
        bound = organisation.id if role in {Role.OWNER, Role.AGENCY} else None
        await people.grant(tx, system, person.id, role, bound)
        return await sessions.sign_in(tx, person.id), organisation


async def test_a_bearer_token_says_who_asks(browse: Browse, database: Database) -> None:
    token, _ = await signed_in(database, Role.OWNER)
    async with browse(database) as client:
        answer = await client.post(
            "/graphql",
            json={"query": "{ viewer { name roles grants { nodes { role organisation { slug } } } } }"},
            headers={"Authorization": f"Bearer {token}"},
        )
    assert answer.json()["data"]["viewer"] == {
        "name": "Someone",
        "roles": ["OWNER"],
        "grants": {"nodes": [{"role": "OWNER", "organisation": {"slug": "bureau"}}]},
    }


async def test_a_refusal_is_told_in_the_language_that_is_asked_for(
    browse: Browse, database: Database
) -> None:
    token, organisation = await signed_in(database, Role.OWNER)
    document = """
        mutation ($name: LocalizedText!) {
          registerOrganisation(input: {name: $name, kind: COMMUNITY}) {
            organisation { id } userErrors { code field message }
          }
        }
    """
    async with browse(database) as client:
        answers = [
            await client.post(
                "/graphql",
                json={"query": document, "variables": {"name": {"en": "Second bureau"}}},
                headers={"Authorization": f"Bearer {token}", "Accept-Language": language},
            )
            for language in ("en", "zh-TW")
        ]
    payloads = [answer.json()["data"]["registerOrganisation"] for answer in answers]
    assert [payload["organisation"] for payload in payloads] == [None, None]
    assert [payload["userErrors"][0]["code"] for payload in payloads] == ["OFFICERS_ONLY"] * 2
    english, chinese = (payload["userErrors"][0]["message"] for payload in payloads)
    assert english.isascii()
    assert not chinese.isascii()
    async with database.read() as connection:
        assert await connection.fetchval("select array_agg(slug) from organisation") == [organisation.slug]


async def test_a_body_that_is_compressed_is_refused_in_words(browse: Browse, database: Database) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    async with browse(database) as client:
        answer = await client.post(
            "/graphql", content=compress(b'{"query": "{ __typename }"}'), headers=headers
        )
    assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "identity")
    assert answer.json()["errors"][0]["message"] == "send the operation as it is, not compressed"


async def test_a_body_beyond_every_form_is_refused(browse: Browse, database: Database) -> None:
    async with browse(database) as client:
        answer = await client.post("/graphql", json={"query": "{ viewer { name } }" + " " * 300_000})
    assert answer.status_code == 413
