"""Whoever reads the contract is told what each part of it means."""

import pytest
from graphql import GraphQLEnumType, GraphQLInterfaceType, GraphQLObjectType, is_scalar_type

from schema.contract import SCHEMA
from schema.descriptions import ORDER, texts

TYPES = {name: found for name, found in SCHEMA._schema.type_map.items() if not name.startswith("__")}
ENUMERATIONS = {name: found for name, found in TYPES.items() if isinstance(found, GraphQLEnumType)}
PARENTS = {n: f for n, f in TYPES.items() if isinstance(f, GraphQLObjectType | GraphQLInterfaceType)}
BUILT_IN = {"Boolean", "Float", "ID", "Int", "String"}


@pytest.mark.parametrize("name", sorted(ENUMERATIONS))
def test_every_member_of_an_enumeration_says_what_it_means(name: str) -> None:
    silent = [member for member, value in ENUMERATIONS[name].values.items() if not value.description]
    assert silent == [], "describe it where it is declared, or in schema/descriptions.toml"


@pytest.mark.parametrize("name", sorted(PARENTS))
def test_every_argument_says_what_it_means(name: str) -> None:
    silent = [
        f"{field_name}.{argument}"
        for field_name, field in PARENTS[name].fields.items()
        for argument, given in field.args.items()
        if not given.description
    ]
    assert silent == [], "describe it where it is declared, or in schema/descriptions.toml"


def test_no_text_describes_what_is_not_there() -> None:
    known = texts()
    members = {(name, member) for name, found in ENUMERATIONS.items() for member in found.values}
    arguments = {
        (f"{name}.{field_name}.{argument}", argument)
        for name, found in PARENTS.items()
        for field_name, field in found.fields.items()
        for argument in field.args
    }
    written = {(name, member) for name, values in known["values"].items() for member in values}
    assert written - members == set()
    orders = {member for name, member in members if name.endswith(ORDER)}
    assert set(known["orders"]) - orders == set()
    assert set(known["arguments"]["of"]) - {place for place, _ in arguments} == set()
    assert set(known["arguments"]) - {"of"} - {name for _, name in arguments} == set()


def test_scalars_name_the_specification_of_their_format() -> None:
    scalars = {n: f.specified_by_url for n, f in TYPES.items() if is_scalar_type(f) and n not in BUILT_IN}
    assert {name for name, address in scalars.items() if address is None} == {"Cursor"}  # opaque by design
    assert {"DateTime", "Date", "URL", "SPDXExpression", "LanguageTag", "LocalizedText"} <= set(scalars)
