"""`commonfield officer`, `invite` and `forget`: how people get into an installation, and out."""

from datetime import UTC, datetime

import click

from api import runtime
from api.commands.printing import json_option, language_option, print_json
from api.commands.serving import chosen_settings, on_database
from registry.people import repository
from registry.people import service as people
from registry.people.model import INVITATION_LASTS
from store.actor import Actor, Role
from store.database import Database
from store.refusal import Problem, Refused


@click.group()
def officer() -> None:
    """Let officers in."""


@officer.command("invite")
@json_option
@language_option
@click.argument("email")
def invite_officer(email: str, language: str, *, as_json: bool) -> None:
    """Print a link that makes whoever opens it an officer; it works once, within seven days.

    The link is shown here and stored nowhere: hand it only to the person with the address EMAIL.
    """
    _offer(email, Role.OFFICER, None, language, as_json=as_json)


@click.command()
@json_option
@language_option
@click.option("--role", type=click.Choice([role.value for role in Role]), help="What they may do.")
@click.option("--organisation", metavar="SLUG", help="For which organisation, as its address names it.")
@click.argument("email")
def invite(email: str, role: str | None, organisation: str | None, language: str, *, as_json: bool) -> None:
    """Print a link that lets whoever opens it in; it works once, within seven days.

    Without a role they can sign in, which is all that registering a team takes. The link is shown here and stored
    nowhere: hand it only to the person with the address EMAIL.
    """
    _offer(email, Role(role) if role else None, organisation, language, as_json=as_json)


def _offer(email: str, role: Role | None, organisation: str | None, language: str, *, as_json: bool) -> None:
    settings = chosen_settings()

    async def work(database: Database) -> str:
        async with database.transaction() as tx:
            found = organisation and await repository.find_organisation_by_slug(tx, organisation)
            if organisation and not found:
                raise Refused(Problem("UNKNOWN_SLUG", "organisation"))
            return await people.invite(tx, Actor.system(), email, role, found.id if found else None)

    token = on_database(settings, work)
    link = f"{runtime.reached_at(settings)}/{language}/invitation/{token}"
    if as_json:
        expires_at = datetime.now(UTC) + INVITATION_LASTS
        print_json({"email": email, "link": link, "expires_at": expires_at.isoformat(timespec="seconds")})
    else:
        click.echo(f"Give this link to {email}. It works once, within {INVITATION_LASTS.days} days:\n{link}")


@click.command()
@json_option
@click.argument("email")
def forget(email: str, *, as_json: bool) -> None:
    """Delete the person with the address EMAIL for good; what they wrote stays without them."""

    async def work(database: Database) -> None:
        async with database.transaction() as tx:
            found = await repository.find_person_by_email(tx, email.strip().lower())
            if found is None:
                raise Refused(Problem("UNKNOWN_EMAIL", "email"))
            await people.forget(tx, Actor.system(), found.id)

    on_database(chosen_settings(), work)
    if as_json:
        print_json({"forgotten": True})
    else:
        click.echo("The person was deleted. What they wrote stays without them.")
