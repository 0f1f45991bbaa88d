"""`commonfield schema`: the GraphQL schema in its own language."""

import click

from api.commands.printing import json_option, print_json


@click.group()
def schema() -> None:
    """The GraphQL schema."""


@schema.command("print")
@json_option
def print_(*, as_json: bool) -> None:
    """Print the schema as SDL, as it is committed in schema/schema.graphql."""
    from schema.contract import SCHEMA  # noqa: PLC0415 - it takes half a second, which --help need not

    sdl = SCHEMA.as_str()
    if as_json:
        print_json({"sdl": sdl})
    else:
        click.echo(sdl)
