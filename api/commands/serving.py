"""What the commands of the server share: settings, a database, and what goes wrong told in one line."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from api import log, runtime
from api.settings import Settings, WrongSettings, read_settings
from registry.search.model import EngineUnavailable
from schema.errors import text_of
from store.database import Database, Unavailable
from store.embedded import EmbeddedUnavailable
from store.migrate import WrongDatabase
from store.refusal import Refused

Answer = TypeVar("Answer")


class WrongSetting(click.ClickException):
    """A setting that cannot be used: the command was called wrongly."""

    exit_code = 2


def chosen_settings(**chosen: Any) -> Settings:
    """The settings of this process, and logging as they say.

    Raises:
        WrongSetting: one cannot be used.
    """
    try:
        settings = read_settings(**chosen)
    except WrongSettings as error:
        raise WrongSetting(str(error)) from error
    log.configure(settings.log_level)
    return settings


@contextmanager
def told() -> Iterator[None]:
    """Tell what keeps a command from its work in one line instead of a traceback.

    Raises:
        click.ClickException: there is no database, or the work was refused; nothing of it is stored then.
    """
    try:
        yield
    except Unavailable as error:
        raise click.ClickException(f"The database cannot be reached: {error}") from error
    except EngineUnavailable as error:
        raise click.ClickException(f"The search engine does not answer: {error}") from error
    except (EmbeddedUnavailable, WrongDatabase) as error:
        raise click.ClickException(str(error)) from error
    except Refused as refused:
        raise click.ClickException(
            "\n".join(text_of(problem, "en") for problem in refused.problems)
        ) from refused


def on_database(settings: Settings, work: Callable[[Database], Awaitable[Answer]]) -> Answer:
    """Do some work on the database of these settings.

    Raises:
        click.ClickException: as for `told`.
    """

    async def run() -> Answer:
        async with runtime.database(settings) as database:
            return await work(database)

    with told():
        return asyncio.run(run())
