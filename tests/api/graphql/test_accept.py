"""What a client takes is read as RFC 9110 has it, and nothing runs whose answer is not taken."""

import pytest
from httpx import AsyncClient
from hypothesis import given
from hypothesis import strategies as st

from api.graphql.negotiation import (
    EVENTS,
    GRAPHQL_JSON,
    JSON,
    answered_in,
    read,
    takes_events,
    takes_gzip,
    wants_events,
)
from store.database import Database

#: What urql sends with every operation.
EITHER = f"{GRAPHQL_JSON}, application/graphql+json, {JSON}, {EVENTS}, multipart/mixed"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (GRAPHQL_JSON, GRAPHQL_JSON),
        (GRAPHQL_JSON.upper(), GRAPHQL_JSON),
        (f"{JSON}, {GRAPHQL_JSON}", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON};q=0.9, {JSON}", JSON),
        (f"{GRAPHQL_JSON}, {JSON};q=0.9", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON};q=0", None),
        (f"{GRAPHQL_JSON};q=0, */*", JSON),
        (f"{JSON};q=0, */*", GRAPHQL_JSON),
        (f"{JSON};q=0.000, {GRAPHQL_JSON} ; q=0.001", GRAPHQL_JSON),
        ("*/*;q=0", None),
        (f"*/*;q=0, {JSON}", JSON),
        ("application/*;q=0.1, */*;q=0", JSON),
        ("text/html, */*;q=0.8", JSON),
        (f"{JSON};q=0.5, */*;q=0.8", GRAPHQL_JSON),
        (f"{JSON}, */*", JSON),
        ("text/html", None),
        ("text/*", None),
        (f"{JSON};charset=utf-8", JSON),
        (f'{JSON}; Charset="UTF-8"', JSON),
        (f"{JSON};charset=utf8", JSON),
        (f"{JSON};charset=big5", None),
        (f"{JSON};charset=utf-8;q=0, {JSON}", None),
        (f"{JSON};charset=utf-8;q=0.1, {GRAPHQL_JSON};q=0.2, {JSON}", GRAPHQL_JSON),
        (f"{JSON};profile=x, {GRAPHQL_JSON};q=0.1", GRAPHQL_JSON),
        (f'text/plain;note="a,{JSON};q=1", {GRAPHQL_JSON}', GRAPHQL_JSON),
        (f"{JSON};q=2", JSON),
        (f"{JSON};q=NaN, {GRAPHQL_JSON};q=0.5", GRAPHQL_JSON),
        ("a=b; c", JSON),
        ("json", JSON),
        (f",, {GRAPHQL_JSON},", GRAPHQL_JSON),
    ],
)
def test_the_type_of_an_answer_is_the_one_that_is_wanted_most(accept: str, media_type: str | None) -> None:
    assert answered_in(accept) == media_type


@pytest.mark.parametrize(
    ("accept", "wants", "takes"),
    [
        (EVENTS, True, True),
        (f"{EVENTS}; charset=utf-8", True, True),
        (f"{JSON}, {EVENTS}", False, True),
        (f"{EVENTS}, multipart/mixed", True, True),
        (EITHER, False, True),
        (f"{JSON};q=0.9, {EVENTS}", True, True),
        (f"{EVENTS};q=0.9, {JSON}", False, False),
        (f"{EVENTS};q=0", False, False),
        (f"{EVENTS};q=0, */*", False, False),
        (f"{EVENTS};q=0.1, */*", False, False),
        ("*/*", False, False),
        ("text/*", False, False),
        ("", False, False),
        (f'text/plain;a="{EVENTS}"', False, False),
    ],
)
def test_a_stream_is_for_those_who_name_it_and_want_nothing_more(
    accept: str, *, wants: bool, takes: bool
) -> None:
    assert (wants_events(accept), takes_events(accept)) == (wants, takes)


async def test_who_takes_streams_and_answers_gets_a_query_and_a_mutation_answered(
    client: AsyncClient,
) -> None:
    for query in ("{ __typename }", "mutation { signOut { userErrors { code } } }"):
        answer = await client.post("/graphql", json={"query": query}, headers={"Accept": EITHER})
        assert answer.headers["content-type"] == f"{GRAPHQL_JSON}; charset=utf-8"
        assert "errors" not in answer.json()
    followed = await client.post(
        "/graphql",
        json={"query": 'subscription { jobProgress(id: "x") { state } }'},
        headers={"Accept": EITHER},
    )
    assert followed.headers["content-type"] == f"{EVENTS}; charset=utf-8"
    assert followed.text.endswith("event: complete\ndata:\n\n")


@given(
    st.text() | st.lists(st.sampled_from([*'/;,="\\*q01. ', JSON, EVENTS, "q=0.5"]), max_size=60).map("".join)
)
def test_any_header_can_be_read(accept: str) -> None:
    assert all(0 <= each.quality <= 1 for each in read(accept))
    assert answered_in(accept) in {JSON, GRAPHQL_JSON, None}
    assert takes_events(accept) >= wants_events(accept)


@pytest.mark.parametrize("accept", ["text/html", f"{JSON};q=0", "*/*;q=0"])
async def test_nothing_runs_whose_answer_is_not_taken(
    client: AsyncClient, database: Database, accept: str
) -> None:
    sent = {"query": 'mutation { registerTeam(input: {name: {en: "A"}}) { userErrors { code } } }'}
    asked = await client.get("/graphql", params={"query": "{ viewer { name } }"}, headers={"Accept": accept})
    answers = [asked, await client.post("/graphql", json=sent, headers={"Accept": accept})]
    for answer in answers:
        assert (answer.status_code, answer.headers["content-type"]) == (406, f"{JSON}; charset=utf-8")
        assert answer.json()["errors"][0]["extensions"] == {"code": "NOT_ACCEPTABLE"}
        assert GRAPHQL_JSON in answer.json()["errors"][0]["message"]
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from audit_event") == 0


OTHER_SITE = {"Origin": "https://elsewhere.example.org", "Cookie": "commonfield_session=x"}


@pytest.mark.parametrize("media_type", [JSON, GRAPHQL_JSON])
@pytest.mark.parametrize(
    ("method", "path", "sent", "body", "status"),
    [
        ("POST", "/graphql", {"Authorization": "Bearer gone"}, b'{"query": "{ __typename }"}', 401),
        ("GET", "/graphql?query=%7B__typename%7D", {"Authorization": "Bearer gone"}, b"", 401),
        ("POST", "/graphql", OTHER_SITE, b"{}", 403),
        ("GET", "/graphql/nothing", {}, b"", 404),
        ("DELETE", "/graphql", {}, b"", 405),
        ("POST", "/graphql", {}, b"{", 400),
        ("POST", "/graphql", {}, b" " * 300_000, 413),
        ("POST", "/graphql", {"Content-Type": "text/plain"}, b"{}", 415),
    ],
)
async def test_whatever_is_wrong_is_told_in_the_type_that_is_taken(
    client: AsyncClient,
    media_type: str,
    method: str,
    path: str,
    sent: dict[str, str],
    body: bytes,
    status: int,
) -> None:
    headers = {"Accept": media_type, "Content-Type": JSON, **sent}
    answer = await client.request(method, path, headers=headers, content=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, f"{media_type}; charset=utf-8")
    assert set(answer.json()) == {"errors"}
    assert set(answer.json()["errors"][0]) == {"message", "extensions"}
    assert "Accept" in answer.headers["vary"].split(", ")


@pytest.mark.parametrize(
    "path", ["/graphql?query=%7B__schema%7Btypes%7Bname%7D%7D%7D", "/en", "/api/v1/software"]
)
async def test_no_reason_to_vary_is_said_twice(client: AsyncClient, path: str) -> None:
    varies = (await client.get(path, headers={"Accept-Encoding": "gzip"})).headers.get_list(
        "vary", split_commas=True
    )
    assert len(varies) == len(set(varies))


@pytest.mark.parametrize(
    "path", ["/api/v1/software", "/exports/software.csv", "/graphql", "/en/feeds/software"]
)
async def test_a_method_that_is_not_taken_is_told_which_are(client: AsyncClient, path: str) -> None:
    answer = await client.delete(path)
    allowed = answer.headers["allow"].split(", ")
    assert answer.status_code == 405
    assert sorted(set(allowed) - {"POST"}) == ["GET", "HEAD", "OPTIONS"]
    assert len(set(allowed)) == len(allowed)


async def test_of_several_headers_all_are_read(client: AsyncClient) -> None:
    headers = [("Accept", f"{JSON};q=0.5"), ("Accept", GRAPHQL_JSON), ("Content-Type", JSON)]
    answer = await client.post("/graphql", content='{"query": "{ __typename }"}', headers=headers)
    assert answer.headers["content-type"] == f"{GRAPHQL_JSON}; charset=utf-8"


@pytest.mark.parametrize(
    ("accept_encoding", "takes"),
    [
        ("", False),
        ("identity", False),
        ("br, gzip", True),
        ("GZIP;q=0.5", True),
        ("gzip; q=1", True),
        ("gzip;q=0, br", False),
        ("x-gzip", True),
        ("gzip;q=0.000", False),
        ("gzipped", False),
    ],
)
def test_an_answer_is_compressed_for_who_takes_that(accept_encoding: str, *, takes: bool) -> None:
    assert takes_gzip(accept_encoding) is takes
