"""Where the tour is played: on a server of its own that leaves nothing behind, or on one that runs already."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import httpx

from api import runtime
from api.tour import documents
from api.tour.asking import Person, connect
from api.tour.server import settings_in, started
from demo.records import LEAD, people
from registry.people import service
from store.actor import Actor, Role

if TYPE_CHECKING:
    from tests.github_double import Recording

LEADS = 3  # one for each team of the story
OFFICER = "tour.officer@example.org"


class NoDouble(Exception):  # noqa: N818 - the state of this installation
    """The invented repository of the tour is not installed here: it comes with the checkout."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A server, and how one gets in there before anybody has been let in.

    Attributes:
        client: the connection to it.
        is_own: whether it is the tour's own, so that its GitHub is the double.
        repository_url: address of the repository that the team delivers.
        publiccode: what stands in that repository's publiccode.yml.
        invitation: one-time token for the first officer; None where one signs in as the demo's.
        lead_tokens: sessions of people who have proven who they are; none where one signs in as the demo's.
    """

    client: httpx.Client
    is_own: bool
    repository_url: str
    publiccode: str
    invitation: str | None = field(default=None, repr=False)
    lead_tokens: tuple[str, ...] = field(default=(), repr=False)

    def officer(self, language: str) -> Person:
        """Let the officer in: by the one-time link of `commonfield officer invite`, or as the demo's officer.

        Raises:
            Unmet: the way in is closed.
        """
        anyone = Person(self.client, language)
        if self.invitation is None:
            return self._example(anyone, people()["officer"]["email"])
        name = "Tour officer 導覽承辦人"
        answer = anyone.ask(documents.ACCEPT_INVITATION, token=self.invitation, name=name, language=language)
        return Person(self.client, language, answer.written("token").text())

    def leads(self, language: str) -> tuple[Person, ...]:
        """Let the leads of three teams in.

        Nobody invites a team: whoever can sign in registers one. Here they have been vouched for as an identity
        provider would do it, or they are the leads of the demo's example teams.

        Raises:
            Unmet: the way in is closed.
        """
        if self.lead_tokens:
            return tuple(Person(self.client, language, token) for token in self.lead_tokens)
        anyone = Person(self.client, language)
        emails = [facts["email"] for name, facts in people().items() if name.startswith(LEAD)]
        return tuple(self._example(anyone, email) for email in emails[:LEADS])

    def _example(self, anyone: Person, email: str) -> Person:
        answer = anyone.ask(documents.SIGN_IN_AS_EXAMPLE, email=email)
        return Person(self.client, anyone.language, answer.written("token").text())


@contextmanager
def own_stage(language: str) -> Iterator[Stage]:
    """Start a server of the tour's own, with the double as its GitHub; afterwards nothing of it is left.

    Args:
        language: of the people who are let in.

    Raises:
        NotStarted: the server did not start.
        NoDouble: the double is not installed here.
        EmbeddedUnavailable: this machine cannot run the embedded database.
    """
    delivered = _delivered()
    from tests.github_double import Double, serve  # noqa: PLC0415 - `_delivered` has found it installed

    double = Double([delivered])
    with TemporaryDirectory(prefix="commonfield-tour-") as name, serve(double=double) as github:
        folder = Path(name)
        with started(folder, {"demo": "never", "github_api": github}) as url:
            invitation, tokens = asyncio.run(_let_in(folder, language))
            with connect(url) as client:
                yield Stage(client, True, *_facts(delivered), invitation, tokens)  # noqa: FBT003 - its own server


@contextmanager
def running_stage(url: str) -> Iterator[Stage]:
    """Play on a server that runs already and has the demo loaded; what is played there stays there.

    Raises:
        NoDouble: the double is not installed here.
    """
    delivered = _delivered()
    with connect(url) as client:
        yield Stage(client, False, *_facts(delivered))  # noqa: FBT003 - somebody else's server


def _delivered() -> "Recording":
    try:
        from tests.github_double.invented import flood_report  # noqa: PLC0415 - only a checkout has it
    except ModuleNotFoundError as error:
        raise NoDouble from error
    return flood_report(datetime.now(UTC))


def _facts(delivered: "Recording") -> tuple[str, str]:
    return str(delivered.repo["html_url"]), delivered.files["publiccode.yml"].decode()


async def _let_in(folder: Path, language: str) -> tuple[str, tuple[str, ...]]:
    """Do on the machine itself what its operator does: invite the first officer, and vouch for three people."""
    system = Actor.system()
    async with runtime.database(settings_in(folder)) as database, database.transaction() as tx:
        invitation = await service.invite(tx, system, OFFICER, Role.OFFICER)
        tokens = []
        for number in range(1, LEADS + 1):
            person = await service.register_person(
                tx, system, f"tour.lead.{number}@example.org", f"Tour lead {number} 導覽隊長", language
            )
            tokens.append(await service.sign_in(tx, person.id))
    return invitation, tuple(tokens)
