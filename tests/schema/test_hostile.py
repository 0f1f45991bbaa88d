"""What strangers may send: answered at once, in words, and never as a fault of ours."""

import base64
import json

import pytest

from schema.statement import MAX_ROWS_ASKED
from tests.schema.conftest import Ask

ORDERS = {
    "challenges": ["NEWEST", "OLDEST", "TITLE"],
    "catalogue": ["NAME", "HEALTH", "RELEASED"],
    "programmes": ["OPENS_ON"],
}
ODD = [
    *("", "x", "\0", "9" * 40, "-1", "2026-13-45", "infinity", "2026-01-01T00:00:00+99:99"),
    *(None, {"a": 1}, [1], True, 1.5),
    *(
        "٣",
        2**31,
        2**63,
        "2026-W01-1",
        "20260101T000000",
        "2026-01-01+00:00:00",
        "2026-01-01T00:00:00,5+00:00",
    ),
    *("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-01-01T00:00:00+15:59:59.9"),
    *("urn:uuid:13fa908d-513c-4653-bcc5-ddd9bea32625", "13fa908d513c-4653bcc5ddd9bea32625----"),
]


async def test_pages_within_pages_are_counted_before_anything_is_read(
    ask: Ask, statements: list[str]
) -> None:
    document = "{ catalogue(first: 100) { nodes { publisher { software(first: 100) { nodes { slug } } } } } }"
    answer = await ask(document)
    (error,) = answer["errors"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    assert error["message"].startswith(f"this asks for up to 10,100 rows, and at most {MAX_ROWS_ASKED:,}")
    assert statements == []


async def test_aliases_add_up(ask: Ask, statements: list[str]) -> None:
    page = "teams(first: 100) { nodes { skills(first: 20) { nodes { concept } } } }"
    one = await ask(f"{{ {page} }}")
    five = await ask("{" + " ".join(f"a{number}: {page}" for number in range(5)) + "}")
    assert one["errors"] == []
    assert len(statements) == 1
    assert "rows" in five["errors"][0]["message"]


async def test_the_size_of_a_page_may_be_a_variable(ask: Ask) -> None:
    document = "query($n: Int) { teams(first: $n) { nodes { skills(first: $n) { nodes { concept } } } } }"
    assert (await ask(document, n=60))["errors"] == []
    assert (await ask(document, n=100))["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT"}
    assert (await ask(document, n=60))["errors"] == []


@pytest.mark.parametrize(
    ("field", "order"), [(field, order) for field, orders in ORDERS.items() for order in orders]
)
async def test_a_made_up_cursor_is_no_fault_of_ours(ask: Ask, field: str, order: str) -> None:
    for keys in (1, 2, 3):
        for odd in ODD:
            cursor = base64.b64encode(json.dumps([odd] * keys).encode()).decode()
            answer = await ask(f'{{ {field}(orderBy: {order}, after: "{cursor}") {{ nodes {{ id }} }} }}')
            codes = [error["extensions"]["code"] for error in answer["errors"]]
            assert codes in ([], ["BAD_USER_INPUT"]), (keys, odd)


async def test_the_cursor_of_an_order_by_numbers_is_no_name(ask: Ask) -> None:
    cursor = base64.b64encode(json.dumps([93, "13fa908d-513c-4653-bcc5-ddd9bea32625"]).encode()).decode()
    answer = await ask("query($c: Cursor) { catalogue(orderBy: NAME, after: $c) { nodes { id } } }", c=cursor)
    assert [error["extensions"] for error in answer["errors"]] == [{"code": "BAD_USER_INPUT"}]


@pytest.mark.parametrize(
    "document",
    [
        "query($long: ID!) { node(id: $long) { id } }",
        "query($long: Cursor) { catalogue(after: $long) { nodes { id } } }",
    ],
)
async def test_a_long_text_is_not_repeated_whole(ask: Ask, document: str) -> None:
    (error,) = (await ask(document, long="a" * 100_000))["errors"]
    assert error["message"].startswith(f"'{'a' * 100}…' is not ")


async def test_an_id_of_another_type_is_told_which_it_is_in_short(ask: Ask) -> None:
    document = "query($id: ID!) { similarSoftware(id: $id) { words } }"
    row = "13fa908d-513c-4653-bcc5-ddd9bea32625"
    for name, said in (("ApiToken", "'ApiToken'"), ("a" * 1000, f"'{'a' * 100}…'")):
        written = base64.b64encode(f"{name}:{row}".encode()).decode()
        (error,) = (await ask(document, id=written))["errors"]
        assert error["message"].endswith(f" is an id of type {said}; one of type 'Software' is asked for")
        assert len(error["message"]) < 300


@pytest.mark.parametrize(
    "document",
    [
        "{ " + "a" * 10_000 + " }",
        "{ teams(first: " + "9" * 5_000 + ") { totalCount } }",
        '{ teams(first: "' + "b" * 9_000 + '") { totalCount } }',
    ],
)
async def test_what_is_wrong_in_a_document_is_not_repeated_whole(ask: Ask, document: str) -> None:
    errors = (await ask(document))["errors"]
    assert errors
    assert all(len(error["message"]) <= 1_001 for error in errors)
    assert not [error for error in errors if "sys." in error["message"]]


@pytest.mark.parametrize("count", [2**31, "1", 1.5, True, [1], {}])
async def test_a_variable_of_another_type_is_refused_with_a_code(ask: Ask, count: object) -> None:
    answer = await ask("query($n: Int) { catalogue(first: $n) { nodes { id } } }", n=count)
    assert [error["extensions"] for error in answer["errors"]] == [{"code": "BAD_USER_INPUT"}]


@pytest.mark.parametrize(
    ("scalar", "written", "reason"),
    [
        ("Date", "2026-W05-6", "write a day as 2026-01-31"),
        ("Date", "20260131", "write a day as 2026-01-31"),
        ("DateTime", "2026-01-31", "write a moment with its offset from UTC, as 2026-01-31T09:00:00Z"),
        (
            "DateTime",
            "2026-01-31T09:00:00",
            "write a moment with its offset from UTC, as 2026-01-31T09:00:00Z",
        ),
        ("DateTime", 7, "write a text"),
    ],
)
async def test_a_day_or_moment_in_another_form_is_told_the_right_one(
    ask: Ask, scalar: str, written: object, reason: str
) -> None:
    taken = {
        "Date": 'attestUsage(softwareId: "x", agencyId: "x", since: $at)',
        "DateTime": 'openVote(programmeId: "x", closesAt: $at)',
    }
    document = f"mutation($at: {scalar}!) {{ {taken[scalar]} {{ userErrors {{ code }} }} }}"
    answer = await ask(document, at=written)
    (error,) = answer["errors"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    assert reason in error["message"]


@pytest.mark.parametrize(
    "document",
    [
        '{ challenge(slug: "a\\u0000b") { id } }',
        '{ teams(filter: {skill: ["a\\u0000b"]}) { totalCount } }',
        '{ challenges(filter: {owner: ["\\u0000"]}) { totalCount } }',
    ],
)
async def test_a_nul_character_is_refused_in_words(ask: Ask, document: str) -> None:
    answer = await ask(document)
    (error,) = answer["errors"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    assert "NUL" in error["message"]


async def test_a_search_for_a_nul_character_finds_nothing(ask: Ask) -> None:
    answer = await ask('{ search(query: "\\u0000") { totalCount } }')
    assert answer["errors"] == []


async def test_a_document_deeper_than_any_of_ours_is_refused(ask: Ask) -> None:
    deep = '{ software(slug: "x") ' + "{ publisher { software { nodes " * 6 + "{ slug }" + "} } }" * 6 + "}"
    answer = await ask(deep)
    assert answer["errors"][0]["extensions"] == {"code": "TOO_DEEP", "seen": 19, "limit": 14}


async def test_thousands_of_aliases_are_refused(ask: Ask) -> None:
    answer = await ask("{" + " ".join(f"a{number}: viewer {{ name }}" for number in range(31)) + "}")
    assert answer["errors"][0]["message"] == "this has 31 aliases, and at most 30 are taken"
    assert answer["data"] is None
