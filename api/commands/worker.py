"""`commonfield worker`: one more process that works off the queues, on this machine or another."""

import click

from api.commands.printing import json_option, print_json
from api.commands.run import in_loop
from api.commands.serving import chosen_settings, told
from api.process import run_worker


@click.command()
@json_option
def worker(*, as_json: bool) -> None:
    """Work off the queues until Ctrl-C; any number of these may run, on any machines."""
    settings = chosen_settings()

    def ready() -> None:
        if as_json:
            print_json({"working": True})
        else:
            click.echo("The worker is ready. Ctrl-C stops it.")

    with told():
        in_loop(run_worker(settings, ready))
