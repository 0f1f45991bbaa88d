"""However a read is written, it is one statement: fragments, aliases, ids, filters, orders, cursors, figures."""

from collections.abc import Iterator

import pytest
from graphql import GraphQLEnumType, get_named_type, is_enum_type, is_object_type

from schema.contract import SCHEMA
from schema.fields import Every, source_of
from schema.ids import to_global_id
from tests.schema.conftest import Ask, World

QUERY = SCHEMA._schema.query_type
SHAPES = {
    "a fragment": "{ challenges { nodes { ...f } } } fragment f on Challenge { slug owner { ...g } }"
    " fragment g on Organisation { slug }",
    "aliases": "{ a: challenges(first: 1) { nodes { b: slug c: slug } } d: teams { nodes { slug } } }",
    "left out": "query($no: Boolean = false) { challenges { nodes { slug @include(if: $no) owner @skip(if: true) "
    "{ slug } } } teams @include(if: $no) { totalCount } }",
    "a type condition": "{ challenges { nodes { ... on Node { id } ... on Challenge { slug } } } }",
    "two levels of pages": "{ programmes { nodes { challenges(first: 2) { totalCount nodes { needs(first: 2) "
    "{ totalCount edges { cursor node { concept } } } } } } } }",
    "only a count": "{ challenges { totalCount totalCountIsExact } }",
    "a filter": '{ challenges(filter: {state: [PUBLISHED], domain: ["welfare"], isOpen: true}) { nodes { slug } } }',
    "the last": "{ challenges(last: 2) { pageInfo { hasPreviousPage startCursor } nodes { slug } } }",
    "figures": "{ challengeStatistics { challengesByState { state count } daysToMatch { median } } "
    "catalogueStatistics { softwareByLicence { licence count } healthScore { median } mostReused { slug } } }",
    "figures of a record": '{ programme(slug: "round") { challengesByState { count } daysToMatch { median } } }',
}


def orders() -> Iterator[tuple[str, str]]:
    """Every order of every list."""
    assert QUERY is not None
    for name, field in QUERY.fields.items():
        if isinstance(source_of(field), Every):
            order = get_named_type(field.args["orderBy"].type)
            assert is_enum_type(order)
            yield from ((name, each) for each in GraphQLEnumType.to_kwargs(order)["values"])


@pytest.mark.parametrize("shape", SHAPES)
async def test_a_shape_is_one_statement(ask: Ask, world: World, statements: list[str], shape: str) -> None:
    for actor in (None, world.officer):
        statements.clear()
        answer = await ask(SHAPES[shape], actor=actor)
        assert answer["errors"] == []
        assert len(statements) == 1


@pytest.mark.parametrize(("name", "order"), [*orders()])
async def test_an_order_and_its_cursor_are_one_statement_each(
    ask: Ask, world: World, statements: list[str], name: str, order: str
) -> None:
    document = (
        f"query($after: Cursor) {{ {name}(first: 1, after: $after, orderBy: {order}) "
        "{ totalCount pageInfo { endCursor } } }"
    )
    page = await ask(document, actor=world.officer)
    assert len(statements) == 1
    statements.clear()
    answer = await ask(document, actor=world.officer, after=page["data"][name]["pageInfo"]["endCursor"])
    assert answer["errors"] == []
    assert len(statements) == 1


async def test_ids_of_several_types_are_one_statement(ask: Ask, world: World, statements: list[str]) -> None:
    ids = [
        to_global_id("Challenge", world.challenges[0]),
        to_global_id("Team", world.team),
        to_global_id("Programme", world.programme),
    ]
    page = "challenges(first: 2) { nodes { needs(first: 2) { totalCount } } }"
    asked = f"__typename ... on Team {{ slug }} ... on Challenge {{ owner {{ slug }} }} ... on Programme {{ {page} }}"
    several = await ask(f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ {asked} }} }}", ids=ids)
    assert several["errors"] == []
    assert [each["__typename"] for each in several["data"]["nodes"]] == ["Challenge", "Team", "Programme"]
    assert len(statements) == 1
    for each in ids:
        statements.clear()
        assert (await ask(f"query($id: ID!) {{ node(id: $id) {{ {asked} }} }}", id=each))["data"]["node"]
        assert len(statements) == 1


def test_every_list_has_an_order_that_is_tried() -> None:
    assert QUERY is not None
    lists = {name for name, field in QUERY.fields.items() if isinstance(source_of(field), Every)}
    assert {name for name, _ in orders()} == lists
    assert all(is_object_type(get_named_type(QUERY.fields[name].type)) for name in lists)
