"""Every field of the contract that the plan reads, asked on every path of two edges, is one statement."""

from collections.abc import Iterator

import pytest
from graphql import (
    GraphQLField,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
    is_object_type,
    is_required_argument,
)

from schema.contract import SCHEMA
from schema.fields import Every, Many, One, Single, source_of, view_of
from tests.schema.conftest import Ask, World

QUERY = SCHEMA._schema.query_type
MAX_EDGES = 2  # an edge below these is the same edge of the same type, met elsewhere
ARGUMENTS = {"slug": '"round"'}


def planned_roots() -> list[str]:
    assert QUERY is not None
    return [name for name, field in QUERY.fields.items() if isinstance(source_of(field), Every | Single)]


def leaves(target: GraphQLObjectType, depth: int = 0) -> str:
    """Everything of a type but its edges."""
    asked = ["__typename"]
    for name, field in target.fields.items():
        inner = get_named_type(field.type)
        if is_leaf_type(inner):
            asked.append(name)
        elif is_object_type(inner) and view_of(inner) is None and not isinstance(source_of(field), Many):
            asked.append(f"{name} {{ {leaves(inner, depth + 1)} }}")
    return " ".join(asked)


def edges(target: GraphQLObjectType) -> Iterator[tuple[str, GraphQLField]]:
    for name, field in target.fields.items():
        if isinstance(source_of(field), One | Many):
            yield name, field


def selections(field: GraphQLField, depth: int) -> Iterator[tuple[str, str]]:
    """Path and selection of a field and of all paths of edges below it."""
    target = get_named_type(field.type)
    assert is_object_type(target)
    paged = "pageInfo" in target.fields
    row = get_named_type(target.fields["nodes"].type) if paged else target
    assert is_object_type(row)

    def around(inner: str) -> str:
        page = f"{{ totalCount pageInfo {{ hasNextPage endCursor }} edges {{ cursor node {{ {inner} }} }} }}"
        return f"(first: 2) {page}" if paged else f"{{ {inner} }}"

    REACHED.add(row.name)
    yield "", around(leaves(row))
    if depth:
        for name, edge in edges(row):
            for path, inner in selections(edge, depth - 1):
                yield f".{name}{path}", around(f"{name} {inner}")


def documents() -> Iterator[tuple[str, str]]:
    assert QUERY is not None
    for root in planned_roots():
        field = QUERY.fields[root]
        given = ", ".join(
            f"{name}: {ARGUMENTS[name]}" for name, arg in field.args.items() if is_required_argument(arg)
        )
        for path, selection in selections(field, MAX_EDGES):
            yield f"{root}{path}", f"{{ {root}{f'({given})' if given else ''} {selection} }}"


REACHED: set[str] = set()
DOCUMENTS = dict(documents())


def test_the_paths_reach_every_type_that_the_plan_reads() -> None:
    planned = {
        name for name, each in SCHEMA._schema.type_map.items() if is_object_type(each) and view_of(each)
    }
    assert planned - REACHED == {
        "AgreementVersion"
    }  # three edges from any root; `node` is asked for it elsewhere
    assert len(DOCUMENTS) > 100


@pytest.mark.parametrize("root", planned_roots())
async def test_every_path_below_a_root_is_one_statement(
    ask: Ask, world: World, statements: list[str], root: str
) -> None:
    for path, document in DOCUMENTS.items():
        if path.split(".")[0] != root:
            continue
        statements.clear()
        answer = await ask(document, actor=world.officer)
        assert answer["errors"] == [], path
        assert len(statements) == 1, path
