"""What cannot be streamed is told so in the stream: never a fault of ours."""

from collections.abc import Mapping
from typing import Any

import pytest

from store.database import Database
from tests.api.application import Browse

STREAM = {"Accept": "text/event-stream"}


@pytest.mark.parametrize(
    "sent",
    [
        {"query": "{ viewer { name } }", "operationName": "another"},
        {"query": "fragment f on Team { slug }"},
        {"query": "query a { __typename } query b { __typename }"},
        {"query": "mutation { signOut { userErrors { code } } }"},
        {"query": "{"},
        {"query": "#"},
        {"query": "{ a(x: 99999999999) }"},
        {"query": "subscription { nothing }"},
        {"query": 'subscription { programmeProgress(id: "x") { id } }'},
        {"query": "subscription($id: ID!) { programmeProgress(id: $id) { id } }", "variables": {"id": {}}},
        {"query": "query($n: Int) { teams(first: $n) { totalCount } }", "variables": {"n": "x"}},
    ],
    ids=str,
)
async def test_a_stream_says_why_it_ends(browse: Browse, database: Database, sent: Mapping[str, Any]) -> None:
    async with browse(database) as client:
        answer = await client.post("/graphql", json=sent, headers=STREAM)
    assert answer.status_code < 500, answer.text
    assert '"errors"' in answer.text
    assert "INTERNAL" not in answer.text
