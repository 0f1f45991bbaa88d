"""The committed SDL is the contract: a change shows in review, and says whether it breaks clients."""

import re
from pathlib import Path

import pytest
from graphql import (
    GraphQLObjectType,
    build_schema,
    find_breaking_changes,
    find_dangerous_changes,
    is_non_null_type,
    is_object_type,
)

from registry.publiccode import standard
from schema import contract
from schema.contract import SCHEMA
from schema.fields import Every, Many, One, source_of, view_of
from schema.paging import READS
from schema.root import NODES
from schema.software import DevelopmentStatus, MaintenanceType, SoftwareType
from store.read import ReadView

SDL = Path(contract.__file__).with_name("schema.graphql")
TYPES = {name: found for name, found in SCHEMA._schema.type_map.items() if not name.startswith("__")}


def test_the_committed_sdl_is_what_the_types_say() -> None:
    committed, current = SDL.read_text(encoding="utf-8"), f"{SCHEMA}\n"
    if committed == current:
        return
    old, new = build_schema(committed), build_schema(current)
    breaking = [change.description for change in find_breaking_changes(old, new)]
    dangerous = [change.description for change in find_dangerous_changes(old, new)]
    pytest.fail(
        "schema/schema.graphql is not what the types say; run `make schema`.\n"
        f"Breaks clients: {breaking or 'nothing'}\nMay surprise clients: {dangerous or 'nothing'}"
    )


@pytest.mark.parametrize("name", sorted(TYPES))
def test_every_type_says_what_it_is(name: str) -> None:
    assert TYPES[name].description


@pytest.mark.parametrize("name", sorted(name for name, found in TYPES.items() if hasattr(found, "fields")))
def test_every_field_says_what_it_is(name: str) -> None:
    silent = [field for field, found in TYPES[name].fields.items() if not found.description]
    assert silent == []


def planned_types() -> list[GraphQLObjectType]:
    return [found for found in TYPES.values() if is_object_type(found) and view_of(found) is not None]


@pytest.mark.parametrize("planned", planned_types(), ids=str)
def test_a_planned_type_names_only_joins_and_orders_that_exist(planned: GraphQLObjectType) -> None:
    for name, field in planned.fields.items():
        source = source_of(field)
        if isinstance(source, Many):
            connection = TYPES[str(field.type).strip("!")]
            target = view_of(TYPES[str(connection.fields["nodes"].type).strip("[!]")])
            assert target is not None, name
            assert source.join in target.joins, name
            assert source.order in target.orders, name
        elif isinstance(source, One):
            holder = TYPES[str(field.type).strip("!")] if source.theirs else planned
            view = view_of(holder)
            assert view is not None, name
            assert source.join in view.joins, name


def test_what_only_some_may_see_can_be_null() -> None:
    held_back = []
    for planned in planned_types():
        view = view_of(planned)
        assert view is not None
        for field in planned.fields.values():
            column = view.columns.get(field.extensions["strawberry-definition"].python_name, "")
            if column.startswith("case when"):
                held_back.append(field)
                assert not is_non_null_type(field.type)
    assert held_back


def test_what_is_stored_as_json_is_named_as_the_compiler_asks_for_it() -> None:
    misnamed = [
        (planned.name, key)
        for planned in planned_types()
        for column in (view_of(planned) or ReadView("")).columns.values()
        for key in re.findall(
            r"'([a-z]+[A-Z]\w*)',", column
        )  # looked for by attribute; another is always null
    ]
    assert misnamed == []


def test_every_order_can_be_read_back_from_a_cursor() -> None:
    types = {
        term.sql_type
        for planned in planned_types()
        for terms in (view_of(planned) or ReadView("")).orders.values()
        for term in terms
    }
    assert types <= set(READS)


def test_every_root_page_offers_only_orders_and_filters_that_exist() -> None:
    for name, field in TYPES["Query"].fields.items():
        source = source_of(field)
        if not isinstance(source, Every):
            continue
        connection = TYPES[str(field.type).strip("!")]
        view = view_of(TYPES[str(connection.fields["nodes"].type).strip("[!]")])
        assert view is not None
        assert set(TYPES[str(field.args["orderBy"].type).strip("!")].values) <= set(view.orders), name
        if "filter" in field.args:
            inputs = TYPES[str(field.args["filter"].type)].fields.values()
            attributes = {each.extensions["strawberry-definition"].python_name for each in inputs}
            assert attributes <= set(view.filters), name


def test_every_node_type_can_be_found_by_id() -> None:
    implementing = {
        found.name for found in TYPES.values() if is_object_type(found) and TYPES["Node"] in found.interfaces
    }
    assert implementing == {node.__name__ for node in NODES}


@pytest.mark.parametrize(
    ("enumeration", "values"),
    [
        (SoftwareType, standard.SOFTWARE_TYPES),
        (DevelopmentStatus, standard.DEVELOPMENT_STATUSES),
        (MaintenanceType, standard.MAINTENANCE_TYPES),
    ],
)
def test_enumerations_of_the_standard_are_complete(
    enumeration: type[SoftwareType | DevelopmentStatus | MaintenanceType], values: tuple[str, ...]
) -> None:
    assert [each.name for each in enumeration] == [value.replace("/", "_").upper() for value in values]
