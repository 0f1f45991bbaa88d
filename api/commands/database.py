"""`commonfield migrate`: bring the database to the shape that this version of the program needs."""

import asyncio

import click

from api import runtime
from api.commands.printing import json_option, print_json
from api.commands.serving import chosen_settings, told
from api.settings import Settings


@click.command()
@json_option
def migrate(*, as_json: bool) -> None:
    """Bring the database to the shape that this version needs; safe at any time, and while others do the same."""
    settings = chosen_settings()
    with told():
        applied = asyncio.run(_migrate(settings))
    if as_json:
        print_json({"applied": applied})
    else:
        click.echo(
            "\n".join(f"applied {name}" for name in applied) or "Nothing to do: the database is up to date."
        )


async def _migrate(settings: Settings) -> list[str]:
    async with runtime.server(settings) as server:
        return await runtime.migrated(server.dsn)
