"""What the commands share of how they print: JSON when asked for, and the reader's language."""

import json
from typing import Any

import click

LANGUAGES = ("en", "zh-Hant")

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON only, for programs.")
language_option = click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Language of the sentences.",
)


def print_json(value: Any) -> None:
    """Print one value on one line of standard output; text stays as people write it."""
    click.echo(json.dumps(value, ensure_ascii=False))
