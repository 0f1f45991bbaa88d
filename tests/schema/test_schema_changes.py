"""What is said of a change of the contract, and that what goes away says when."""

import pytest
from graphql import build_schema

from schema.changes import changes, undated
from schema.contract import SCHEMA

OLD = "type Query { name: String places(first: Int): [String!] count: Int } enum State { OPEN }"


@pytest.mark.parametrize(
    ("new", "breaking"),
    [
        (OLD, []),
        (OLD.replace("name: String", "name: String title: String"), []),
        (OLD.replace("name: String ", ""), ["Field Query.name was removed."]),
        (OLD.replace("name: String", "name: Int"), ["Field Query.name changed type from String to Int."]),
        (OLD.replace("(first: Int)", ""), ["Argument Query.places(first:) was removed."]),
    ],
)
def test_what_breaks_clients_is_named(new: str, breaking: list[str]) -> None:
    assert changes(OLD, new).breaking == breaking


def test_what_may_surprise_clients_is_told_apart() -> None:
    found = changes(OLD, OLD.replace("OPEN", "OPEN CLOSED"))
    assert (found.breaking, found.dangerous) == ([], ["Enum value State.CLOSED was added."])


@pytest.mark.parametrize(
    ("reason", "places"),
    [
        ("Use `title`; gone after 2027-06-30.", []),
        ("Use `title`.", ["Query.name"]),
        ("Gone after 2027-13-01.", ["Query.name"]),
    ],
)
def test_a_deprecation_without_a_date_is_found(reason: str, places: list[str]) -> None:
    assert undated(build_schema(f'type Query {{ name: String @deprecated(reason: "{reason}") }}')) == places


def test_every_deprecation_of_ours_says_until_when() -> None:
    assert undated(SCHEMA._schema) == []
