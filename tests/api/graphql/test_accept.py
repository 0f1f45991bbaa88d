"""What a client takes is read as RFC 9110 has it, and nothing runs whose answer is not taken."""

import pytest
from httpx import AsyncClient
from hypothesis import given
from hypothesis import strategies as st

from api.graphql.negotiation import EVENTS, GRAPHQL_JSON, JSON, answered_in, read, wants_events
from store.database import Database


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
    ("accept", "wants"),
    [
        (EVENTS, True),
        (f"{EVENTS}; charset=utf-8", True),
        (f"{JSON}, {EVENTS}", True),
        (f"{JSON};q=0.9, {EVENTS}", True),
        (f"{EVENTS};q=0.9, {JSON}", False),
        (f"{EVENTS};q=0", False),
        (f"{EVENTS};q=0, */*", False),
        (f"{EVENTS};q=0.1, */*", False),
        ("*/*", False),
        ("text/*", False),
        ("", False),
        (f'text/plain;a="{EVENTS}"', False),
    ],
)
def test_a_stream_is_for_those_who_name_it_and_want_nothing_more(accept: str, *, wants: bool) -> None:
    assert wants_events(accept) is wants


@given(
    st.text() | st.lists(st.sampled_from([*'/;,="\\*q01. ', JSON, EVENTS, "q=0.5"]), max_size=60).map("".join)
)
def test_any_header_can_be_read(accept: str) -> None:
    assert all(0 <= each.quality <= 1 for each in read(accept))
    assert answered_in(accept) in {JSON, GRAPHQL_JSON, None}
    assert wants_events(accept) in {True, False}


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


async def test_of_several_headers_all_are_read(client: AsyncClient) -> None:
    headers = [("Accept", f"{JSON};q=0.5"), ("Accept", GRAPHQL_JSON), ("Content-Type", JSON)]
    answer = await client.post("/graphql", content='{"query": "{ __typename }"}', headers=headers)
    assert answer.headers["content-type"] == f"{GRAPHQL_JSON}; charset=utf-8"
