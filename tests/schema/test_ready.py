"""A query that is asked again goes straight to SQL, and nobody can tell from its answers."""

from typing import Any

import pytest

from registry.search.postgres import PostgresIndex
from schema import contract
from schema.context import Context
from schema.contract import SCHEMA
from schema.plan import PlanCache
from tests.schema.conftest import Ask, World

PAGE = """query Page($first: Int, $after: Cursor, $short: Boolean = false) {
  challenges(first: $first, after: $after) { nodes { slug title @skip(if: $short) } pageInfo { endCursor } } }"""


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch) -> PlanCache:
    """Nothing that other tests asked is remembered."""
    empty = PlanCache()
    monkeypatch.setattr(contract, "READY", empty)
    return empty


async def twice(ask: Ask, document: str, **given: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    return await ask(document, **given), await ask(document, **given)


async def test_a_query_that_is_asked_again_is_ready_and_answers_the_same(ask: Ask, ready: PlanCache) -> None:
    first, second = await twice(ask, PAGE, first=2)
    assert first == second
    assert len(second["data"]["challenges"]["nodes"]) == 2
    assert ready.hits == 1


async def test_a_ready_query_is_one_statement(ask: Ask, statements: list[str]) -> None:
    await ask(PAGE, first=2)
    statements.clear()
    await ask(PAGE, first=3)
    assert len(statements) == 1


async def test_a_ready_query_sees_its_own_variables(ask: Ask) -> None:
    await twice(ask, PAGE, first=1)
    answer = await ask(PAGE, first=3, short=True)
    assert [list(node) for node in answer["data"]["challenges"]["nodes"]] == [["slug"]] * 3


async def test_a_ready_query_is_seen_through_whoever_asks(ask: Ask, world: World) -> None:
    anonymous, _ = await twice(ask, PAGE)
    officer = await ask(PAGE, actor=world.officer)
    assert len(anonymous["data"]["challenges"]["nodes"]) == 3
    assert len(officer["data"]["challenges"]["nodes"]) == 5


@pytest.mark.parametrize(
    "wrong", [{"first": 0}, {"first": 101}, {"after": "?"}, {"first": "two"}, {"short": None, "after": 3}]
)
async def test_what_is_wrong_with_a_ready_query_is_told_as_it_was(ask: Ask, wrong: dict[str, Any]) -> None:
    before = await ask(PAGE, **wrong)
    await ask(PAGE, first=2)
    assert await ask(PAGE, **wrong) == before
    assert before["errors"]


async def test_a_fault_under_a_ready_query_is_masked_and_sent_to_the_database_once(
    ask: Ask, world: World, statements: list[str]
) -> None:
    await ask(PAGE)
    statements.clear()
    async with world.database.transaction() as tx:
        await tx.execute("alter table challenge rename to challenge_gone")
    statements.clear()
    answer = await ask(PAGE)
    assert answer["data"] is None
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["INTERNAL"]
    assert [error["path"] for error in answer["errors"]] == [["challenges"]]


@pytest.mark.parametrize(
    "document",
    [
        "{ __typename }",
        '{ node(id: "VGVhbTp4") { id } challenges { totalCount } }',
        "{ ...all } fragment all on Query { challenges { totalCount } }",
        "{ challenges(first: 0) { totalCount } }",
    ],
)
async def test_what_needs_more_than_sql_is_never_ready(ask: Ask, ready: PlanCache, document: str) -> None:
    first, second = await twice(ask, document)
    assert first == second
    assert ready.hits == 0


async def test_an_operation_is_ready_under_the_name_that_it_was_asked_by(
    world: World, ready: PlanCache
) -> None:
    document = "query A { challenges { totalCount } } query B { teams { totalCount } }"
    for name, root in [("A", "challenges"), ("B", "teams"), ("A", "challenges"), ("B", "teams")]:
        context = Context(world.database, world.officer, "en", PostgresIndex(world.database))
        result = await SCHEMA.execute(document, {}, context, operation_name=name)
        assert list(result.data or ()) == [root]
    assert ready.hits == 2
