"""Whatever is sent to the API is answered, and never by a fault of ours.

`make fuzz-graphql` tries 20,000 inputs, the usual run some 300.
"""

import os
from collections.abc import AsyncIterator, Mapping

import orjson
import pytest_asyncio
from httpx import AsyncClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.database import Database
from tests.api.application import Browse

TRIES = int(os.environ.get("COMMONFIELD_TEST_FUZZ", "300"))
WORDS = st.sampled_from(
    ["{", "}", "(", ")", "[", "]", ":", "$n", "@skip", "@include(if: $n)", "...", "on", "query", "mutation",
     "fragment", "teams", "nodes", "first", "last", "after", "node", "id", "viewer", "search", "catalogue",
     "filter", "orderBy", "totalCount", "0", "-1", "1e9", "99999999999", '"x"', '"\\u0000"', '"""', "null", "true",
     "__schema", "__typename", "#", ",", "!", "=", "\ufeff"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
DOCUMENTS = st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=200)
ASKED = st.fixed_dictionaries(
    {"query": DOCUMENTS | JSON},
    optional={"variables": JSON, "operationName": JSON, "extensions": JSON},
)
KNOWN = [
    "query($n: Int) { teams(first: $n) { nodes { slug } } }",
    "query($n: Cursor) { catalogue(after: $n) { totalCount nodes { slug } } }",
    "query($n: ID!) { node(id: $n) { id } }",
    "query($n: String!) { search(query: $n) { totalCount } software(slug: $n) { slug } }",
    "query($n: TeamFilter) { teams(filter: $n) { totalCount } }",
]
VARIED = st.builds(lambda query, n: {"query": query, "variables": {"n": n}}, st.sampled_from(KNOWN), JSON)
BODIES = (ASKED | VARIED | JSON).map(orjson.dumps) | st.binary(max_size=200)
HEADERS = st.dictionaries(
    st.sampled_from(
        ["Accept", "Accept-Language", "Content-Type", "Authorization", "Cookie", "Origin", "X-Forwarded-For",
         "X-Request-Id", "Idempotency-Key", "If-None-Match"]
    ),
    st.sampled_from(
        ["application/json", "application/json; charset=utf-8", "application/graphql-response+json", "*/*", "",
         "zh-TW,zh;q=0.9",
         "Bearer x", "Bearer", "commonfield_session=x", "https://example.org", "null",
         "203.0.113.9, ::1",
         "text/event-stream", '"', "a=b; c", "q=NaN", "9" * 300]
    ),
    max_size=4,
)  # fmt: skip


@pytest_asyncio.fixture
async def open_client(browse: Browse, database: Database) -> AsyncIterator[AsyncClient]:
    """A client whose bucket does not run over."""
    async with browse(database, points_per_minute=1_000_000_000, log_level="error") as client:
        yield client


@given(body=BODIES, headers=HEADERS)
@settings(
    max_examples=TRIES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_no_input_is_a_fault_of_ours(
    open_client: AsyncClient, body: bytes, headers: Mapping[str, str]
) -> None:
    sent = {"Content-Type": "application/json", **headers}
    answer = await open_client.post("/graphql", content=body, headers=sent)
    assert answer.status_code < 500
    assert "INTERNAL" not in answer.text
