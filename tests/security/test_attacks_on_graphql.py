"""What scanners of GraphQL servers try first (the checks of graphql-cop), each answered as it should be."""

from collections.abc import Mapping
from typing import Any

import pytest

from store.database import Database
from tests.api.application import Browse, graphql

TRACING = {"X-Apollo-Tracing": "1", "X-Debug": "true", "X-GraphQL-Debug": "1", "GraphQL-Tracing": "1"}


def codes(answer: Any) -> set[str]:
    return {error["extensions"]["code"] for error in answer.json()["errors"]}


async def test_aliases_cannot_multiply_work(browse: Browse, database: Database) -> None:
    document = "{" + " ".join(f"alias{number}: __typename" for number in range(101)) + "}"
    async with browse(database) as client:
        assert codes(await client.post(**graphql(document))) == {"TOO_MANY_ALIASES"}


async def test_batches_are_not_taken(browse: Browse, database: Database) -> None:
    async with browse(database) as client:
        answer = await client.post("/graphql", json=[{"query": "{ __typename }"}] * 10)
    assert answer.status_code == 400
    assert codes(answer) == {"BAD_REQUEST"}


async def test_directives_cannot_be_piled_up(browse: Browse, database: Database) -> None:
    async with browse(database) as client:
        answer = await client.post(**graphql("{ __typename " + "@aa" * 10 + " }"))
    assert codes(answer) == {"TOO_MANY_DIRECTIVES"}


async def test_introspection_does_not_go_round_in_circles(browse: Browse, database: Database) -> None:
    document = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"
    async with browse(database) as client:
        assert codes(await client.post(**graphql(document))) == {"GRAPHQL_VALIDATION_FAILED"}


async def test_a_field_cannot_be_asked_five_hundred_times(browse: Browse, database: Database) -> None:
    async with browse(database) as client:
        answer = await client.post(**graphql("{" + " __typename" * 500 + " }"))
    assert codes(answer) == {"TOO_MANY_SAME_FIELDS"}


async def test_a_link_cannot_write(browse: Browse, database: Database) -> None:
    async with browse(database) as client:
        answer = await client.get("/graphql", params={"query": "mutation { __typename }"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {"query": "{ __typename }"}},
        {"files": {"operations": (None, '{"query": "{ __typename }"}'), "map": (None, "{}")}},
        {"content": b'{"query": "{ __typename }"}', "headers": {"Content-Type": "text/plain"}},
        {"content": b'{"query": "{ __typename }"}'},
    ],
    ids=["url-encoded", "multipart", "text", "untyped"],
)
async def test_a_form_of_another_site_cannot_post(
    browse: Browse, database: Database, sent: Mapping[str, Any]
) -> None:
    async with browse(database) as client:
        answer = await client.post("/graphql", **sent)
    assert answer.status_code == 415
    assert "data" not in answer.json()


@pytest.mark.parametrize("path", ["/graphql/console", "/playground", "/altair", "/voyager", "/v1/graphql"])
async def test_no_console_stands_where_scanners_look(browse: Browse, database: Database, path: str) -> None:
    async with browse(database) as client:
        answer = await client.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == 404


async def test_no_request_is_traced(browse: Browse, database: Database) -> None:
    async with browse(database) as client:
        answer = await client.post(**graphql("{ __typename }"), headers=TRACING)
    assert set(answer.json()["extensions"]) == {"cost"}


async def test_nobody_is_told_what_they_may_have_meant(browse: Browse, database: Database) -> None:
    async with browse(database) as client:
        answer = await client.post(**graphql("{ __schema { directive } }"))
    assert codes(answer) == {"GRAPHQL_VALIDATION_FAILED"}
    assert "mean" not in answer.text


@pytest.mark.parametrize(
    "document", ["qwerty { abc }", "{", "\x00", "{ teams(first: 99999999999999) { totalCount } }"]
)
async def test_what_is_wrong_is_told_without_our_insides(
    browse: Browse, database: Database, document: str
) -> None:
    async with browse(database) as client:
        answer = await client.post(**graphql(document))
    assert answer.status_code == 200
    assert codes(answer)
    assert "Traceback" not in answer.text
    assert ".py" not in answer.text
