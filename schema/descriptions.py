"""Says in the contract what its types alone do not: arguments that recur, and members of other rooms' enumerations."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from graphql import GraphQLEnumType, GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema

ORDER = "Order"  # how enumerations of orders end; their members mean the same everywhere


def texts() -> Mapping[str, Any]:
    """The texts by what they describe."""
    with files("schema").joinpath("descriptions.toml").open("rb") as file:
        return tomllib.load(file)


def describe(schema: GraphQLSchema) -> None:
    """Give every argument and enumeration member that has no description the one of `descriptions.toml`."""
    known = texts()
    for name, found in schema.type_map.items():
        if name.startswith("__"):
            continue
        if isinstance(found, GraphQLEnumType):
            written = known["orders"] if name.endswith(ORDER) else known["values"].get(name, {})
            for member, value in found.values.items():
                value.description = value.description or written.get(member)
        elif isinstance(found, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in found.fields.items():
                for argument_name, argument in field.args.items():
                    place = f"{name}.{field_name}.{argument_name}"
                    shared = known["arguments"].get(argument_name)
                    argument.description = (
                        argument.description or known["arguments"]["of"].get(place) or shared
                    )
