"""One operation, one statement, and exactly the answer that the specification asks for."""

import pytest

from tests.schema.conftest import Ask, World

NESTED = """
query Nested($first: Int = 2, $after: Cursor, $needs: Boolean!) {
  programmes {
    totalCount
    nodes {
      slug
      organisation { name }
      challenges(first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage endCursor }
        edges { cursor node { ...Shown needs @include(if: $needs) { nodes { concept level } } } }
      }
    }
  }
  team: teams { nodes { __typename skills(first: 1) { nodes { concept } pageInfo { hasNextPage } } } }
}
fragment Shown on Challenge { slug title measures { name target unit } owner { slug } }
"""


async def test_a_nested_operation_with_two_roots_is_one_statement(ask: Ask, statements: list[str]) -> None:
    answer = await ask(NESTED, needs=True)
    assert answer["errors"] == []
    assert len(statements) == 1


async def test_two_levels_of_pages_answer_as_asked(ask: Ask) -> None:
    answer = await ask(NESTED, needs=True)
    (programme,) = answer["data"]["programmes"]["nodes"]
    page = programme["challenges"]
    assert programme["organisation"] == {"name": {"en": "Ministry", "zh-Hant": "部"}}
    assert page["totalCount"] == 3
    assert page["pageInfo"]["hasNextPage"] is True
    assert page["pageInfo"]["hasPreviousPage"] is False
    assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]
    assert [edge["node"]["slug"] for edge in page["edges"]] == ["challenge-0", "challenge-1"]
    first = page["edges"][0]["node"]
    assert list(first) == ["slug", "title", "measures", "owner", "needs"]
    assert first["measures"] == [
        {"name": {"en": "Days from application to answer"}, "target": 10, "unit": "days"}
    ]
    assert first["owner"] == {"slug": "bureau"}
    assert first["needs"]["nodes"] == [
        {"concept": "web-application", "level": 3},
        {"concept": "maps", "level": 2},
    ]
    assert answer["data"]["team"]["nodes"] == [
        {
            "__typename": "Team",
            "skills": {"nodes": [{"concept": "web-application"}], "pageInfo": {"hasNextPage": True}},
        }
    ]


async def test_what_is_skipped_is_not_in_the_answer(ask: Ask) -> None:
    answer = await ask(NESTED, needs=False)
    (programme,) = answer["data"]["programmes"]["nodes"]
    assert "needs" not in programme["challenges"]["edges"][0]["node"]


async def test_a_cursor_reads_on_where_the_page_ended(ask: Ask) -> None:
    before = await ask(NESTED, needs=False)
    end = before["data"]["programmes"]["nodes"][0]["challenges"]["pageInfo"]["endCursor"]
    after = await ask(NESTED, needs=False, after=end)
    page = after["data"]["programmes"]["nodes"][0]["challenges"]
    assert [edge["node"]["slug"] for edge in page["edges"]] == ["challenge-2"]
    assert page["pageInfo"]["hasNextPage"] is False
    assert page["pageInfo"]["hasPreviousPage"] is True


@pytest.mark.parametrize("order", ["NEWEST", "OLDEST", "TITLE"])
async def test_pages_forward_and_backward_show_every_row_once(ask: Ask, order: str) -> None:
    whole = await ask("query($o: ChallengeOrder!) { challenges(orderBy: $o) { nodes { slug } } }", o=order)
    expected = [node["slug"] for node in whole["data"]["challenges"]["nodes"]]
    forward, backward = [], []
    cursor = None
    page = "nodes { slug } pageInfo { startCursor endCursor hasNextPage hasPreviousPage }"
    for _ in expected:
        one = await ask(
            "query($o: ChallengeOrder!, $c: Cursor) { challenges(orderBy: $o, first: 1, after: $c) {"
            + page
            + "} }",
            o=order,
            c=cursor,
        )
        forward += [node["slug"] for node in one["data"]["challenges"]["nodes"]]
        cursor = one["data"]["challenges"]["pageInfo"]["endCursor"]
    cursor = None
    for _ in range(2):
        one = await ask(
            "query($o: ChallengeOrder!, $c: Cursor) { challenges(orderBy: $o, last: 2, before: $c) {"
            + page
            + "} }",
            o=order,
            c=cursor,
        )
        backward = [node["slug"] for node in one["data"]["challenges"]["nodes"]] + backward
        cursor = one["data"]["challenges"]["pageInfo"]["startCursor"]
    assert one["data"]["challenges"]["pageInfo"]["hasPreviousPage"] is False
    assert forward == expected
    assert backward == expected


async def test_a_cursor_stays_right_while_rows_are_added(ask: Ask, world: World) -> None:
    first = await ask("{ challenges(first: 1) { nodes { slug } pageInfo { endCursor } } }")
    end = first["data"]["challenges"]["pageInfo"]["endCursor"]
    async with world.database.transaction() as tx:
        await tx.execute(
            "update challenge set state = 'PUBLISHED', published_at = now() where id = $1",
            world.challenges[3],
        )
    rest = await ask("query($c: Cursor) { challenges(after: $c) { nodes { slug } } }", c=end)
    assert len(rest["data"]["challenges"]["nodes"]) == 2


async def test_filters_hold_together_and_count(ask: Ask) -> None:
    answer = await ask(
        """query($f: ChallengeFilter) { challenges(filter: $f) { totalCount nodes { slug } } }""",
        f={"state": ["PUBLISHED"], "domain": ["welfare", "sport"], "isOpen": True, "owner": ["bureau"]},
    )
    assert answer["data"]["challenges"]["totalCount"] == 3
    none = await ask('{ challenges(filter: {domain: ["sport"]}) { totalCount nodes { slug } } }')
    assert none["data"]["challenges"] == {"totalCount": 0, "nodes": []}


async def test_a_plan_is_not_reused_for_another_shape_of_variables(ask: Ask) -> None:
    document = "query($f: ChallengeFilter, $o: ChallengeOrder!) { challenges(filter: $f, orderBy: $o) { totalCount } }"
    counts = [
        (await ask(document, f=chosen, o=order))["data"]["challenges"]["totalCount"]
        for order in ("NEWEST", "TITLE")
        for chosen in (None, {"domain": ["sport"]}, {"domain": None}, {"state": ["PUBLISHED"]}, {})
    ]
    assert counts == [3, 0, 3, 3, 3] * 2


async def test_a_row_is_found_again_by_its_global_id_and_another_type_is_not(ask: Ask) -> None:
    listed = await ask("{ challenges(first: 1) { nodes { id slug } } }")
    (known,) = listed["data"]["challenges"]["nodes"]
    found = await ask(
        "query($id: ID!) { node(id: $id) { __typename id ... on Challenge { slug } ... on Team { name } } }",
        id=known["id"],
    )
    assert found["data"]["node"] == {"__typename": "Challenge", **known}
    unknown = await ask("query($id: ID!) { node(id: $id) { id } }", id="VmlzaXRvcjox")
    assert unknown["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT"}


async def test_several_rows_by_id_share_a_statement(ask: Ask, statements: list[str]) -> None:
    listed = await ask("{ challenges { nodes { id } } }")
    ids = [node["id"] for node in listed["data"]["challenges"]["nodes"]]
    statements.clear()
    answer = await ask(
        "query($c: ID!) { fitsForChallenge(challengeId: $c) { team { slug } challenge { slug } } }", c=ids[0]
    )
    assert answer["errors"] == []
    assert sum("json_object_agg" in statement for statement in statements) == 2


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("{ challenges(first: 101) { totalCount } }", "`first` is 101; it can be 1 to 100"),
        ("{ challenges(first: 0) { nodes { id } } }", "`first` is 0; it can be 1 to 100"),
        ("{ challenges(first: 1, last: 1) { nodes { id } } }", "ask for `first` or for `last`, not for both"),
        ('{ challenges(after: "x") { nodes { id } } }', "'x' is not a cursor of this list"),
        ("{ search(first: 0) { totalCount } }", "Ask for 1 to 100 results at a time."),
        ("{ search { facets(values: -1) { valueCount } } }", "`values` is 0 or more."),
        (
            f'{{ searchTeams(query: "{"x" * 401}") {{ totalCount }} }}',
            "Search with at most 400 characters; these are 401.",
        ),
    ],
)
async def test_a_page_that_cannot_be_is_refused_with_the_reason(
    ask: Ask, document: str, message: str
) -> None:
    answer = await ask(document)
    assert answer["data"] is None
    assert [error["message"] for error in answer["errors"]] == [message]
    assert answer["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT"}


async def test_a_cursor_of_another_order_is_refused(ask: Ask) -> None:
    page = await ask("{ challenges(orderBy: TITLE) { pageInfo { endCursor } } }")
    cursor = page["data"]["challenges"]["pageInfo"]["endCursor"]
    answer = await ask(
        "query($c: Cursor) { challenges(orderBy: NEWEST, after: $c) { nodes { id } } }", c=cursor
    )
    assert "cursors hold for one order only" in answer["errors"][0]["message"]


async def test_an_empty_list_is_an_empty_page(ask: Ask) -> None:
    answer = await ask(
        "{ catalogue { totalCount nodes { id } edges { cursor } pageInfo { hasNextPage startCursor endCursor } } }"
    )
    assert answer["data"]["catalogue"] == {
        "totalCount": 0,
        "nodes": [],
        "edges": [],
        "pageInfo": {"hasNextPage": False, "startCursor": None, "endCursor": None},
    }


async def test_a_long_list_is_counted_so_far_and_says_so(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schema.connection.MOST_COUNTED", 2)
    page = (await ask("{ challenges { long: totalCountIsExact totalCount } }"))["data"]["challenges"]
    assert page == {"long": False, "totalCount": 2}


async def test_a_list_that_is_counted_to_its_end_says_so(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schema.connection.MOST_COUNTED", 3)
    page = (await ask("{ challenges { whole: totalCountIsExact totalCount } }"))["data"]["challenges"]
    assert page == {"whole": True, "totalCount": 3}
