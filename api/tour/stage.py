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
from demo.records import people
from registry.people import service
from store.actor import Actor, Role

if TYPE_CHECKING:
    from tests.github_double import Recording

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
    """

    client: httpx.Client
    is_own: bool
    repository_url: str
    publiccode: str
    invitation: str | None = field(default=None, repr=False)

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

    def _example(self, anyone: Person, email: str) -> Person:
        answer = anyone.ask(documents.SIGN_IN_AS_EXAMPLE, email=email)
        return Person(self.client, anyone.language, answer.written("token").text())


@contextmanager
def own_stage() -> Iterator[Stage]:
    """Start a server of the tour's own, with the double as its GitHub; afterwards nothing of it is left.

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
            invitation = asyncio.run(_invitation(folder))
            with connect(url) as client:
                yield Stage(client, True, *_facts(delivered), invitation)  # noqa: FBT003 - its own server


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


async def _invitation(folder: Path) -> str:
    """Do on the machine itself what its operator does: invite the first officer."""
    async with runtime.database(settings_in(folder)) as database, database.transaction() as tx:
        return await service.invite(tx, Actor.system(), OFFICER, Role.OFFICER)
