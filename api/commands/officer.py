"""`commonfield officer`: how the first officer of a new installation gets in."""

from datetime import UTC, datetime

import click

from api.commands.printing import json_option, language_option, print_json
from api.commands.serving import chosen_settings, on_database
from registry.people import service as people
from registry.people.model import INVITATION_LASTS
from store.actor import Actor, Role
from store.database import Database


@click.group()
def officer() -> None:
    """Let officers in."""


@officer.command()
@json_option
@language_option
@click.argument("email")
def invite(email: str, language: str, *, as_json: bool) -> None:
    """Print a link that makes whoever opens it an officer; it works once, within seven days.

    The link is shown here and stored nowhere: hand it only to the person with the address EMAIL.
    """
    settings = chosen_settings()

    async def work(database: Database) -> str:
        async with database.transaction() as tx:
            return await people.invite(tx, Actor.system(), email, Role.OFFICER)

    token = on_database(settings, work)
    link = f"{settings.public_url}/{language}/invitation/{token}"
    if as_json:
        expires_at = datetime.now(UTC) + INVITATION_LASTS
        print_json({"email": email, "link": link, "expires_at": expires_at.isoformat(timespec="seconds")})
    else:
        click.echo(f"Give this link to {email}. It works once, within {INVITATION_LASTS.days} days:\n{link}")
