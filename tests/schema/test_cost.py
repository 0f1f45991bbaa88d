"""What operations cost: counted from their text and variables alone."""

from itertools import pairwise
from typing import Any

import pytest
from graphql import OperationDefinitionNode, OperationType, parse
from hypothesis import given
from hypothesis import strategies as st

from api.limits.buckets import MOST_ANONYMOUS, MOST_SIGNED_IN
from api.pages import documents as pages
from schema.contract import SCHEMA
from schema.cost import DEAR, price_of
from schema.fields import source_of
from schema.limits import fragments_of
from tests.bench.graphql.questions import QUESTIONS
from tests.timing import best_seconds

FOR_WHO_IS_SIGNED_IN = {"CHALLENGE_ROLE_INTERESTS", "PROGRAMME_BIDS", "PROGRAMME_REVIEWS", "WAITING"}
CONTRACT = SCHEMA._schema
PLANNED = {"catalogueStatistics", "challengeStatistics"}  # one row each, which counts whole tables


def price(document: str, **variables: Any) -> int:
    tree = parse(document)
    operation = next(each for each in tree.definitions if isinstance(each, OperationDefinitionNode))
    return price_of(CONTRACT, operation, fragments_of(tree), variables)


@pytest.mark.parametrize(
    ("document", "points"),
    [
        ("{ __typename }", 1),
        ("{ viewer { name } }", 1),
        ("{ teams { nodes { name } } }", 1 + 20),
        ("{ teams(first: 3) { nodes { name } } }", 1 + 3),
        ("{ teams(last: 4) { nodes { name } } }", 1 + 4),
        ("{ teams(first: 3) { edges { cursor node { name } } } }", 1 + 3),
        ("{ teams(first: 3) { totalCount } }", 1 + 1),
        ("{ teams(first: 3) { nodes { skills(first: 2) { nodes { concept } } } } }", 1 + 3 * (1 + 1 + 2)),
        ("{ a: teams(first: 3) { nodes { name } } b: teams(first: 3) { nodes { name } } }", 2 * (1 + 3)),
        ("{ teams(first: 3) { nodes { name } nodes @skip(if: true) { name } } }", 1 + 3),
        ("{ teams(first: 3) { nodes @include(if: false) { name } } }", 1),
        ("{ teams(first: 3) { ...page } } fragment page on TeamConnection { nodes { name } }", 1 + 3),
        ("{ teams(first: 3) { ... on TeamConnection { nodes { name } } } }", 1 + 3),
        ('{ search(query: "maps", first: 2) { nodes { slug } } }', DEAR["Query.search"] + 1 + 2),
    ],
)
def test_the_price_is_a_point_for_each_object(document: str, points: int) -> None:
    assert price(document) == points


#: Fields that a function answers from a row or two, or from what the process holds.
CHEAP = {"node", "nodes", "planCache", "consentTexts", "whyMissing", "challengeAdvice", "challengeGate"}


def test_whatever_takes_more_than_reading_rows_has_its_price() -> None:
    fields = CONTRACT.query_type.fields if CONTRACT.query_type else {}
    computed = {name for name, field in fields.items() if source_of(field) is None}
    assert computed - CHEAP == {name.removeprefix("Query.") for name in DEAR} - PLANNED


def test_variables_say_how_many_rows_and_what_is_left_out() -> None:
    document = (
        "query($n: Int, $no: Boolean!) { teams(first: $n) { nodes { name } nodes @skip(if: $no) { slug } } }"
    )
    assert price(document, n=7, no=True) == 1 + 7
    assert price(document, n=7, no=False) == 1 + 14
    assert price(document, no=True) == 1 + 20


@given(rows=st.integers(1, 100), more=st.integers(1, 100))
def test_asking_for_more_rows_never_costs_less(rows: int, more: int) -> None:
    document = (
        "query($n: Int) { catalogue(first: $n) { nodes { snapshots(first: $n) { nodes { score } } } } }"
    )
    assert price(document, n=min(100, rows + more)) >= price(document, n=rows)


@given(aliases=st.integers(1, 30))
def test_what_is_asked_under_each_name_is_paid(aliases: int) -> None:
    page = "teams(first: 9) { nodes { name } }"
    document = "{" + " ".join(f"a{number}: {page}" for number in range(aliases)) + "}"
    assert price(document) == aliases * price("{" + page + "}")


def test_fragments_within_fragments_are_counted_once() -> None:
    names = "abcdefghijklmnopqrstuvwxyz"
    doubling = "".join(
        f"fragment {name} on Team {{ ...{following} ...{following} }}" for name, following in pairwise(names)
    )
    document = "{ teams { nodes { ...a } } }" + doubling + "fragment z on Team { skills { totalCount } }"
    assert price(document) == 1 + 20 * (1 + 2**25 * 2)
    assert best_seconds(lambda: price(document)) < 0.05


def test_ten_pages_of_a_hundred_are_dearer_than_anybody_may_ask_without_signing_in() -> None:
    page = "catalogue(first: 100) { nodes { slug } }"
    assert price("{" + page + "}") <= MOST_ANONYMOUS
    assert price("{" + " ".join(f"a{each}: {page}" for each in range(10)) + "}") > MOST_ANONYMOUS


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_benchmarks_questions_are_within_what_anybody_may_ask(question: Any) -> None:
    assert price(question.ours, **question.variables) <= MOST_ANONYMOUS


def test_what_is_dear_is_in_the_contract() -> None:
    for place in DEAR:
        parent, field = place.split(".")
        assert field in CONTRACT.get_type(parent).fields  # type: ignore[union-attr]  # the test fails if it has none


def our_documents() -> list[str]:
    return sorted(name for name, text in vars(pages).items() if isinstance(text, str) and _is_query(text))


def _is_query(text: str) -> bool:
    return text.lstrip().startswith(("query", "{"))


@pytest.mark.parametrize("name", our_documents())
def test_our_own_pages_ask_no_more_than_programs_may(name: str) -> None:
    tree = parse(getattr(pages, name))
    most = MOST_SIGNED_IN if name in FOR_WHO_IS_SIGNED_IN else MOST_ANONYMOUS
    for operation in tree.definitions:
        if isinstance(operation, OperationDefinitionNode) and operation.operation is OperationType.QUERY:
            assert price_of(CONTRACT, operation, fragments_of(tree), {}) <= most
