"""`commonfield schema`: the GraphQL schema in its own language."""

import sys
from typing import TextIO

import click

from api.commands.printing import json_option, print_json


@click.group()
def schema() -> None:
    """The GraphQL schema."""


@schema.command("print")
@json_option
def print_(*, as_json: bool) -> None:
    """Print the schema as SDL, as it is committed in schema/schema.graphql."""
    from schema.contract import SCHEMA

    sdl = SCHEMA.as_str()
    if as_json:
        print_json({"sdl": sdl})
    else:
        click.echo(sdl)


@schema.command("changes")
@json_option
@click.argument("old", type=click.File("r", encoding="utf-8"))
def changes_(old: TextIO, *, as_json: bool) -> None:
    """Name what changed since OLD, an SDL file or - for standard input; exits with 1 when it breaks clients."""
    from schema.changes import changes
    from schema.contract import SCHEMA

    found = changes(old.read(), SCHEMA.as_str())
    if as_json:
        print_json({"breaking": list(found.breaking), "dangerous": list(found.dangerous)})
    else:
        for sentence in found.breaking:
            click.echo(f"breaks clients: {sentence}")
        for sentence in found.dangerous:
            click.echo(f"may surprise clients: {sentence}")
        if not (found.breaking or found.dangerous):
            click.echo("Nothing breaks clients, and nothing may surprise them.")
    sys.exit(1 if found.breaking else 0)
