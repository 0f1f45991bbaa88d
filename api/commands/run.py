"""`commonfield run`: everything on this machine, started with one command and stopped with Ctrl-C."""

import asyncio
import sys
import unicodedata
from collections.abc import Callable, Coroutine
from typing import Any

import click

from api.commands.printing import json_option, print_json
from api.commands.serving import chosen_settings, told
from api.process import NoAddress, Ready, listen
from api.process import run as run_everything
from registry.people.model import ExamplePerson


@click.command()
@json_option
@click.option("--host", help="Address to listen on; goes before COMMONFIELD_HOST.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port to listen on; goes before COMMONFIELD_PORT."
)
def run(host: str | None, port: int | None, *, as_json: bool) -> None:
    """Start everything on this machine: database, web and worker; Ctrl-C stops it.

    The database is brought to the shape this version needs, and filled with the demo when it is empty. With --json, one
    object is printed when the first page can be asked for.
    """
    settings = chosen_settings(host=host, port=port)
    try:
        listening = listen(settings.host, settings.port)
    except NoAddress as error:
        raise click.ClickException(str(error)) from error
    with told():
        in_loop(
            run_everything(
                settings.model_copy(update={"port": listening.getsockname()[1]}),
                listening,
                _print_json if as_json else _print_text,
            )
        )


def in_loop(everything: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine in the fastest event loop that this machine has."""
    factory: Callable[[], asyncio.AbstractEventLoop] | None = None
    if sys.platform != "win32":
        import uvloop

        factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(everything)


def _print_json(ready: Ready) -> None:
    people = [
        {"name": person.name, "email": person.email, "roles": list(person.roles)} for person in ready.people
    ]
    print_json(
        {
            "url": ready.settings.public_url,
            "data_dir": str(ready.settings.data_dir),
            "database_answers": ready.database_answers,
            "people": people,
        }
    )


def _print_text(ready: Ready) -> None:
    url = ready.settings.public_url
    lines = ["", f"Commonfield is ready: {url}"]
    if ready.settings.base_url is not None:
        lines.append(
            f"It listens on port {ready.settings.port} of {ready.settings.host}, for your reverse proxy."
        )
    if ready.settings.database_url is None:
        lines.append(f"Everything is kept in {ready.settings.data_dir}")
    if not ready.has_style:
        lines.append(
            "Pages are shown plainly, because their style is not there yet; fetch it with: make assets"
        )
    if not ready.database_answers:
        lines.append("The database does not answer yet; pages say so until it does.")
        lines.append(
            "Check that its server runs and that COMMONFIELD_DATABASE_URL is its address; no restart is needed."
        )
    elif ready.people:
        width = max(_columns(person.name) for person in ready.people)
        lines += [
            "",
            f"Sign in as one of the demo's invented people at {url}/en/sign-in (or /zh-Hant/sign-in):",
        ]
        for person in ready.people:
            gap = " " * (width - _columns(person.name) + 2)
            lines.append(f"  {person.name}{gap}{_roles(person)}")
    else:
        lines.append("To let somebody in: commonfield officer invite EMAIL")
    click.echo("\n".join([*lines, "", "Ctrl-C stops it."]))


def _columns(text: str) -> int:
    """How wide a terminal shows a text: Chinese characters and punctuation take two columns."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _roles(person: ExamplePerson) -> str:
    return ", ".join([*person.roles, *(["team"] if person.teams else [])])
