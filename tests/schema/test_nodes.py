"""Relay's `nodes`: records of any type by id, in the order they are asked for, by one statement."""

import pytest

from schema.ids import to_global_id
from tests.schema.conftest import Ask, World

NODES = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Team { slug } ... on Challenge { state } } }"


async def test_records_of_several_types_come_in_the_order_asked_by_one_statement(
    ask: Ask, world: World, statements: list[str]
) -> None:
    team, challenge = to_global_id("Team", world.team), to_global_id("Challenge", world.challenges[0])
    answer = await ask(NODES, ids=[challenge, team, challenge])
    assert answer["errors"] == []
    assert [node["id"] for node in answer["data"]["nodes"]] == [challenge, team, challenge]
    assert answer["data"]["nodes"][1] == {"__typename": "Team", "id": team, "slug": "team"}
    assert len(statements) == 1


async def test_what_is_not_there_or_not_to_be_seen_is_null(ask: Ask, world: World) -> None:
    draft = to_global_id("Challenge", world.challenges[4])
    nobody = to_global_id("Team", world.bureau)
    no_type = to_global_id("Session", world.team)
    answer = await ask(NODES, ids=[draft, nobody, no_type])
    assert answer == {"data": {"nodes": [None, None, None]}, "errors": []}


@pytest.mark.parametrize("count", [0, 101])
async def test_as_many_can_be_asked_for_as_a_page_has(ask: Ask, world: World, count: int) -> None:
    answer = await ask(NODES, ids=[to_global_id("Team", world.team)] * count)
    assert answer["data"] is None
    assert answer["errors"][0]["message"] == f"`ids` has {count}; it can have 1 to 100"


@pytest.mark.parametrize("written", ["7", "", "VGVhbQ==", "VGVhbTo3", "é"])
async def test_what_is_no_id_is_said_at_its_place_and_the_others_are_answered(
    ask: Ask, world: World, written: str
) -> None:
    team = to_global_id("Team", world.team)
    answer = await ask(NODES, ids=[team, written, team])
    assert [node and node["id"] for node in answer["data"]["nodes"]] == [team, None, team]
    (error,) = answer["errors"]
    assert error["path"] == ["nodes", 1]
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    assert error["message"] == f"{written!r} is not an id of this API"


async def test_each_that_is_no_id_is_said_even_where_none_is_one(ask: Ask, world: World) -> None:
    answer = await ask(NODES, ids=["7", to_global_id("Nothing", world.team), "8"])
    assert answer["data"] == {"nodes": [None, None, None]}
    assert [error["path"] for error in answer["errors"]] == [["nodes", 0], ["nodes", 2]]
