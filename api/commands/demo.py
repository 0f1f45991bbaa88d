"""`commonfield demo`: the example programme and catalogue."""

from datetime import UTC, datetime

import click

from api.auth.demonstration import closed_because
from api.commands.printing import json_option, print_json
from api.commands.serving import chosen_settings, on_database
from demo.load import Loaded
from demo.load import load as load_demo
from store.database import Database


@click.group()
def demo() -> None:
    """The example programme and catalogue."""


@demo.command()
@json_option
def load(*, as_json: bool) -> None:
    """Load the demo, or what is missing of it; what is there already stays as it is."""

    async def work(database: Database) -> Loaded:
        return await load_demo(database, datetime.now(UTC))

    settings = chosen_settings()
    loaded = on_database(settings, work)
    if as_json:
        print_json(
            {
                "version": loaded.version,
                "loaded_at": loaded.loaded_at.isoformat(),
                "is_new": loaded.is_new,
                "counts": dict(loaded.counts),
            }
        )
        return
    click.echo("The demo is loaded." if loaded.is_new else "The demo was loaded already; nothing changed.")
    for kind, count in sorted(loaded.counts.items()):
        click.echo(f"  {count:5} {kind}")
    reason = closed_because(settings)
    if reason is not None:
        click.echo(
            f"Nobody can sign in as its people, because {reason}; docs/settings.md says when they can."
        )
